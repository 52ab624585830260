using System.Text.Json;
using Workers.Conversations;

namespace Workers.Ingress.Tests.DeadLetters;

/// <summary>How failed queries are listed and asked again.</summary>
[Collection(IngressCollection.Name)]
public sealed class DeadLetterTests(SharedIngress shared)
{
    private readonly string _name = "dead-" + Guid.NewGuid().ToString("N");

    [SkippableFact]
    public async Task They_are_listed_newest_first_page_by_page_and_each_once()
    {
        var failed = new List<string>();
        for (var i = 0; i < 7; i++)
            failed.Insert(0, (await FailedAsync($"{_name}-{i}")).ToString());
        var listed = new List<string>();
        for (var path = "/v1/dead-letters?limit=2"; path is not null && listed.Count < 7;)
        {
            var page = await GetAsync(path);
            Assert.InRange(page.GetProperty("items").GetArrayLength(), 1, 2);
            listed.AddRange(page.GetProperty("items").EnumerateArray()
                .Select(item => item.GetProperty("id").GetString()!).Where(failed.Contains));
            path = page.TryGetProperty("next", out var next) ? $"/v1/dead-letters?limit=2&cursor={next.GetString()}" : null;
        }
        Assert.Equal(failed, listed);
    }

    [SkippableFact]
    public async Task Asked_again_it_is_one_new_query_however_often()
    {
        var dead = await FailedAsync(_name);
        var ids = new List<string>();
        for (var time = 0; time < 2; time++)
        {
            using var answer = await shared.App.Client.PostAsync($"/v1/dead-letters/{dead}/redrive", null);
            Assert.Equal(202, (int)answer.StatusCode);
            var query = await answer.Json();
            Assert.Equal((2, "queued", $"{dead}"), (query.GetProperty("sequence").GetInt32(),
                query.GetProperty("status").GetString(), query.GetProperty("redriveOf").GetString()));
            Assert.Equal($"/v1/queries/{query.GetProperty("id").GetString()}/result", $"{answer.Headers.Location}");
            ids.Add(query.GetProperty("id").GetString()!);
        }
        Assert.Single(ids.Distinct());
        var read = await GetAsync($"/v1/queries/{ids[0]}");
        Assert.Equal(("Where is my order?", $"{dead}"),
            (read.GetProperty("text").GetString(), read.GetProperty("redriveOf").GetString()));
    }

    [SkippableFact]
    public async Task What_has_not_failed_is_no_dead_letter()
    {
        var id = await shared.App.AcceptedAsync(_name);
        using var answer = await shared.App.Client.PostAsync($"/v1/dead-letters/{id}/redrive", null);
        await answer.Problem(409, "no-dead-letter");
        using var unknown = await shared.App.Client.PostAsync("/v1/dead-letters/nonsense/redrive", null);
        await unknown.Problem(404, "not-found");
    }

    [SkippableFact]
    public async Task A_cursor_is_a_place_and_shows_nobody_elses_dead_letters()
    {
        await FailedAsync($"{_name}-older");
        var dead = await FailedAsync(_name);
        var cursor = (await GetAsync("/v1/dead-letters?limit=1")).GetProperty("next").GetString();
        using var answer = await shared.App.AsGlobexAsync(HttpMethod.Get, $"/v1/dead-letters?cursor={cursor}");
        Assert.Equal("""{"items":[]}""", await answer.Content.ReadAsStringAsync());
        using var redrive = await shared.App.AsGlobexAsync(HttpMethod.Post, $"/v1/dead-letters/{dead}/redrive");
        await redrive.Problem(404, "not-found");
    }

    [SkippableFact]
    public async Task A_dead_letter_is_listed_as_it_is_read()
    {
        var dead = await FailedAsync(_name);
        using var read = await shared.App.Client.GetAsync($"/v1/queries/{dead}");
        using var list = await shared.App.Client.GetAsync("/v1/dead-letters?limit=1");
        Assert.StartsWith("{\"items\":[" + await read.Content.ReadAsStringAsync(), await list.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
    }

    private async Task<QueryId> FailedAsync(string conversation)
    {
        var id = await shared.App.AcceptedAsync(conversation);
        var grant = await shared.App.BeginAsync(conversation, id);
        await shared.App.Store.FailAsync(grant, QueryStatus.Failed, new QueryError("model_refused", "It did not want to."));
        return id;
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var answer = await shared.App.Client.GetAsync(path);
        Assert.Equal(200, (int)answer.StatusCode);
        return await answer.Json();
    }
}
