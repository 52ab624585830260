using System.Text.Json;
using System.Text.Json.Nodes;
using Workers.Contracts;
using Workers.Contracts.V1;
using Workers.Conversations;
using Workers.Repository.Tests.Deployment;

namespace Workers.Repository.Tests;

/// <summary>docs/asyncapi.yaml tells of the queues and messages that there are, as they are.</summary>
public sealed class AsyncApiTests
{
    private readonly JsonObject _document = Yaml.Read("docs", "asyncapi.yaml");

    [Fact]
    public void Its_channels_are_the_queues()
    {
        var channels = _document["channels"]!.AsObject().Select(channel => channel.Value!).ToList();
        string[] queues = [QueueNames.Queries, QueueNames.Replies];
        Assert.Equal(queues, channels.Select(channel => channel.Text("address")));
        Assert.Equal(queues, channels.Select(channel => channel.Text("bindings.amqp.queue.name")));
    }

    [Theory]
    [InlineData("queryReady", typeof(QueryReady))]
    [InlineData("replyReady", typeof(ReplyReady))]
    public void Its_messages_have_the_members_that_are_sent(string name, Type type)
    {
        var payload = _document.At($"components.messages.{name}.payload");
        var members = type.GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name)).ToList();
        Assert.Equal(members, payload["properties"]!.AsObject().Select(member => member.Key));
        Assert.Equal(members, payload["required"]!.AsArray().Select(member => $"{member}"));
        Assert.Equal(members,
            _document.At($"components.messages.{name}.examples.0.payload").AsObject().Select(member => member.Key));
    }

    [Fact]
    public void Its_ids_have_the_form_of_ours()
    {
        Assert.Equal(QueryId.Pattern, _document.Text("components.messages.queryReady.payload.properties.queryId.pattern"));
        Assert.Equal(
            QueryId.DeliveryPattern, _document.Text("components.messages.replyReady.payload.properties.deliveryId.pattern"));
    }
}
