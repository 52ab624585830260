using Workers.Contracts.V1;

namespace Workers.Conversations.Tests.Facts;

/// <summary>A conversation in an empty store, with a clock of the test's.</summary>
public abstract class StoreFacts(StoreFixture server)
{
    private const int Most = 2000;
    private ConversationStore? _store;

    private protected static TimeSpan Lease { get; } = TimeSpan.FromSeconds(10);

    private protected StoreFixture Server => server;

    private protected Wire Wire { get; } = new();

    private protected ConversationRef Conversation { get; } = new("acme", $"ticket/{Guid.NewGuid():N}");

    private protected ConversationStore Store => _store ?? throw new InvalidOperationException("The test did not open it.");

    private protected async Task OpenAsync(ConversationSettings? settings = null) =>
        _store = await server.OpenAsync(Wire, settings ?? new ConversationSettings { Lease = Lease, MaxAttempts = 3 });

    private protected async Task<Submission.Accepted> SubmitAsync(
        string text = "Hello", int? expiresInSeconds = null, QueryId? id = null, ConversationRef? to = null) =>
        Assert.IsType<Submission.Accepted>(await Store.SubmitAsync(
            to ?? Conversation, id ?? QueryId.New(to ?? Conversation), new QueryContent
            {
                ConversationId = (to ?? Conversation).Id,
                Text = text,
                HasDelivery = true,
                ExpiresAt = expiresInSeconds is { } seconds
                    ? DateTimeOffset.FromUnixTimeMilliseconds(Wire.Now).AddSeconds(seconds) : null,
            }, Most));

    private protected async Task<Turn> BeginAsync(QueryReady? hint, string? token = null) => Assert.IsType<Beginning.Begun>(
        await Store.BeginAsync(hint!, token ?? Guid.NewGuid().ToString("N"), maySuspect: true, 20)).Turn;

    private protected Task<Beginning> TryBeginAsync(QueryReady? hint, bool maySuspect = true) =>
        Store.BeginAsync(hint!, Guid.NewGuid().ToString("N"), maySuspect, 20);

    private protected async Task<Handover> CommitAsync(Turn turn, string reply = "Hi") =>
        Assert.IsType<Ending.Applied>(await Store.CommitAsync(turn.Grant, reply)).Handover;

    /// <summary>Lets time pass while sweepers are there but find nothing in time.</summary>
    private protected async Task PassAsync(TimeSpan span)
    {
        for (var left = span; left > TimeSpan.Zero; left -= TimeSpan.FromSeconds(1))
        {
            Wire.Advance(left > TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : left);
            await Store.TakeDueAsync(Conversation.Bucket, 0);
        }
    }

    /// <summary>Sweeps the conversation's bucket and tells what was published about it, by kind.</summary>
    private protected async Task<IReadOnlyList<(string Kind, Handover Handover)>> SweepAsync(
        bool drained = false, bool reachable = true, long served = 0)
    {
        var due = await Store.TakeDueAsync(Conversation.Bucket, 200);
        var queries = new QueueSight(drained ? due.TakenAt : 0, Math.Max(served, due.QueriesServed), reachable);
        var replies = queries with { ServedUpTo = Math.Max(served, due.RepliesServed) };
        var found = new List<(string, Handover)>();
        foreach (var conversation in due.Conversations)
            if (await Store.LookAsync(conversation, queries) is { Kind: { } kind } look)
                found.Add((kind, look.Handover));
        foreach (var delivery in due.Deliveries)
            if (await Store.LookDeliveryAsync(delivery, replies) is { Kind: { } kind } look)
                found.Add((kind, look.Handover));
        return found;
    }

    private protected async Task<QueryView> ReadAsync(QueryId id) => (await Store.ReadQueryAsync("acme", id))!;
}
