using System.Security.Cryptography;

namespace Workers.Conversations.Redis;

/// <summary>The store's own secret: makes ids that the same request always gets and that nobody else can guess.</summary>
internal sealed class Secret
{
    private byte[]? key;

    public void Learn(byte[] value) => key = value;

    public byte[] Sign(byte[] content) =>
        HMACSHA256.HashData(key ?? throw new TimeoutException("The store's layout was not read yet."), content);
}
