using Workers.Testing;

namespace Workers.EndToEnd.Tests;

/// <summary>Proves from outside that conversations are whole: nothing lost or twice, in order, with context.</summary>
internal static class Proof
{
    /// <summary>Each conversation has exactly the queries that got a 202, completed, in the order of submission, and
    /// each answer is the digest of exactly the turns before it.</summary>
    public static async Task AllTurnsInOrderAsync(WorkerPool pool, IReadOnlyList<Accepted> accepted)
    {
        foreach (var submitted in accepted.GroupBy(query => query.Conversation))
        {
            var conversation = await pool.Customers.ConversationAsync(submitted.Key);
            Assert.Empty(conversation.Mailbox);
            Assert.Equal(
                submitted.OrderBy(query => query.Sequence)
                    .Select(query => (query.Id, query.Sequence, query.Text, "completed")),
                conversation.Turns.Select(turn => (turn.Id, turn.Sequence, turn.Text, turn.Status)));
            Assert.Equal(Enumerable.Range(1, conversation.Turns.Count).Select(n => (long)n),
                conversation.Turns.Select(turn => turn.Sequence));
            for (var n = 0; n < conversation.Turns.Count; n++)
            {
                Assert.Equal(DigestOf(conversation.Turns, n), conversation.Turns[n].Reply?.Text);
            }
        }
    }

    /// <summary>Waits until the receiver has seen a webhook of so many queries; all requests that came until then.</summary>
    public static async Task<IReadOnlyList<WebhookRequest>> WebhooksAsync(WorkerPool pool, int queries, TimeSpan within)
    {
        var seen = new HashSet<string>();
        if (queries > 0)
        {
            await pool.Inbox.WaitForAsync(request => seen.Add(QueryOf(request)) && seen.Count == queries, within);
        }

        return pool.Inbox.Requests;
    }

    /// <summary>All requests about a query carry one webhook-id and one body, and each accepted query has some.</summary>
    public static void OneWebhookEach(IReadOnlyList<WebhookRequest> requests, IReadOnlyList<Accepted> accepted)
    {
        Assert.All(requests, request => Assert.True(request.IsSignedWith(WorkerPool.Secret)));
        var byQuery = requests.GroupBy(QueryOf).ToList();
        Assert.Equal(accepted.Select(query => query.Id).Order(), byQuery.Select(query => query.Key).Order());
        Assert.All(byQuery, query => Assert.Single(query.Select(request => (request.Id, request.Body)).Distinct()));
        Assert.Equal(byQuery.Count, requests.Select(request => request.Id).Distinct().Count());
    }

    private static string DigestOf(IReadOnlyList<TurnState> turns, int n)
    {
        var context = turns.Take(n).TakeLast(WorkerPool.ContextTurns)
            .SelectMany(turn => new[] { ("user", turn.Text), ("assistant", turn.Reply!.Text) });
        return ModelServer.Digest([.. context, ("user", turns[n].Text)]);
    }

    private static string QueryOf(WebhookRequest request) =>
        request.Json.GetProperty("data").GetProperty("id").GetString()!;
}
