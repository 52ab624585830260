using System.Diagnostics;
using System.Text;

namespace Workers.Testing.Tests;

public sealed class TcpLinkTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_cut_link_refuses_until_it_is_healed()
    {
        await using var inbox = await WebhookInbox.StartAsync();
        await using var link = new TcpLink(inbox.Address.Port);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{link.Port}/") };
        using (await http.PostAsync("first", new ByteArrayContent([])))
        {
            link.Cut();
        }

        await Assert.ThrowsAsync<HttpRequestException>(() => http.PostAsync("second", new ByteArrayContent([])));
        link.Heal();
        using var third = await http.PostAsync("third", new ByteArrayContent([]));
        Assert.Equal(["/first", "/third"], inbox.Requests.Select(request => request.Path));
    }

    [Fact]
    public async Task A_stalled_link_holds_bytes_and_delivers_them_when_it_is_healed()
    {
        await using var inbox = await WebhookInbox.StartAsync();
        await using var link = new TcpLink(inbox.Address.Port);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{link.Port}/") };
        link.Stall();
        var sent = http.PostAsync("late", new ByteArrayContent(Encoding.UTF8.GetBytes("x")));
        await Eventually.TrueAsync(() => link.Accepted == 1, Bound, "the link took the connection");
        Assert.Empty(inbox.Requests);
        link.Heal();
        using var answer = await sent.WaitAsync(Bound);
        Assert.Equal("/late", Assert.Single(inbox.Requests).Path);
    }

    [Fact]
    public async Task A_link_can_hold_answers_back_and_let_requests_pass()
    {
        await using var inbox = await WebhookInbox.StartAsync();
        await using var link = new TcpLink(inbox.Address.Port);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{link.Port}/") };
        link.Stall(LinkDirection.ToClient);
        var sent = http.PostAsync("heard", new ByteArrayContent([]));
        await inbox.WaitForAsync(request => request.Path == "/heard", Bound);
        Assert.False(sent.IsCompleted);
        link.Heal();
        using var answer = await sent.WaitAsync(Bound);
    }

    [Fact]
    public async Task A_link_can_lose_the_answer_to_certain_words_and_to_none_before()
    {
        await using var inbox = await WebhookInbox.StartAsync();
        await using var link = new TcpLink(inbox.Address.Port);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{link.Port}/") };
        var sent = link.LoseAnswerToAsync("/second");
        using var first = await http.PostAsync("first", new ByteArrayContent([]));
        Assert.False(sent.IsCompleted);
        var lost = http.PostAsync("second", new ByteArrayContent([]));
        await sent.WaitAsync(Bound);
        await inbox.WaitForAsync(request => request.Path == "/second", Bound);
        link.Cut();
        await Assert.ThrowsAsync<HttpRequestException>(() => lost);
    }

    [Fact]
    public async Task A_slow_link_takes_its_time()
    {
        await using var inbox = await WebhookInbox.StartAsync();
        await using var link = new TcpLink(inbox.Address.Port);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{link.Port}/") };
        link.Slow(TimeSpan.FromMilliseconds(200), LinkDirection.ToServer);
        var watch = Stopwatch.StartNew();
        using var answer = await http.PostAsync("slow", new ByteArrayContent([]));
        Assert.True(watch.Elapsed >= TimeSpan.FromMilliseconds(190), $"{watch.Elapsed}");
    }
}
