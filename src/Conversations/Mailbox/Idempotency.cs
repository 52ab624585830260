using System.Text;
using StackExchange.Redis;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    private const string Reserved = "reserved";
    private const string Confirmed = "confirmed";
    private static readonly TimeSpan ReservedFor = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConfirmedFor = TimeSpan.FromHours(24);

    /// <summary>The id that a tenant's Idempotency-Key and request give: the same three, the same id.</summary>
    /// <param name="conversation">The conversation of the request.</param>
    /// <param name="key">The Idempotency-Key, unquoted.</param>
    /// <param name="requestHash">The hash of the canonical request.</param>
    public QueryId IdFor(ConversationRef conversation, string key, string requestHash) =>
        QueryId.Of(conversation, secret.Sign(Encoding.UTF8.GetBytes($"{conversation.Tenant}\n{key}\n{requestHash}")));

    /// <summary>Takes an Idempotency-Key for 60 s; null when it is taken now, else what it had been taken for.</summary>
    public async Task<Reservation?> ReserveAsync(
        string tenant, string key, QueryId id, string requestHash, CancellationToken cancellation = default)
    {
        var result = await database.ScriptEvaluateAsync(
                Scripts.Reserve, [Keys.Reservation(tenant, key)],
                [Written(Reserved, id, requestHash), Clock.Milliseconds(ReservedFor)])
            .WaitAsync(cancellation).ConfigureAwait(false);
        if (result.IsNull || ((string)result[0]!).Split(' ') is not [var state, var takenFor, var hash])
            return null;
        var isConfirmed = state == Confirmed;
        return new Reservation(QueryId.Parse(takenFor), hash, isConfirmed,
            isConfirmed ? TimeSpan.Zero : TimeSpan.FromMilliseconds((long)result[1]));
    }

    /// <summary>Keeps a taken key for 24 h, once its query is accepted.</summary>
    public Task ConfirmAsync(
        string tenant, string key, QueryId id, string requestHash, CancellationToken cancellation = default) =>
        database.StringSetAsync(Keys.Reservation(tenant, key), Written(Confirmed, id, requestHash), ConfirmedFor)
            .WaitAsync(cancellation);

    /// <summary>Gives a taken key back after a refusal.</summary>
    public Task ReleaseAsync(
        string tenant, string key, QueryId id, string requestHash, CancellationToken cancellation = default) =>
        database.ScriptEvaluateAsync(Scripts.Release, [Keys.Reservation(tenant, key)], [Written(Reserved, id, requestHash)])
            .WaitAsync(cancellation);

    private static RedisValue Written(string state, QueryId id, string requestHash) => $"{state} {id} {requestHash}";
}
