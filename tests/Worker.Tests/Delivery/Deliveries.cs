using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;
using Workers.Contracts.V1;
using Workers.Conversations;
using Workers.Hosting.Options;
using Workers.Worker.Answering;
using Workers.Worker.Delivery;
using Workers.Worker.Tests.Answering;

namespace Workers.Worker.Tests.Delivery;

/// <summary>A worker that delivers, on a real store.</summary>
internal sealed class Deliveries : IAsyncDisposable
{
    private readonly IConnectionMultiplexer redis;
    private readonly Drain drain;

    private Deliveries(IConnectionMultiplexer redis, TenantOptions acme, WebhooksOptions options)
    {
        this.redis = redis;
        Store = new ConversationStore(redis, new ConversationSettings());
        Client = new WebhookClient(new AddressGuard(options), options, TimeProvider.System);
        drain = new Drain(Lifetime, new WorkerOptions { DrainTimeout = TimeSpan.Zero }, TimeProvider.System);
        var publisher = new HintPublisher(Hints, TimeProvider.System, NullLogger<HintPublisher>.Instance);
        var tenants = new TenantsOptions(new Dictionary<string, TenantOptions> { ["acme"] = acme });
        Consumer = new ReplyReadyConsumer(Store, new StoreRetry(drain, TimeProvider.System), new Targets(tenants, options),
            Client, new Verdict(new RetrySchedule(options, new Random(1))), drain,
            new HandBack(new Intake(), publisher, drain, TimeProvider.System), options, TimeProvider.System,
            NullLogger<ReplyReadyConsumer>.Instance);
    }

    public ApplicationLifetime Lifetime { get; } = new(NullLogger<ApplicationLifetime>.Instance);

    public RecordingHints Hints { get; } = new();

    public ConversationStore Store { get; }

    public WebhookClient Client { get; }

    public ReplyReadyConsumer Consumer { get; }

    public static async Task<Deliveries> StartAsync(string connection, TenantOptions acme)
    {
        var configuration = ConfigurationOptions.Parse(connection);
        configuration.AllowAdmin = true;
        configuration.BacklogPolicy = BacklogPolicy.FailFast; // as the hosts do: the client must not wait in our place
        var redis = await ConnectionMultiplexer.ConnectAsync(configuration);
        var soon = TimeSpan.FromMilliseconds(1);
        var deliveries = new Deliveries(redis, acme,
            new WebhooksOptions { DangerousAllowPrivateAddresses = true, RetrySchedule = [soon, soon] });
        await deliveries.Store.OpenAsync();
        return deliveries;
    }

    /// <summary>A query that ended a moment ago, and the hint that wakes its delivery.</summary>
    public async Task<ReplyReady> EndQueryAsync(string tenant = "acme")
    {
        var conversation = new ConversationRef(tenant, $"ticket-{Guid.NewGuid():N}");
        var content = new QueryContent { ConversationId = conversation.Id, Text = "Hello", HasDelivery = true };
        var submitted = Assert.IsType<Submission.Accepted>(
            await Store.SubmitAsync(conversation, QueryId.New(conversation), content, 100));
        var begun = Assert.IsType<Beginning.Begun>(await Store.BeginAsync(submitted.Next!, "token", true, 20));
        var ended = Assert.IsType<Ending.Applied>(await Store.CommitAsync(begun.Turn.Grant, "Hi"));
        return Assert.Single(ended.Handover.Replies);
    }

    public async Task<DeliveryView> ReadAsync(ReplyReady hint)
    {
        Assert.True(QueryId.TryParseDelivery(hint.DeliveryId, out var id));
        return (await Store.ReadQueryAsync(hint.Tenant, id))!.Delivery!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        drain.Dispose();
        await redis.DisposeAsync();
    }
}
