using System.Security.Cryptography;
using StackExchange.Redis;
using Workers.Conversations.Redis;

namespace Workers.Conversations;

public sealed partial class ConversationStore
{
    private readonly Secret secret = new();

    /// <summary>Reads what the store remembers of itself, and writes it the first time.</summary>
    /// <exception cref="InvalidOperationException">The data was written with another number of buckets.</exception>
    public async Task OpenAsync(CancellationToken cancellation = default)
    {
        var fresh = RandomNumberGenerator.GetBytes(32);
        await database.HashSetAsync(Keys.Layout, "secret", fresh, When.NotExists).WaitAsync(cancellation).ConfigureAwait(false);
        await database.HashSetAsync(Keys.Layout, "buckets", Buckets.Count, When.NotExists)
            .WaitAsync(cancellation).ConfigureAwait(false);
        var layout = await database.HashGetAsync(Keys.Layout, ["secret", "buckets"])
            .WaitAsync(cancellation).ConfigureAwait(false);
        if ((int)layout[1] != Buckets.Count)
            throw new InvalidOperationException(
                $"The data in Redis has {layout[1]} buckets, but this version of Workers has {Buckets.Count}.");
        secret.Learn((byte[])layout[0]!);
    }
}
