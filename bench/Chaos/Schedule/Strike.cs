using Workers.Chaos.Faults;

namespace Workers.Chaos.Schedule;

/// <summary>A fault at its time.</summary>
/// <param name="At">Since the beginning of the chaos.</param>
/// <param name="For">How long until it is healed.</param>
/// <param name="Fault">What goes wrong, and where.</param>
internal sealed record Strike(TimeSpan At, TimeSpan For, Fault Fault);
