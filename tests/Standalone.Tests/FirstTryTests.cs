using Workers.Testing;

namespace Workers.Standalone.Tests;

/// <summary>What a newcomer does first.</summary>
public sealed class FirstTryTests
{
    [Fact]
    public async Task A_question_is_answered_from_the_articles_and_the_next_one_in_its_context()
    {
        await using var trial = await Trial.StartAsync();
        Assert.Contains("Express shipping", await trial.ReplyAsync(
            await trial.SubmitAsync("first", "Do you offer express shipping?")), StringComparison.Ordinal);
        Assert.Contains("9.90 EUR", await trial.ReplyAsync(
            await trial.SubmitAsync("first", "And how much does that cost?")), StringComparison.Ordinal);
        await DescribesItselfAsync(trial);
    }

    [SkippableFact]
    public async Task The_printed_lines_work_as_they_stand()
    {
        Needs.Check(File.Exists("/usr/bin/curl"), "curl is not installed");
        await using var trial = await Trial.StartAsync();
        var printed = trial.Host.Output.ReplaceLineEndings("\n").Split('\n');
        var ask = printed.Single(line => line.Contains("curl -i"));
        var goOn = string.Join('\n', printed.SkipWhile(line => !line.Contains("curl -s")).Take(2));

        await ShellPrintsAsync(ask, "HTTP/1.1 202");
        await ShellPrintsAsync(goOn, "9.90 EUR");
    }

    [Fact]
    public async Task A_restart_keeps_the_key_and_the_conversations()
    {
        await using var trial = await Trial.StartAsync();
        await trial.ReplyAsync(await trial.SubmitAsync("kept", "Do you offer express shipping?"));
        Assert.Equal(0, await trial.Host.SigtermAsync(TimeSpan.FromSeconds(90)));

        await trial.StartAgainAsync();
        Assert.Contains("9.90 EUR", await trial.ReplyAsync(
            await trial.SubmitAsync("kept", "And how much does that cost?")), StringComparison.Ordinal);
    }

    private static async Task DescribesItselfAsync(Trial trial)
    {
        using var stranger = new HttpClient { BaseAddress = trial.Host.Address };
        Assert.Equal(
            await File.ReadAllTextAsync(Checkout.File("docs", "openapi.json")),
            await stranger.GetStringAsync("openapi/v1.json") + "\n");
        Assert.Contains("scalar.js", await stranger.GetStringAsync("docs/"), StringComparison.Ordinal);
    }

    private static async Task ShellPrintsAsync(string command, string expected)
    {
        await using var shell = ChildProcess.Start(new ChildStart("/bin/sh", ["-c", command], Path.GetTempPath()));
        await shell.ExitAsync(TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(() => shell.Output.Text.Contains(expected, StringComparison.Ordinal),
            TimeSpan.FromSeconds(10), $"the shell prints {expected}, as in\n{shell.Output.Text}");
    }
}
