namespace Workers.Conversations.Tests.Property;

internal sealed partial class Model
{
    private string? TakeDue(ScriptCall call)
    {
        var bucket = BucketOf(call.Keys[0]);
        if (Now - bucket.Swept >= 400)
        {
            if (bucket.Swept > 0 && Now - bucket.Swept > 2000)
                bucket.Grace = Now + 2000;
            bucket.Swept = Now;
        }
        foreach (var taken in Written(call.Result).Split('|').Skip(1))
            if (taken[0] == 'c')
                Of($"{Bucket(call.Keys[0])}:{taken}").PushedTo = Now + 5000;
            else if (Deliveries.TryGetValue(taken[2..], out var delivery))
                delivery.PushedTo = Now + 5000;
        return null;
    }

    private string Look(ModelConversation c, long drainedAt, bool isReachable)
    {
        if (c.First is not { } first)
            return Answer(2);
        var ending = c.Expiring.Where(query => query.Expires <= Now).OrderBy(query => query.Expires)
            .ThenBy(query => query.Id, StringComparer.Ordinal).Take(100).Select(query => query.Id).ToList();
        var head = c.Head;
        if (c.Runs(Now))
        {
            var over = c.LeaseOver(Now);
            head.LeaseEnd = head.LeaseEnd > Now + head.LeaseLength ? over : head.LeaseEnd;
            if (ending.Count == 0)
                return Later(c, over, 2);
        }
        else if (head.LeaseEnd > 0 && (head.IsCancelled || first.Expires > 0 && first.Expires <= Now))
        {
            ending.Add(first.Id);
        }
        if (ending.Count > 0)
            return Answer([3, .. ending]);
        if (head.NotBefore > Now)
            return Later(c, head.NotBefore, 2);
        var kind = head.Stamp == 0 ? head.LeaseEnd > 0 ? "takeover" : head.NotBefore > 0 ? "postponed" : "waiting"
            : c.Bucket.QueryHorizon > head.Stamp + 5000 || drainedAt >= head.Stamp + 5000 ? "lost" : null;
        if (kind is null)
        {
            head.Looks = Math.Min(head.Looks + 1, 10);
            return Later(c, Now + Math.Min(5000L << head.Looks, 60000), 2);
        }
        return isReachable ? Answer(1, kind, Wake(c), Now, c.Epoch) : Later(c, Now + 5000, 2);
    }

    private string LookDelivery(ModelBucket bucket, string[] arguments)
    {
        var drainedAt = Number(arguments[1]);
        if (!Deliveries.TryGetValue(arguments[0], out var d) || d.Status != "pending")
            return Answer(2);
        var later = Math.Max(d.LeaseEnd, d.NotBefore);
        if (later > Now)
            return Later(d, later);
        var kind = d.Stamp == 0 ? d.LeaseEnd > 0 ? "redelivery" : "delivery"
            : bucket.ReplyHorizon > d.Stamp + 5000 || drainedAt >= d.Stamp + 5000 ? "lost" : null;
        if (kind is null)
        {
            d.Looks = Math.Min(d.Looks + 1, 10);
            return Later(d, Now + Math.Min(5000L << d.Looks, 60000));
        }
        if (arguments[2] != "1")
            return Later(d, Now + 5000);
        (d.LeaseEnd, d.Token, d.Stamp, d.Looks, d.Need) = (0, null, Now, 0, Now + 5000);
        return Answer(1, kind, Tenant, Now);
    }

    private static string Later(ModelDelivery delivery, long need)
    {
        delivery.Need = need;
        return Answer(2);
    }

    private string BeginDelivery(ModelBucket bucket, string[] arguments)
    {
        var (id, token, lease) = (arguments[0], arguments[1], Number(arguments[2]));
        bucket.ReplyHorizon = Math.Max(bucket.ReplyHorizon, Number(arguments[3]));
        if (!Deliveries.TryGetValue(id, out var d))
            return Answer(4);
        d.Stamp = 0;
        if (d.Status != "pending")
            return Answer(4);
        if (d.LeaseEnd > Now)
            return d.Token == token ? Answer(1, d.Begun, "#" + id) : Answer(2);
        if (d.NotBefore > Now)
        {
            d.Need = d.NotBefore;
            return Answer(3);
        }
        (d.Begun, d.LeaseEnd, d.Token, d.Need) = (d.Begun + 1, Now + lease, token, Now + lease);
        return Answer(1, d.Begun, "#" + id);
    }

    private string EndDelivery(string[] arguments)
    {
        var (id, attempt) = (arguments[0], (int)Number(arguments[1]));
        if (!Deliveries.TryGetValue(id, out var d))
            return Answer(0);
        if (d.LastEnded == attempt)
            return Answer(1);
        if (d.Status != "pending" || d.Begun != attempt)
            return Answer(0);
        (d.LeaseEnd, d.Token, d.Stamp, d.Looks, d.NotBefore) = (0, null, 0, 0, 0);
        (d.Status, d.LastEnded) = (arguments[2], attempt);
        if (d.Status == "pending")
            d.NotBefore = d.Need = Now + Number(arguments[3]);
        return Answer(1);
    }
}
