using Workers.Contracts.V1;
using Workers.Worker.Answering;

namespace Workers.Worker.Tests.Answering;

public sealed class SuspectGateTests
{
    private readonly SuspectGate gate = new();

    [Fact]
    public void One_suspect_runs_at_a_time()
    {
        Assert.True(gate.TryEnter());
        Assert.False(gate.TryEnter());
        Assert.Null(gate.Leave());
        Assert.True(gate.TryEnter());
    }

    [Fact]
    public void A_conversation_that_came_many_times_waits_once_in_its_first_place_with_its_newest_hint()
    {
        gate.Remember(Hint("a", publishedAt: 1));
        gate.Remember(Hint("b", publishedAt: 2));
        gate.Remember(Hint("a", publishedAt: 3));
        gate.Remember(Hint("a", publishedAt: 2));
        Assert.Equal(Hint("a", publishedAt: 3), gate.Leave());
        Assert.Equal(Hint("b", publishedAt: 2), gate.Leave());
        Assert.Null(gate.Leave());
    }

    [Fact]
    public void Copies_of_one_conversation_leave_room_for_the_others()
    {
        for (var i = 0; i < 5000; i++)
            gate.Remember(Hint("a", publishedAt: i));
        gate.Remember(Hint("b", publishedAt: 1));
        gate.Leave();
        Assert.Equal("b", gate.Leave()?.ConversationId);
    }

    private static QueryReady Hint(string conversation, long publishedAt) => new()
    {
        Tenant = "acme", ConversationId = conversation, Epoch = 1, QueryId = "q", PublishedAt = publishedAt,
    };
}
