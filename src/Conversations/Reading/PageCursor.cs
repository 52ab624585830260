using System.Globalization;

namespace Workers.Conversations;

/// <summary>Where a page of a list that is sorted by time, newest first, ended.</summary>
/// <param name="At">The last item's time, Unix milliseconds of Redis' clock.</param>
/// <param name="Id">The last item.</param>
public readonly record struct PageCursor(long At, QueryId Id)
{
    /// <summary>What every cursor looks like, as a regular expression.</summary>
    public const string Pattern = "^[0-9]{1,15}-" + QueryId.Form + "$";

    /// <summary>Reads what <see cref="ToString"/> writes; false when it is anything else.</summary>
    public static bool TryParse(string? text, out PageCursor cursor)
    {
        cursor = default;
        var split = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        if (split <= 0 || split > 15
            || !long.TryParse(text.AsSpan(0, split), NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            || !QueryId.TryParse(text![(split + 1)..], out var id))
            return false;
        cursor = new PageCursor(at, id);
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At}-{Id}");
}

/// <summary>A page of a list, newest first.</summary>
/// <param name="Items">Its items; what could not be read any more is left out.</param>
/// <param name="Next">Where the next page starts; null after the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, PageCursor? Next);
