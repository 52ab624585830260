namespace Workers.Testing;

/// <summary>Runs a command to its end and returns its output.</summary>
public static class Command
{
    /// <summary>Its output; throws with it when the command fails or takes longer.</summary>
    public static async Task<string> RunAsync(ChildStart start, TimeSpan within)
    {
        await using var child = ChildProcess.Start(start);
        var code = await child.ExitAsync(within);
        await child.OutputEndAsync(within);
        return code == 0
            ? child.Output.Text
            : throw new InvalidOperationException($"{start.File} exited with {code}:\n{child.Output.Text}");
    }
}
