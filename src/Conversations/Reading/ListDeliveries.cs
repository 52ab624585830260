using System.Text.Json;
using StackExchange.Redis;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    /// <summary>The tenant's deliveries, newest first: pending ones by when their query ended or they were asked for again,
    /// the others by when they became final.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="status">Only those; null for all.</param>
    /// <param name="limit">How many at most, from 1.</param>
    /// <param name="after">Where the page before ended; null for the first page.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Page<ListedDelivery>> ListDeliveriesAsync(
        string tenant, DeliveryStatus? status, int limit, PageCursor? after, CancellationToken cancellation = default)
    {
        var keys = (status is { } one ? [one] : Enum.GetValues<DeliveryStatus>()).SelectMany(each =>
            Enumerable.Range(0, Buckets.Count).Select(bucket => Keys.Deliveries(bucket, tenant, each)));
        var (ids, next) = await PageAsync(keys, limit, after, cancellation).ConfigureAwait(false);
        var reading = ids.Select(id => database.HashGetAsync(Keys.Delivery(id), ["s", "q", "b", "log"]));
        var found = await Task.WhenAll(reading).WaitAsync(cancellation).ConfigureAwait(false);
        var read = ids.Zip(found).Where(pair => pair.Second is [{ IsNull: false }, { IsNull: false }, ..])
            .Select(pair => Listed(pair.First, pair.Second));
        return new Page<ListedDelivery>([.. read], next);
    }

    private static ListedDelivery Listed(QueryId id, RedisValue[] fields)
    {
        var status = Enum.Parse<DeliveryStatus>((string)fields[0]!, ignoreCase: true);
        var attempts = ((string?)fields[3] ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize(line, StoredJson.Compact.StoredAttempt)!);
        return new ListedDelivery(
            id, StoredEnd.Read((string)fields[1]!).Content.ReplyTo, status,
            [.. attempts.Select(attempt => new AttemptView(
                Clock.At(attempt.At), attempt.DurationMs, attempt.Code, attempt.Error))],
            status == DeliveryStatus.Pending && fields[2].HasValue ? Clock.At((long)fields[2]) : null);
    }
}

/// <summary>A delivery of a list.</summary>
/// <param name="Query">The query whose end it tells.</param>
/// <param name="ReplyTo">The address that the query named; null: the tenant's own.</param>
/// <param name="Status">How it stands.</param>
/// <param name="Attempts">Its last attempts that have ended, oldest first; the oldest of many are forgotten.</param>
/// <param name="NextAttemptAt">When it is tried again; null when it is final, or due already.</param>
public sealed record ListedDelivery(
    QueryId Query, string? ReplyTo, DeliveryStatus Status, IReadOnlyList<AttemptView> Attempts, DateTimeOffset? NextAttemptAt);

/// <summary>An attempt that has ended.</summary>
/// <param name="At">When it ended.</param>
/// <param name="DurationMs">How long it took, milliseconds.</param>
/// <param name="Code">The receiver's HTTP status, when there was one.</param>
/// <param name="Error">What went wrong, a word such as <c>timeout</c>.</param>
public sealed record AttemptView(DateTimeOffset At, int DurationMs, int? Code, string? Error);
