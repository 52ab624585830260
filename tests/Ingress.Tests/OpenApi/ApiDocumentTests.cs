using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Workers.Ingress.OpenApi.Routes;
using Workers.Ingress.Problems;
using Workers.Testing;

namespace Workers.Ingress.Tests.OpenApi;

/// <summary>The document that callers make their clients from: whole, bounded, and the committed one.</summary>
public sealed class ApiDocumentTests(ServedDocument served) : IClassFixture<ServedDocument>
{
    // What a server says before it knows which route is meant, or of routes that do not exist yet.
    private static readonly string[] OfNoRoute = ["method-not-allowed", "forbidden"];

    [Fact]
    public async Task The_committed_document_is_the_one_that_is_served()
    {
        var page = Checkout.File("docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            await File.WriteAllTextAsync(page, served.Text + "\n");

        Assert.True(File.Exists(page) && await File.ReadAllTextAsync(page) == served.Text + "\n",
            "docs/openapi.json is stale: run this test with UPDATE_DOCS=1");
    }

    [Fact]
    public void Every_route_is_described_and_nothing_else()
    {
        var mapped = served.App.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText!.TrimStart('/').StartsWith("v1/", StringComparison.Ordinal))
            .SelectMany(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
                .Where(method => method != "HEAD") // as GET, without the body
                .Select(method => $"{method} /{route.RoutePattern.RawText!.TrimStart('/')}"))
            .Order(StringComparer.Ordinal).ToList();
        Assert.DoesNotContain(mapped, route => !RouteDescriptions.All.ContainsKey(route));
        Assert.Equal(mapped, Operations().Select(operation => operation.Route).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_refusal_is_an_example_of_a_route()
    {
        var refusals = typeof(Refusals).GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Where(refusal => refusal.ReturnType == typeof(Problem))
            .Select(refusal => (Problem)refusal.Invoke(
                null, [.. refusal.GetParameters().Select(each => Activator.CreateInstance(each.ParameterType))])!)
            .Select(problem => problem.Type[Refusals.Prefix.Length..]);
        var shown = Operations().SelectMany(operation => operation.Node["responses"]!.AsObject())
            .Select(answer => answer.Value!["content"]?["application/problem+json"]?["examples"]?.AsObject())
            .SelectMany(examples => examples ?? []).Select(example => example.Key).ToHashSet();
        Assert.Empty(refusals.Except(OfNoRoute).Except(shown));
    }

    [Fact]
    public void Every_string_number_and_array_has_its_bounds()
    {
        var unbounded = new List<string>();
        Visit(served.Document, schema =>
        {
            var types = schema["type"] is JsonArray several ? several.Select(type => $"{type}") : [$"{schema["type"]}"];
            var isBounded = types.All(type => type switch
            {
                "string" => schema.ContainsKey("maxLength") || schema.ContainsKey("enum"),
                "integer" => schema.ContainsKey("minimum") && schema.ContainsKey("maximum"),
                "array" => schema.ContainsKey("maxItems"),
                "number" => false,
                _ => true,
            });
            if (!isBounded)
                unbounded.Add($"{schema.GetPath()}: {schema.ToJsonString()}");
        });
        Assert.Empty(unbounded);
    }

    [Fact]
    public void It_tells_the_webhooks_and_both_ways_to_send_a_key()
    {
        Assert.StartsWith("3.1.", served.Document["openapi"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal(["query.completed", "query.failed", "query.expired", "query.cancelled"],
            served.Document["webhooks"]!.AsObject().Select(webhook => webhook.Key));
        var schemes = served.Document["components"]!["securitySchemes"]!;
        Assert.Equal("bearer", schemes["bearer"]!["scheme"]!.GetValue<string>());
        Assert.Equal("X-Api-Key", schemes["apiKey"]!["name"]!.GetValue<string>());
        Assert.Equal(2, served.Document["security"]!.AsArray().Count);
    }

    [Fact]
    public async Task Anybody_may_read_it_and_has_it_once()
    {
        using var stranger = new HttpClient { BaseAddress = served.App.Client.BaseAddress };
        using var first = await stranger.GetAsync("/openapi/v1.json");
        Assert.Equal((200, "application/json"), ((int)first.StatusCode, first.Content.Headers.ContentType?.MediaType));
        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var unchanged = await stranger.SendAsync(again);
        Assert.Equal(304, (int)unchanged.StatusCode);
    }

    [Fact]
    public async Task The_page_for_people_takes_nothing_from_elsewhere()
    {
        using var stranger = new HttpClient { BaseAddress = served.App.Client.BaseAddress };
        using var page = await stranger.GetAsync("/docs/");
        Assert.Equal(200, (int)page.StatusCode);
        Assert.DoesNotContain("://", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'; connect-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe", policy, StringComparison.Ordinal);
        Assert.NotEmpty(await stranger.GetByteArrayAsync("/docs/scalar.js"));
    }

    private IEnumerable<(string Route, JsonNode Node)> Operations() =>
        from path in served.Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!);

    private static void Visit(JsonNode? node, Action<JsonObject> schema)
    {
        foreach (var child in Children(node))
            Visit(child, schema);
        if (node is JsonObject { } found && found["type"] is JsonArray or JsonValue && !IsExample(found))
            schema(found);
    }

    private static IEnumerable<JsonNode?> Children(JsonNode? node) => node switch
    {
        JsonArray array => array,
        JsonObject record => record.Select(member => member.Value),
        _ => [],
    };

    // Webhooks and problems have a member that is called type too.
    private static bool IsExample(JsonObject found) =>
        found["type"]!.GetValueKind() == JsonValueKind.String && $"{found["type"]}".AsSpan().ContainsAny('.', ':');
}

/// <summary>An ingress that needs no store for what is asked of it, and the document that it serves.</summary>
public sealed class ServedDocument : IAsyncLifetime
{
    internal IngressApp App { get; private set; } = null!;

    public string Text { get; private set; } = "";

    public JsonNode Document { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        App = await IngressApp.StartAsync($"127.0.0.1:{FreePort.Next()},abortConnect=false,connectTimeout=500");
        Text = await App.Client.GetStringAsync("/openapi/v1.json");
        Document = JsonNode.Parse(Text)!;
    }

    public Task DisposeAsync() => App.DisposeAsync().AsTask();
}
