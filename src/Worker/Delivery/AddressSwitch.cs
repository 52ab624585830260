using Workers.Conversations;

namespace Workers.Worker.Delivery;

/// <summary>Which addresses are switched off: one that has answered 410 is, until a day is over or a delivery that its
/// tenant asked for gets through.</summary>
internal sealed class AddressSwitch(ConversationStore store, StoreRetry redis, Targets targets)
{
    private const int Gone = 410;

    // When nobody can tell, the receiver can.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Asks for the tenant's own address while the attempt is being granted, so that it costs no
    /// time.</summary>
    public AddressLook LookAhead(string tenant)
    {
        var own = targets.OwnOf(tenant);
        return new AddressLook(own, own is null ? Task.FromResult(false) : IsOffAsync(tenant, own));
    }

    public Task<bool> IsOffAsync(DeliveryAttempt attempt, Uri address, AddressLook ahead) =>
        address == ahead.Address ? ahead.IsOff : IsOffAsync(attempt.Ended.Tenant, address);

    /// <summary>Notes what the address answered.</summary>
    public async Task NoteAsync(DeliveryAttempt attempt, Uri address, Answer answer)
    {
        var tenant = attempt.Ended.Tenant;
        if (answer.Code == Gone)
            await DoneAsync(cancellation => store.SwitchOffAsync(tenant, address, cancellation));
        else if (attempt.IsAskedFor && answer.Code is >= 200 and < 300)
            await DoneAsync(cancellation => store.SwitchOnAsync(tenant, address, cancellation));
    }

    private Task<bool> IsOffAsync(string tenant, Uri address) => redis.UntilAnsweredAsync(
        cancellation => store.IsSwitchedOffAsync(tenant, address, cancellation), Patience);

    private Task<bool> DoneAsync(Func<CancellationToken, Task> change) => redis.UntilAnsweredAsync(
        async cancellation =>
        {
            await change(cancellation);
            return true;
        },
        Patience);
}

/// <summary>A question that is on its way: whether the address is switched off.</summary>
internal sealed record AddressLook(Uri? Address, Task<bool> IsOff);
