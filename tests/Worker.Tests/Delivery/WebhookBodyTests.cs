using System.Text;
using Workers.Conversations;
using Workers.Worker.Delivery;

namespace Workers.Worker.Tests.Delivery;

public sealed class WebhookBodyTests
{
    [Fact]
    public void An_answer_is_told_as_the_contract_shows_it() => Assert.Equal(
        "{'type':'query.completed','timestamp':'2026-11-23T19:50:00.123Z','data':{'id':'ID',"
        + "'conversationId':'ticket-4711','sequence':7,'status':'completed',"
        + "'reply':{'text':'On its way. Grüße & <3 \\uD83D\\uDE00'},'metadata':{'ticketId':'4711','a':'b'},"
        + "'submittedAt':'2026-11-23T19:49:59.005Z','endedAt':'2026-11-23T19:50:00.123Z'}}",
        Text(Ended.Query()));

    [Theory]
    [InlineData(QueryStatus.Failed, "failed")]
    [InlineData(QueryStatus.Expired, "expired")]
    [InlineData(QueryStatus.Cancelled, "cancelled")]
    public void Another_end_has_an_error_in_the_place_of_the_reply(QueryStatus status, string name)
    {
        var text = Text(Ended.Query() with { Status = status, Reply = null, Error = new QueryError("code", "Why.") });
        Assert.StartsWith($"{{'type':'query.{name}',", text, StringComparison.Ordinal);
        Assert.Contains($"'status':'{name}','error':{{'code':'code','detail':'Why.'}},'metadata':", text,
            StringComparison.Ordinal);
        Assert.DoesNotContain("reply", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Absent_metadata_is_left_out()
    {
        var query = Ended.Query();
        var text = Text(query with { Content = query.Content with { Metadata = null } });
        Assert.DoesNotContain("metadata", text, StringComparison.Ordinal);
    }

    // With ' for " so that one can read it.
    private static string Text(EndedQuery query) => Encoding.UTF8.GetString(WebhookBody.Of(query))
        .Replace(query.Id.ToString(), "ID", StringComparison.Ordinal).Replace('"', '\'');
}
