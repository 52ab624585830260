namespace Workers.Worker.Agent;

/// <summary>What the gate lets a turn do.</summary>
internal enum GateState
{
    /// <summary>The model is up, as far as is known: call it.</summary>
    Open,

    /// <summary>The model is down and this turn is the one that tries: call it.</summary>
    Probe,

    /// <summary>The model is down and another turn tries: postpone without a call.</summary>
    Closed,
}

/// <summary>A turn's leave to call the model; <c>RetryIn</c> says when to come back to a closed gate.</summary>
internal readonly record struct GatePass(GateState State, TimeSpan RetryIn, long Number)
{
    /// <summary>Whether the turn may call the model; it then owes the gate a report.</summary>
    public bool MayCall => State != GateState.Closed;
}
