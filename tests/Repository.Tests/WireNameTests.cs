using Workers.Contracts;
using Workers.Contracts.V1;

namespace Workers.Repository.Tests;

/// <summary>What other processes know us by: a rename here is a breaking change, never a refactoring.</summary>
public sealed class WireNameTests
{
    [Fact]
    public void Queues_keep_their_names() =>
        Assert.Equal(["workers.queries", "workers.replies"], [QueueNames.Queries, QueueNames.Replies]);

    [Theory]
    [InlineData(typeof(QueryReady), "Workers.Contracts.V1.QueryReady",
        "ConversationId Epoch PublishedAt QueryId Tenant")]
    [InlineData(typeof(ReplyReady), "Workers.Contracts.V1.ReplyReady", "DeliveryId PublishedAt Tenant")]
    public void Messages_keep_their_names_and_members(Type message, string name, string members)
    {
        Assert.Equal(name, message.FullName);
        Assert.Equal(members, string.Join(' ', message.GetProperties().Select(property => property.Name).Order()));
    }
}
