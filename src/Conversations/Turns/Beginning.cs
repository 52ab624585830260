namespace Workers.Conversations;

/// <summary>What a worker finds when a hint wakes a conversation.</summary>
/// <param name="Handover">What has to be published, whatever was found: queries may have ended on the way.</param>
public abstract record Beginning(Handover Handover)
{
    /// <summary>The head is granted: ask the model.</summary>
    public sealed record Begun(Turn Turn, Handover Handover) : Beginning(Handover);

    /// <summary>Somebody else runs the head.</summary>
    public sealed record Busy(Handover Handover) : Beginning(Handover);

    /// <summary>The head is postponed; its due time wakes it.</summary>
    public sealed record NotDue(Handover Handover) : Beginning(Handover);

    /// <summary>The head is a suspect and this process may not run one now; a due time is set.</summary>
    public sealed record SuspectLater(Handover Handover) : Beginning(Handover);

    /// <summary>The mailbox is empty: a late or doubled hint.</summary>
    public sealed record Idle(Handover Handover) : Beginning(Handover);

    /// <summary>The hint is of an erased generation or of a conversation that was never heard of.</summary>
    public sealed record Unknown(Handover Handover) : Beginning(Handover);
}
