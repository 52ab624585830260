using Workers.Conversations;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Queries;

/// <summary>What came of a submission, as its caller is told.</summary>
internal abstract record SubmitOutcome
{
    private SubmitOutcome() { }

    /// <summary>The query is in the store, since now or since an earlier request.</summary>
    internal sealed record Accepted(
        QueryId Id, string ConversationId, long Sequence, QueryStatus Status, int Position, bool IsReplay)
        : SubmitOutcome
    {
        /// <summary>A query of an earlier request, as it stands now.</summary>
        public static Accepted Before(QueryView query) => new(
            query.Id, query.Content.ConversationId, query.Sequence, query.Status, query.Position, IsReplay: true);
    }

    /// <summary>
    /// Nothing was accepted, and an Idempotency-Key is free again where it was not taken by another request.
    /// </summary>
    internal sealed record Refused(Problem Problem) : SubmitOutcome;
}
