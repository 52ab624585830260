using Workers.Conversations;

namespace Workers.Worker.Delivery;

/// <summary>Which addresses are switched off: one that has answered 410 is, until a day is over or a delivery that its
/// tenant asked for gets through.</summary>
internal sealed class AddressSwitch(
    ConversationStore store, StoreRetry redis, Targets targets, ILogger<AddressSwitch> log)
{
    private const int Gone = 410;

    // When nobody can tell, the receiver can.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Asks for the tenant's own address while the attempt is being granted, so that it costs no
    /// time.</summary>
    public AddressLook LookAhead(string tenant)
    {
        var own = targets.OwnOf(tenant);
        return new AddressLook(own, own is null ? Task.FromResult<bool?>(null) : AskAsync(tenant, own));
    }

    /// <summary>Asks again when the look ahead was for another address, or when Redis was away for it.</summary>
    public async Task<bool> IsOffAsync(DeliveryAttempt attempt, Uri address, AddressLook ahead)
    {
        var isOff = address == ahead.Address ? await ahead.IsOff : null;
        return isOff ?? await AskAsync(attempt.Ended.Tenant, address) ?? false;
    }

    /// <summary>Notes what the answer says of the address itself, and repeats it while Redis is away.</summary>
    public Task NoteAsync(DeliveryAttempt attempt, Outcome.Ended ended, TimeSpan patience)
    {
        var tenant = attempt.Ended.Tenant;
        return ended switch
        {
            { SentTo: { } address, Result.Code: Gone } => DoneAsync(
                "off", cancellation => store.SwitchOffAsync(tenant, address, cancellation), patience),
            { SentTo: { } address, Result.Code: >= 200 and < 300 } when attempt.IsAskedFor => DoneAsync(
                "on", cancellation => store.SwitchOnAsync(tenant, address, cancellation), patience),
            _ => Task.CompletedTask,
        };
    }

    private Task<bool?> AskAsync(string tenant, Uri address) => redis.UntilAnsweredAsync<bool?>(
        async cancellation => await store.IsSwitchedOffAsync(tenant, address, cancellation), Patience);

    private async Task DoneAsync(string position, Func<CancellationToken, Task> change, TimeSpan patience)
    {
        var isDone = await redis.UntilAnsweredAsync(
            async cancellation =>
            {
                await change(cancellation);
                return true;
            },
            patience);
        if (!isDone)
            log.NotSwitched(position);
    }
}

/// <summary>A question that is on its way: whether the address is switched off; null when nobody can tell.</summary>
internal sealed record AddressLook(Uri? Address, Task<bool?> IsOff);
