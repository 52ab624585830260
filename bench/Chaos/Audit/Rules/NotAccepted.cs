namespace Workers.Chaos.Audit.Rules;

/// <summary>Whoever repeats gets a 202 in the end, and no answer that the contract does not know.</summary>
internal sealed class NotAccepted : Rule
{
    public override string Name => "not accepted";

    public override IEnumerable<string> Offences(Records records)
    {
        var asked = records.Asked.ToDictionary(query => query.Key);
        var accepted = records.Receipts.Select(receipt => Place(asked[receipt.Key])).ToHashSet();
        return records.Asked.Where(query => !accepted.Contains(Place(query)))
            .Select(query => $"\"{query.Text}\" was repeated until the end and got no 202")
            .Concat(records.Surprises);
    }

    // a query whose time was over before it was accepted is sent anew under another key
    private static (string, int) Place(Asked query) => (query.Conversation, query.Number);
}
