using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Workers.Contracts.V1;
using Workers.Conversations;
using Workers.Conversations.Tests;
using Workers.Hosting.Options;
using Workers.Worker.Answering;
using Workers.Worker.Delivery;
using Workers.Worker.Tests.Answering;

namespace Workers.Worker.Tests.Delivery;

/// <summary>A worker that delivers, on a real store.</summary>
internal sealed class Deliveries : IAsyncDisposable
{
    public const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(1);
    private readonly IConnectionMultiplexer redis;
    private readonly Drain drain;

    private Deliveries(
        IConnectionMultiplexer redis, Wire? wire, TenantsOptions tenants, WebhooksOptions options, WorkerOptions worker,
        TimeProvider time)
    {
        this.redis = redis;
        Store = new ConversationStore(wire?.Over(redis) ?? redis, new ConversationSettings());
        Client = new WebhookClient(new AddressGuard(options), options, TimeProvider.System);
        drain = new Drain(Lifetime, worker, time);
        var retry = new StoreRetry(drain, time);
        var schedule = new RetrySchedule(options, new Random(1));
        var verdict = new Verdict(schedule);
        var targets = new Targets(tenants, options);
        var switches = new AddressSwitch(Store, retry, targets, NullLogger<AddressSwitch>.Instance);
        var endpoints = new Endpoints(options, worker, time);
        var sender = new Sender(Store, retry, targets, switches, endpoints, Client, verdict,
            new Deferral(schedule, new Random(1)), drain);
        var publisher = new HintPublisher(Hints, TimeProvider.System, NullLogger<HintPublisher>.Instance);
        var ender = new AttemptEnder(Store, retry, switches, NullLogger<AttemptEnder>.Instance);
        Consumer = new ReplyReadyConsumer(Store, retry, switches, sender, ender, verdict, drain,
            new HandBack(new Intake(), publisher, drain, TimeProvider.System), options, time,
            NullLogger<ReplyReadyConsumer>.Instance);
    }

    public ApplicationLifetime Lifetime { get; } = new(NullLogger<ApplicationLifetime>.Instance);

    public RecordingHints Hints { get; } = new();

    public ConversationStore Store { get; }

    public WebhookClient Client { get; }

    public ReplyReadyConsumer Consumer { get; }

    /// <summary>One tenant, whose schedule is over in a moment.</summary>
    public static Task<Deliveries> StartAsync(string connection, TenantOptions acme) => StartAsync(
        connection, new() { ["acme"] = acme }, new WebhooksOptions { RetrySchedule = [Soon, Soon] });

    public static async Task<Deliveries> StartAsync(
        string connection, Dictionary<string, TenantOptions> tenants, WebhooksOptions webhooks, int slots = 256,
        Wire? wire = null, TimeProvider? time = null)
    {
        var configuration = ConfigurationOptions.Parse(connection);
        configuration.AllowAdmin = true;
        configuration.BacklogPolicy = BacklogPolicy.FailFast; // as the hosts do: the client must not wait in our place
        var redis = await ConnectionMultiplexer.ConnectAsync(configuration);
        var deliveries = new Deliveries(
            redis, wire, new TenantsOptions(tenants), webhooks with { DangerousAllowPrivateAddresses = true },
            new WorkerOptions { DrainTimeout = TimeSpan.Zero, DeliverySlots = slots },
            time ?? TimeProvider.System);
        await deliveries.Store.OpenAsync();
        return deliveries;
    }

    public static TenantOptions To(Uri url, bool inOrder = false) =>
        new() { Webhook = new TenantWebhookOptions { Url = url, Secrets = [Secret], InOrder = inOrder } };

    /// <summary>A query that ended a moment ago, and the hint that wakes its delivery.</summary>
    public async Task<ReplyReady> EndQueryAsync(string tenant = "acme", string? conversationId = null, Uri? replyTo = null)
    {
        var conversation = new ConversationRef(tenant, conversationId ?? $"ticket-{Guid.NewGuid():N}");
        var content = new QueryContent
        {
            ConversationId = conversation.Id, Text = "Hello", HasDelivery = true, ReplyTo = replyTo?.AbsoluteUri,
        };
        var submitted = Assert.IsType<Submission.Accepted>(
            await Store.SubmitAsync(conversation, QueryId.New(conversation), content, 100));
        var begun = Assert.IsType<Beginning.Begun>(await Store.BeginAsync(submitted.Next!, "token", true, 20));
        var ended = Assert.IsType<Ending.Applied>(await Store.CommitAsync(begun.Turn.Grant, "Hi"));
        return Assert.Single(ended.Handover.Replies);
    }

    public async Task<DeliveryView> ReadAsync(ReplyReady hint) =>
        (await Store.ReadQueryAsync(hint.Tenant, IdOf(hint)))!.Delivery!;

    /// <summary>The delivery with its attempts, as its tenant sees it.</summary>
    public async Task<ListedDelivery> ListedAsync(ReplyReady hint) =>
        (await Store.ListDeliveriesAsync(hint.Tenant, null, 100, null)).Items.Single(item => item.Query == IdOf(hint));

    public async Task<ReplyReady> AskAgainAsync(ReplyReady hint) =>
        Assert.IsType<Redelivery.Due>(await Store.RedeliverAsync(hint.Tenant, IdOf(hint))).Handover.Replies[0];

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        drain.Dispose();
        await redis.DisposeAsync();
    }

    private static QueryId IdOf(ReplyReady hint)
    {
        Assert.True(QueryId.TryParseDelivery(hint.DeliveryId, out var id));
        return id;
    }
}
