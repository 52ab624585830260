namespace Workers.Conversations.Redis;

/// <summary>Redis' clock: Unix milliseconds on the wire.</summary>
internal static class Clock
{
    public static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static long Milliseconds(TimeSpan span) => (long)Math.Ceiling(span.TotalMilliseconds);
}
