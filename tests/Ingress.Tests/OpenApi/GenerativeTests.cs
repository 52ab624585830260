using Workers.Testing;

namespace Workers.Ingress.Tests.OpenApi;

/// <summary>
/// What the document promises is what a running ingress does: requests made from it, right ones and wrong ones, meet the
/// answers that it describes.
/// </summary>
public sealed class GenerativeTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);

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
        await File.WriteAllTextAsync(copy, GenerativeCopy.Of(served, await Story.TellAsync(app)));

        await using var run = ChildProcess.Start(new ChildStart(
            java, ["-jar", specmatic, "test", copy, $"--testBaseURL={app.Client.BaseAddress!.ToString().TrimEnd('/')}"],
            folder.Path)
        {
            Environment = new Dictionary<string, string?>
            {
                ["SPECMATIC_GENERATIVE_TESTS"] = "true", ["bearer"] = IngressApp.Key, ["apiKey"] = IngressApp.Key,
            },
        });
        Assert.True(await run.ExitAsync(Bound) == 0, run.Output.Text);
    }
}
