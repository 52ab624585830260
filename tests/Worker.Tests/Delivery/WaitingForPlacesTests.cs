using Microsoft.Extensions.Time.Testing;
using Workers.Hosting.Options;
using Workers.Worker.Delivery;

namespace Workers.Worker.Tests.Delivery;

/// <summary>A receiver has all the places that it may have, here 12 of 16 if it is quick, and there is more for it.</summary>
public sealed class WaitingForPlacesTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(0.1);
    private static readonly Uri Hook = new("https://crm.example/hooks/1");
    private static readonly Answer Well = new(TimeSpan.FromMilliseconds(5), 200);
    private readonly FakeTimeProvider time = new();
    private readonly Endpoints endpoints;

    public WaitingForPlacesTests() => endpoints = new Endpoints(
        new WebhooksOptions { PlacesPerEndpoint = 2 }, new WorkerOptions { DeliverySlots = 16 }, time);

    [Fact]
    public async Task A_quick_one_has_the_next_that_is_free()
    {
        var calls = await FillQuickAsync();
        var next = new Call(endpoints);
        Assert.False(next.IsSent);
        calls[0].Answer.SetResult(Well);
        await next.Sent.WaitAsync(Bound);
    }

    [Fact]
    public async Task What_finds_none_in_a_moment_is_put_off()
    {
        await FillQuickAsync();
        var next = new Call(endpoints);
        time.Advance(Moment / 2);
        Assert.False(next.Posting.IsCompleted);
        time.Advance(Moment / 2);
        Assert.Null(await next.Posting.WaitAsync(Bound));
        Assert.False(next.IsSent);
    }

    [Fact]
    public async Task What_was_put_off_keeps_no_place_from_those_who_came_after_it()
    {
        var calls = await FillQuickAsync();
        var putOff = new Call(endpoints);
        time.Advance(Moment);
        Assert.Null(await putOff.Posting.WaitAsync(Bound));
        var next = new Call(endpoints);
        calls[0].Answer.SetResult(Well);
        await next.Sent.WaitAsync(Bound);
    }

    [Fact]
    public void A_slow_one_holds_no_slot_for_it()
    {
        for (var i = 0; i < 8; i++)
            Assert.True(new Call(endpoints).IsSent);
        Assert.True(new Call(endpoints).Posting.IsCompletedSuccessfully);
    }

    private async Task<List<Call>> FillQuickAsync()
    {
        var first = new Call(endpoints);
        first.Answer.SetResult(Well);
        await first.Posting;
        var calls = Enumerable.Range(0, 12).Select(_ => new Call(endpoints)).ToList();
        Assert.All(calls, call => Assert.True(call.IsSent));
        return calls;
    }

    private sealed class Call
    {
        private readonly TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Call(Endpoints endpoints) => Posting = endpoints.PostAsync("acme", Hook, false, () =>
        {
            sent.SetResult();
            return Answer.Task;
        });

        public TaskCompletionSource<Answer> Answer { get; } = new();

        public Task<Answer?> Posting { get; }

        public Task Sent => sent.Task;

        public bool IsSent => sent.Task.IsCompleted;
    }
}
