using Workers.Hosting.Options;
using Workers.Worker.Delivery;
using Workers.Worker.Tests.Agent;

namespace Workers.Worker.Tests.Delivery;

/// <summary>What one receiver may hold of a process' delivery slots: here 2 of 16 in any case.</summary>
public sealed class EndpointsTests
{
    private static readonly Uri Hook = new("https://crm.example/hooks/1");
    private static readonly Answer Hung = new(TimeSpan.FromSeconds(15), Error: Errors.Timeout);
    private static readonly Answer Well = new(TimeSpan.FromMilliseconds(5), 200);
    private readonly ManualTime time = new();
    private readonly Endpoints endpoints;

    public EndpointsTests() => endpoints = new Endpoints(
        new WebhooksOptions { PlacesPerEndpoint = 2 }, new WorkerOptions { DeliverySlots = 16 }, time);

    [Fact]
    public async Task A_receiver_may_have_half_of_the_slots_and_a_quick_one_three_quarters()
    {
        var calls = Fill("acme", Hook);
        Assert.Equal(8, calls.Count);
        await AnswerAsync(calls, Well);
        Assert.Equal(12, Fill("acme", Hook).Count);
    }

    [Fact]
    public async Task A_receiver_that_answers_late_is_quick_no_more()
    {
        await AnswerAsync(Fill("acme", Hook, 1), Well);
        await AnswerAsync(Fill("acme", Hook, 1), Well with { Took = TimeSpan.FromSeconds(3) });
        Assert.Equal(8, Fill("acme", Hook).Count);
    }

    [Fact]
    public async Task A_quick_receiver_that_answers_nothing_for_a_second_is_slow_until_it_does()
    {
        await AnswerAsync(Fill("acme", Hook, 1), Well);
        var calls = Fill("acme", Hook, 8);
        time.Pass(TimeSpan.FromSeconds(1.1));
        Assert.Empty(Fill("acme", Hook));
        await AnswerAsync(calls[0], Well);
        Assert.Equal(5, Fill("acme", Hook).Count);
    }

    [Fact]
    public async Task Whatever_the_others_hold_a_receiver_has_its_own_places()
    {
        await AnswerAsync(Fill("bank", Hook, 1), Well);
        Assert.Equal(8, Fill("acme", Hook).Count);
        Assert.Equal(4, Fill("bank", Hook).Count);
        Assert.Equal(2, Fill("shop", Hook).Count);
        Assert.Equal(2, Fill("club", Hook).Count);
    }

    [Fact]
    public void A_worker_with_few_slots_keeps_half_of_them_for_the_others()
    {
        var small = new Endpoints(new WebhooksOptions(), new WorkerOptions { DeliverySlots = 4 }, time);
        Assert.Equal(2, Fill("acme", Hook, at: small).Count);
        Assert.Equal(2, Fill("shop", Hook, at: small).Count);
    }

    [Fact]
    public void Paths_of_one_host_are_one_receiver_and_tenants_have_each_their_own()
    {
        Fill("acme", Hook, 8);
        Assert.Empty(Fill("acme", new Uri("https://crm.example/hooks/2?ticket=3")));
        Assert.Single(Fill("acme", new Uri("https://crm.example:8443/hooks/1"), 1));
        Assert.Single(Fill("shop", Hook, 1));
    }

    [Fact]
    public async Task A_receiver_that_only_hangs_is_left_alone_but_for_one_probe_at_a_time()
    {
        await HangAsync();
        Assert.Empty(Fill("acme", Hook));
        foreach (var pause in (int[])[1, 2, 4, 8, 16, 30, 30])
        {
            time.Pass(TimeSpan.FromSeconds(pause - 0.1));
            Assert.Empty(Fill("acme", Hook));
            time.Pass(TimeSpan.FromSeconds(0.1));
            await AnswerAsync(Assert.Single(Fill("acme", Hook)), Hung);
        }
        time.Pass(TimeSpan.FromSeconds(30));
        await AnswerAsync(Assert.Single(Fill("acme", Hook)), Well);
        Assert.Equal(12, Fill("acme", Hook).Count); // all is well
    }

    [Fact]
    public async Task A_status_of_any_kind_and_a_quick_refusal_keep_it_in_use()
    {
        Answer[] harmless =
        [
            Well with { Code = 500 }, Well with { Code = 503, Took = Hung.Took }, new(TimeSpan.Zero, Error: Errors.Refused),
        ];
        foreach (var answer in harmless)
        {
            for (var i = 0; i < 10; i++)
                await AnswerAsync(Fill("acme", Hook, 1), answer);
            Assert.Single(Fill("acme", Hook, 1));
        }
    }

    [Fact]
    public async Task A_delivery_that_was_asked_for_goes_out_all_the_same_and_its_answer_wakes_the_receiver()
    {
        await HangAsync();
        await AnswerAsync(Assert.Single(Fill("acme", Hook, 1, isAskedFor: true)), Well);
        Assert.Equal(12, Fill("acme", Hook).Count);
    }

    [Fact]
    public async Task A_dropped_probe_says_nothing_and_leaves_its_place_to_the_next()
    {
        await HangAsync();
        time.Pass(TimeSpan.FromSeconds(1));
        var probe = Assert.Single(Fill("acme", Hook));
        probe.Source.SetCanceled();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe.Posting);
        Assert.Single(Fill("acme", Hook));
    }

    [Fact]
    public async Task Receivers_that_nothing_is_sent_to_are_forgotten_when_they_are_too_many()
    {
        var held = Fill("acme", Hook, 1);
        for (var i = 0; i <= Endpoints.Most; i++)
            await AnswerAsync(Fill("acme", new Uri($"https://{i}.example/"), 1), Well);
        Assert.InRange(endpoints.Known, 2, Endpoints.Most);
        await AnswerAsync(held, Well);
    }

    private async Task HangAsync()
    {
        var calls = Fill("acme", Hook, 5);
        time.Pass(Hung.Took);
        await AnswerAsync(calls, Hung);
    }

    private static Task AnswerAsync(Call call, Answer answer) => AnswerAsync([call], answer);

    private static async Task AnswerAsync(List<Call> calls, Answer answer)
    {
        foreach (var call in calls)
            call.Source.SetResult(answer);
        foreach (var call in calls)
            Assert.Equal(answer, await call.Posting);
    }

    /// <summary>Sends until the receiver has no place left, or so many.</summary>
    private List<Call> Fill(string tenant, Uri address, int most = 100, bool isAskedFor = false, Endpoints? at = null)
    {
        var calls = new List<Call>();
        while (calls.Count < most)
        {
            var (source, isSent) = (new TaskCompletionSource<Answer>(), false);
            var posting = (at ?? endpoints).PostAsync(tenant, address, isAskedFor, () =>
            {
                isSent = true;
                return source.Task;
            });
            if (!isSent)
                break;
            calls.Add(new Call(source, posting));
        }
        return calls;
    }

    private sealed record Call(TaskCompletionSource<Answer> Source, Task<Answer?> Posting);
}
