using System.Diagnostics;
using System.Globalization;
using System.Text;
using Workers.Hosting.Options;
using Workers.Worker.Delivery;

namespace Workers.Worker.Tests.Delivery;

public sealed class WebhookRequestTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Watched = "5bd66ef5095369c7b0d1f8f4bd33716a";
    private const string OldSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    [Fact]
    public async Task A_receiver_can_verify_what_it_gets()
    {
        var received = await PostAsync();
        Assert.Equal("POST", received.Method);
        Assert.Equal("application/json", received.Headers.ContentType);
        Assert.Equal(Ended.Query().Id.DeliveryId, received.Headers["webhook-id"]);
        var second = long.Parse(received.Headers["webhook-timestamp"]!, CultureInfo.InvariantCulture);
        Assert.InRange(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - second, 0, 30);
        Assert.Equal(WebhookBody.Of(Ended.Query()), received.Body);
        Assert.Equal(Signature.Of(received.Headers["webhook-id"]!, second, received.Body, [Secret, OldSecret]),
            received.Headers["webhook-signature"]);
    }

    [Fact]
    public async Task Nothing_is_sent_that_the_receiver_has_no_use_for()
    {
        string[] known =
        [
            "Host", "User-Agent", "Content-Type", "Content-Length", "traceparent",
            "webhook-id", "webhook-timestamp", "webhook-signature",
        ];
        Assert.Empty((await PostAsync()).Headers.Keys.Except(known, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Without_anybody_watching_the_submissions_own_trace_goes_on() =>
        Assert.Equal(Ended.Query().Content.TraceParent, (await PostAsync()).Headers["traceparent"]);

    [Fact]
    public async Task The_span_and_the_header_belong_to_the_submissions_trace()
    {
        var spans = new List<Activity>();
        using var watcher = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Workers",
            Sample = (ref ActivityCreationOptions<ActivityContext> span) => span.TraceId.ToHexString() == Watched
                ? ActivitySamplingResult.AllDataAndRecorded
                : ActivitySamplingResult.None,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(watcher);
        using var other = new Activity("another trace").Start();

        var query = Ended.Query();
        var received = await PostAsync(
            query with { Content = query.Content with { TraceParent = $"00-{Watched}-b7ad6b7169203331-01" } });

        var span = Assert.Single(spans);
        Assert.Equal(Watched, span.TraceId.ToHexString());
        Assert.Equal(span.Id, received.Headers["traceparent"]);
        Assert.DoesNotContain(span.TagObjects, tag => $"{tag.Value}".Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not a trace")]
    public async Task A_submission_without_a_trace_sends_none(string? traceParent)
    {
        var query = Ended.Query();
        var received = await PostAsync(query with { Content = query.Content with { TraceParent = traceParent } });
        Assert.False(received.Headers.ContainsKey("traceparent"));
    }

    private static async Task<Received> PostAsync(Conversations.EndedQuery? query = null)
    {
        await using var receiver = await Receiver.StartAsync(200);
        var options = new WebhooksOptions { DangerousAllowPrivateAddresses = true };
        using var client = new WebhookClient(new AddressGuard(options), options, TimeProvider.System);
        var target = new Target.Address(receiver.Url, [Secret, OldSecret]);
        await client.PostAsync(Ended.Attempt(query), target, CancellationToken.None);
        return Assert.Single(receiver.Inbox);
    }
}
