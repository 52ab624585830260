namespace Workers.Chaos.Audit.Rules;

/// <summary>Queries are numbered as they were accepted, without gaps, and completed in that order.</summary>
internal sealed class OutOfOrder : Rule
{
    public override string Name => "out of order";

    public override IEnumerable<string> Offences(Records records)
    {
        var asked = records.Asked.ToDictionary(query => query.Key);
        var wrong = records.Receipts.Where(receipt => receipt.Sequence != asked[receipt.Key].Number)
            .Select(receipt => $"{receipt.Id} is number {asked[receipt.Key].Number} and was given {receipt.Sequence}");
        return wrong.Concat(records.Talks.SelectMany(Swapped));
    }

    private static IEnumerable<string> Swapped(Talk talk)
    {
        var completed = talk.Turns.Where(turn => turn.Status == "completed").ToList();
        return completed.Zip(completed.Skip(1)).Where(pair => pair.First.Sequence >= pair.Second.Sequence)
            .Select(pair => $"{talk.Conversation}: {pair.Second.Sequence} was completed after {pair.First.Sequence}");
    }
}
