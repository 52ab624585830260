using Workers.Testing;

namespace Workers.Load;

/// <summary>The broker and the store of a run: those that were named, or ones of its own.</summary>
internal sealed class Servers(RabbitServer? rabbit, RedisServer? redis, string rabbitMq, string redisConnection)
    : IAsyncDisposable
{
    public string RabbitMq => rabbitMq;

    public string Redis => redisConnection;

    /// <summary>The broker's process id; null when it was named.</summary>
    public int? BrokerProcess => rabbit?.Process.Id;

    public static async Task<Servers> StartAsync(LoadPlan plan)
    {
        var redis = plan.Redis is null ? await RedisServer.StartAsync() : null;
        var rabbit = plan.RabbitMq is null ? await RabbitServer.StartAsync() : null;
        return new Servers(
            rabbit, redis, plan.RabbitMq ?? rabbit!.ConnectionString, plan.Redis ?? redis!.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        if (rabbit is not null)
            await rabbit.DisposeAsync();
        if (redis is not null)
            await redis.DisposeAsync();
    }
}
