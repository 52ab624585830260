using System.Text.Json.Nodes;
using NJsonSchema;
using Workers.Testing;

namespace Workers.Repository.Tests.Deployment;

/// <summary>deploy/keda against KEDA's own definitions, where they lie beside the repository.</summary>
public sealed class KedaSchemaTests
{
    private static readonly string Definitions =
        Path.Combine(Checkout.Root, "..", "shared", "data", "keda-crds");

    private const string Absence = "KEDA's definitions are not beside the repository";

    [SkippableTheory]
    [InlineData("scaledobject.yaml", "keda.sh_scaledobjects.yaml")]
    [InlineData("triggerauthentication.yaml", "keda.sh_triggerauthentications.yaml")]
    public async Task Every_field_is_one_that_KEDA_knows(string file, string definition) =>
        Assert.Empty(await ErrorsAsync(Yaml.Read("deploy", "keda", file), definition));

    [SkippableFact]
    public async Task A_misspelt_field_is_seen()
    {
        var scaled = Yaml.Read("deploy", "keda", "scaledobject.yaml");
        scaled.At("spec").AsObject()["minReplicasCount"] = 2;
        Assert.NotEmpty(await ErrorsAsync(scaled, "keda.sh_scaledobjects.yaml"));
    }

    [SkippableTheory]
    [InlineData("rabbitmq")]
    [InlineData("cpu")]
    public void Every_trigger_parameter_is_one_that_KEDA_knows(string type)
    {
        Needs.Check(Directory.Exists(Definitions), Absence);
        var scalers = JsonNode.Parse(File.ReadAllText(Path.Combine(Definitions, "scalers-schema-rabbitmq-cpu.json")))!;
        var known = scalers.At("data").AsArray().Single(scaler => scaler!.Text("type") == type)!
            .At("parameters").AsArray().Select(parameter => parameter!.Text("name")).ToHashSet();
        var trigger = Yaml.Read("deploy", "keda", "scaledobject.yaml").At("spec.triggers").AsArray()
            .Single(trigger => trigger!.Text("type") == type)!;
        Assert.All(trigger.At("metadata").AsObject(), entry => Assert.Contains(entry.Key, known));
    }

    private static async Task<IEnumerable<string>> ErrorsAsync(JsonObject manifest, string definition)
    {
        Needs.Check(Directory.Exists(Definitions), Absence);
        var resource = Yaml.Read(Path.Combine(Definitions, definition));
        var version = resource.At("spec.versions").AsArray().Single(v => v!.Text("name") == "v1alpha1")!;
        var schema = version.At("schema.openAPIV3Schema").DeepClone();
        Tighten(schema);
        schema.AsObject()["$schema"] = "http://json-schema.org/draft-04/schema#";
        var validator = await JsonSchema.FromJsonAsync(schema.ToJsonString());
        return validator.Validate(manifest.ToJsonString()).Select(error => error.ToString());
    }

    /// <summary>Refuses unknown fields as the API server does; says "number or string" in plain JSON Schema.</summary>
    private static void Tighten(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Tighten(item);
        }

        if (node is not JsonObject at)
            return;
        foreach (var (_, value) in at.ToList())
            Tighten(value);
        if (at["properties"] is JsonObject && at["additionalProperties"] is null
            && at["x-kubernetes-preserve-unknown-fields"] is null && at["type"] is JsonValue)
            at["additionalProperties"] = false;
        if (at["x-kubernetes-int-or-string"] is JsonValue)
        {
            at.Clear();
            at["type"] = new JsonArray("integer", "string");
        }
    }
}
