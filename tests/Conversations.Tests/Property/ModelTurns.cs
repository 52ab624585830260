namespace Workers.Conversations.Tests.Property;

internal sealed partial class Model
{
    private string Begin(ModelConversation c, string[] arguments)
    {
        var (token, lease, maySuspect, head) = (arguments[0], Number(arguments[1]), arguments[4] == "1", c.Head);
        if (c.Epoch != Number(arguments[2]))
            return Answer(6);
        head.Stamp = 0;
        var stamp = Math.Min(Number(arguments[3]), Now);
        if (stamp > c.Bucket.QueryHorizon || c.Bucket.QueryHorizon > Now)
            c.Bucket.QueryHorizon = stamp;
        if (c.First is not { } query)
            return Answer(c.LastSequence == 0 ? 6 : 5);
        var isRepeat = head.LeaseEnd > 0 && head.Token == token;
        if (!isRepeat)
        {
            var wasLost = head.LeaseEnd > 0;
            if (c.Runs(Now))
                return Later(c, c.LeaseOver(Now), 2);
            if (wasLost)
                Lose(head);
            if (head.NotBefore > Now)
                return Later(c, head.NotBefore, 3);
            if (head.IsCancelled || head.Attempts >= Number(arguments[6]) || query.Expires > 0 && query.Expires <= Now)
                return Later(c, Now + 1000, 7) + "|" + query.Id;
            if (head.Losses == 2 && !maySuspect)
                return Later(c, Now + 1000, 4);
            Grant(c, token);
        }
        else if (head.LeaseEnd <= Now)
            head.Runs++;
        (head.LeaseEnd, head.LeaseLength, head.ExpiresLate, c.Need) = (Now + lease, lease, true, Now + lease);
        var turns = c.Completed.TakeLast(Math.Min(turnsKept, (int)Number(arguments[5]))).Select(end => "#" + end.Query.Id);
        return Answer(1, c.Fence, query.Id, query.Sequence, query.Submitted, head.Attempts, head.Postponements,
            head.RunsAsSuspect, head.TookOver, head.Runs == 1, Now, query.Content, turns);
    }

    private static string Later(ModelConversation c, long need, int answer)
    {
        c.Need = need;
        return Answer(answer);
    }

    /// <summary>The first loss counts, and those of a suspect, who was lost before: the innocents beside a killer are not
    /// punished.</summary>
    private static void Lose(ModelHead head)
    {
        if (head.Losses == 0 || head.RunsAsSuspect)
            head.Attempts++;
        (head.Token, head.LeaseEnd, head.RunsAsSuspect, head.ExpiresLate) = (null, 0, false, false);
        (head.Losses, head.TookOver) = (Math.Min(head.Losses + 1, 2), true);
    }

    private void Grant(ModelConversation c, string token)
    {
        var head = c.Head;
        c.Fence = c.Bucket.Fence = Math.Max(Math.Max(c.Bucket.Fence + 1, c.Fence + 1), Now);
        (head.Token, head.Runs) = (token, head.Runs + 1);
        (head.NotBefore, head.Looks, head.RunsAsSuspect) = (0, 0, head.Losses == 2);
        if (head.StartedAt == 0)
            head.StartedAt = Now;
    }

    private string Renew(ScriptCall call)
    {
        var lease = Number(call.Arguments[0]);
        var verdicts = call.Keys.Skip(1).Where((_, i) => i % 2 == 0).Select((key, i) =>
        {
            var c = Of(key);
            var (epoch, fence) = (Number(call.Arguments[2 * i + 1]), Number(call.Arguments[2 * i + 2]));
            if (c.Epoch != epoch || c.Fence != fence || c.Head.LeaseEnd == 0)
                return 0;
            c.Head.Runs += c.Head.LeaseEnd <= Now ? 1 : 0;
            if (c.Head.LeaseEnd < Now + lease * 2 / 3.0 || c.Head.LeaseEnd > Now + lease)
                (c.Head.LeaseEnd, c.Head.LeaseLength, c.Need) = (Now + lease, lease, Now + lease);
            return c.Head.IsCancelled ? 2 : 1;
        });
        return Answer([.. verdicts.ToArray().Cast<object>()]);
    }

    private string Conclude(ModelConversation c, string[] arguments, string status, bool goesOn = false)
    {
        var (id, fence, fragment) = (arguments[4], arguments[6], arguments[7]);
        if (Ends.TryGetValue(id, out var end))
            return end.Fence != fence
                ? Answer(2)
                : Answer(1, end.Status, end.Query.Delivers ? id : "", c.Head.Stamp > 0 ? c.First!.Id : "", c.Head.Stamp,
                    c.Epoch, Now);
        if (!Holds(c, id, arguments[5], fence))
            return Answer(2);
        if (status == "completed" && c.First!.Expires is > 0 and var at && at <= Now)
            (status, fragment) = ("expired", arguments[8]);
        var delivery = End(c, 0, status, fence, fragment);
        var (next, stamp) = Advance(c, goesOn);
        return Answer(1, status, delivery, next, stamp, c.Epoch, Now);
    }

    private string Postpone(ModelConversation c, string[] arguments)
    {
        var (id, fence, head, isHeld) = (arguments[4], arguments[6], c.Head, Holds(c, arguments[4], arguments[5], arguments[6]));
        if (isHeld && head.IsCancelled || Ends.ContainsKey(id))
            return Conclude(c, arguments, "cancelled");
        if (!isHeld)
            return c.Epoch == Number(arguments[5]) && c.GivenUp == Number(fence) && c.First?.Id == id
                ? Answer(1, "queued", "", head.Stamp > 0 ? id : "", head.Stamp, c.Epoch, Now)
                : Answer(2);
        c.GivenUp = Number(fence);
        (head.Token, head.LeaseEnd, head.Stamp, head.ExpiresLate) = (null, 0, 0, false);
        (head.RunsAsSuspect, head.TookOver) = (false, false);
        if (arguments[11] == "1")
            head.Losses = 0;
        head.Attempts += (int)Number(arguments[9]);
        head.Postponements += (int)Number(arguments[10]);
        head.NotBefore = Now + Number(arguments[8]);
        if (head.NotBefore <= Now)
            return Answer(1, "queued", "", Wake(c), Now, c.Epoch, Now);
        c.Need = head.NotBefore;
        return Answer(1, "queued", "", "", 0, c.Epoch, Now);
    }

    private static bool Holds(ModelConversation c, string id, string epoch, string fence) =>
        c.Epoch == Number(epoch) && c.Fence == Number(fence) && c.Head.LeaseEnd > 0 && c.First?.Id == id;
}
