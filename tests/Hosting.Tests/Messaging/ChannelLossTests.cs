using Workers.Testing;

namespace Workers.Hosting.Tests.Messaging;

/// <summary>A broker that gives few channels to a connection, and answers late.</summary>
public sealed class ChannelLossTests(SharedRabbit shared) : IClassFixture<SharedRabbit>
{
    private const int Channels = 3;

    [SkippableFact]
    public async Task Impatient_publishers_use_up_no_channels_while_the_broker_does_not_answer()
    {
        var rabbit = await WithFewChannelsAsync();
        await using var ingress = await HintHost.StartAsync(rabbit.ConnectionString);
        await Eventually.TrueAsync(() => ingress.Hints.IsReachable, TimeSpan.FromSeconds(20), "it connects");

        rabbit.Pause();
        for (var i = 0; i < Channels + 2; i++)
            await ImpatientAsync(ingress, $"early-{i}");
        rabbit.Continue();
        await ingress.Hints.PublishAsync(Hint.Query("q1"), Hint.Within(20));
    }

    [SkippableFact]
    public async Task Impatient_publishers_use_up_no_channels_while_queues_cannot_be_declared()
    {
        var rabbit = await WithFewChannelsAsync();
        await using var ingress = await HintHost.StartAsync(await rabbit.CreateVirtualHostAsync("undeclared"));
        await Eventually.TrueAsync(() => ingress.Hints.IsReachable, TimeSpan.FromSeconds(20), "it connects");

        await rabbit.ControlAsync("eval", "sys:suspend(mnesia_tm).");
        for (var i = 0; i < Channels + 2; i++)
            await ImpatientAsync(ingress, $"early-{i}");
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ingress.Hints.PublishAsync(Hint.Query("patient"), Hint.Within(8))); // past an opening's own bound
        await rabbit.ControlAsync("eval", "sys:resume(mnesia_tm).");
        await ingress.Hints.PublishAsync(Hint.Query("q1"), Hint.Within(20));
    }

    [SkippableFact]
    public async Task A_publisher_that_gives_up_does_not_end_an_opening_that_another_one_waits_for()
    {
        var rabbit = await WithFewChannelsAsync();
        await using var ingress = await HintHost.StartAsync(rabbit.ConnectionString);
        await Eventually.TrueAsync(() => ingress.Hints.IsReachable, TimeSpan.FromSeconds(20), "it connects");

        rabbit.Pause();
        var impatient = ImpatientAsync(ingress, "first");
        var patient = ingress.Hints.PublishAsync(Hint.Query("second"), Hint.Within(20));
        await impatient;
        rabbit.Continue();
        await patient;
        Assert.Single(await ChannelsAsync(rabbit));
    }

    private async Task<RabbitServer> WithFewChannelsAsync()
    {
        await shared.Server.ControlAsync("eval", $"application:set_env(rabbit, channel_max, {Channels}).");
        return shared.Server;
    }

    private static async Task ImpatientAsync(HintHost ingress, string id)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => ingress.Hints.PublishAsync(Hint.Query(id), patience.Token));
    }

    private static async Task<string[]> ChannelsAsync(RabbitServer rabbit) =>
        (await rabbit.ControlAsync("list_channels", "pid")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(line => line.StartsWith('<')).ToArray();
}
