using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    private static readonly TimeSpan SwitchedOffFor = TimeSpan.FromHours(24);

    /// <summary>Switches a tenant's address off for 24 hours, for all workers: nothing more is sent to it
    /// unasked.</summary>
    public Task SwitchOffAsync(string tenant, Uri address, CancellationToken cancellation = default) =>
        database.StringSetAsync(Keys.SwitchedOff(tenant, address), "", SwitchedOffFor).WaitAsync(cancellation);

    /// <summary>Switches a tenant's address on again.</summary>
    public Task SwitchOnAsync(string tenant, Uri address, CancellationToken cancellation = default) =>
        database.KeyDeleteAsync(Keys.SwitchedOff(tenant, address)).WaitAsync(cancellation);

    /// <summary>Whether a tenant's address is switched off.</summary>
    public Task<bool> IsSwitchedOffAsync(string tenant, Uri address, CancellationToken cancellation = default) =>
        database.KeyExistsAsync(Keys.SwitchedOff(tenant, address)).WaitAsync(cancellation);
}
