namespace Workers.Hosting.Tests;

/// <summary>Shares the console with nothing else that runs at the same time.</summary>
[Collection("console")]
public sealed class WorkersHostTests
{
    [Fact]
    public async Task A_refused_start_is_one_sentence_on_stderr_and_exit_code_1()
    {
        var (code, error) = await RunAsync("--Worker:Slotz=8");
        Assert.Equal(1, code);
        Assert.StartsWith("Worker:Slotz is not a setting;", error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
    }

    private static async Task<(int Code, string Error)> RunAsync(params string[] args)
    {
        var stderr = Console.Error;
        await using var error = new StringWriter();
        Console.SetError(error);
        try
        {
            var code = await WorkersHost.RunAsync(args, "http://127.0.0.1:0", b => b.AddHosting(), _ => { });
            return (code, error.ToString());
        }
        finally
        {
            Console.SetError(stderr);
        }
    }
}
