using Workers.Contracts.V1;

namespace Workers.Conversations.Tests.Property;

internal sealed partial class World
{
    private int _made;

    private (string Name, Func<Task> Act) Choose() => _random.Next(100) switch
    {
        < 18 => Submit(),
        < 34 => Begin(),
        < 42 => Conclude(),
        < 46 => Postpone(),
        < 50 => Renew(),
        < 55 => Cancel(),
        < 57 => Redrive(),
        < 59 => Erase(),
        < 66 => BeginDelivery(),
        < 71 => EndDelivery(),
        < 76 => Read(),
        < 80 => Repeat(),
        < 82 => LateExpire(),
        < 88 => ("sweep", SweepAsync),
        < 90 => Redeliver(),
        < 99 => Wait(),
        _ => Restart is null ? Wait() : ("restart", Restart),
    };

    private (string, Func<Task>) Redeliver()
    {
        if (_model.Deliveries.Keys.ToArray() is not { Length: > 0 } ids)
            return Submit();
        var id = QueryId.Parse(ids[_random.Next(ids.Length)]);
        return ($"redeliver {id}", async () =>
        {
            if (await _store.RedeliverAsync(Model.Tenant, id) is Redelivery.Due due)
                Publish(due.Handover);
        });
    }

    private (string, Func<Task>) Submit()
    {
        if (_submitted.Count > 0 && _random.Next(6) == 0)
        {
            var known = Any(_submitted);
            return ($"submit {known.Id} again", () => SubmitAsync(known.Conversation, known.Id, known.Content));
        }
        var conversation = Conversations[_random.Next(Conversations.Length)];
        DateTimeOffset? expires = _random.Next(3) == 0
            ? DateTimeOffset.FromUnixTimeMilliseconds(_wire.Now + _random.Next(-200, 20_000)) : null;
        var content = new QueryContent
        {
            ConversationId = conversation.Id, Text = $"question {++_made}", ExpiresAt = expires, HasDelivery = _random.Next(2) == 0,
        };
        var id = NewId(conversation);
        _submitted.Add((conversation, id, content));
        return ($"submit {id} to {conversation.Id}", () => SubmitAsync(conversation, id, content));
    }

    private async Task SubmitAsync(ConversationRef conversation, QueryId id, QueryContent content)
    {
        if (await _store.SubmitAsync(conversation, id, content, MaxPerConversation) is Submission.Accepted { Next: { } hint })
            Publish(new Handover(hint, []));
    }

    private (string, Func<Task>) Begin()
    {
        if (Take<QueryReady>() is not { } hint)
            return Submit();
        var (token, maySuspect) = (Token(), _random.Next(3) != 0);
        return ($"begin {hint.ConversationId} of epoch {hint.Epoch}", () => BeginAsync(hint, token, maySuspect));
    }

    private async Task BeginAsync(QueryReady hint, string token, bool maySuspect)
    {
        var found = await _store.BeginAsync(hint, token, maySuspect, 3);
        Publish(found.Handover);
        if (found is not Beginning.Begun { Turn: var turn })
            return;
        _grants.Add(turn.Grant);
        var before = _model.Of(turn.Grant.Conversation).Completed.TakeLast(3).Select(end => new PastTurn(
            Text($"{{\"q\":{end.Query.Content}}}", "q"), Text($"{{{end.Fragment}}}", "reply")));
        if (!turn.Context.SequenceEqual(before))
            throw new BrokenException($"the turn was shown {string.Join(", ", turn.Context)}");
    }

    /// <summary>A grant that somebody holds or held; one in eight is forged to name another query.</summary>
    private Grant? AnyGrant()
    {
        var grant = Any(_grants);
        return grant is not null && _random.Next(8) == 0
            && _model.Of(grant.Conversation).Mailbox is { Count: > 1 } mailbox
            ? grant with { Query = QueryId.Parse(mailbox[_random.Next(1, mailbox.Count)].Id) } : grant;
    }

    private (string, Func<Task>) Conclude()
    {
        if (AnyGrant() is not { } grant)
            return Begin();
        var status = _random.Next(4) == 0 ? (QueryStatus)_random.Next(3, 6) : QueryStatus.Completed;
        var (goesOn, dies) = (_random.Next(2) == 0, _random.Next(2) == 0);
        return ($"end {grant.Query} as {status} with fence {grant.Fence}{(goesOn ? " and go on" : "")}", async () =>
        {
            var ending = status == QueryStatus.Completed
                ? await _store.CommitAsync(grant, $"answer to {grant.Query}", goesOn)
                : await _store.FailAsync(grant, status, new QueryError("word", $"{grant.Fence}"), goesOn);
            var left = ending is Ending.Applied applied ? applied.Handover : Handover.Nothing;
            Publish(goesOn && dies ? left with { Next = null } : left);
        });
    }

    private (string, Func<Task>) Postpone()
    {
        if (AnyGrant() is not { } grant)
            return Begin();
        var delay = TimeSpan.FromMilliseconds(_random.Next(3) == 0 ? 0 : _random.Next(1, 8000));
        var why = (Postponement)_random.Next(3);
        return ($"postpone {grant.Query} with fence {grant.Fence} for {delay}, {why}", async () =>
        {
            var ending = await _store.PostponeAsync(grant, delay, why);
            Publish(ending is Ending.Applied applied ? applied.Handover : Handover.Nothing);
        });
    }

    private (string, Func<Task>) Renew()
    {
        if (_grants.Count == 0)
            return Begin();
        Grant[] grants = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => Any(_grants)!)];
        return ($"renew {string.Join(' ', grants.Select(grant => grant.Fence))}", () => _store.RenewAsync(grants));
    }

    private (string, Func<Task>) Cancel()
    {
        if (_submitted.Count == 0)
            return Submit();
        var id = Any(_submitted, 8).Id;
        return ($"cancel {id}", async () =>
        {
            if (await _store.CancelAsync(Model.Tenant, id) is Cancellation.Cancelled cancelled)
                Publish(cancelled.Handover);
        });
    }

    private (string, Func<Task>) Redrive()
    {
        var ended = _model.Ends.Keys.Order().ToArray();
        if (ended.Length == 0)
            return Submit();
        var failed = ended.Where(end => _model.Ends[end].Status == "failed").ToArray();
        var id = QueryId.Parse(failed.Length > 0 ? failed[_random.Next(failed.Length)] : ended[_random.Next(ended.Length)]);
        return ($"redrive {id}", async () =>
        {
            if (await _store.ReadQueryAsync(Model.Tenant, id) is { Status: not (QueryStatus.Queued or QueryStatus.Running) } letter
                && await _store.RedriveAsync(letter, null, MaxPerConversation) is Submission.Accepted { Next: { } hint })
                Publish(new Handover(hint, []));
        });
    }

    private (string, Func<Task>) Erase()
    {
        var conversation = Conversations[_random.Next(Conversations.Length)];
        return ($"erase {conversation.Id}", () => _store.EraseAsync(conversation));
    }

    /// <summary>A sweeper that looked long ago: what it wants to end may run or have ended.</summary>
    private (string, Func<Task>) LateExpire()
    {
        var conversation = Conversations[_random.Next(Conversations.Length)];
        QueryId[] ids = [.. _submitted.Where(query => query.Conversation == conversation).TakeLast(8).Select(query => query.Id)];
        return ($"expire {conversation.Id}", async () => Publish(await _store.ExpireAsync(conversation, ids)));
    }

    private (string, Func<Task>) Repeat()
    {
        if (_repeats.Count == 0)
            return Wait();
        var repeat = _repeats[_random.Next(_repeats.Count)];
        _repeats.Remove(repeat);
        return repeat;
    }

    private (string, Func<Task>) Wait()
    {
        var milliseconds = _random.Next(20) switch
        {
            0 => -_random.Next(_random.Next(4) == 0 ? 200_000 : 3000),
            < 8 => _random.Next(200),
            < 13 => _random.Next(200, 1500),
            < 18 => _random.Next(1500, 5000),
            _ => _random.Next(5000, 70_000),
        };
        var swept = milliseconds < 6000 && _random.Next(4) != 0;
        return ($"wait {milliseconds} ms{(swept ? " with sweeps" : "")}", async () =>
        {
            for (; swept && milliseconds > 1500; milliseconds -= 1500)
            {
                _wire.Now += 1500;
                await SweepAsync();
            }
            _wire.Now += milliseconds;
            if (swept)
                await SweepAsync();
        });
    }
}
