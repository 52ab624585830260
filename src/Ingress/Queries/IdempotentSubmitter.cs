using Workers.Conversations;
using Workers.Ingress.Access;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Queries;

/// <summary>
/// A submission from first to last: an Idempotency-Key is reserved, the query submitted under an id that key and
/// request give, the key confirmed. A refusal releases the key if this request reserved it; an outage keeps it, so that
/// the repeat finds the one query.
/// </summary>
internal sealed class IdempotentSubmitter(ConversationStore store, Submitter submitter, TimeProvider time)
{
    // Who holds a key for longer has most likely died; a twin then submits under the same id itself.
    private static readonly TimeSpan TwinPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TwinLook = TimeSpan.FromMilliseconds(20);

    /// <param name="caller">Who submits.</param>
    /// <param name="request">What, free of lasting faults.</param>
    /// <param name="key">The Idempotency-Key, if any.</param>
    /// <param name="passing">What is wrong with it now; of no matter when this is a replay.</param>
    /// <param name="held">With what it is refused, unless this is a replay; null when nothing holds it back.</param>
    /// <param name="cancellation">Bounds the wait for the store.</param>
    public async Task<SubmitOutcome> SubmitAsync(
        Caller caller, SubmitRequest request, string? key, FieldErrors passing, Problem? held,
        CancellationToken cancellation)
    {
        var conversation = new ConversationRef(caller.Tenant, request.ConversationId);
        held = passing.Any ? Refusals.Invalid(passing) : held;
        if (key is null)
            return held is not null ? Refused(held)
                : await submitter.SubmitAsync(caller, request, QueryId.New(conversation), cancellation);

        var hash = CanonicalRequest.HashOf(request);
        var id = store.IdFor(conversation, key, hash);
        var earlier = await ReserveAsync(new Claim(caller.Tenant, key, id, hash), cancellation);
        if (earlier is not null && earlier.RequestHash != hash)
            return Refused(Refusals.KeyReused);
        // A process that knows another secret makes another id: the one that was reserved first is the query's.
        var claim = new Claim(caller.Tenant, key, earlier?.Id ?? id, hash);
        if (earlier is { IsConfirmed: true })
            return await FindAsync(claim, cancellation) ?? Refused(Refusals.Gone);

        var outcome = held is not null ? Refused(held)
            : await submitter.SubmitAsync(caller, request, claim.Id, cancellation);
        return await SettleAsync(claim, outcome, isOurs: earlier is null, cancellation);
    }

    // A twin that came first is about to be accepted or refused. Its outcome is waited for: to compete with it for the
    // last place within the limits could refuse the one of whom the other is the replay.
    private async Task<Reservation?> ReserveAsync(Claim claim, CancellationToken cancellation)
    {
        while (true)
        {
            var earlier = await store.ReserveAsync(
                claim.Tenant, claim.Key, claim.Id, claim.RequestHash, cancellation);
            if (earlier is null or { IsConfirmed: true }
                || earlier.RequestHash != claim.RequestHash || earlier.Age > TwinPatience)
                return earlier;
            await Task.Delay(TwinLook, time, cancellation);
        }
    }

    private async Task<SubmitOutcome> SettleAsync(
        Claim claim, SubmitOutcome outcome, bool isOurs, CancellationToken cancellation)
    {
        // An earlier request with this key may have been accepted, and only its answer or its confirmation lost.
        var settled = outcome is SubmitOutcome.Refused ? await FindAsync(claim, cancellation) ?? outcome : outcome;
        if (settled is SubmitOutcome.Accepted)
            await store.ConfirmAsync(claim.Tenant, claim.Key, claim.Id, claim.RequestHash, cancellation);
        else if (isOurs) // who reserved it may only be slow, and be accepted yet
            await store.ReleaseAsync(claim.Tenant, claim.Key, claim.Id, claim.RequestHash, cancellation);
        return settled;
    }

    private async Task<SubmitOutcome?> FindAsync(Claim claim, CancellationToken cancellation) =>
        await store.ReadQueryAsync(claim.Tenant, claim.Id, cancellation) is { } query
            ? SubmitOutcome.Accepted.Before(query) : null;

    private static SubmitOutcome.Refused Refused(Problem problem) => new(problem);

    private sealed record Claim(string Tenant, string Key, QueryId Id, string RequestHash);
}
