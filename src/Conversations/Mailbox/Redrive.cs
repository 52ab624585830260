using System.Text;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    /// <summary>Submits a dead letter's text as a new query at the end of its conversation; a second time it finds the first.</summary>
    /// <param name="deadLetter">The failed query, as it was read.</param>
    /// <param name="traceParent">The trace of the call that redrives it.</param>
    /// <param name="maxPerConversation">How many live queries the conversation may hold.</param>
    /// <param name="cancellation">Ends the wait; the query may have been accepted all the same.</param>
    public async Task<Submission> RedriveAsync(
        QueryView deadLetter, string? traceParent, int maxPerConversation, CancellationToken cancellation = default)
    {
        if (await headroom.IsUsedUpAsync(cancellation).ConfigureAwait(false))
            return new Submission.StoreFull();
        var conversation = new ConversationRef(deadLetter.Tenant, deadLetter.Content.ConversationId);
        var id = RedriveIdOf(deadLetter);
        var content = deadLetter.Content with
        {
            RedriveOf = deadLetter.Id.ToString(), TraceParent = traceParent, ExpiresAt = null,
        };
        var keys = Keys.Of(conversation,
            [.. SubmissionKeys(conversation, id), Keys.Ended(deadLetter.Id), Keys.Redriven(deadLetter.Id)]);
        var arguments = SubmissionArguments(id, content, maxPerConversation);
        var result = await RunAsync(
            Scripts.Redrive, keys, [.. arguments, Clock.Milliseconds(settings.DeadLetterTimeToLive)], cancellation)
            .ConfigureAwait(false);
        return await AcceptedAsync(conversation, id, result, cancellation).ConfigureAwait(false);
    }

    /// <summary>The query that an earlier redrive of a dead letter submitted; null when there is none to read.</summary>
    public Task<QueryView?> FindRedriveAsync(QueryView deadLetter, CancellationToken cancellation = default) =>
        ReadQueryAsync(deadLetter.Tenant, RedriveIdOf(deadLetter), cancellation);

    private QueryId RedriveIdOf(QueryView deadLetter) => QueryId.Of(
        new ConversationRef(deadLetter.Tenant, deadLetter.Content.ConversationId),
        secret.Sign(Encoding.UTF8.GetBytes("redrive " + deadLetter.Id)));
}
