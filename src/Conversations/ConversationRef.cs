using Workers.Conversations.Redis;

namespace Workers.Conversations;

/// <summary>A conversation: the unit of order and of context. Written <c>tenant/conversationId</c>, which is unambiguous
/// because a tenant id has no slash.</summary>
/// <param name="Tenant">The account, <c>[a-z0-9-]{1,32}</c>.</param>
/// <param name="Id">The caller's conversation id, 1..128 ASCII characters.</param>
public readonly record struct ConversationRef(string Tenant, string Id)
{
    /// <summary>Which of the <see cref="Buckets.Count"/> buckets holds it.</summary>
    public int Bucket => Buckets.Of(ToString());

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static ConversationRef Parse(string name)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        return new ConversationRef(name[..slash], name[(slash + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Tenant}/{Id}";
}
