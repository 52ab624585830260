using Workers.Conversations;
using Workers.Hosting.Options;
using Workers.Testing;
using Workers.Worker.Delivery;

namespace Workers.Worker.Tests.Delivery.Samples;

/// <summary>The receivers that docs/webhooks.md shows, each as its own process, and what a worker sends them.</summary>
public sealed class DocumentedReceiverTests(SampleReceivers samples, SharedRedis redis)
    : IClassFixture<SampleReceivers>, IClassFixture<SharedRedis>
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string OldSecret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    private static readonly WebhooksOptions Options = new() { DangerousAllowPrivateAddresses = true };

    public static TheoryData<string> Languages => [.. SampleReceivers.Languages];

    [SkippableTheory, MemberData(nameof(Languages))]
    public async Task A_reply_that_comes_twice_is_acted_upon_once(string language)
    {
        await using var receiver = await samples.StartAsync(language, Secret);
        await using var worker = await Deliveries.StartAsync(redis.Server.ConnectionString, new TenantOptions
        {
            Webhook = new TenantWebhookOptions { Url = receiver.Url, Secrets = [Secret] },
        });
        var twice = await worker.EndQueryAsync();
        await worker.Consumer.DeliverAsync(twice);
        Assert.Equal(DeliveryStatus.Delivered, (await worker.ReadAsync(twice)).Status);
        Assert.True(QueryId.TryParseDelivery(twice.DeliveryId, out var id));
        Assert.IsType<Redelivery.Due>(await worker.Store.RedeliverAsync(twice.Tenant, id));
        await worker.Consumer.DeliverAsync(twice);
        Assert.Equal(DeliveryStatus.Delivered, (await worker.ReadAsync(twice)).Status);

        var last = await worker.EndQueryAsync();
        await worker.Consumer.DeliverAsync(last);
        Assert.Equal([twice.DeliveryId, last.DeliveryId], await receiver.ActedAsync(last.DeliveryId));
    }

    [SkippableTheory, MemberData(nameof(Languages))]
    public async Task A_delivery_of_which_any_byte_was_changed_is_refused(string language)
    {
        await using var receiver = await samples.StartAsync(language, Secret);
        var genuine = await CaptureAsync(Secret);
        foreach (var forgery in genuine.Forgeries())
            Assert.Equal((forgery, 401), (forgery, await forgery.SendAsync(receiver.Url)));
        Assert.Equal(200, await genuine.SendAsync(receiver.Url));
        Assert.Equal([genuine.Id!], await receiver.ActedAsync(genuine.Id!));
    }

    [SkippableTheory, MemberData(nameof(Languages))]
    public async Task A_stamp_of_more_than_five_minutes_is_refused(string language)
    {
        await using var receiver = await samples.StartAsync(language, Secret);
        Assert.Equal(401, await PostAsync(receiver, -301));
        Assert.Equal(401, await PostAsync(receiver, 361)); // a minute for the way there, which brings it nearer
        Assert.Equal(200, await PostAsync(receiver, -200));
        Assert.Equal(200, await PostAsync(receiver, 200));
    }

    [SkippableTheory, MemberData(nameof(Languages))]
    public async Task What_lacks_a_header_or_has_no_entry_that_fits_is_refused(string language)
    {
        await using var receiver = await samples.StartAsync(language, Secret);
        var genuine = await CaptureAsync(Secret);
        Captured[] wrong =
        [
            genuine with { Id = null }, genuine with { Timestamp = null }, genuine with { Signature = null },
            genuine with { Timestamp = "hello" }, genuine with { Timestamp = "9".PadLeft(30, '9') },
            genuine with { Signature = "v1," }, genuine with { Signature = "v1" }, genuine with { Signature = "ü" },
            genuine with { Signature = genuine.Signature![..8] }, genuine with { Signature = "v2" + genuine.Signature[2..] },
            genuine with { Body = [] }, await CaptureAsync(OldSecret),
        ];
        foreach (var one in wrong)
            Assert.Equal((one, 401), (one, await one.SendAsync(receiver.Url)));
    }

    [SkippableTheory, MemberData(nameof(Languages))]
    public async Task One_entry_that_fits_is_enough(string language)
    {
        await using var receiver = await samples.StartAsync(language, Secret);
        var genuine = await CaptureAsync(Secret);
        var among = genuine with { Signature = $"v1,bad v2,bad {genuine.Signature} v1,bad" };
        Assert.Equal(200, await among.SendAsync(receiver.Url));
    }

    [SkippableTheory, MemberData(nameof(Languages))]
    public async Task While_a_secret_is_changed_the_old_and_the_new_one_verify(string language)
    {
        await using var before = await samples.StartAsync(language, OldSecret);
        await using var after = await samples.StartAsync(language, Secret);
        Assert.Equal(200, await PostAsync(before, 0, Secret, OldSecret));
        Assert.Equal(200, await PostAsync(after, 0, Secret, OldSecret));
        Assert.Equal(401, await PostAsync(before, 0, Secret));
    }

    [SkippableFact]
    public async Task A_verifier_that_knows_nothing_of_us_accepts_a_delivery_and_refuses_a_forged_one()
    {
        await using var receiver = await samples.StartAsync(SampleReceivers.OpenAi, Secret);
        Assert.Equal(200, await PostAsync(receiver, 0, OldSecret, Secret));
        Assert.Equal(401, await PostAsync(receiver, 0, OldSecret));
        Assert.Equal(401, await PostAsync(receiver, -301));
        var genuine = await CaptureAsync(Secret);
        foreach (var forgery in genuine.Forgeries().Where(forgery => forgery.Signature == genuine.Signature))
            Assert.Equal((forgery, 401), (forgery, await forgery.SendAsync(receiver.Url)));
    }

    // What the worker gets for a delivery whose clock is wrong by so many seconds.
    private static async Task<int?> PostAsync(SampleReceiver receiver, int seconds, params string[] secrets)
    {
        using var client = Client(TimeSpan.FromSeconds(seconds));
        var target = new Target.Address(receiver.Url, secrets is [] ? [Secret] : secrets);
        return (await client.PostAsync(Ended.Attempt(), target, CancellationToken.None)).Code;
    }

    private static async Task<Captured> CaptureAsync(string secret)
    {
        await using var tap = await Receiver.StartAsync(200);
        using var client = Client(TimeSpan.Zero);
        await client.PostAsync(Ended.Attempt(), new Target.Address(tap.Url, [secret]), CancellationToken.None);
        return Captured.Of(Assert.Single(tap.Inbox));
    }

    private static WebhookClient Client(TimeSpan shift) =>
        new(new AddressGuard(Options), Options, new ShiftedTime(shift));
}
