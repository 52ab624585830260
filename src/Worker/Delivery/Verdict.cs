using Workers.Conversations;

namespace Workers.Worker.Delivery;

/// <summary>What an answer means for the delivery.</summary>
internal sealed class Verdict(RetrySchedule schedule)
{
    private const int Gone = 410;

    /// <summary>How an attempt ends that must not be sent, else null: those before it were lost with their processes,
    /// and a delivery that kills whoever sends it is not sent for ever.</summary>
    public DeliveryResult? Beforehand(int attempt) => schedule.Has(attempt) ? null : Failed(Errors.AttemptsLost);

    public DeliveryResult Of(int attempt, Answer answer) => answer.Code switch
    {
        >= 200 and < 300 => Ended(DeliveryStatus.Delivered, answer),
        Gone => Ended(DeliveryStatus.Discarded, answer),
        _ when schedule.After(attempt, answer) is { } wait =>
            Ended(DeliveryStatus.Pending, answer) with { RetryIn = wait },
        _ => Ended(DeliveryStatus.Failed, answer),
    };

    /// <summary>Nothing was sent and nothing will be: nothing says where or how, or the address is switched
    /// off.</summary>
    public static DeliveryResult Discarded(string error) => Unsent(DeliveryStatus.Discarded, error);

    /// <summary>Nothing was sent, and it is too late for it.</summary>
    public static DeliveryResult Failed(string error) => Unsent(DeliveryStatus.Failed, error);

    private static DeliveryResult Unsent(DeliveryStatus status, string error) =>
        Ended(status, new Answer(TimeSpan.Zero, Error: error));

    private static DeliveryResult Ended(DeliveryStatus status, Answer answer) =>
        new(status, TimeSpan.Zero, (int)answer.Took.TotalMilliseconds, answer.Code, answer.Error);
}
