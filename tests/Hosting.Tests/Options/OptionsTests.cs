using Microsoft.Extensions.Configuration;
using Workers.Hosting.Options;

namespace Workers.Hosting.Tests.Options;

public sealed class OptionsTests
{
    private const string Secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    [Fact]
    public void Without_any_setting_the_defaults_of_the_contract_hold()
    {
        var all = Read();
        Assert.Equal((64, 256, 5), (all.Worker.Slots, all.Worker.DeliverySlots, all.Worker.MaxAttempts));
        Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1)), (all.Worker.Lease, all.Worker.DrainTimeout));
        Assert.Equal(WorkerRoles.Agent | WorkerRoles.Webhooks, all.Worker.Roles);
        Assert.Equal((AgentProvider.Local, 20), (all.Agent.Provider, all.Agent.ContextTurns));
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)), (all.Agent.Timeout, all.Agent.GiveUpAfter));
        Assert.Equal("5s 5m 30m 2h 5h 10h 10h", string.Join(' ', all.Webhooks.RetrySchedule.Select(Duration.Format)));
        Assert.Equal((TimeSpan.FromSeconds(15), false), (all.Webhooks.Timeout, all.Webhooks.DangerousAllowPrivateAddresses));
        Assert.Equal((100, TimeSpan.FromDays(30)), (all.Context.TurnsKept, all.Context.TimeToLive));
        Assert.Equal((TimeSpan.FromDays(7), 0, ".workers"),
            (all.Queries.TimeToLive, all.Redis.WaitForReplicas, all.Standalone.Data));
    }

    [Fact]
    public void Every_kind_of_value_is_read()
    {
        var all = Read(
            ("Worker:Slots", "8"), ("worker:roles", "Webhooks"), ("Worker:Lease", "00:00:02"), ("Worker:DrainTimeout", "500ms"),
            ("Agent:Provider", "openai"), ("Agent:Model", "m"), ("Webhooks:RetrySchedule", " 1s  2h "),
            ("Webhooks:DangerousAllowPrivateAddresses", "true"), ("Ingress:PublicBaseUrl", "https://workers.example/"),
            ("Tenants:acme:ApiKeys:0", "k1"), ("Tenants:acme:Webhook:Url", "http://127.0.0.1:1/hook"),
            ("Tenants:acme:Webhook:Secrets:0", Secret), ("Tenants:acme:ReplyHosts:0", "*.crm.example"),
            ("Tenants:acme:MaxBacklog", "7"), ("Operators:ApiKeys:0", "op"));

        Assert.Equal((8, WorkerRoles.Webhooks), (all.Worker.Slots, all.Worker.Roles));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(500)), (all.Worker.Lease, all.Worker.DrainTimeout));
        Assert.Equal(new Uri("https://api.openai.com/v1"), all.Agent.Endpoint);
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromHours(2)], all.Webhooks.RetrySchedule);
        Assert.Equal((7, 100), (all.Tenants["acme"].MaxBacklog, all.Tenants["acme"].RequestsPerSecond));
        Assert.Equal([Secret], all.Tenants["acme"].Webhook.Secrets);
        Assert.Equal(["op"], all.Operators.ApiKeys);
    }

    [Theory]
    [InlineData("Worker:Slotz", "8", "Worker:Slotz is not a setting; Worker has Slots, DeliverySlots, Roles, Lease,")]
    [InlineData("Worker:Slots", "abc", "Worker:Slots must be between 1 and 20000, but is 'abc'.")]
    [InlineData("Worker:Slots", "", "Worker:Slots must be between 1 and 20000, but is ''.")]
    [InlineData("Worker:Slots", "0", "Worker:Slots must be between 1 and 20000, but is '0'.")]
    [InlineData("Worker:Slots:0", "8", "Worker:Slots takes one value, not a list or a section.")]
    [InlineData("Worker:Lease", "10", "Worker:Lease must be between 1s and 5m (as 5s, 30m, 2h, 30d or hh:mm:ss), but is '10'.")]
    [InlineData("Worker:Roles", "agent,cook", "Worker:Roles must be agent,webhooks, but is 'agent,cook'.")]
    [InlineData("Worker:Roles", "none", "Worker:Roles must be agent,webhooks, but is 'none'.")]
    [InlineData("Agent:Provider", "1", "Agent:Provider must be local or openai or anthropic, but is '1'.")]
    [InlineData("Agent:Provider", "openai", "Agent:Model is required when Agent:Provider is openai.")]
    [InlineData("Agent:Endpoint", "host/v1", "Agent:Endpoint must be an absolute http or https address.")]
    [InlineData("Webhooks:RetrySchedule", "5s soon", "Webhooks:RetrySchedule must be durations between 1ms and 30d, separated")]
    [InlineData("Webhooks:DangerousAllowPrivateAddresses", "yes",
        "Webhooks:DangerousAllowPrivateAddresses must be true or false, but is 'yes'.")]
    [InlineData("Ingress:PublicBaseUrl", "/here", "Ingress:PublicBaseUrl must be an absolute http or https address.")]
    [InlineData("Tenants:Acme:ApiKeys:0", "k", "Tenants:Acme must have an id of 1 to 32 lower-case letters, digits and dashes.")]
    [InlineData("Tenants:acme", "k", "Tenants:acme is no setting of its own; it has ApiKeys, Webhook, ReplyHosts,")]
    [InlineData("Tenants:acme:ApiKey", "k", "Tenants:acme:ApiKey is not a setting; Tenants:acme has ApiKeys, Webhook,")]
    [InlineData("Tenants:acme:ApiKeys", "k", "Tenants:acme:ApiKeys is a list; its first value is Tenants:acme:ApiKeys:0.")]
    [InlineData("Tenants:acme:ApiKeys:0", " ", "Tenants:acme:ApiKeys:0 must not be empty.")]
    [InlineData("Tenants:acme:ApiKeys:0", "sha256:12", "Tenants:acme:ApiKeys:0 must be sha256: and 64 hexadecimal digits.")]
    [InlineData("Tenants:acme:ReplyHosts:0", "https://crm.example/", "Tenants:acme:ReplyHosts:0 must be host, host:port or *.host.")]
    [InlineData("Tenants:acme:Webhook:Url", "http://crm.example/", "Tenants:acme:Webhook:Url must be an absolute https address.")]
    [InlineData("Tenants:acme:Webhook:Url", "https://crm.example/", "Tenants:acme:Webhook:Secrets:0 is required with ")]
    [InlineData("Tenants:acme:Webhook:Secrets:0", "whsec_c2hvcnQ=",
        "Tenants:acme:Webhook:Secrets:0 must be whsec_ and 24 to 64 bytes in base64.")]
    [InlineData("ConnectionStrings:RabbitMq", "http://x", "ConnectionStrings:RabbitMq must be like amqp://")]
    [InlineData("ConnectionStrings:Reddis", "x", "ConnectionStrings:Reddis is not a setting; ConnectionStrings has RabbitMq, Redis.")]
    [InlineData("ConnectionStrings:Redis", "x,nonsense=1", "ConnectionStrings:Redis must be a StackExchange.Redis ")]
    public void A_setting_that_is_wrong_is_refused_with_one_sentence_that_names_it(string key, string value, string sentence)
    {
        var refusal = Assert.Throws<ConfigurationException>(() => Read((key, value)));
        Assert.StartsWith(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal.Message);
    }

    [Fact]
    public void A_worker_that_only_delivers_needs_no_setting_of_an_agent() =>
        Assert.Null(Read(("Worker:Roles", "webhooks"), ("Agent:Provider", "anthropic")).Agent.Model);

    [Theory]
    [InlineData("ConnectionStrings:Redis", "ConnectionStrings:RabbitMq is required")]
    [InlineData("ConnectionStrings:RabbitMq", "ConnectionStrings:Redis is required")]
    public void A_host_that_needs_both_servers_is_told_which_one_is_missing(string given, string sentence)
    {
        var value = given.EndsWith("Redis", StringComparison.Ordinal) ? "127.0.0.1" : "amqp://127.0.0.1";
        var refusal = Assert.Throws<ConfigurationException>(() => AllOptions.Read(Configuration((given, value)), true));
        Assert.StartsWith(sentence, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("shared", "shared")]
    [InlineData("shared", "sha256:")]
    public void One_key_in_two_tenants_stops_the_start_and_is_not_shown(string one, string other)
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData("shared"u8));
        other = other.StartsWith("sha256:", StringComparison.Ordinal) ? $"sha256:{hash}" : other;
        var refusal = Assert.Throws<ConfigurationException>(
            () => Read(("Tenants:a:ApiKeys:0", one), ("Tenants:b:ApiKeys:0", other)));
        Assert.Equal("Tenants:b:ApiKeys:0 is also a key of Tenants:a; a key belongs to one tenant.", refusal.Message);
    }

    [Fact]
    public void A_secret_is_never_shown()
    {
        var refusal = Assert.Throws<ConfigurationException>(() => Read(("Tenants:a:Webhook:Secrets:0", "hunter2hunter2")));
        Assert.DoesNotContain("hunter2", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", new AgentOptions { ApiKey = "hunter2" }.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", new ConnectionOptions { RabbitMq = "hunter2" }.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sections_of_others_and_variables_that_only_look_like_ours_are_left_alone() =>
        Assert.Equal(64, Read(("Logging:LogLevel:Default", "Debug"), ("WORKER_PORT", "tcp://1"), ("Agent", "x")).Worker.Slots);

    private static AllOptions Read(params (string Key, string Value)[] settings) =>
        AllOptions.Read(Configuration(settings), requireConnections: false);

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value))).Build();
}
