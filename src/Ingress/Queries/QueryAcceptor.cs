using System.Text.Json;
using Workers.Ingress.Access;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Queries;

/// <summary>Reads one submission, alone or of a batch, and submits it.</summary>
internal sealed class QueryAcceptor(PassingRules passing, IdempotentSubmitter submitter)
{
    /// <summary>A body of its own, with the key of a header.</summary>
    public Task<SubmitOutcome> AcceptAsync(
        Caller caller, JsonElement body, string? key, CancellationToken cancellation)
    {
        var lasting = new FieldErrors();
        return AcceptAsync(caller, SubmitReader.Read(body, lasting), key, lasting, held: null, cancellation);
    }

    /// <summary>An item of a batch, which has its key as a member.</summary>
    /// <param name="caller">Whose batch it is.</param>
    /// <param name="item">The item.</param>
    /// <param name="held">With what an earlier one of its conversation was refused; so is this, but a replay.</param>
    /// <param name="cancellation">Bounds the wait for the store.</param>
    public Task<SubmitOutcome> AcceptItemAsync(
        Caller caller, JsonElement item, Problem? held, CancellationToken cancellation)
    {
        var lasting = new FieldErrors();
        var (request, key) = SubmitReader.ReadItem(item, lasting);
        return AcceptAsync(caller, request, key, lasting, held, cancellation);
    }

    private async Task<SubmitOutcome> AcceptAsync(
        Caller caller, SubmitRequest request, string? key, FieldErrors lasting, Problem? held,
        CancellationToken cancellation)
    {
        var now = passing.Check(request, caller);
        return lasting.Any
            ? new SubmitOutcome.Refused(Refusals.Invalid(lasting.And(now)))
            : await submitter.SubmitAsync(caller, request, key, now, held, cancellation);
    }
}
