using System.Globalization;
using Microsoft.Extensions.Primitives;
using Workers.Conversations;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Listing;

/// <summary>Which page of a list is asked for: <c>limit</c> and <c>cursor</c>.</summary>
/// <param name="Limit">Items at most.</param>
/// <param name="After">Where the page before ended; null for the first.</param>
internal readonly record struct Paging(int Limit, PageCursor? After)
{
    public const int Usual = 20;
    public const int Most = 100;

    public static bool TryRead(IQueryCollection query, out Paging paging, out FieldErrors errors)
    {
        errors = new FieldErrors();
        PageCursor? after = null;
        if (!TryReadLimit(query["limit"], out var limit))
            errors.Add("limit", $"limit must be a whole number from 1 to {Most}.");
        if (query["cursor"] is { Count: > 0 } cursor && !TryReadCursor(cursor, out after))
            errors.Add("cursor", "cursor must be the next of an earlier page.");
        paging = new Paging(limit, after);
        return !errors.Any;
    }

    private static bool TryReadLimit(StringValues values, out int limit)
    {
        limit = Usual;
        return values.Count == 0 || (values.Count == 1
            && int.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= Most);
    }

    private static bool TryReadCursor(StringValues values, out PageCursor? cursor)
    {
        cursor = values.Count == 1 && PageCursor.TryParse(values[0], out var read) ? read : null;
        return cursor is not null;
    }
}
