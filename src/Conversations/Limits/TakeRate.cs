using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    /// <summary>Takes of a tenant's rate, which all processes share: what was spent already in any case, and of what is
    /// wanted as much as there is. The one operation that is not repeated when its answer was lost: it would take
    /// twice.</summary>
    /// <param name="tenant">Whose rate it is.</param>
    /// <param name="rate">What the tenant may.</param>
    /// <param name="spent">How much was spent before it was asked for.</param>
    /// <param name="wanted">How much is asked for.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<RateAnswer> TakeRateAsync(
        string tenant, TenantRate rate, int spent, int wanted, CancellationToken cancellation = default)
    {
        var result = await RunAsync(
            Scripts.TakeRate, [Keys.Rate(tenant)], [rate.PerSecond, rate.Burst, spent, wanted], cancellation)
            .ConfigureAwait(false);
        return new RateAnswer((int)result[0], (long)result[1] / 1_000_000.0);
    }
}

/// <summary>How often a tenant may submit.</summary>
/// <param name="PerSecond">In the long run.</param>
/// <param name="Burst">At once, after a silence.</param>
public readonly record struct TenantRate(int PerSecond, int Burst);

/// <summary>What was taken of a rate.</summary>
/// <param name="Granted">How much of what was wanted.</param>
/// <param name="Left">How much is there now, parts included; negative when more was spent than was there.</param>
public sealed record RateAnswer(int Granted, double Left);
