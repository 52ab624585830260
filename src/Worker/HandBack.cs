using Workers.Conversations;
using Workers.Worker.Answering;

namespace Workers.Worker;

/// <summary>Gives hints that come after the drain has begun back to their queue. They are held until this process'
/// consumers take no more: a hint that is published before comes straight back to them, again and again.</summary>
internal sealed class HandBack(Intake intake, HintPublisher hints, Drain drain, TimeProvider time)
{
    // The broker still has to hear that a consumer stops.
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(250);

    /// <summary>Returns when the hint is in the queue again, or left to its due time; at the drain's end at the
    /// latest.</summary>
    public async Task ReturnAsync(Handover hint)
    {
        await intake.Closed.WaitAsync(drain.Over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(Moment, time, drain.LastWord).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await hints.PublishAsync(hint);
    }
}
