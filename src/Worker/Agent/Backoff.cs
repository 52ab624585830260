namespace Workers.Worker.Agent;

/// <summary>How long a query waits that the model did not take: what the model asks for, else 1 s doubling to 60
/// s.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestAsked = TimeSpan.FromDays(1);

    /// <summary>The wait after so many postponements in a row; a <c>Retry-After</c> that lies ahead goes
    /// first.</summary>
    public static TimeSpan After(int postponements, TimeSpan? retryAfter = null) =>
        retryAfter is { } asked && asked > TimeSpan.Zero
            ? TimeSpan.FromTicks(Math.Min(asked.Ticks, LongestAsked.Ticks))
            : Jittered(postponements, Random.Shared.NextDouble());

    /// <summary>The doubling wait, moved by up to a quarter either way by a number in 0..1.</summary>
    internal static TimeSpan Jittered(int postponements, double random)
    {
        var doubled = First * Math.Pow(2, Math.Clamp(postponements, 0, 10)) * (0.75 + (random / 2));
        return doubled < Longest ? doubled : Longest * (0.75 + (random / 4));
    }
}
