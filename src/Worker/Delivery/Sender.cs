using System.Diagnostics;
using Workers.Conversations;

namespace Workers.Worker.Delivery;

/// <summary>Makes a granted attempt, if there is an address for it, a place, and its turn has come.</summary>
internal sealed class Sender(
    ConversationStore store, StoreRetry redis, Targets targets, AddressSwitch switches, Endpoints endpoints,
    WebhookClient client, Verdict verdict, Deferral deferral, Drain drain)
{
    private static readonly TimeSpan OrderPatience = TimeSpan.FromSeconds(2);

    /// <summary>Throws when the drain is over, or by a mistake of ours.</summary>
    public async Task<Outcome> SendAsync(DeliveryAttempt attempt, AddressLook ahead) =>
        verdict.Beforehand(attempt.Scheduled) is { } spent ? new Outcome.Ended(spent) : targets.Of(attempt.Ended) switch
        {
            Target.Address address => await SendAsync(attempt, address, ahead),
            Target.Nowhere nowhere => new Outcome.Ended(Verdict.Discarded(nowhere.Error)),
            _ => throw new UnreachableException(),
        };

    private async Task<Outcome> SendAsync(DeliveryAttempt attempt, Target.Address address, AddressLook ahead)
    {
        if (!attempt.IsAskedFor)
        {
            if (await switches.IsOffAsync(attempt, address.Url, ahead))
                return new Outcome.Ended(Verdict.Discarded(Errors.AddressOff));
            if (address.IsInOrder && await IsBehindAsync(attempt))
                return deferral.Of(attempt);
        }

        if (await endpoints.PostAsync(attempt.Ended.Tenant, address.Url, attempt.IsAskedFor,
            () => client.PostAsync(attempt, address, drain.Over)) is not { } answer)
            return deferral.Of(attempt);
        return new Outcome.Ended(verdict.Of(attempt.Scheduled, answer), address.Url);
    }

    // When nobody can tell it waits: its place in the order was promised.
    private async Task<bool> IsBehindAsync(DeliveryAttempt attempt) => await redis.UntilAnsweredAsync<bool?>(
        async cancellation => await store.IsBehindAsync(attempt, cancellation), OrderPatience) ?? true;
}
