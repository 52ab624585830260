using Workers.Testing;

namespace Workers.EndToEnd.Tests.ApiPage;

/// <summary>docs/api.md is true.</summary>
[Collection(PoolServers.Name)]
public sealed class ApiPageTests(SharedPoolServers servers)
{
    [SkippableFact]
    public async Task Every_example_of_the_page_is_answered_as_it_shows()
    {
        Needs.Check(File.Exists("/usr/bin/curl"), "curl is not installed");
        await using var stage = await Stage.StartAsync(servers);
        var (played, differences) = (0, new List<string>());
        foreach (var example in Example.All())
        {
            var answer = await stage.PlayAsync(example);
            differences.AddRange(example.Answer.Differences(answer).Select(one => $"docs/api.md:{example.Line}: {one}"));
            played++;
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
        Assert.InRange(played, 15, 100);
    }
}
