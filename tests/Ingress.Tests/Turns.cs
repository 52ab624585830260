using Workers.Conversations;

namespace Workers.Ingress.Tests;

/// <summary>Stands in for a worker: ends queries through the store.</summary>
internal static class Turns
{
    public static async Task CompleteAsync(this IngressApp app, string conversation, QueryId id, string reply)
    {
        var grant = await app.BeginAsync(conversation, id);
        Assert.IsType<Ending.Applied>(await app.Store.CommitAsync(grant, reply));
    }

    public static async Task<Grant> BeginAsync(this IngressApp app, string conversation, QueryId id)
    {
        // Submitting the head again gives the hint that woke a worker.
        var name = new ConversationRef("acme", conversation);
        var head = (await app.Store.ReadConversationAsync(name))!.Mailbox[0];
        var again = Assert.IsType<Submission.Accepted>(await app.Store.SubmitAsync(name, head.Id, head.Content, 1000));
        var begun = Assert.IsType<Beginning.Begun>(
            await app.Store.BeginAsync(again.Next!, Guid.NewGuid().ToString(), maySuspect: true, contextTurns: 0));
        Assert.Equal(id, begun.Turn.Grant.Query);
        return begun.Turn.Grant;
    }
}
