using Workers.Conversations.Redis;

namespace Workers.Conversations.Tests.Property;

/// <summary>What must hold after every step, whatever happened.</summary>
internal static class Invariants
{
    private static readonly string[] Bookkeeping = ["due", "bucket", "waiting", "counts"];

    public static void Check(Snapshot found, Model model, int turnsKept)
    {
        foreach (var conversation in model.Conversations)
            Check(found, conversation, turnsKept);
        Same("ended records", found.Names("q:"), model.Ends.Keys);
        Same("live ids", found.Names("i:"), model.Conversations.SelectMany(c => c.Mailbox).Select(query => query.Id));
        Same("accepted, live or ended", model.Accepted, found.Names("q:").Concat(found.Names("i:")));
        Same("deliveries", found.Names("d:"), model.Deliveries.Keys);
        foreach (var (id, end) in model.Ends)
            CheckEnd(found, model, id, end);
        foreach (var tag in model.Buckets.Keys)
            CheckBucket(found, model, tag);
        foreach (var entry in found.Entries.Where(entry => entry.Ttl <= 0 && !MayStay(entry.Key)))
            throw new BrokenException($"{entry.Key} has no time to live");
    }

    private static bool MayStay(string key) =>
        key == "{b0}:layout" || key.EndsWith(":clock", StringComparison.Ordinal)
        || Bookkeeping.Contains(key[(key.IndexOf('}', StringComparison.Ordinal) + 2)..]);

    private static void Check(Snapshot found, ModelConversation c, int turnsKept)
    {
        var tag = $"{{b{c.Ref.Bucket}}}:";
        var state = found.Of($"{tag}c:{c.Ref}");
        Equal($"epoch of {c.Ref}", Snapshot.Number(state["e"]), c.Epoch);
        Equal($"sequence of {c.Ref}", Snapshot.Number(state["s"]), c.LastSequence);
        Equal($"fence of {c.Ref}", Snapshot.Number(state["f"]), c.Fence);
        Equal($"lease of {c.Ref}", Snapshot.Number(state["u"]), c.Head.LeaseEnd);
        Equal($"attempts of {c.Ref}", Snapshot.Number(state["a"]), c.Head.Attempts);
        Equal($"runs of {c.Ref}", Snapshot.Number(state["c"]), c.Head.Runs);
        Same($"mailbox of {c.Ref}", Scored(found.Of($"{tag}m:{c.Ref}")), c.Mailbox.Select(q => $"{q.Id} {q.Sequence}"));
        Same($"live queries of {c.Ref}", found.Of($"{tag}l:{c.Ref}").Names, c.Mailbox.Select(q => q.Id));
        Same($"expiries of {c.Ref}", Scored(found.Of($"{tag}x:{c.Ref}")), c.Expiring.Select(expiry => $"{expiry.Id} {expiry.At}"));
        Same($"history of {c.Ref}", found.Of($"{tag}h:{c.Ref}").Names, c.History.Select(end => end.Query.Id));
        var turns = found.Of($"{tag}t:{c.Ref}").Names.Select(StoredEnd.Read).ToArray();
        InOrder($"turns of {c.Ref}", turns.Select(turn => $"{turn.Id}"), c.Completed.TakeLast(turnsKept).Select(e => e.Query.Id));
        if (!turns.Select(turn => turn.Sequence).SequenceEqual(turns.Select(turn => turn.Sequence).Order()))
            throw new BrokenException($"the completed turns of {c.Ref} are not in order");
        InOrder($"others of {c.Ref}", found.Of($"{tag}o:{c.Ref}").Names.Select(record => $"{StoredEnd.Read(record).Id}"),
            c.Others.TakeLast(turnsKept).Select(e => e.Query.Id));
        var due = found.Of($"{tag}due")[$"c:{c.Ref}"];
        if (due is null != (c.First is null))
            throw new BrokenException($"{c.Ref} has {c.Mailbox.Count} queries and the due time '{due}'");
        var need = c.Expiring.Select(expiry => expiry.At).Append(c.Need).Min();
        if (c.First is not null && Snapshot.Number(due) > Math.Max(need, c.PushedTo))
            throw new BrokenException($"{c.Ref} is due at {due}, later than {need} and {c.PushedTo}");
        var waits = found.Of($"{tag}waiting")[c.Ref.ToString()];
        if (c.Head.Stamp > 0 && waits is null || waits is not null && c.First is null)
            throw new BrokenException($"{c.Ref} is wrongly listed as waiting, or not listed");
    }

    private static void CheckEnd(Snapshot found, Model model, string id, Ended end)
    {
        var tag = $"{{b{QueryId.Parse(id).Bucket}}}:";
        var record = found.Of($"{tag}q:{id}").Names.Single();
        var read = StoredEnd.Read(record);
        Equal($"end of {id}",
            (read.Status.Name(), read.Sequence, (read.Attempts, read.Runs), read.Turn, read.StartedAt?.ToUnixTimeMilliseconds() ?? 0,
                read.EndedAt.ToUnixTimeMilliseconds(), read.SubmittedAt.ToUnixTimeMilliseconds(), read.Tenant),
            (end.Status, end.Query.Sequence, (end.Attempts, end.Runs), end.Turn, end.StartedAt, end.EndedAt,
                end.Query.Submitted, Model.Tenant));
        if (!record.Contains("," + end.Fragment + ",", StringComparison.Ordinal))
            throw new BrokenException($"{id} ended with {record}, not with {end.Fragment}");
        if (!model.Deliveries.TryGetValue(id, out var delivery))
            return;
        var fields = found.Of($"{tag}d:{id}");
        Equal($"delivery of {id}", (fields["s"], Snapshot.Number(fields["n"])), (delivery.Status, delivery.Begun));
        Equal($"record of the delivery of {id}", fields["q"], record);
        var due = found.Of($"{tag}due")[$"d:{id}"];
        if (due is null != (delivery.Status != "pending"))
            throw new BrokenException($"the {delivery.Status} delivery of {id} has the due time '{due}'");
        if (due is not null && Snapshot.Number(due) > Math.Max(delivery.Need, delivery.PushedTo))
            throw new BrokenException($"the delivery of {id} is due at {due}, later than {delivery.Need}");
    }

    private static void CheckBucket(Snapshot found, Model model, string tag)
    {
        var here = model.Conversations.Where(c => tag == $"{{b{c.Ref.Bucket}}}").ToArray();
        var ends = here.SelectMany(c => c.History).ToArray();
        Equal($"fence of {tag}", Snapshot.Number(found.Of($"{tag}:bucket")["fence"]), model.Buckets[tag].Fence);
        Equal($"count of {tag}", Snapshot.Number(found.Of($"{tag}:counts")[Model.Tenant]), here.Sum(c => c.Mailbox.Count));
        Same($"dead letters of {tag}", found.Of($"{tag}:dead:{Model.Tenant}").Names,
            ends.Where(end => end.Status == "failed").Select(end => end.Query.Id));
        foreach (var status in Enum.GetValues<DeliveryStatus>())
            Same($"{status} deliveries of {tag}", found.Of($"{tag}:deliveries:{status.Name()}:{Model.Tenant}").Names,
                ends.Select(end => end.Query.Id).Where(id => model.Deliveries.GetValueOrDefault(id)?.Status == status.Name()));
    }

    private static IEnumerable<string> Scored(Entry set) =>
        set.Fields.Select(field => $"{field.Key} {Snapshot.Number(field.Value)}");

    private static void Equal<T>(string what, T found, T expected)
    {
        if (!Equals(found, expected))
            throw new BrokenException($"{what}: {found}, expected {expected}");
    }

    private static void Same(string what, IEnumerable<string> found, IEnumerable<string> expected) =>
        InOrder(what, found.Order(StringComparer.Ordinal), expected.Order(StringComparer.Ordinal));

    private static void InOrder(string what, IEnumerable<string> found, IEnumerable<string> expected) =>
        Equal(what, string.Join(", ", found), string.Join(", ", expected));
}
