using System.Text.RegularExpressions;
using Workers.Testing;

namespace Workers.Ingress.Tests.OpenApi;

/// <summary>
/// What the document promises is what a running ingress does: requests made from it, right ones and wrong ones, meet the
/// answers that it describes.
/// </summary>
public sealed partial class GenerativeTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(6);

    [SkippableFact]
    [Trait("Speed", "Long")]
    public async Task Requests_that_are_made_from_the_document_are_answered_as_it_says()
    {
        var java = Needs.Program("java");
        var specmatic = Path.Combine(await NpmTools.FolderAsync(), "node_modules", "specmatic", "specmatic.jar");
        await using var app = await IngressApp.StartAsync(redis.Server.ConnectionString, ("Worker:Lease", "5m"));
        await app.Store.OpenAsync();
        var served = await app.Client.GetStringAsync("/openapi/v1.json");
        using var folder = new TempFolder();
        var copy = Path.Combine(folder.Path, "openapi.json");
        var hosts = Path.Combine(folder.Path, "hosts");
        await File.WriteAllTextAsync(hosts, "127.0.0.1 localhost\n"); // else it reports its run to its maker's server
        await File.WriteAllTextAsync(copy, GenerativeCopy.Of(served, await Story.TellAsync(app)));

        await using var run = ChildProcess.Start(new ChildStart(
            java,
            [
                $"-Djdk.net.hosts.file={hosts}", "-jar", specmatic, "test", copy,
                $"--testBaseURL={app.Client.BaseAddress!.ToString().TrimEnd('/')}",
            ],
            folder.Path)
        {
            Environment = new Dictionary<string, string?>
            {
                ["SPECMATIC_GENERATIVE_TESTS"] = "true", ["bearer"] = IngressApp.Key, ["apiKey"] = IngressApp.Key,
            },
        });
        var code = await run.ExitAsync(Bound);
        Assert.True(code == 0 && HundredsRan().IsMatch(run.Output.Text), run.Output.Text);
    }

    [GeneratedRegex("Successes: [0-9]{3,}, Failures: 0,")]
    private static partial Regex HundredsRan();
}
