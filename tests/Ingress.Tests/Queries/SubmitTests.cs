using System.Text.Json;

namespace Workers.Ingress.Tests.Queries;

/// <summary>What becomes of a submission that is accepted.</summary>
[Collection(IngressCollection.Name)]
public sealed class SubmitTests(SharedIngress shared)
{
    [SkippableFact]
    public async Task Text_and_metadata_come_back_as_they_were_sent()
    {
        const string Text = "Grüße 😀 <b>\"'&\\ \t\r\n \u2028 \u0f00";
        using var answer = await shared.App.SubmitAsync(
            JsonSerializer.Serialize(
                new { conversationId = "unicode", text = Text, metadata = new { Ticket = Text } }));
        using var read = await shared.App.Client.GetAsync($"/v1/queries/{IngressApp.Id(await answer.Json())}");
        var query = await read.Json();
        Assert.Equal(Text, query.GetProperty("text").GetString());
        Assert.Equal(Text, query.GetProperty("metadata").GetProperty("Ticket").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$", query.GetProperty("submittedAt").GetString());
        Assert.False(query.TryGetProperty("endedAt", out _));
    }

    [SkippableFact]
    public async Task The_callers_trace_goes_on()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        using var content = new StringContent("{\"conversationId\":\"c\",\"text\":\"x\"}", null, "application/json");
        using var answer = await shared.App.SendAsync(
            HttpMethod.Post, "/v1/queries", content, ("traceparent", $"00-{Trace}-00f067aa0ba902b7-01"));
        var query = await shared.App.Store.ReadQueryAsync("acme", IngressApp.Id(await answer.Json()));
        Assert.Equal(Trace, query!.Content.TraceParent!.Split('-')[1]);
    }
}
