using System.Text;
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
    public void The_passwords_are_filled_in_by_compose()
    {
        var rabbit = Yaml.Read("docker-compose.yml").At("services.rabbitmq");
        foreach (var user in _definitions.At("users").AsArray())
        {
            var placeholder = user!.Text("password");
            Assert.EndsWith("PASSWORD", placeholder, StringComparison.Ordinal);
            Assert.Contains($"s/{placeholder}/$${placeholder}/", rabbit.Text("entrypoint.2"), StringComparison.Ordinal);
            Assert.NotNull(rabbit.At("environment")[placeholder]);
        }
    }

    [SkippableFact]
    public async Task The_application_is_no_administrator_and_who_monitors_sees_figures_and_no_messages()
    {
        await using var rabbit = await RabbitServer.StartAsync(management: true);
        await rabbit.ControlAsync("import_definitions", Checkout.File("deploy", "rabbitmq", "definitions.json"));
        await rabbit.ControlAsync("eval", """
            rabbit_amqqueue:declare(rabbit_misc:r(<<"/">>, queue, <<"workers.queries">>), true, false, [], none, <<"test">>).
            """);

        const string queue = "api/queues/%2F/workers.queries";
        Assert.Equal(200, await AskAsync(rabbit, "monitoring", HttpMethod.Get, queue));
        Assert.Equal(401, await AskAsync(rabbit, "workers", HttpMethod.Get, queue));
        Assert.NotEqual(200, await AskAsync(rabbit, "monitoring", HttpMethod.Post, $"{queue}/get"));
        Assert.NotEqual(204, await AskAsync(rabbit, "monitoring", HttpMethod.Delete, queue));
        Assert.Equal(200, await AskAsync(rabbit, "monitoring", HttpMethod.Get, queue));
    }

    private async Task<int> AskAsync(RabbitServer rabbit, string user, HttpMethod method, string path)
    {
        var password = _definitions.At("users").AsArray().Single(known => known!.Text("name") == user)!.Text("password");
        using var client = new HttpClient { BaseAddress = rabbit.ManagementUri };
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{user}:{password}")));
        if (method == HttpMethod.Post)
            request.Content = new StringContent("""{"count":1,"ackmode":"ack_requeue_false","encoding":"auto"}""");
        using var answer = await client.SendAsync(request);
        return (int)answer.StatusCode;
    }
}
