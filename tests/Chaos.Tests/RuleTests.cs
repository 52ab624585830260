using Workers.Chaos.Audit;
using Workers.Testing;

namespace Workers.Chaos.Tests;

/// <summary>Each rule passes a run in which all went well, and fails one in which its promise was broken.</summary>
public sealed class RuleTests
{
    private const string Innocent = "q_2";
    private const string Poison = "q_3";
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;
    private static readonly string First = Digest(("user", "a"));
    private static readonly string Second = Digest(("user", "a"), ("assistant", First), ("user", "b"));

    private static readonly Records Good = new()
    {
        Asked =
        [
            Ask("k1", 1, "a"), Ask("k2", 2, "b"), Ask("k3", 3, "c", AskKind.Poison), Ask("k4", 4, "d", expires: Now),
        ],
        Receipts =
        [
            new("k1", "q_1", 1, Now), new("k2", Innocent, 2, Now), new("k3", Poison, 3, Now), new("k4", "q_4", 4, Now),
        ],
        Notices =
        [
            Told("q_1", "query.completed", First), Told("q_1", "query.completed", First),
            Told(Innocent, "query.completed", Second), Told(Poison, "query.failed"), Told("q_4", "query.expired"),
        ],
        Glances = [new("q_1", "queued", 0, null, null, null, null)],
        Endings =
        [
            Ended("q_1", "completed", First), Ended(Innocent, "completed", Second),
            Ended(Poison, "failed", error: "attempts_exhausted"), Ended("q_4", "expired"),
        ],
        Talks =
        [
            new("t",
            [
                new("q_1", 1, "completed", "a", First), new("q_4", 4, "expired", "d", null),
                new(Innocent, 2, "completed", "b", Second), new(Poison, 3, "failed", "c", null),
            ], 0),
        ],
        Exits = [new("worker 1", 0, Exit.Stop, Now), new("worker 2", 137, Exit.Nothing, Now)],
        KeysLeft = ["{b0}:layout"],
        QueuesLeft = [new("workers.queries", 0, 0)],
    };

    public static TheoryData<string> Rules => [.. Broken.Keys];

    private static Dictionary<string, Records> Broken => new()
    {
        ["lost"] = Good with { Endings = [.. Good.Endings.Skip(1), Ended("q_1", "running")] },
        ["not accepted"] = Good with { Asked = [.. Good.Asked, Ask("k5", 5, "e")] },
        ["answered twice"] = Good with { Notices = [.. Good.Notices, Told("q_1", "query.completed", "other")] },
        ["out of order"] = Good with
        {
            Talks = [new("t", [new(Innocent, 2, "completed", "b", Second), new("q_1", 1, "completed", "a", First)], 0)],
        },
        ["wrong context"] = Good with
        {
            Talks = [new("t", [new("q_1", 1, "completed", "a", First), new(Innocent, 2, "completed", "b", First)], 0)],
        },
        ["webhook missing"] = Good with { Notices = [.. Good.Notices.Skip(2)] },
        ["two ids"] = Good with { Notices = [.. Good.Notices, Told("q_1", "query.completed", First, "w_other")] },
        ["bad signature"] = Good with { Notices = [.. Good.Notices, Good.Notices[0] with { IsSigned = false }] },
        ["poison harming innocents"] = Good with { Endings = [Ended(Innocent, "failed", error: "attempts_exhausted")] },
        ["unasked end"] = Good with { Endings = [Ended("q_4", "expired") with { EndedAt = Now.AddSeconds(-1) }] },
        ["disorderly exit"] = Good with { Exits = [new("worker 1", 134, Exit.Stop, Now)] },
        ["keys left in Redis"] = Good with { KeysLeft = ["{b1}:c:acme/t"] },
        ["messages left in RabbitMQ"] = Good with { QueuesLeft = [new("workers.queries", 0, 1)] },
    };

    [Fact]
    public void Every_rule_is_seen_to_fail_here() =>
        Assert.Equal(AllRules.Of(8, 5).Select(rule => rule.Name).Order(), Broken.Keys.Order());

    [Theory]
    [MemberData(nameof(Rules))]
    public void A_rule_passes_what_is_good_and_finds_what_broke_its_promise(string name)
    {
        var rule = AllRules.Of(8, 5).Single(rule => rule.Name == name);
        Assert.Empty(rule.Offences(Good));
        Assert.NotEmpty(rule.Offences(Broken[name]));
    }

    public static TheoryData<string> Twists => [.. Twisted.Keys];

    private static Dictionary<string, (string Rule, Records Records)> Twisted => new()
    {
        ["two texts, one only in a glance"] = ("answered twice",
            Good with { Glances = [Ended("q_1", "completed", "other")] }),
        ["twice in its conversation"] = ("answered twice",
            Good with { Talks = [new("t", [.. Good.Talks[0].Turns, Good.Talks[0].Turns[0]], 0)] }),
        ["two query ids for one key"] = ("two ids",
            Good with { Receipts = [.. Good.Receipts, new("k1", "q_9", 1, Now)] }),
        ["a sequence with a gap"] = ("out of order", Good with { Receipts = [new("k1", "q_1", 2, Now)] }),
        ["poison that was answered"] = ("poison harming innocents",
            Good with { Endings = [Ended(Poison, "completed", "x")] }),
        ["poison that kills too often"] = ("poison harming innocents",
            Good with { Calls = [.. Enumerable.Repeat(new Call(0, "c", Now, Now, Call.Killed), 6)] }),
        ["a process that does not stop"] = ("disorderly exit",
            Good with { Exits = [new("worker 1", null, Exit.Stop, Now)] }),
        ["a process that ends by itself"] = ("disorderly exit",
            Good with { Exits = [new("worker 1", 0, Exit.Nothing, Now)] }),
        ["an answer that nobody knows"] = ("not accepted", Good with { Surprises = ["500"] }),
    };

    [Theory]
    [MemberData(nameof(Twists))]
    public void A_rule_finds_also(string twist)
    {
        var (rule, records) = Twisted[twist];
        Assert.NotEmpty(AllRules.Of(8, 5).Single(one => one.Name == rule).Offences(records));
    }

    private static Asked Ask(
        string key, int number, string text, AskKind kind = AskKind.Plain, DateTimeOffset? expires = null) =>
        new(key, "t", number, text, kind, Now, expires);

    private static Notice Told(string query, string type, string? reply = null, string? webhook = null) =>
        new(webhook ?? "w_" + query, query, type, reply, "body of " + query, true, Now);

    private static Reading Ended(string id, string status, string? reply = null, string? error = null) =>
        new(id, status, 0, reply, error, Now, "w_" + id);

    private static string Digest(params (string, string)[] messages) => ModelServer.Digest(messages);
}
