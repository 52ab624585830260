namespace Workers.Worker.Tests.Delivery.Samples;

/// <summary>A clock that is wrong by so much.</summary>
internal sealed class ShiftedTime(TimeSpan by) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + by;
}
