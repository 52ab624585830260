namespace Workers.Chaos.Schedule;

/// <summary>What came of a strike.</summary>
/// <param name="Strike">The plan of it.</param>
/// <param name="InjectedAt">When it struck.</param>
/// <param name="HealedAt">When it was made good.</param>
/// <param name="NotInjected">Why it did not strike; null when it did.</param>
internal sealed record Happening(
    Strike Strike, DateTimeOffset InjectedAt, DateTimeOffset HealedAt, string? NotInjected = null);
