using System.Collections.Concurrent;
using System.Globalization;
using Workers.Chaos.Audit;
using Workers.Testing;

namespace Workers.Chaos.World;

/// <summary>
/// A CRM with many customers. In a conversation each query waits for the 202 of the one before it, so that the order of
/// submission is known; whatever is not accepted is repeated under its key.
/// </summary>
internal sealed class Crm(ChaosPlan plan, Door door, WebhookInbox inbox) : IDisposable
{
    private const int LongestTail = 6;
    private const double HasExpiry = 0.03;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private readonly Random random = new(plan.Seed);
    private readonly Lock gate = new();
    private readonly Dictionary<string, (Task Last, int Count)> conversations = [];
    private readonly ConcurrentDictionary<string, int> tails = new();
    private readonly ConcurrentQueue<Asked> asked = new();
    private readonly ConcurrentQueue<Receipt> receipts = new();
    private readonly CancellationTokenSource closing = new();
    private int asides;

    public IReadOnlyCollection<Asked> Asked => asked;

    public IReadOnlyCollection<Receipt> Receipts => receipts;

    public IEnumerable<string> Conversations => conversations.Keys;

    /// <summary>Submits at the plan's rate until it is stopped.</summary>
    public async Task TalkAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var gap = -Math.Log(1 - random.NextDouble()) / plan.Rate;
            await Task.Delay(TimeSpan.FromSeconds(gap), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var isHot = random.NextDouble() < plan.Hot;
            var number = random.Next(isHot ? plan.HotConversations : plan.Conversations) + 1;
            var conversation = $"ticket-{number}";
            var inTime = TimeSpan.FromSeconds(2 + (8 * random.NextDouble()));
            if (tails.GetValueOrDefault(conversation) < LongestTail)
                Submit(Wording.Plain(conversation), null, random.NextDouble() < HasExpiry ? inTime : null);
        }
    }

    /// <summary>A conversation that nobody else talks in.</summary>
    public string NextAside() => $"aside-{Interlocked.Increment(ref asides)}";

    /// <summary>Submits beside the load, first at this ingress.</summary>
    public void SubmitAside(Wording wording, int? ingress) => Submit(wording, ingress, null);

    /// <summary>Returns when all were accepted; gives those up that were not when the time is over.</summary>
    public async Task AcceptedAsync(TimeSpan within)
    {
        closing.CancelAfter(within);
        Task[] all;
        lock (gate)
            all = [.. conversations.Values.Select(conversation => conversation.Last)];
        await Task.WhenAll(all);
    }

    /// <summary>Accepted queries that have ended, as far as webhooks told, or have not.</summary>
    public IEnumerable<KnownQuery> Known(bool hasEnded)
    {
        var told = Told();
        var conversationOf = asked.ToDictionary(query => query.Key, query => query.Conversation);
        return receipts.Where(receipt => told.ContainsKey(receipt.Id) == hasEnded)
            .Select(receipt => new KnownQuery(
                conversationOf[receipt.Key], receipt.Id, receipt.At, told.GetValueOrDefault(receipt.Id)));
    }

    public void Dispose() => closing.Dispose();

    private Dictionary<string, string> Told() => inbox.Requests.Select(Notices.Read)
        .DistinctBy(notice => notice.QueryId).ToDictionary(notice => notice.QueryId, notice => notice.WebhookId);

    private void Submit(Wording wording, int? ingress, TimeSpan? expires)
    {
        lock (gate)
        {
            var (last, count) = conversations.GetValueOrDefault(wording.Conversation, (Task.CompletedTask, 0));
            conversations[wording.Conversation] = (NextAsync(last, wording, count + 1, ingress, expires), count + 1);
        }
    }

    private async Task NextAsync(Task last, Wording wording, int number, int? ingress, TimeSpan? expires)
    {
        tails.AddOrUpdate(wording.Conversation, 1, (_, tail) => tail + 1);
        await last;
        var now = DateTimeOffset.UtcNow;
        var key = string.Create(CultureInfo.InvariantCulture, $"{wording.Conversation}.{number}");
        var query = new Asked(
            key, wording.Conversation, number, wording.Text(number), wording.Kind, now, now + expires);
        asked.Enqueue(query);
        await UntilAcceptedAsync(query, ingress);
        tails.AddOrUpdate(wording.Conversation, 0, (_, tail) => tail - 1);
    }

    private async Task UntilAcceptedAsync(Asked query, int? ingress)
    {
        // now and then a nervous caller sends the same twice at once
        var isTwin = query.Kind == AskKind.Plain && query.Number % 16 == 5;
        for (var tries = 0; !closing.IsCancellationRequested; tries++)
        {
            var answers = isTwin && tries == 0
                ? await Task.WhenAll(door.SubmitAsync(query, 0), door.SubmitAsync(query, 1))
                : [await door.SubmitAsync(query, (ingress ?? query.Number) + tries)];
            foreach (var receipt in answers.OfType<Receipt>())
                receipts.Enqueue(receipt);
            if (answers.Any(receipt => receipt is not null))
                return;
            if (query.ExpiresAt <= DateTimeOffset.UtcNow && door.WasRefused(query))
                asked.Enqueue(query = query with { Key = query.Key + ".late", ExpiresAt = null });
            await Task.Delay(Pause, closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
