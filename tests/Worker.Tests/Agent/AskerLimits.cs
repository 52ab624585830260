using Workers.Hosting.Options;
using Workers.Worker.Agent;

namespace Workers.Worker.Tests.Agent;

/// <summary>How long a client that does not heed its token can hold a turn.</summary>
public sealed class AskerLimits
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_model_that_does_not_heed_the_time_limit_times_out_all_the_same()
    {
        var answer = await AskAsync(TimeSpan.FromMilliseconds(50), CancellationToken.None).WaitAsync(Soon);
        Assert.Equal(new AgentAnswer.Unavailable(null, "time-out"), answer);
    }

    [Fact]
    public async Task A_model_that_does_not_heed_its_token_does_not_hold_a_dropped_turn()
    {
        using var dropped = new CancellationTokenSource();
        var asking = AskAsync(TimeSpan.FromMinutes(1), dropped.Token);
        await dropped.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking.WaitAsync(Soon));
    }

    private static Task<AgentAnswer> AskAsync(TimeSpan limit, CancellationToken cancellation) =>
        new Asker(new DeafModel(), new AgentOptions { Timeout = limit }, TimeProvider.System)
            .AskAsync([], "Hello", cancellation);
}
