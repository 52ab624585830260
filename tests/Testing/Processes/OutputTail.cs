namespace Workers.Testing;

/// <summary>A child's output: keeps the last lines for failure messages and lets one wait for a line.</summary>
public sealed class OutputTail
{
    private const int Kept = 400;
    private readonly Lock _lock = new();
    private readonly Queue<string> _lines = new();
    private readonly List<(Predicate<string> Wanted, TaskCompletionSource<string> Seen)> _waiting = [];
    private string? _copy;

    /// <summary>The last lines, oldest first.</summary>
    public string Text
    {
        get
        {
            lock (_lock)
            {
                return string.Join('\n', _lines);
            }
        }
    }

    /// <summary>Completes with the first line, kept or to come, that matches.</summary>
    public Task<string> LineAsync(Predicate<string> wanted, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            if (_lines.FirstOrDefault(line => wanted(line)) is { } kept)
            {
                return Task.FromResult(kept);
            }

            var seen = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((wanted, seen));
            return seen.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>Writes each line, kept or to come, to a file as well.</summary>
    public void CopyTo(string path)
    {
        lock (_lock)
        {
            File.AppendAllLines(path, _lines);
            _copy = path;
        }
    }

    internal async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            Add(line);
        }
    }

    private void Add(string line)
    {
        lock (_lock)
        {
            _lines.Enqueue(line);
            if (_copy is not null)
            {
                File.AppendAllText(_copy, line + '\n');
            }

            if (_lines.Count > Kept)
            {
                _lines.Dequeue();
            }

            foreach (var (_, seen) in _waiting.Where(w => w.Wanted(line)).ToList())
            {
                seen.TrySetResult(line);
            }

            _waiting.RemoveAll(w => w.Seen.Task.IsCompleted);
        }
    }
}
