namespace Workers.Worker.Agent;

/// <summary>Closes after a run of calls that found the model unavailable; a single turn at a time then probes
/// it.</summary>
/// <remarks>
/// Any sign of life opens it, also from a call that began before it closed. Late failures of such calls change nothing:
/// the end of an outage is seen by the probe alone, so a burst of time-outs does not push the next probe away.
/// </remarks>
internal sealed class ModelGate(TimeProvider time)
{
    private const int FailuresThatClose = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    private readonly Lock sync = new();
    private int failures;
    private bool closed;
    private long probe; // the number of the pass that probes now, 0 for none
    private long lastNumber;
    private TimeSpan pause;
    private TimeSpan asksFor; // how long it stays closed, counted from the last failure that counts
    private long closedAt; // a timestamp: a wall clock that is set back keeps nothing closed

    /// <summary>Asks for leave to call the model; who gets it must <see cref="Report"/>.</summary>
    public GatePass TryEnter()
    {
        lock (sync)
        {
            if (!closed)
            {
                return new GatePass(GateState.Open, TimeSpan.Zero, 0);
            }

            var wait = asksFor - time.GetElapsedTime(closedAt);
            if (probe != 0 || wait > TimeSpan.Zero)
            {
                return new GatePass(GateState.Closed, wait > FirstPause ? wait : FirstPause, 0);
            }

            probe = ++lastNumber;
            return new GatePass(GateState.Probe, TimeSpan.Zero, probe);
        }
    }

    /// <summary>Tells what the call came to; null when it was dropped and says nothing about the model.</summary>
    public void Report(GatePass pass, AgentAnswer? answer)
    {
        lock (sync)
        {
            var probed = pass.State == GateState.Probe && pass.Number == probe;
            if (probed)
            {
                probe = 0;
            }

            if (answer is AgentAnswer.Unavailable down)
            {
                Failed(probed, down.RetryAfter ?? TimeSpan.Zero);
            }
            else if (answer is not null)
            {
                failures = 0;
                closed = false;
                probe = 0;
            }
        }
    }

    private void Failed(bool probed, TimeSpan asked)
    {
        if (!closed && ++failures < FailuresThatClose)
        {
            return;
        }

        if (!closed || probed)
        {
            pause = closed ? Shorter(pause * 2, LongestPause) : FirstPause;
            closed = true;
            closedAt = time.GetTimestamp();
            asksFor = asked > pause ? Shorter(asked, LongestPause) : pause;
        }
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
