using System.Globalization;
using Workers.Conversations;

namespace Workers.Ingress.Events;

/// <summary>
/// What a client that comes back has seen: the version of the query that its <c>Last-Event-ID</c> names. The header helps to
/// resume and asks for nothing, so one that is no version counts as none: its client is better off with the status than
/// with an error, which would end an <c>EventSource</c> for good.
/// </summary>
internal static class LastEventId
{
    /// <summary>0 when it has seen nothing; an id above the query's version counts as that one.</summary>
    public static long Of(HttpRequest request, QueryView query) =>
        request.Headers["Last-Event-ID"] is [{ } text]
            && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? Math.Min(version, query.Version) : 0;
}
