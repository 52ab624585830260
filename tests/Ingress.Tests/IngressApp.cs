using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;
using Workers.Conversations;
using Workers.Hosting;
using Workers.Hosting.Health;
using Workers.Testing;

namespace Workers.Ingress.Tests;

/// <summary>A real ingress on a free port with a real Redis and no broker at all.</summary>
internal sealed class IngressApp : IAsyncDisposable
{
    public const string Key = "key-of-acme";
    public const string OtherKey = "key-of-globex";

    private IngressApp(WebApplication app)
    {
        App = app;
        var handler = new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        Client = new HttpClient(handler) { BaseAddress = new Uri(app.Urls.Single()) };
        Client.DefaultRequestHeaders.Add("X-Api-Key", Key);
    }

    public WebApplication App { get; }

    public HttpClient Client { get; }

    public ConversationStore Store => App.Services.GetRequiredService<ConversationStore>();

    public IDatabase Database() => App.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();

    public static Task<IngressApp> StartAsync(string redis, params (string Key, string Value)[] settings) =>
        StartAsync(redis, TimeProvider.System, settings);

    public static async Task<IngressApp> StartAsync(
        string redis, TimeProvider time, params (string Key, string Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Services.AddSingleton(time);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["ConnectionStrings:Redis"] = redis,
            ["ConnectionStrings:RabbitMq"] = $"amqp://guest:guest@127.0.0.1:{FreePort.Next()}/",
            ["Logging:LogLevel:Default"] = "Critical",
            ["Tenants:acme:ApiKeys:0"] = Key,
            ["Tenants:acme:RequestsPerSecond"] = "100000",
            ["Tenants:acme:Webhook:Secrets:0"] = "whsec_" + Convert.ToBase64String(new byte[32]),
            ["Tenants:acme:ReplyHosts:0"] = "crm.example",
            ["Tenants:acme:ReplyHosts:1"] = "ports.example:8443",
            ["Tenants:acme:ReplyHosts:2"] = "*.wild.example",
            ["Tenants:globex:ApiKeys:0"] = OtherKey,
            ["Tenants:globex:ReplyHosts:0"] = "crm.example",
        });
        builder.Configuration.AddInMemoryCollection(
            settings.ToDictionary(pair => pair.Key, pair => (string?)pair.Value));
        builder.AddHosting();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddIngress();
        var app = builder.Build();
        app.MapProbes();
        app.MapIngress();
        await app.StartAsync();
        return new IngressApp(app);
    }

    /// <summary>Waits until it is connected to its Redis and the store is open.</summary>
    public Task OpenAsync() => Eventually.TrueAsync(async () =>
    {
        await Store.OpenAsync();
        return true;
    }, TimeSpan.FromSeconds(30), "it reaches its Redis");

    /// <summary>Submits a body as it is.</summary>
    public Task<HttpResponseMessage> SubmitAsync(string body, string? key = null) => SendAsync(
        HttpMethod.Post, "/v1/queries",
        new StringContent(body, Encoding.UTF8, "application/json"), key is null ? [] : [("Idempotency-Key", key)]);

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Client.SendAsync(request);
    }

    /// <summary>A request of the other tenant.</summary>
    public async Task<HttpResponseMessage> AsGlobexAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, new Uri(Client.BaseAddress!, path));
        request.Headers.Add("X-Api-Key", OtherKey);
        using var other = new HttpClient();
        return await other.SendAsync(request);
    }

    /// <summary>Submits a query that must be accepted and returns its id.</summary>
    public async Task<QueryId> AcceptedAsync(string conversation, string text = "Where is my order?")
    {
        using var answer = await Client.PostAsJsonAsync("/v1/queries", new { conversationId = conversation, text });
        Assert.Equal(202, (int)answer.StatusCode);
        return Id(await answer.Json());
    }

    public static QueryId Id(JsonElement answer) =>
        QueryId.TryParse(answer.GetProperty("id").GetString(), out var id)
            ? id : throw new InvalidOperationException("no id");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
    }
}

/// <summary>What tests ask of answers.</summary>
internal static class Answers
{
    public static async Task<JsonElement> Json(this HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    /// <summary>The answer must be a whole problem of this status and type.</summary>
    public static async Task<JsonElement> Problem(this HttpResponseMessage answer, int status, string type)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = await answer.Json();
        Assert.Equal("urn:workers:problem:" + type, problem.GetProperty("type").GetString());
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        return problem;
    }
}

/// <summary>One Redis and one ingress for the tests that do not break them.</summary>
public sealed class SharedIngress : IAsyncLifetime
{
    private readonly SharedRedis _redis = new();
    private IngressApp? _app;

    public string Redis => _redis.Server.ConnectionString;

    internal IngressApp App => _app is not null ? _app : throw new SkipException(Redis);

    public async Task InitializeAsync()
    {
        await _redis.InitializeAsync();
        if (RedisServer.IsInstalled)
            _app = await IngressApp.StartAsync(Redis);
        if (_app is not null)
            await _app.OpenAsync();
    }

    public async Task DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
        await _redis.DisposeAsync();
    }
}

/// <summary>Tests that share an ingress.</summary>
[CollectionDefinition(Name)]
public sealed class IngressCollection : ICollectionFixture<SharedIngress>
{
    public const string Name = "ingress";
}
