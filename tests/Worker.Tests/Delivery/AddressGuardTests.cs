using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Workers.Hosting.Options;
using Workers.Worker.Delivery;

namespace Workers.Worker.Tests.Delivery;

public sealed class AddressGuardTests
{
    private static readonly WebhooksOptions Closed = new();
    private static readonly WebhooksOptions Open = new() { DangerousAllowPrivateAddresses = true };

    // Names resolve to this machine here, whatever they are: as a hostile DNS would have it.
    public static TheoryData<string> SpellingsOfThisMachine =>
    [
        "127.0.0.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "127.1", "0", "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]", "user:pw@127.0.0.1", "localhost", "localhost.", "127.0.0.1.", "127.0.0.1.crm.example",
        "１２７.0.0.1", "①②⑦.⓪.⓪.①", "127。0。0。1", "crm.example",
    ];

    [Theory, MemberData(nameof(SpellingsOfThisMachine))]
    public async Task No_spelling_of_this_machine_is_reached(string host)
    {
        await using var receiver = await Receiver.StartAsync(200);
        var answer = await PostAsync(At(host, receiver), Closed);
        Assert.Equal((null, Errors.Blocked), (answer.Code, answer.Error));
        Assert.Empty(receiver.Inbox);
    }

    [Theory, MemberData(nameof(SpellingsOfThisMachine))]
    public async Task A_closed_network_may_switch_the_guard_off(string host)
    {
        await using var receiver = await Receiver.StartAsync(200);
        Assert.Equal(200, (await PostAsync(At(host, receiver), Open)).Code);
        Assert.Single(receiver.Inbox);
    }

    [Theory]
    [InlineData("[::1]"), InlineData("[::]"), InlineData("[::127.0.0.1]"), InlineData("[::1%25lo]")]
    [InlineData("[64:ff9b::127.0.0.1]"), InlineData("[::ffff:0:127.0.0.1]"), InlineData("[fe80::1%25eth0]")]
    [InlineData("[fd00:ec2::254]"), InlineData("169.254.169.254"), InlineData("0xa9fea9fe"), InlineData("10.1")]
    public async Task Nothing_that_is_not_public_is_dialled(string host)
    {
        var dialled = new ConcurrentQueue<IPAddress[]>();
        var answer = await PostAsync(new Uri($"http://{host}/"), Closed, dial: (addresses, _, _) =>
        {
            dialled.Enqueue(addresses);
            throw new SocketException((int)SocketError.ConnectionRefused);
        });
        Assert.Equal(Errors.Blocked, answer.Error);
        Assert.Empty(dialled);
    }

    [Fact]
    public async Task Of_a_names_addresses_of_both_kinds_only_the_public_ones_are_dialled()
    {
        string[] all = ["10.0.0.1", "192.0.32.8", "::1", "2a00::1", "::ffff:127.0.0.1", "fe80::1", "192.0.32.9"];
        var dialled = new ConcurrentQueue<IPAddress[]>();
        await PostAsync(new Uri("http://crm.example/"), Closed, _ => all, (addresses, _, _) =>
        {
            dialled.Enqueue(addresses);
            throw new SocketException((int)SocketError.ConnectionRefused);
        });
        Assert.Equal(["192.0.32.8", "2a00::1", "192.0.32.9"],
            Assert.Single(dialled).Select(address => address.ToString()));
    }

    [Fact]
    public async Task A_name_that_turns_to_this_machine_between_two_looks_does_not_lead_there()
    {
        await using var receiver = await Receiver.StartAsync(200, ("Connection", "close"));
        var looks = 0;
        var dialled = new ConcurrentQueue<IPAddress>();
        using var client = new WebhookClient(new AddressGuard(Closed)
        {
            Resolve = (_, _) => Task.FromResult<IPAddress[]>(
                [IPAddress.Parse(Interlocked.Increment(ref looks) == 1 ? "192.0.32.8" : "127.0.0.1")]),
            Dial = async (addresses, port, cancellation) =>
            {
                dialled.Enqueue(Assert.Single(addresses));
                var publicServer = new TcpClient(); // stands for it: a test sends nothing into the world
                await publicServer.ConnectAsync(IPAddress.Loopback, port, cancellation);
                return publicServer.GetStream();
            },
        }, Closed, TimeProvider.System);
        var target = new Target.Address(At("crm.example", receiver), ["whsec_AAAA"]);

        var first = await client.PostAsync(Ended.Attempt(), target, CancellationToken.None);
        Assert.Equal((200, 1), (first.Code, looks));
        Assert.Equal(Errors.Blocked, (await client.PostAsync(Ended.Attempt(), target, CancellationToken.None)).Error);
        Assert.Equal([IPAddress.Parse("192.0.32.8")], dialled);
        Assert.Single(receiver.Inbox);
    }

    [Fact]
    public async Task A_name_that_the_system_resolves_to_this_machine_is_not_reached() =>
        await Assert.ThrowsAsync<BlockedAddressException>(
            () => new AddressGuard(Closed).AllowedAsync(Dns.GetHostName(), CancellationToken.None));

    private static Uri At(string host, Receiver receiver) => new($"http://{host}:{receiver.Url.Port}/");

    private static async Task<Answer> PostAsync(
        Uri url, WebhooksOptions options, Func<string, string[]>? resolve = null,
        Func<IPAddress[], int, CancellationToken, Task<Stream>>? dial = null)
    {
        var guard = new AddressGuard(options)
        {
            Resolve = (host, _) => Task.FromResult(
                Array.ConvertAll(resolve?.Invoke(host) ?? ["127.0.0.1"], IPAddress.Parse)),
            Dial = dial ?? new AddressGuard(options).Dial,
        };
        using var client = new WebhookClient(guard, options, TimeProvider.System);
        return await client.PostAsync(Ended.Attempt(), new Target.Address(url, ["whsec_AAAA"]), CancellationToken.None);
    }
}
