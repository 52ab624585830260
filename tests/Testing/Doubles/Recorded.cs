namespace Workers.Testing;

/// <summary>What came in, in order, with a wait for what is still to come.</summary>
internal sealed class Recorded<T>
{
    private readonly Lock _lock = new();
    private readonly List<T> _items = [];
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<T> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _items];
            }
        }
    }

    public void Add(T item)
    {
        lock (_lock)
        {
            _items.Add(item);
            _grown.SetResult();
            _grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>The first that fits, come or to come; fails with the count of those that did not.</summary>
    public async Task<T> WaitAsync(Func<T, bool> fits, TimeSpan within)
    {
        using var bound = new CancellationTokenSource(within);
        for (var seen = 0; ; seen++)
        {
            var item = await AtAsync(seen, bound.Token) ?? throw new TimeoutException(
                $"nothing that fits came within {within}; {seen} others did");
            if (fits(item.Value))
            {
                return item.Value;
            }
        }
    }

    private async Task<Box?> AtAsync(int index, CancellationToken bound)
    {
        while (true)
        {
            Task grown;
            lock (_lock)
            {
                if (index < _items.Count)
                {
                    return new Box(_items[index]);
                }

                grown = _grown.Task;
            }

            try
            {
                await grown.WaitAsync(bound);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }

    private sealed record Box(T Value);
}
