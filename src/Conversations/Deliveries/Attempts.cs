using System.Globalization;
using StackExchange.Redis;
using Workers.Contracts.V1;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    /// <summary>Grants the next attempt of a delivery to the caller.</summary>
    /// <param name="hint">The message that woke the delivery.</param>
    /// <param name="token">A random token of this call; repeated with the same token it gives the same attempt.</param>
    /// <param name="lease">How long the attempt may take; after it the delivery is due again.</param>
    /// <param name="cancellation">Ends the wait; the attempt may have been granted all the same.</param>
    public async Task<DeliveryBeginning> BeginDeliveryAsync(
        ReplyReady hint, string token, TimeSpan lease, CancellationToken cancellation = default)
    {
        if (!QueryId.TryParseDelivery(hint.DeliveryId, out var id))
            return new DeliveryBeginning.Nothing();
        var result = await RunAsync(
            Scripts.BeginDelivery, [Keys.Delivery(id), Keys.Due(id.Bucket), Keys.Bucket(id.Bucket)],
            [id.ToString(), token, Clock.Milliseconds(lease), hint.PublishedAt], cancellation).ConfigureAwait(false);
        return (int)result[0] switch
        {
            1 => new DeliveryBeginning.Begun(Granted(id, token, result)),
            2 => new DeliveryBeginning.Busy(),
            3 => new DeliveryBeginning.NotDue(),
            _ => new DeliveryBeginning.Nothing(),
        };
    }

    /// <summary>Ends an attempt; false when it was refused, because another attempt is newer or the delivery is
    /// gone.</summary>
    public async Task<bool> EndDeliveryAsync(
        DeliveryAttempt attempt, DeliveryResult result, CancellationToken cancellation = default)
    {
        var (id, tenant) = (attempt.Query, attempt.Ended.Tenant);
        var applied = await database.ScriptEvaluateAsync(
                Scripts.EndDelivery,
                [
                    Keys.Delivery(id), Keys.Due(id.Bucket), Keys.Deliveries(id.Bucket, tenant, DeliveryStatus.Pending),
                    Keys.Deliveries(id.Bucket, tenant, result.Status),
                ],
                [
                    id.ToString(), attempt.Attempt, result.Status.Name(), Clock.Milliseconds(result.RetryIn), Line(result),
                    Clock.Milliseconds(settings.DeliveryTimeToLive),
                ])
            .WaitAsync(cancellation).ConfigureAwait(false);
        return (int)applied == 1;
    }

    /// <summary>Gives an attempt back that was not made: it does not count. False when it was refused, because the
    /// grant is over or was given back before.</summary>
    /// <param name="attempt">What was granted.</param>
    /// <param name="wait">When the delivery is due again.</param>
    /// <param name="cancellation">Ends the wait; it may have been given back all the same.</param>
    public async Task<bool> DeferDeliveryAsync(
        DeliveryAttempt attempt, TimeSpan wait, CancellationToken cancellation = default)
    {
        var id = attempt.Query;
        var applied = await database.ScriptEvaluateAsync(
                Scripts.DeferDelivery, [Keys.Delivery(id), Keys.Due(id.Bucket)],
                [id.ToString(), attempt.Attempt, attempt.Token, Clock.Milliseconds(wait)])
            .WaitAsync(cancellation).ConfigureAwait(false);
        return (int)applied == 1;
    }

    private static DeliveryAttempt Granted(QueryId id, string token, RedisResult[] result) =>
        new(id, (int)result[1], (int)result[3], StoredEnd.Read((string)result[2]!))
        {
            Token = token,
            IsAskedFor = (int)result[4] == 1,
            DeferredFor = TimeSpan.FromMilliseconds((long)result[5]),
        };

    private static string Line(DeliveryResult result)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"\"durationMs\":{result.DurationMs}");
        if (result.Code is { } code)
            line += string.Create(CultureInfo.InvariantCulture, $",\"code\":{code}");
        return result.Error is { } error ? $"{line},\"error\":\"{System.Text.Json.JsonEncodedText.Encode(error)}\"" : line;
    }
}
