using Workers.Testing;

namespace Workers.Chaos.World;

/// <summary>Everything that plays a part: the servers, the product as processes, and those around it.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private readonly List<Replica> workers = [];
    private readonly List<Replica> ingresses = [];
    private readonly Dictionary<string, TcpLink> links = [];
    private readonly Stack<IAsyncDisposable> started = new();
    private RabbitServer? rabbit;
    private RedisServer? redis;
    private WebhookInbox? inbox;
    private Model? model;
    private Crm? crm;

    private Stage(ChaosPlan plan) => Plan = plan;

    public ChaosPlan Plan { get; }

    public RabbitServer Rabbit => rabbit!;

    public RedisServer Redis => redis!;

    public WebhookInbox Inbox => inbox!;

    public Model Model => model!;

    public Crm Crm => crm!;

    public Door Door { get; private set; } = null!;

    public Hints Hints { get; private set; } = null!;

    public IReadOnlyList<Replica> Workers => workers;

    public IReadOnlyList<Replica> Ingresses => ingresses;

    /// <summary>By "process to server".</summary>
    public IReadOnlyDictionary<string, TcpLink> Links => links;

    public static async Task<Stage> StartAsync(ChaosPlan plan, string folder, CancellationToken stop)
    {
        var stage = new Stage(plan);
        try
        {
            await stage.StartServersAsync();
            stage.StartReplicas(folder);
            await stage.ReadyAsync(TimeSpan.FromMinutes(2)).WaitAsync(stop);
            await stage.Rabbit.SyncAsync(); // a kill loses what 3.10 has not yet written about its queues
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns when every process says that it is ready.</summary>
    public Task ReadyAsync(TimeSpan within) => Eventually.TrueAsync(
        async () => !(await Task.WhenAll(workers.Concat(ingresses).Select(r => r.IsReadyAsync()))).Contains(false),
        within, "every process is ready");

    public async ValueTask DisposeAsync()
    {
        while (started.TryPop(out var part))
            await part.DisposeAsync();
        Crm?.Dispose();
        Door?.Dispose();
    }

    private async Task StartServersAsync()
    {
        redis = Started(await RedisServer.StartAsync());
        rabbit = Started(await RabbitServer.StartAsync());
        inbox = Started(await WebhookInbox.StartAsync());
        model = Started(await Model.StartAsync(worker => workers[worker].KillAsync()));
        Hints = new Hints(rabbit.ConnectionString);
        Door = new Door(() => [.. ingresses.Select(ingress => ingress.Address)]);
        crm = new Crm(Plan, Door, inbox);
    }

    private void StartReplicas(string folder)
    {
        for (var n = 0; n < Plan.Ingresses; n++)
            ingresses.Add(Start(Replica.IngressName(n), "Ingress", Model.EndpointOf(0), folder));
        for (var n = 0; n < Plan.Workers; n++)
            workers.Add(Start(Replica.WorkerName(n), "Worker", Model.EndpointOf(n), folder));
    }

    private Replica Start(string name, string project, string endpoint, string folder)
    {
        var toRabbit = links[$"{name} to RabbitMQ"] = Started(new TcpLink(Rabbit.Port));
        var toRedis = links[$"{name} to Redis"] = Started(new TcpLink(Redis.Port));
        var settings = Settings.Of(Plan, Inbox.Address, endpoint, toRabbit, toRedis);
        return Started(new Replica(name, project, settings, folder));
    }

    private T Started<T>(T part) where T : IAsyncDisposable
    {
        started.Push(part);
        return part;
    }
}
