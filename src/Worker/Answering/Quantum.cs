namespace Workers.Worker.Answering;

/// <summary>How long a conversation may keep its slot while it has more queries: short turns go on at once and save the way
/// through the queue, which costs more than they do; after a long one others come first.</summary>
internal sealed class Quantum(Drain drain, TimeProvider time)
{
    /// <summary>How long a conversation goes on in its slot.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMilliseconds(250);

    private readonly long since = time.GetTimestamp();

    public bool IsOver => drain.HasBegun || time.GetElapsedTime(since) >= Length;
}
