namespace Workers.EndToEnd.Tests.Failures;

/// <summary>Customers who each talk in one conversation, a share of their queries in each phase; each waits for its 202
/// before it writes again, so that the order of submission is known.</summary>
internal sealed class Crowd
{
    private readonly TaskCompletionSource[] _phases;
    private readonly WorkerPool _pool;
    private readonly List<Task<List<Accepted>>> _talks;

    public Crowd(WorkerPool pool, int conversations, int queries, int hot, int phases)
    {
        _pool = pool;
        _phases = [.. Enumerable.Range(0, phases)
            .Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        var others = Enumerable.Range(1, conversations).Select(n => TalkAsync($"ticket-{n}", queries));
        _talks = [TalkAsync("hot", hot), .. others];
    }

    /// <summary>Lets a phase's queries go out; returns how many calls the models had had until then.</summary>
    public int Open(int phase)
    {
        var calls = _pool.CallCount;
        _phases[phase].TrySetResult();
        return calls;
    }

    /// <summary>All submissions, once all are accepted.</summary>
    public async Task<IReadOnlyList<Accepted>> AcceptedAsync(TimeSpan within) =>
        [.. (await Task.WhenAll(_talks).WaitAsync(within)).SelectMany(talk => talk)];

    private async Task<List<Accepted>> TalkAsync(string conversation, int queries)
    {
        var accepted = new List<Accepted>();
        for (var n = 0; n < queries; n++)
        {
            await _phases[n * _phases.Length / queries].Task;
            accepted.Add(await _pool.Customers.SubmitAsync(conversation, $"Question {n + 1} in {conversation}"));
        }

        return accepted;
    }
}
