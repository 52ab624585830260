using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workers.Hosting.Options;
using Workers.Testing;

namespace Workers.Repository.Tests.Deployment;

/// <summary>docker-compose.yml against the code and against what must not happen to a newcomer's machine.</summary>
public sealed partial class ComposeTests
{
    private readonly JsonObject _compose = Yaml.Read("docker-compose.yml");

    private JsonObject Services => _compose.At("services").AsObject();

    [Theory]
    [InlineData("ingress")]
    [InlineData("worker")]
    public void Each_environment_variable_is_a_setting_with_a_value_that_the_host_takes(string service)
    {
        var read = KnownSettings.Read(Environment(service));
        Assert.Equal(AgentProvider.Local, read.Agent.Provider);
        Assert.NotEmpty(read.Tenants["demo"].ApiKeys);
    }

    [Theory]
    [InlineData("ingress", "Ingress")]
    [InlineData("worker", "Worker")]
    public void Our_services_are_built_from_our_Dockerfiles(string service, string project)
    {
        Assert.Equal($"src/{project}/Dockerfile", Services.Text($"{service}.build.dockerfile"));
        Assert.True(Services.At($"{service}.read_only").GetValue<bool>());
    }

    [Fact]
    public void Ports_are_open_to_this_machine_only() => Assert.All(
        Services.Where(service => service.Value!["ports"] is not null)
            .SelectMany(service => service.Value!["ports"]!.AsArray()),
        port => Assert.StartsWith("127.0.0.1:", port!.GetValue<string>(), StringComparison.Ordinal));

    [Fact]
    public void No_secret_has_a_default()
    {
        var secrets = Variable().Matches(File.ReadAllText(Checkout.File("docker-compose.yml")))
            .Where(variable => variable.Groups[1].Value.EndsWith("PASSWORD", StringComparison.Ordinal)
                || variable.Groups[1].Value == "DEMO_API_KEY").ToList();
        Assert.NotEmpty(secrets);
        Assert.All(secrets, secret => Assert.StartsWith(":?", secret.Groups[2].Value, StringComparison.Ordinal));
    }

    [Fact]
    public void The_example_names_each_variable_and_no_secret()
    {
        var example = File.ReadAllLines(Checkout.File(".env.example"))
            .Where(line => line.Contains('=') && !line.StartsWith('#'))
            .ToDictionary(line => line.Split('=')[0], line => line.Split('=')[1]);
        var used = Variable().Matches(File.ReadAllText(Checkout.File("docker-compose.yml")))
            .Select(variable => variable.Groups[1].Value).Distinct();
        Assert.Equal(used.Order(), example.Keys.Order());
        Assert.All(example.Where(entry => entry.Key != "AGENT_PROVIDER"), entry => Assert.Empty(entry.Value));
    }

    [Fact]
    public void A_worker_is_given_longer_to_stop_than_it_takes()
    {
        var grace = Services.Text("worker.stop_grace_period");
        Assert.True(Duration.TryParse(grace, out var bound));
        Assert.True(bound > KnownSettings.ShutdownTimeout(Environment("worker")));
    }

    [Fact]
    public void Two_workers_start_after_healthy_servers()
    {
        Assert.Equal(2, Services.Number("worker.deploy.replicas"));
        foreach (var (ours, server) in new[] { ("ingress", "redis"), ("worker", "redis"), ("worker", "rabbitmq") })
        {
            Assert.Equal("service_healthy", Services.Text($"{ours}.depends_on.{server}.condition"));
            Assert.NotNull(Services.At($"{server}.healthcheck.test"));
        }
    }

    [Fact]
    public void Redis_has_on_disk_what_it_acknowledged_and_evicts_nothing()
    {
        var command = Services.Text("redis.command.2");
        Assert.Contains("--appendonly yes --appendfsync always", command, StringComparison.Ordinal);
        Assert.Contains("--maxmemory-policy noeviction", command, StringComparison.Ordinal);
        Assert.Equal("redis:/data", Services.Text("redis.volumes.0"));
    }

    [SkippableFact]
    public async Task Compose_itself_accepts_the_file()
    {
        var path = System.Environment.GetEnvironmentVariable("PATH")!.Split(':');
        var isInstalled = path.Any(folder => File.Exists(Path.Combine(folder, "docker-compose")));
        Needs.Check(isInstalled, "docker-compose is not installed");
        var variables = Variable().Matches(File.ReadAllText(Checkout.File("docker-compose.yml")))
            .Select(variable => variable.Groups[1].Value).Distinct().ToDictionary(name => name, string? (_) => "local");
        var start = new ChildStart("docker-compose", ["config", "--quiet"], Checkout.Root)
        {
            Environment = variables,
        };
        await using var compose = ChildProcess.Start(start);
        Assert.True(await compose.ExitAsync(TimeSpan.FromSeconds(60)) == 0, compose.Output.Text);
    }

    private Dictionary<string, string?> Environment(string service) => Services.At($"{service}.environment").AsObject()
        .ToDictionary(entry => entry.Key, string? (entry) => Variable().Replace(
            entry.Value!.GetValue<string>(), variable => variable.Groups[2].Value switch
            {
                ['-', .. var value] => value,
                [':', '-', .. var value] => value,
                _ => "filled-in",
            }));

    [GeneratedRegex(@"(?<!\$)\$\{([A-Z_]+)([^}]*)\}")]
    private static partial Regex Variable();
}
