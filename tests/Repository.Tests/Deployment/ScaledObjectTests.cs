using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Workers.Contracts;
using Workers.Hosting.Options;
using Workers.Testing;

namespace Workers.Repository.Tests.Deployment;

/// <summary>deploy/keda/scaledobject.yaml against the code, and against what goes wrong with other choices.</summary>
public sealed partial class ScaledObjectTests
{
    private readonly JsonObject _scaled = Yaml.Read("deploy", "keda", "scaledobject.yaml");
    private readonly JsonObject _auth = Yaml.Read("deploy", "keda", "triggerauthentication.yaml");
    private readonly JsonObject _worker = Yaml.Read("deploy", "kubernetes", "worker.yaml");

    private JsonNode Queue => Trigger("rabbitmq");

    private JsonNode Cpu => Trigger("cpu");

    [Fact]
    public void The_queue_is_the_one_that_workers_consume() =>
        Assert.Equal(QueueNames.Queries, Queue.Text("metadata.queueName"));

    [Fact]
    public void Unacknowledged_messages_count_too()
    {
        Assert.Equal("http", Queue.Text("metadata.protocol"));
        Assert.Equal("QueueLength", Queue.Text("metadata.mode"));
        Assert.Null(Queue.At("metadata")["excludeUnacknowledged"]);
    }

    [Fact]
    public void The_value_follows_from_the_slots_by_the_formula_in_its_comment()
    {
        var said = Formula().Match(File.ReadAllText(Checkout.File("deploy", "keda", "scaledobject.yaml")));
        Assert.True(said.Success, "the comment has no formula");
        var (slots, wait, turn) = (Number(said, 1), Number(said, 2), Number(said, 3));

        Assert.Equal(new WorkerOptions().Slots, slots);
        Assert.Equal(slots * (1 + wait / turn), Number(said, 4));
        Assert.Equal(Number(said, 4), double.Parse(Queue.Text("metadata.value"), CultureInfo.InvariantCulture));
    }

    [Fact]
    public void A_worker_is_full_before_another_is_added() => Assert.True(
        double.Parse(Queue.Text("metadata.value"), CultureInfo.InvariantCulture) >= new WorkerOptions().Slots);

    [Fact]
    public void Metadata_values_are_strings() => Assert.All(
        _scaled.At("spec.triggers").AsArray().SelectMany(trigger => trigger!.At("metadata").AsObject()),
        entry => Assert.Equal(System.Text.Json.JsonValueKind.String, entry.Value!.GetValueKind()));

    [Fact]
    public void The_trigger_authenticates_by_what_lies_beside_it()
    {
        Assert.Equal(_auth.Text("metadata.name"), Queue.Text("authenticationRef.name"));
        Assert.Equal(["host", "password", "username"],
            _auth.At("spec.secretTargetRef").AsArray().Select(secret => secret!.Text("parameter")).Order());
    }

    [Fact]
    public void The_target_is_the_worker_deployment()
    {
        Assert.Equal(_worker.Text("metadata.name"), _scaled.Text("spec.scaleTargetRef.name"));
        Assert.Equal(_worker.Text("spec.template.spec.containers.0.name"), Cpu.Text("metadata.containerName"));
    }

    [Fact]
    public void Cpu_can_be_measured_because_each_container_requests_it()
    {
        Assert.Equal(("Utilization", "70"), (Cpu.Text("metricType"), Cpu.Text("metadata.value")));
        Assert.All(_worker.At("spec.template.spec.containers").AsArray(),
            container => Assert.NotEmpty(container!.Text("resources.requests.cpu")));
    }

    [Fact]
    public void The_bounds_and_the_fallback_lie_in_order()
    {
        var (least, most) = (_scaled.Number("spec.minReplicaCount"), _scaled.Number("spec.maxReplicaCount"));
        Assert.True(least >= 2 && least < most);
        Assert.InRange(_scaled.Number("spec.fallback.replicas"), least, most);
        Assert.Equal("currentReplicasIfHigher", _scaled.Text("spec.fallback.behavior"));
        Assert.Null(_scaled.At("spec")["cooldownPeriod"]); // without effect while a replica is always there
        Assert.Null(_scaled.At("spec")["pollingInterval"]);
    }

    [Fact]
    public void Names_are_unique_and_short_enough_for_what_KEDA_makes_of_them()
    {
        var names = _scaled.At("spec.triggers").AsArray().Select(trigger => trigger!.Text("name")).ToList();
        Assert.Equal(names.Distinct(), names);
        Assert.InRange($"keda-hpa-{_scaled.Text("metadata.name")}".Length, 1, 63);
    }

    [Fact]
    public void Workers_go_one_at_a_time_and_not_before_five_quiet_minutes()
    {
        var down = _scaled.At("spec.advanced.horizontalPodAutoscalerConfig.behavior.scaleDown");
        Assert.True(down.Number("stabilizationWindowSeconds") >= 300);
        var policy = Assert.Single(down.At("policies").AsArray())!;
        Assert.Equal(("Pods", 1d), (policy.Text("type"), policy.Number("value")));
    }

    private JsonNode Trigger(string type) =>
        Assert.Single(_scaled.At("spec.triggers").AsArray(), trigger => trigger!.Text("type") == type)!;

    private static double Number(Match match, int group) =>
        double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"value = (\d+) slots x \(1 \+ ([\d.]+) s accepted wait / ([\d.]+) s mean turn\) = ([\d.]+)")]
    private static partial Regex Formula();
}
