using Workers.Hosting.Options;

namespace Workers.Worker.Delivery;

/// <summary>
/// Keeps slow and dead receivers from holding the slots that the others need. Each has some places of its own. It may
/// have more while half of the slots are free, or, if it answers quickly, a quarter, for which it may wait a moment. One
/// that does not answer at all is left alone, but for a probe now and then.
/// </summary>
internal sealed class Endpoints(WebhooksOptions webhooks, WorkerOptions worker, TimeProvider time)
{
    /// <summary>So many receivers are known at most, or as many as there are calls on their way.</summary>
    internal const int Most = 10_000;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly TimeSpan quick = webhooks.Timeout / 4 < Second ? webhooks.Timeout / 4 : Second;
    private readonly int places = Math.Clamp(worker.DeliverySlots / 2, 1, webhooks.PlacesPerEndpoint);
    private readonly int half = worker.DeliverySlots / 2;
    private readonly int threeQuarters = worker.DeliverySlots * 3 / 4;
    private readonly WaitingLine line = new();
    private readonly Lock gate = new();
    private readonly Dictionary<(string Tenant, string Authority), Endpoint> known = [];
    private int inFlight;

    internal int Known
    {
        get
        {
            lock (gate)
                return known.Count;
        }
    }

    /// <summary>What the POST came to, or null when its receiver has no place for it now.</summary>
    public async Task<Answer?> PostAsync(string tenant, Uri address, bool isAskedFor, Func<Task<Answer>> post)
    {
        if (await EnterAsync(tenant, address, isAskedFor) is not var (endpoint, isProbe))
            return null;
        Answer? answer = null;
        try
        {
            return answer = await post();
        }
        finally
        {
            Leave(endpoint, isProbe, answer);
        }
    }

    // A quick one has a place soon: to put its whole backlog off, one by one, costs Redis more than the moment costs a
    // slot. It is short, for what waits here keeps others out.
    private async Task<(Endpoint, bool IsProbe)?> EnterAsync(string tenant, Uri address, bool isAskedFor)
    {
        var entered = Enter(tenant, address, isAskedFor, out var turn);
        if (turn is null)
            return entered;
        using var moment = new CancellationTokenSource(quick / 10, time);
        while (turn is not null && await WaitingLine.ComesAsync(turn, moment.Token))
            entered = Enter(tenant, address, isAskedFor, out turn);
        return entered;
    }

    private (Endpoint, bool IsProbe)? Enter(
        string tenant, Uri address, bool isAskedFor, out TaskCompletionSource<bool>? turn)
    {
        lock (gate)
        {
            var endpoint = Of((tenant, address.GetLeftPart(UriPartial.Authority)));
            var hasPlace = HasPlace(endpoint);
            turn = !hasPlace && endpoint.IsQuick ? line.Join() : null;
            if (!hasPlace || endpoint.TryEnter(isAskedFor) is not { } isProbe)
                return null;
            inFlight++;
            return (endpoint, isProbe);
        }
    }

    private bool HasPlace(Endpoint endpoint) =>
        endpoint.InFlight < places || inFlight < (endpoint.IsQuick ? threeQuarters : half);

    private void Leave(Endpoint endpoint, bool isProbe, Answer? answer)
    {
        lock (gate)
        {
            inFlight--;
            endpoint.Leave(isProbe, answer);
            line.Next();
        }
    }

    // A path may name a ticket; the host is what is slow. Another tenant's trouble at the same host is none of this
    // one's.
    private Endpoint Of((string Tenant, string Authority) key)
    {
        if (known.TryGetValue(key, out var endpoint))
            return endpoint;
        if (known.Count >= Most)
            Forget();
        return known[key] = new Endpoint(quick, time);
    }

    private void Forget()
    {
        foreach (var (key, endpoint) in known)
            if (endpoint.InFlight == 0)
                known.Remove(key);
    }
}
