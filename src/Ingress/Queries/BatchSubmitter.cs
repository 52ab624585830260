using System.Text.Json;
using Workers.Conversations.Redis;
using Workers.Ingress.Access;
using Workers.Ingress.Body;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Queries;

/// <summary>
/// Submits the queries of a batch: those of one conversation one after the other, others side by side. What was refused
/// for now, by a limit, a full store or an outage, holds the later ones of its conversation back: repeated, they stay
/// in order.
/// </summary>
internal sealed class BatchSubmitter(QueryAcceptor acceptor)
{
    private const int SideBySide = 100; // all of them: a broker that hangs costs a moment for each, but only one in all

    public async Task<SubmitOutcome[]> SubmitAsync(
        Caller caller, IReadOnlyList<JsonElement> items, CancellationToken cancellation)
    {
        var outcomes = new SubmitOutcome[items.Count];
        var conversations = Enumerable.Range(0, items.Count).GroupBy(i => Conversation(items[i]));
        await Parallel.ForEachAsync(
            conversations, new ParallelOptions { MaxDegreeOfParallelism = SideBySide }, async (indices, _) =>
            {
                Problem? held = null;
                foreach (var i in indices)
                {
                    outcomes[i] = held == Refusals.StoreAway ? Away
                        : await OneAsync(caller, items[i], held, cancellation);
                    held = outcomes[i] is SubmitOutcome.Refused { Problem: { Status: 429 or 503 } now } ? now : held;
                    SubmitMetrics.Count(outcomes[i]);
                }
            });
        return outcomes;
    }

    private static SubmitOutcome.Refused Away => new(Refusals.StoreAway);

    private async Task<SubmitOutcome> OneAsync(
        Caller caller, JsonElement item, Problem? held, CancellationToken cancellation)
    {
        try
        {
            return await acceptor.AcceptItemAsync(caller, item, held, cancellation);
        }
        catch (Exception outage) when (StoreOutage.Covers(outage) || outage is OperationCanceledException)
        {
            return Away;
        }
    }

    // What has no readable conversation is refused later; until then it is one of its own.
    private static string Conversation(JsonElement item) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty("conversationId", out var id)
            && id.ValueKind == JsonValueKind.String ? JsonMembers.Unicode(id) ?? "" : "";
}
