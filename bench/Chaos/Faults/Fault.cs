using Workers.Chaos.Schedule;
using Workers.Chaos.World;

namespace Workers.Chaos.Faults;

/// <summary>Draws one kind of fault: where it strikes and how long it lasts.</summary>
internal delegate (Fault Fault, TimeSpan For) Card(Dice dice);

/// <summary>Something that goes wrong and is made good again.</summary>
/// <param name="Kind">What the certificate counts.</param>
/// <param name="Target">What it strikes; a target has one fault at a time.</param>
internal abstract record Fault(string Kind, string Target)
{
    /// <summary>What the timeline says.</summary>
    public abstract string Tells { get; }

    /// <summary>How long its target has to be left alone afterwards.</summary>
    public virtual TimeSpan Rest => TimeSpan.FromSeconds(2);

    /// <summary>The workers, by number, whose turns may be lost to it and have to be asked again.</summary>
    public virtual IEnumerable<int> Disturbs(ChaosPlan plan) => [];

    public abstract Task InjectAsync(Stage stage, CancellationToken stop);

    public virtual Task HealAsync(Stage stage, CancellationToken stop) => Task.CompletedTask;
}
