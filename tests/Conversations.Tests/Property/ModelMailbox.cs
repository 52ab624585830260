namespace Workers.Conversations.Tests.Property;

internal sealed partial class Model
{
    private string Submit(ModelConversation c, string[] arguments)
    {
        var (id, expires) = (arguments[0], Number(arguments[2]));
        if (Ends.ContainsKey(id))
            return Answer(3, "#" + id);
        var position = c.Mailbox.FindIndex(query => query.Id == id);
        if (position >= 0)
            return Answer(2, c.Mailbox[position].Sequence, position, position == 0 && c.Runs(Now), c.Epoch,
                position == 0 ? c.Head.Stamp : 0);
        if (c.Mailbox.Count >= Number(arguments[4]))
            return Answer(4);
        position = c.Mailbox.Count;
        c.Mailbox.Add(new Live(id, ++c.LastSequence, Now, expires, arguments[3] == "1", arguments[1]));
        Accepted.Add(id);
        if (position == 0)
            Wake(c);
        return Answer(1, c.LastSequence, position, 0, c.Epoch, position == 0 ? Now : 0);
    }

    private string Redrive(ModelConversation c, string[] arguments, string deadLetter)
    {
        var id = arguments[0];
        var isKnown = Ends.ContainsKey(id) || c.Mailbox.Any(query => query.Id == id);
        var isDead = Ends.TryGetValue(deadLetter, out var end) && end.Status == "failed";
        if (!isKnown && (!isDead || _redriven.ContainsKey(deadLetter)))
            return Answer(5);
        var answer = Submit(c, arguments);
        if (answer.StartsWith('1'))
            _redriven[deadLetter] = id;
        return answer;
    }

    private string Cancel(ModelConversation c, string id, string fragment)
    {
        if (Ends.TryGetValue(id, out var end))
            return Answer(3, end.Status);
        var position = c.Mailbox.FindIndex(query => query.Id == id);
        if (position < 0)
            return Answer(4);
        if (position == 0 && c.Runs(Now))
        {
            c.Head.IsCancelled = true;
            return Answer(2);
        }
        var delivery = End(c, position, "cancelled", "0", fragment);
        var (next, stamp) = position == 0 ? Advance(c) : ("", 0);
        return Answer(1, delivery, next, stamp, c.Epoch, Now);
    }

    private string Expire(ModelConversation c, string[] arguments)
    {
        var (first, runs) = (c.First?.Id, c.Runs(Now));
        var replies = new List<object>();
        foreach (var id in arguments[8..])
        {
            var position = c.Mailbox.FindIndex(query => query.Id == id);
            if (position < 0)
                continue;
            var isRunning = id == first && runs;
            var (status, fragment) = c.Mailbox[position].Expires is > 0 and var at && at + (isRunning ? 2000 : 0) <= Now
                ? ("expired", arguments[5])
                : id != first || isRunning ? ("", "")
                : c.Head.IsCancelled ? ("cancelled", arguments[6])
                : c.Head.Attempts >= Number(arguments[4]) ? ("failed", arguments[7]) : ("", "");
            if (status.Length > 0 && End(c, position, status, "0", fragment) is { Length: > 0 } delivery)
                replies.Add(delivery);
            if (id == first && status.Length > 0)
                c.Head = new ModelHead();
        }
        var (next, stamp) = c.First?.Id != first ? Advance(c) : ("", 0);
        return Answer([c.Epoch, next, stamp, Now, .. replies]);
    }

    private string Erase(ModelConversation c, string[] arguments)
    {
        if (c.LastSequence == 0)
            return Answer(3);
        var ids = arguments[1..];
        var all = c.Mailbox.Select(query => query.Id).Concat(c.History.Select(end => end.Query.Id)).ToArray();
        if (!ids.Order().SequenceEqual(all.Order()))
            throw new BrokenException($"erase named {string.Join(' ', ids)} of {string.Join(' ', all)}");
        var dead = c.History.Count(end => end.Status == "failed");
        var deliveries = c.History.Count(end => Deliveries.Remove(end.Query.Id));
        var turns = Math.Min(turnsKept, c.Completed.Count()) + Math.Min(turnsKept, c.Others.Count());
        foreach (var id in all)
        {
            Ends.Remove(id);
            Accepted.Remove(id);
        }
        _conversations[$"{{b{c.Ref.Bucket}}}:c:{c.Ref}"] = new ModelConversation(c.Ref, c.Bucket, c.Epoch + 1);
        return Answer(1, all.Length, turns, deliveries, dead);
    }

    /// <summary>Ends a live query; the id when it has a delivery.</summary>
    private string End(ModelConversation c, int position, string status, string fence, string fragment)
    {
        var query = c.Mailbox[position];
        var head = position == 0 ? c.Head : new ModelHead();
        c.Mailbox.RemoveAt(position);
        var end = new Ended(query, status, fence, head.Attempts, head.Runs, c.History.Count + 1,
            head.StartedAt, Now, fragment);
        if (!Ends.TryAdd(query.Id, end))
            throw new BrokenException($"{query.Id} ended twice");
        c.History.Add(end);
        if (!query.Delivers)
            return "";
        Deliveries.Add(query.Id, new ModelDelivery { Stamp = Now, Need = Now + 5000 });
        return query.Id;
    }

    private (string Next, long Stamp) Advance(ModelConversation c, bool goesOn = false)
    {
        c.Head = new ModelHead();
        return c.First is null ? ("", 0) : (Wake(c, goesOn), Now);
    }

    private string Wake(ModelConversation c, bool goesOn = false)
    {
        (c.Head.Stamp, c.Head.Looks, c.Need) = (goesOn ? 0 : Now, 0, Now + (goesOn ? 2000 : 5000));
        return c.First!.Id;
    }
}
