using System.Net.Http.Json;
using Workers.Conversations;

namespace Workers.Ingress.Tests.Queries;

/// <summary>How a query is cancelled in each of its states.</summary>
[Collection(IngressCollection.Name)]
public sealed class CancelTests(SharedIngress shared)
{
    private readonly string _name = "cancel-" + Guid.NewGuid().ToString("N");

    [SkippableFact]
    public async Task A_waiting_query_ends_as_cancelled_and_stays_so()
    {
        var id = await shared.App.AcceptedAsync(_name);
        for (var time = 0; time < 2; time++)
        {
            using var answer = await shared.App.Client.DeleteAsync($"/v1/queries/{id}");
            Assert.Equal(200, (int)answer.StatusCode);
            var query = await answer.Json();
            Assert.Equal(("cancelled", "cancelled"),
                (query.GetProperty("status").GetString(), query.GetProperty("error").GetProperty("code").GetString()));
        }
    }

    [SkippableFact]
    public async Task The_worker_of_a_running_query_is_told_and_a_commit_before_that_wins()
    {
        var id = await shared.App.AcceptedAsync(_name);
        var grant = await shared.App.BeginAsync(_name, id);
        using (var answer = await shared.App.Client.DeleteAsync($"/v1/queries/{id}"))
        {
            Assert.Equal(202, (int)answer.StatusCode);
            Assert.Equal("running", (await answer.Json()).GetProperty("status").GetString());
            Assert.Equal($"/v1/queries/{id}", answer.Headers.GetValues("Operation-Location").Single());
        }
        Assert.Equal([Renewal.CancelRequested], await shared.App.Store.RenewAsync([grant]));
        Assert.IsType<Ending.Applied>(await shared.App.Store.CommitAsync(grant, "too late to cancel"));
        using var late = await shared.App.Client.DeleteAsync($"/v1/queries/{id}");
        await late.Problem(409, "has-ended");
    }

    [SkippableFact]
    public async Task The_next_of_the_conversation_moves_up()
    {
        var first = await shared.App.AcceptedAsync(_name);
        var second = await shared.App.AcceptedAsync(_name);
        using var answer = await shared.App.Client.DeleteAsync($"/v1/queries/{first}");
        Assert.Equal(200, (int)answer.StatusCode);
        await shared.App.CompleteAsync(_name, second, "Hi");
    }

    [SkippableFact]
    public async Task Another_tenants_query_is_not_there()
    {
        var id = await shared.App.AcceptedAsync(_name);
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"/v1/queries/{id}");
        request.Headers.Add("Authorization", $"Bearer {IngressApp.OtherKey}");
        using var other = new HttpClient { BaseAddress = shared.App.Client.BaseAddress };
        using var answer = await other.SendAsync(request);
        await answer.Problem(404, "not-found");
        var query = await shared.App.Client.GetFromJsonAsync<System.Text.Json.JsonElement>($"/v1/queries/{id}");
        Assert.Equal("queued", query.GetProperty("status").GetString());
    }
}
