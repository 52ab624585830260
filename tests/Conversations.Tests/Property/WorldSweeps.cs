using Workers.Contracts.V1;

namespace Workers.Conversations.Tests.Property;

internal sealed partial class World
{
    private (string, Func<Task>) BeginDelivery()
    {
        if (Take<ReplyReady>() is not { } hint)
            return Conclude();
        var token = Token();
        return ($"begin delivery {hint.DeliveryId}", () => BeginDeliveryAsync(hint, token));
    }

    private async Task BeginDeliveryAsync(ReplyReady hint, string token)
    {
        if (await _store.BeginDeliveryAsync(hint, token, TimeSpan.FromSeconds(4)) is DeliveryBeginning.Begun begun)
            _attempts.Add(begun.Attempt);
    }

    private (string, Func<Task>) EndDelivery()
    {
        if (Any(_attempts) is not { } attempt)
            return BeginDelivery();
        if (_random.Next(4) == 0)
            return ($"defer attempt {attempt.Attempt} of {attempt.Query}", () => DeferAsync(attempt));
        var status = (DeliveryStatus)_random.Next(4);
        var delay = status == DeliveryStatus.Pending ? TimeSpan.FromMilliseconds(_random.Next(9000)) : TimeSpan.Zero;
        return ($"end attempt {attempt.Attempt} of {attempt.Query} as {status}",
            () => _store.EndDeliveryAsync(attempt, new DeliveryResult(status, delay, 1, 200, "a \"word\"")));
    }

    private async Task DeferAsync(DeliveryAttempt attempt)
    {
        await _store.IsBehindAsync(attempt);
        await _store.DeferDeliveryAsync(attempt, TimeSpan.FromMilliseconds(_random.Next(3000)));
    }

    private (string, Func<Task>) Read()
    {
        var conversation = Conversations[_random.Next(Conversations.Length)];
        return ($"read {conversation.Id}", async () =>
        {
            var (view, model) = (await _store.ReadConversationAsync(conversation), _model.Of(conversation));
            var turns = model.Completed.TakeLast(TurnsKept).Concat(model.Others.TakeLast(TurnsKept))
                .OrderBy(end => end.Turn).TakeLast(TurnsKept).Select(end => end.Query.Id);
            if (!turns.SequenceEqual(view?.Turns.Select(turn => turn.Id.ToString()) ?? []))
                throw new BrokenException("a reader sees other turns");
            foreach (var (live, i) in model.Mailbox.Select((live, i) => (live, i)))
            {
                var status = i == 0 && model.Runs(_wire.Now) ? QueryStatus.Running : QueryStatus.Queued;
                var read = (await _store.ReadQueryAsync(Model.Tenant, QueryId.Parse(live.Id)))!;
                if ((read.Position, read.Status, read.Sequence) != (i, status, live.Sequence)
                    || (view!.Mailbox[i].Id, view.Mailbox[i].Status) != (read.Id, status))
                    throw new BrokenException($"a reader sees {read}");
                if (read.Version != model.Version(i, _wire.Now))
                    throw new BrokenException($"a reader sees the version {read.Version} of {read}");
            }
            await ReadVersionsAsync(model);
        });
    }

    private async Task ReadVersionsAsync(ModelConversation model)
    {
        var live = model.Mailbox.Select((query, i) => (query.Id, Version: model.Version(i, _wire.Now)));
        var known = live.Concat(model.History.TakeLast(3).Select(end => (end.Query.Id, Version: 0L))).ToArray();
        var views = await Task.WhenAll(known.Select(query => _store.ReadQueryAsync(Model.Tenant, QueryId.Parse(query.Id))));
        var versions = await _store.ReadVersionsAsync(views.OfType<QueryView>());
        foreach (var (id, version) in known)
            if (versions.TryGetValue(QueryId.Parse(id), out var found) && found != version) // not there: the answer was lost
                throw new BrokenException($"{id} is at {found}, not at {version}");
    }

    private async Task SweepAsync()
    {
        var isReachable = _random.Next(8) != 0;
        await SweepAsync(isReachable, _ => _random.Next(8) == 0);
    }

    private async Task SweepAsync(bool isReachable, Predicate<int> leavesOut)
    {
        var taken = new List<DueBatch>();
        foreach (var bucket in Conversations.Select(conversation => conversation.Bucket).Distinct())
        {
            var due = await _store.TakeDueAsync(bucket, 100);
            if (!leavesOut(bucket))
                taken.Add(due);
        }
        foreach (var due in taken)
            await LookAsync(due, isReachable, taken.Max(batch => batch.QueriesServed), taken.Max(batch => batch.RepliesServed));
    }

    private async Task LookAsync(DueBatch due, bool isReachable, long queriesServed, long repliesServed)
    {
        foreach (var conversation in due.Conversations)
        {
            var drained = isReachable && !_bag.OfType<QueryReady>().Any() ? due.TakenAt : 0;
            Publish((await _store.LookAsync(conversation, new QueueSight(drained, queriesServed, isReachable))).Handover);
        }
        foreach (var delivery in due.Deliveries)
        {
            var drained = isReachable && !_bag.OfType<ReplyReady>().Any() ? due.TakenAt : 0;
            Publish((await _store.LookDeliveryAsync(delivery, new QueueSight(drained, repliesServed, isReachable))).Handover);
        }
    }

    /// <summary>Good workers, a good broker and sweeps until nothing is left to do: every accepted query must end.</summary>
    private async Task DrainAsync()
    {
        var limit = _wire.Now + (long)TimeSpan.FromMinutes(20).TotalMilliseconds;
        while (!IsQuiet())
        {
            _trace.Add($"{_wire.Now % 1_000_000} drain: {_bag.Count} hints");
            foreach (var hint in _bag.ToArray())
                await WorkAsync(hint);
            _bag.Clear();
            await SweepAsync(isReachable: true, leavesOut: _ => false);
            await CheckAsync();
            if (_bag.Count == 0)
                _wire.Now = Math.Max(_wire.Now + 400, NextNeed());
            if (_wire.Now > limit)
                throw new BrokenException("the run does not come to an end");
        }
        await CheckAsync();
        if (!_model.Accepted.SetEquals(_model.Ends.Keys))
            throw new BrokenException("an accepted query has not ended");
    }

    private bool IsQuiet() => _model.Conversations.All(conversation => conversation.First is null)
        && _model.Deliveries.Values.All(delivery => delivery.Status != "pending");

    private long NextNeed() => _model.Conversations.Where(conversation => conversation.First is not null)
        .SelectMany(conversation => conversation.Expiring.Select(expiry => expiry.At).Append(conversation.Need))
        .Concat(_model.Deliveries.Values.Where(delivery => delivery.Status == "pending").Select(delivery => delivery.Need))
        .DefaultIfEmpty(0).Min();

    private async Task WorkAsync(object hint)
    {
        if (hint is ReplyReady reply)
        {
            await BeginDeliveryAsync(reply, Token());
            if (_attempts.Count > 0)
                await _store.EndDeliveryAsync(
                    _attempts[^1], new DeliveryResult(DeliveryStatus.Delivered, TimeSpan.Zero, 1, 200, null));
            return;
        }
        var held = _grants.Count;
        await BeginAsync((QueryReady)hint, Token(), maySuspect: true);
        if (_grants.Count > held
            && await _store.CommitAsync(_grants[^1], "a late answer") is Ending.Applied applied)
            Publish(applied.Handover);
    }
}
