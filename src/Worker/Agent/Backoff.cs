namespace Workers.Worker.Agent;

/// <summary>How long a query waits that the model did not take: what the model asks for, else 1 s doubling to 60 s;
/// jittered, so that queries that were turned away together do not come back together.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromDays(1);

    // What is due is published every half a second: a smaller jitter would not be seen.
    private static readonly TimeSpan LeastJitter = TimeSpan.FromSeconds(1);

    /// <summary>The wait after so many postponements in a row; a <c>Retry-After</c> that lies ahead goes first and is
    /// never undercut.</summary>
    public static TimeSpan After(int postponements, TimeSpan? retryAfter = null) =>
        retryAfter is { } asked && asked > TimeSpan.Zero
            ? NotBefore(asked < LongestAsked ? asked : LongestAsked)
            : Jittered(postponements, Random.Shared.NextDouble());

    /// <summary>The wait of a query that found the model's gate closed.</summary>
    public static TimeSpan Behind(TimeSpan gate, int postponements)
    {
        var (atLeast, doubled) = (NotBefore(gate), After(postponements));
        return atLeast > doubled ? atLeast : doubled;
    }

    /// <summary>The doubling wait, moved by up to a quarter either way by a number in 0..1.</summary>
    internal static TimeSpan Jittered(int postponements, double random)
    {
        var doubled = First * Math.Pow(2, Math.Clamp(postponements, 0, 10)) * (0.75 + (random / 2));
        return doubled < Longest ? doubled : Longest * (0.75 + (random / 4));
    }

    private static TimeSpan NotBefore(TimeSpan wait)
    {
        var jitter = wait / 10 > LeastJitter ? wait / 10 : LeastJitter;
        return wait + (jitter * Random.Shared.NextDouble());
    }
}
