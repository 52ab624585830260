namespace Workers.Chaos.Audit.Rules;

/// <summary>A query has one end, in every record of it.</summary>
internal sealed class AnsweredTwice : Rule
{
    public override string Name => "answered twice";

    public override IEnumerable<string> Offences(Records records)
    {
        var told = records.Notices
            .Select(notice => (Id: notice.QueryId, End: notice.Type["query.".Length..], notice.Reply));
        var read = records.Glances.Concat(records.Endings).Where(reading => reading.HasEnded)
            .Select(reading => (reading.Id, End: reading.Status, reading.Reply));
        var listed = records.Talks.SelectMany(talk => talk.Turns)
            .Select(turn => (turn.Id, End: turn.Status, turn.Reply));
        return told.Concat(read).Concat(listed).GroupBy(end => end.Id).Where(ends => ends.Distinct().Count() > 1)
            .Select(ends => $"{ends.Key} ended as {string.Join(" and as ", ends.Distinct())}")
            .Concat(Repeated(records));
    }

    private static IEnumerable<string> Repeated(Records records) => records.Talks
        .SelectMany(talk => talk.Turns.GroupBy(turn => turn.Id).Where(turns => turns.Count() > 1))
        .Select(turns => $"{turns.Key} stands in its conversation {turns.Count()} times");
}
