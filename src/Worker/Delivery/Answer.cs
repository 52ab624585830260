namespace Workers.Worker.Delivery;

/// <summary>What one POST came to: a status, or a word for why there is none.</summary>
/// <param name="Took">From the first byte of name resolution to the status, or to giving up.</param>
/// <param name="Code">The receiver's HTTP status.</param>
/// <param name="Error">One of <see cref="Errors"/>, when no status came.</param>
/// <param name="RetryAfter">How long the receiver asks us to wait.</param>
internal sealed record Answer(TimeSpan Took, int? Code = null, string? Error = null, TimeSpan? RetryAfter = null)
{
    public bool IsTimeout => Error == Errors.Timeout;
}
