using System.Text.Json.Nodes;
using Workers.Testing;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Workers.Repository.Tests.Deployment;

/// <summary>YAML files as JSON trees: quoted scalars stay strings, anchors and merges are followed.</summary>
internal static class Yaml
{
    public static JsonObject Read(params string[] path)
    {
        using var text = new StreamReader(Path.IsPathRooted(path[0]) ? path[0] : Checkout.File(path));
        var stream = new YamlStream();
        stream.Load(new MergingParser(new Parser(text)));
        return (JsonObject)Node(Assert.Single(stream.Documents).RootNode)!;
    }

    /// <summary>The value at a path such as <c>spec.triggers.0.metadata</c>.</summary>
    public static JsonNode At(this JsonNode node, string path)
    {
        var found = path.Split('.').Aggregate<string, JsonNode?>(node, (at, name) => at is JsonArray list
            ? list[int.Parse(name)]
            : at?[name]);
        Assert.True(found is not null, $"there is no {path}");
        return found;
    }

    public static string Text(this JsonNode node, string path) => node.At(path).GetValue<string>();

    public static double Number(this JsonNode node, string path) => node.At(path).GetValue<double>();

    private static JsonNode? Node(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(
            entry => KeyValuePair.Create(((YamlScalarNode)entry.Key).Value!, Node(entry.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Node)]),
        YamlScalarNode scalar => Scalar(scalar),
        _ => throw new NotSupportedException(node.ToString()),
    };

    private static JsonValue? Scalar(YamlScalarNode scalar) => scalar switch
    {
        { Style: not ScalarStyle.Plain } => JsonValue.Create(scalar.Value),
        { Value: null or "" or "~" or "null" } => null,
        { Value: "true" or "false" } => JsonValue.Create(scalar.Value == "true"),
        _ when double.TryParse(scalar.Value, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(scalar.Value),
    };
}
