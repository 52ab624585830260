using System.Globalization;

namespace Workers.Conversations.Redis;

/// <summary>A live query as append.lua keeps it.</summary>
internal static class StoredLive
{
    /// <summary>Reads <c>sequence submitted expires delivers {json}</c>.</summary>
    public static QueryView Read(string tenant, QueryId id, string stored)
    {
        var json = stored.IndexOf('{', StringComparison.Ordinal);
        var header = stored[..json].Split(' ');
        return new QueryView
        {
            Tenant = tenant,
            Id = id,
            Sequence = long.Parse(header[0], CultureInfo.InvariantCulture),
            SubmittedAt = Clock.At(long.Parse(header[1], CultureInfo.InvariantCulture)),
            Content = StoredJson.Content(stored[json..]),
            Status = QueryStatus.Queued,
        };
    }
}
