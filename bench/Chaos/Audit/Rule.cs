namespace Workers.Chaos.Audit;

/// <summary>One promise, held against the records.</summary>
internal abstract class Rule
{
    /// <summary>What the certificate calls its violations.</summary>
    public abstract string Name { get; }

    /// <summary>One line for each violation; none when the promise was kept.</summary>
    public abstract IEnumerable<string> Offences(Records records);
}
