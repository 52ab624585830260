namespace Workers.Conversations.Tests.Property;

internal sealed partial class Model
{
    private string? TakeDue(ScriptCall call)
    {
        var bucket = BucketOf(call.Keys[0]);
        var grace = bucket.GraceAt(Now);
        if (bucket.Swept > Now + 2000)
            bucket.Swept = 0;
        if (Now - bucket.Swept >= 400)
            (bucket.Swept, bucket.Grace) = (Now, grace);
        bucket.QueryHorizon = bucket.QueryHorizon > Now ? 0 : bucket.QueryHorizon;
        bucket.ReplyHorizon = bucket.ReplyHorizon > Now ? 0 : bucket.ReplyHorizon;
        var answer = Written(call.Result).Split('|');
        if (Number(answer[1]) != bucket.QueryHorizon || Number(answer[2]) != bucket.ReplyHorizon)
            throw new BrokenException($"TakeDue tells other horizons than the model: {Written(call.Result)}");
        foreach (var taken in answer.Skip(3))
            if (taken[0] == 'c')
                Of($"{Bucket(call.Keys[0])}:{taken}").PushedTo = Now + 5000;
            else if (Deliveries.TryGetValue(taken[2..], out var delivery))
                delivery.PushedTo = Now + 5000;
        return null;
    }

    private string Look(ModelConversation c, long drainedAt, long servedUpTo, bool isReachable)
    {
        if (c.First is not { } first)
            return Answer(2);
        var head = c.Head;
        var isLost = head.LeaseEnd > 0 && !c.Runs(Now);
        head.ExpiresLate &= !isLost;
        var ending = c.Expiring.Where(expiry => expiry.At <= Now).OrderBy(expiry => expiry.At)
            .ThenBy(expiry => expiry.Id, StringComparer.Ordinal).Take(100).Select(expiry => expiry.Id).ToList();
        if (c.Runs(Now))
        {
            var over = c.LeaseOver(Now);
            head.LeaseEnd = head.LeaseEnd > Now + head.LeaseLength ? over : head.LeaseEnd;
            if (ending.Count == 0)
                return Later(c, over, 2);
        }
        else if (head.IsCancelled && !ending.Contains(first.Id))
        {
            ending.Add(first.Id);
        }
        if (ending.Count > 0)
            return Answer([3, .. ending]);
        if (head.NotBefore > Now)
            return Later(c, head.NotBefore, 2);
        var kind = head.Stamp == 0 ? isLost ? "takeover" : head.NotBefore > 0 ? "postponed" : "waiting"
            : servedUpTo > head.Stamp + 5000 || drainedAt >= head.Stamp + 5000 || head.Stamp > Now + 2000 ? "lost" : null;
        if (kind is null)
        {
            head.Looks = Math.Min(head.Looks + 1, 10);
            return Later(c, Now + Math.Min(5000L << head.Looks, 60000), 2);
        }
        return isReachable ? Answer(1, kind, Wake(c), Now, c.Epoch) : Later(c, Now + 5000, 2);
    }

    private string LookDelivery(string[] arguments)
    {
        var (drainedAt, servedUpTo) = (Number(arguments[1]), Number(arguments[2]));
        if (!Deliveries.TryGetValue(arguments[0], out var d) || d.Status != "pending")
            return Answer(2);
        var later = Math.Max(d.LeaseEnd, d.NotBefore);
        if (later > Now)
            return Later(d, later);
        var kind = d.Stamp == 0 ? d.LeaseEnd > 0 ? "redelivery" : "delivery"
            : servedUpTo > d.Stamp + 5000 || drainedAt >= d.Stamp + 5000 || d.Stamp > Now + 2000 ? "lost" : null;
        if (kind is null)
        {
            d.Looks = Math.Min(d.Looks + 1, 10);
            return Later(d, Now + Math.Min(5000L << d.Looks, 60000));
        }
        if (arguments[3] != "1")
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
        var stamp = Math.Min(Number(arguments[3]), Now);
        if (stamp > bucket.ReplyHorizon || bucket.ReplyHorizon > Now)
            bucket.ReplyHorizon = stamp;
        if (!Deliveries.TryGetValue(id, out var d))
            return Answer(4);
        d.Stamp = 0;
        if (d.Status != "pending")
            return Answer(4);
        if (d.LeaseEnd > Now)
            return d.Token == token ? Granted(id, d) : Answer(2);
        if (d.NotBefore > Now)
        {
            d.Need = d.NotBefore;
            return Answer(3);
        }
        d.NotBefore = 0;
        (d.Begun, d.LeaseEnd, d.Token, d.Need) = (d.Begun + 1, Now + lease, token, Now + lease);
        return Granted(id, d);
    }

    private string Granted(string id, ModelDelivery d)
    {
        var deferredFor = d.DeferredSince == 0 ? 0 : Math.Max(Now - d.DeferredSince, 0);
        return Answer(1, d.Begun, "#" + id, d.Earlier ?? 0, d.Earlier is not null, deferredFor);
    }

    private string DeferDelivery(string[] arguments)
    {
        var (id, attempt, token) = (arguments[0], (int)Number(arguments[1]), arguments[2]);
        if (!Deliveries.TryGetValue(id, out var d) || d.Status != "pending" || d.Begun != attempt || d.Token != token)
            return Answer(0);
        (d.LeaseEnd, d.Token, d.Stamp, d.Looks, d.Begun) = (0, null, 0, 0, attempt - 1);
        d.DeferredSince = d.DeferredSince == 0 ? Now : d.DeferredSince;
        d.NotBefore = d.Need = Now + Number(arguments[3]);
        return Answer(1);
    }

    private string ReadEarlier(ModelConversation c, string[] arguments)
    {
        var since = Now - Number(arguments[1]);
        return Answer(c.History.Where(end => end.Query.Id == arguments[0]).Any(mine => c.History.Any(end =>
            end.Place < mine.Place && end.Place >= since
            && Deliveries.GetValueOrDefault(end.Query.Id)?.Status == "pending")));
    }

    private string Redeliver(string id)
    {
        if (!Deliveries.TryGetValue(id, out var d))
            return Answer(3);
        if (d.Status == "pending" && d.LeaseEnd > Now)
            return Answer(2);
        (d.LeaseEnd, d.Token, d.NotBefore, d.Looks, d.LastEnded, d.DeferredSince) = (0, null, 0, 0, d.Begun, 0);
        (d.Status, d.Earlier, d.Stamp, d.Need) = ("pending", d.Begun, Now, Now + 5000);
        return Answer(1, Now);
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
        (d.LeaseEnd, d.Token, d.Stamp, d.Looks, d.NotBefore, d.DeferredSince) = (0, null, 0, 0, 0, 0);
        (d.Status, d.LastEnded) = (arguments[2], attempt);
        if (d.Status == "pending")
            d.NotBefore = d.Need = Now + Number(arguments[3]);
        return Answer(1);
    }
}
