using System.Text.Json.Nodes;
using Workers.Testing;

namespace Workers.Repository.Tests.Deployment;

/// <summary>deploy/kubernetes/worker.yaml against the code and the restricted pod security standard.</summary>
public sealed class WorkerDeploymentTests
{
    private readonly JsonObject _worker = Yaml.Read("deploy", "kubernetes", "worker.yaml");

    private JsonNode Pod => _worker.At("spec.template.spec");

    private JsonNode Container => Assert.Single(Pod.At("containers").AsArray())!;

    [Fact]
    public void Nobody_but_KEDA_says_how_many_replicas_there_are() => Assert.Null(_worker.At("spec")["replicas"]);

    [Fact]
    public void Each_environment_variable_is_a_setting()
    {
        var connections = KnownSettings.Read(Environment()).ConnectionStrings;
        Assert.NotEmpty(connections.Redis);
    }

    [Fact]
    public void A_worker_is_given_longer_to_stop_than_it_takes()
    {
        var grace = TimeSpan.FromSeconds(Pod.Number("terminationGracePeriodSeconds"));
        Assert.True(grace > KnownSettings.ShutdownTimeout(Environment()));
    }

    [Fact]
    public void The_probes_look_at_the_port_that_the_worker_listens_on()
    {
        var port = Assert.Single(Container.At("ports").AsArray())!.Number("containerPort");
        Assert.Equal("probes", Container.Text("ports.0.name"));
        Assert.Equal($"http://+:{port}", Environment()["ASPNETCORE_URLS"]);
        Assert.Contains($":{port}\"", File.ReadAllText(Checkout.File("src", "Worker", "Program.cs")),
            StringComparison.Ordinal);
        Assert.Equal("/healthz/live", Container.Text("livenessProbe.httpGet.path"));
        Assert.Equal("/healthz/ready", Container.Text("readinessProbe.httpGet.path"));
        Assert.All(["startupProbe", "livenessProbe", "readinessProbe"],
            probe => Assert.Equal("probes", Container.Text($"{probe}.httpGet.port")));
    }

    [Fact]
    public void The_pod_fits_the_restricted_standard()
    {
        Assert.True(Pod.At("securityContext.runAsNonRoot").GetValue<bool>());
        Assert.Equal("RuntimeDefault", Pod.Text("securityContext.seccompProfile.type"));
        Assert.False(Pod.At("automountServiceAccountToken").GetValue<bool>());
        var security = Container.At("securityContext");
        Assert.False(security.At("allowPrivilegeEscalation").GetValue<bool>());
        Assert.True(security.At("readOnlyRootFilesystem").GetValue<bool>());
        Assert.Equal("ALL", security.Text("capabilities.drop.0"));
    }

    [Fact]
    public void The_memory_that_it_may_use_is_the_memory_that_it_asked_for() =>
        Assert.Equal(Container.Text("resources.requests.memory"), Container.Text("resources.limits.memory"));

    [Fact]
    public void The_selector_finds_the_pods() => Assert.All(_worker.At("spec.selector.matchLabels").AsObject(),
        label => Assert.Equal(label.Value!.GetValue<string>(),
            _worker.At("spec.template.metadata.labels")[label.Key]!.GetValue<string>()));

    private Dictionary<string, string?> Environment() => Container.At("env").AsArray().ToDictionary(
        variable => variable!.Text("name"),
        string? (variable) => variable!["value"]?.GetValue<string>()
            ?? Secret(variable.Text("valueFrom.secretKeyRef.key")));

    private static string Secret(string key) => key == "rabbitmq" ? "amqp://user:password@host:5672/" : "host:6379";
}
