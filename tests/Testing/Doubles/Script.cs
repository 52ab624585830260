namespace Workers.Testing;

/// <summary>Scripted answers, the oldest that fits first, each for so many requests.</summary>
internal sealed class Script<T>
{
    private readonly Lock _lock = new();
    private readonly List<(Func<T, bool> Fits, ScriptedAnswer Answer, int Left)> _entries = [];

    public void Add(Func<T, bool> fits, ScriptedAnswer answer, int count)
    {
        lock (_lock)
        {
            _entries.Add((fits, answer, count));
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
        }
    }

    /// <summary>The answer scripted for a request, used up once; null for a normal answer.</summary>
    public ScriptedAnswer? Take(T request)
    {
        lock (_lock)
        {
            var index = _entries.FindIndex(entry => entry.Left > 0 && entry.Fits(request));
            if (index < 0)
            {
                return null;
            }

            _entries[index] = _entries[index] with { Left = _entries[index].Left - 1 };
            return _entries[index].Answer;
        }
    }
}
