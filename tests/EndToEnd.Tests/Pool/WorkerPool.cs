using Workers.Testing;

namespace Workers.EndToEnd.Tests;

/// <summary>The product as processes, with the models that they ask and the receiver of their webhooks.</summary>
internal sealed class WorkerPool : IAsyncDisposable
{
    public const string Secret = "whsec_ZW5kLXRvLWVuZC10ZXN0cy1zaWduLXdpdGgtdGhpcw==";
    public const string ApiKey = "end-to-end";
    public const int ContextTurns = 5;
    private readonly List<HostProcess> _ingresses = [];
    private readonly List<PoolWorker> _workers = [];
    private readonly Dictionary<string, string> _settings;

    private WorkerPool(
        SharedPoolServers servers, WebhookInbox inbox, QueueProbe queues, Dictionary<string, string> settings)
    {
        (Servers, Inbox, Queues, _settings) = (servers, inbox, queues, settings);
        Customers = new Customers(ApiKey, () => [.. _ingresses.Select(ingress => ingress.Address)]);
    }

    /// <summary>How long a turn is safe without a renewal, short for short tests.</summary>
    public static TimeSpan Lease { get; } = TimeSpan.FromSeconds(2);

    public SharedPoolServers Servers { get; }

    public WebhookInbox Inbox { get; }

    public QueueProbe Queues { get; }

    public Customers Customers { get; }

    public IReadOnlyList<HostProcess> Ingresses => _ingresses;

    public IReadOnlyList<PoolWorker> Workers => _workers;

    /// <summary>All calls of all models, in the order in which they came.</summary>
    public IEnumerable<ModelCall> Calls => _workers.SelectMany(worker => worker.Model.Calls).OrderBy(call => call.At);

    /// <summary>How many there were.</summary>
    public int CallCount => _workers.Sum(worker => worker.Model.Calls.Count);

    /// <summary>One ingress; workers are started by the test.</summary>
    public static async Task<WorkerPool> StartAsync(
        SharedPoolServers servers, params (string Key, string Value)[] settings)
    {
        await servers.EmptyRedisAsync();
        var rabbit = await servers.FreshVirtualHostAsync();
        var inbox = await WebhookInbox.StartAsync();
        var all = Settings(rabbit, servers.Redis.ConnectionString, inbox);
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        var pool = new WorkerPool(servers, inbox, new QueueProbe(rabbit), all);
        await pool.StartIngressAsync();
        return pool;
    }

    public async Task<HostProcess> StartIngressAsync(params (string Key, string Value)[] settings)
    {
        var ingress = await HostProcess.StartAsync("Ingress", With(settings));
        _ingresses.Add(ingress);
        return ingress;
    }

    /// <summary>A worker with a model of its own, so that calls tell who made them.</summary>
    public async Task<PoolWorker> StartWorkerAsync(
        ModelServer? model = null, params (string Key, string Value)[] settings)
    {
        var own = model ?? await ModelServer.StartAsync();
        var worker = new PoolWorker(
            await HostProcess.StartAsync("Worker", With([("Agent:Endpoint", own.Endpoint), .. settings])), own);
        _workers.Add(worker);
        return worker;
    }

    public async ValueTask DisposeAsync()
    {
        KeepLogs();
        await Task.WhenAll(_ingresses.Select(ingress => ingress.DisposeAsync().AsTask()));
        await Task.WhenAll(_workers.Select(worker => worker.DisposeAsync().AsTask()));
        await Inbox.DisposeAsync();
        await Queues.DisposeAsync();
        Customers.Dispose();
    }

    private Dictionary<string, string> With((string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string>(_settings);
        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        return all;
    }

    // WORKERS_TESTS_LOGS names a folder for those who want to know why.
    private void KeepLogs()
    {
        if (Environment.GetEnvironmentVariable("WORKERS_TESTS_LOGS") is not { Length: > 0 } folder)
        {
            return;
        }

        foreach (var host in _ingresses.Concat(_workers.Select(worker => worker.Host)))
        {
            File.WriteAllText(Path.Combine(folder, $"{host.Name}-{host.Process.Id}.log"), host.Output);
        }
    }

    private static Dictionary<string, string> Settings(string rabbit, string redis, WebhookInbox inbox) => new()
    {
        ["ConnectionStrings:RabbitMq"] = rabbit,
        ["ConnectionStrings:Redis"] = redis,
        ["Tenants:acme:ApiKeys:0"] = ApiKey,
        ["Tenants:acme:RequestsPerSecond"] = "100000",
        ["Tenants:acme:Webhook:Url"] = new Uri(inbox.Address, "hooks/reply").ToString(),
        ["Tenants:acme:Webhook:Secrets:0"] = Secret,
        ["Webhooks:DangerousAllowPrivateAddresses"] = "true",
        ["Webhooks:Timeout"] = "2s",
        ["Webhooks:RetrySchedule"] = "1s 1s 2s 2s 5s 5s",
        ["Agent:Provider"] = "openai",
        ["Agent:Endpoint"] = "http://127.0.0.1:9/v1",
        ["Agent:Model"] = "digest",
        ["Agent:ContextTurns"] = $"{ContextTurns}",
        ["Worker:Lease"] = $"{Lease.TotalSeconds}s",
        ["Context:TurnsKept"] = "1000",
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "None", // we ask it before it is ready
        ["Logging:LogLevel:MassTransit"] = "Debug",
    };
}

/// <summary>A worker process and the model that only it asks.</summary>
internal sealed record PoolWorker(HostProcess Host, ModelServer Model) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Model.DisposeAsync();
    }
}
