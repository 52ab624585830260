using Workers.Testing;

namespace Workers.Chaos.Audit.Rules;

/// <summary>Each reply is the digest of exactly the completed turns before it and the query's own text.</summary>
internal sealed class WrongContext(int contextTurns) : Rule
{
    public override string Name => "wrong context";

    public override IEnumerable<string> Offences(Records records) => records.Talks.SelectMany(Offences);

    private IEnumerable<string> Offences(Talk talk)
    {
        var completed = talk.Turns.Where(turn => turn.Status == "completed").ToList();
        return Enumerable.Range(0, completed.Count).Where(n => completed[n].Reply != DigestOf(completed, n))
            .Select(n => $"{completed[n].Id} ({talk.Conversation} {completed[n].Sequence}) lacked its context");
    }

    private string DigestOf(List<TalkTurn> completed, int n)
    {
        var context = completed.Take(n).TakeLast(contextTurns)
            .SelectMany(turn => new[] { ("user", turn.Text), ("assistant", turn.Reply ?? "") });
        return ModelServer.Digest([.. context, ("user", completed[n].Text)]);
    }
}
