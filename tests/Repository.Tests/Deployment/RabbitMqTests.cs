using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workers.Contracts;
using Workers.Testing;

namespace Workers.Repository.Tests.Deployment;

/// <summary>What deploy/rabbitmq tells the broker.</summary>
public sealed class RabbitMqTests
{
    private readonly JsonNode _definitions =
        JsonNode.Parse(File.ReadAllText(Checkout.File("deploy", "rabbitmq", "definitions.json")))!;

    [Theory]
    [InlineData(QueueNames.Queries)]
    [InlineData(QueueNames.Replies)]
    public void A_policy_lifts_the_delivery_limit_of_our_queues(string queue)
    {
        var policy = _definitions.At("policies").AsArray().Single(p => Regex.IsMatch(queue, p!.Text("pattern")))!;
        Assert.True(policy.Number("definition.delivery-limit") >= 100_000);
        Assert.Equal("queues", policy.Text("apply-to"));
    }

    [Fact]
    public void The_password_is_filled_in_by_compose()
    {
        var placeholder = _definitions.Text("users.0.password");
        var rabbit = Yaml.Read("docker-compose.yml").At("services.rabbitmq");
        Assert.Contains($"s/{placeholder}/", rabbit.Text("entrypoint.2"), StringComparison.Ordinal);
        Assert.NotNull(rabbit.At("environment")[placeholder]);
    }
}
