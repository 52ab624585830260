namespace Workers.Chaos.Audit.Rules;

/// <summary>Every key but the layout has a time to live.</summary>
internal sealed class KeysLeft : Rule
{
    private const string Layout = "{b0}:layout";

    public override string Name => "keys left in Redis";

    public override IEnumerable<string> Offences(Records records) =>
        records.KeysLeft.Where(key => key != Layout).Select(key => $"{key} has no time to live");
}
