using Workers.Contracts.V1;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    public Task<Submission> SubmitAsync(ConversationRef conversation, QueryId id, QueryContent content, int maxPerConversation, CancellationToken cancellation = default) => throw new NotImplementedException();
    public Task<Submission> RedriveAsync(QueryView deadLetter, string? traceParent, int maxPerConversation, CancellationToken cancellation = default) => throw new NotImplementedException();
    /// token: random per consumed message; repeating with the same token returns the same grant
    public Task<Beginning> BeginAsync(QueryReady hint, string token, bool maySuspect, int contextTurns, CancellationToken cancellation = default) => throw new NotImplementedException();
    public Task<IReadOnlyList<Renewal>> RenewAsync(IReadOnlyList<Grant> grants, CancellationToken cancellation = default) => throw new NotImplementedException();
    public Task<Ending> CommitAsync(Grant grant, string reply, CancellationToken cancellation = default) => throw new NotImplementedException();
    /// status: Failed, Expired or Cancelled
    public Task<Ending> FailAsync(Grant grant, QueryStatus status, QueryError error, CancellationToken cancellation = default) => throw new NotImplementedException();
    public Task<Ending> PostponeAsync(Grant grant, TimeSpan delay, bool countAttempt, CancellationToken cancellation = default) => throw new NotImplementedException();
    public Task<Cancellation> CancelAsync(string tenant, QueryId id, CancellationToken cancellation = default) => throw new NotImplementedException();
    public Task<Erasure?> EraseAsync(ConversationRef conversation, CancellationToken cancellation = default) => throw new NotImplementedException();
    public Task<DeliveryBeginning> BeginDeliveryAsync(ReplyReady hint, string token, TimeSpan lease, CancellationToken cancellation = default) => throw new NotImplementedException();
    /// false: refused, another attempt is newer
    public Task<bool> EndDeliveryAsync(DeliveryAttempt attempt, DeliveryResult result, CancellationToken cancellation = default) => throw new NotImplementedException();
    /// null: unknown, or another tenant's
    public Task<QueryView?> ReadQueryAsync(string tenant, QueryId id, CancellationToken cancellation = default) => throw new NotImplementedException();
    public Task<ConversationView?> ReadConversationAsync(ConversationRef conversation, CancellationToken cancellation = default) => throw new NotImplementedException();
    /// Idempotency. null: reserved now (60 s) by this call; otherwise what an earlier call reserved or confirmed
    public Task<Reservation?> ReserveAsync(string tenant, string key, QueryId id, string requestHash, CancellationToken cancellation = default) => throw new NotImplementedException();
    public Task ConfirmAsync(string tenant, string key, QueryId id, string requestHash, CancellationToken cancellation = default) => throw new NotImplementedException();
    public Task ReleaseAsync(string tenant, string key, QueryId id, CancellationToken cancellation = default) => throw new NotImplementedException();
    /// The id that a tenant's Idempotency-Key and canonical request give (an HMAC)
    public QueryId IdFor(ConversationRef conversation, string key, string requestHash) => throw new NotImplementedException();
    public Task<Backlog> BacklogAsync(CancellationToken cancellation = default) => throw new NotImplementedException();
    /// checks the layout and loads the secret; retries until Redis answers is the caller's part
    public Task OpenAsync(CancellationToken cancellation = default) => throw new NotImplementedException();
}
