using StackExchange.Redis;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    /// <summary>Reads a query as it stands now; null when it is not there, forgotten, erased, or another tenant's.</summary>
    public async Task<QueryView?> ReadQueryAsync(string tenant, QueryId id, CancellationToken cancellation = default)
    {
        // It may end between the reads, and be erased and come again; more than that does not happen in a moment.
        for (var tries = 0; tries < 3; tries++)
        {
            // The owner first: a query that ends between the two is then found among the ended ones.
            var owner = FindAsync(tenant, id, cancellation);
            var ended = ReadEndAsync(tenant, id, cancellation);
            await Task.WhenAll(ended, owner).ConfigureAwait(false);
            if (await ended.ConfigureAwait(false) is { } view || await owner.ConfigureAwait(false) is not { } conversation)
                return await ended.ConfigureAwait(false);
            var result = await RunAsync(Scripts.ReadQuery, Keys.Of(conversation), [id.ToString()], cancellation)
                .ConfigureAwait(false);
            if ((int)result[0] == 1)
                return Live(tenant, id, result);
        }

        return null;
    }

    /// <summary>The conversation of a live query.</summary>
    private async Task<ConversationRef?> FindAsync(string tenant, QueryId id, CancellationToken cancellation)
    {
        string? name = await database.StringGetAsync(Keys.Owner(id)).WaitAsync(cancellation).ConfigureAwait(false);
        return name is not null && ConversationRef.Parse(name) is var owner && owner.Tenant == tenant ? owner : null;
    }

    private async Task<QueryView?> ReadEndAsync(string tenant, QueryId id, CancellationToken cancellation)
    {
        var record = database.StringGetAsync(Keys.Ended(id));
        var delivery = database.HashGetAsync(Keys.Delivery(id), ["s", "n"]);
        await Task.WhenAll(record, delivery).WaitAsync(cancellation).ConfigureAwait(false);
        var text = (string?)await record.ConfigureAwait(false);
        if (text is null || StoredEnd.Read(text) is not { } ended || ended.Tenant != tenant)
            return null;
        var fields = await delivery.ConfigureAwait(false);
        return ViewOf(ended) with
        {
            Delivery = fields[0].IsNull
                ? null
                : new DeliveryView(
                    id.DeliveryId, Enum.Parse<DeliveryStatus>((string)fields[0]!, ignoreCase: true), (int)fields[1]),
        };
    }

    private static QueryView ViewOf(EndedQuery ended) => new()
    {
        Tenant = ended.Tenant, Id = ended.Id, Content = ended.Content, Sequence = ended.Sequence, Status = ended.Status,
        Attempts = ended.Attempts, Runs = ended.Runs, SubmittedAt = ended.SubmittedAt, StartedAt = ended.StartedAt, EndedAt = ended.EndedAt,
        Reply = ended.Reply, Error = ended.Error,
    };

    private static QueryView Live(string tenant, QueryId id, RedisResult[] result) => new()
    {
        Tenant = tenant,
        Id = id,
        Status = (int)result[1] == 1 ? QueryStatus.Running : QueryStatus.Queued,
        Position = (int)result[2],
        Attempts = (int)result[3],
        StartedAt = (long)result[4] == 0 ? null : Clock.At((long)result[4]),
        Runs = (int)result[5],
        Sequence = (long)result[6],
        SubmittedAt = Clock.At((long)result[7]),
        Content = StoredJson.Content((string)result[8]!),
    };
}
