using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Workers.Conversations;
using Workers.Hosting.Options;
using Workers.Worker.Agent;
using Workers.Worker.Answering;
using Workers.Worker.Tests.Agent;

namespace Workers.Worker.Tests.Answering;

/// <summary>The contract's table: what the model answers, and what happens then.</summary>
public sealed class StepsTests
{
    private static readonly AgentOptions Agent = new() { GiveUpAfter = TimeSpan.FromMinutes(1) };

    [Fact]
    public void An_answer_is_committed() =>
        Assert.Equal(new Step.Commit("Hi"), After(new AgentAnswer.Answered("Hi"), TimeSpan.Zero));

    [Fact]
    public void A_throttled_query_comes_back_when_the_model_says_and_loses_no_attempt()
    {
        var throttled = new AgentAnswer.Throttled(TimeSpan.FromSeconds(7));
        Assert.InRange(WaitAfter(throttled, TimeSpan.FromHours(2)).TotalSeconds, 7, 8);
    }

    [Fact]
    public void A_query_behind_a_closed_gate_waits_longer_each_time_until_it_is_given_up()
    {
        var closed = new AgentAnswer.GateClosed(TimeSpan.FromSeconds(2));
        Assert.InRange(WaitAfter(closed, TimeSpan.Zero, postponements: 0).TotalSeconds, 2, 3);
        Assert.InRange(WaitAfter(closed, TimeSpan.Zero, postponements: 4).TotalSeconds, 12, 20);
        Assert.Equal(5, WaitAfter(closed, TimeSpan.FromSeconds(55), postponements: 4).TotalSeconds);
        Assert.Equal(
            new Step.Fail(QueryStatus.Failed, QueryErrors.ModelUnavailable), After(closed, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task A_turn_that_finds_the_gate_closed_asks_nobody_and_waits_by_its_postponements()
    {
        var time = TimeProvider.System;
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        using var drain = new Drain(lifetime, new WorkerOptions(), time);
        var gate = new ModelGate(time);
        for (var failure = 0; failure < 3; failure++)
            gate.Report(gate.TryEnter(), new AgentAnswer.Unavailable(null, "down"));
        var turn = Turn(postponements: 5);
        var held = new HeldTurn(null!, turn, time.GetTimestamp(), drain, time, NullLogger.Instance);
        var deaf = new Asker(new DeafModel(), Agent, time);

        var asking = new Asking(deaf, gate, new AgentOptions(), time).AskAsync(turn, held);
        var step = await asking.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.InRange(Assert.IsType<Step.Postpone>(step).Delay.TotalSeconds, 24, 40);
    }

    [Fact]
    public void An_unavailable_model_postpones_until_the_query_is_given_up()
    {
        var away = new AgentAnswer.Unavailable(TimeSpan.FromSeconds(30), "down");
        Assert.InRange(WaitAfter(away, TimeSpan.FromSeconds(1)).TotalSeconds, 30, 33);
        Assert.Equal(new Step.Postpone(TimeSpan.FromSeconds(5), Postponement.ModelAway), After(away, TimeSpan.FromSeconds(55)));
        Assert.Equal(
            new Step.Fail(QueryStatus.Failed, QueryErrors.ModelUnavailable), After(away, TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public void An_answer_that_is_none_costs_an_attempt()
    {
        var step = Assert.IsType<Step.Postpone>(After(new AgentAnswer.NoAnswer("empty"), TimeSpan.Zero));
        Assert.Equal(Postponement.NoAnswer, step.Why);
        Assert.InRange(step.Delay, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void A_refused_query_fails_at_once() => Assert.Equal(
        new Step.Fail(QueryStatus.Failed, QueryErrors.ModelRefused("too long")),
        After(new AgentAnswer.Refused("too long"), TimeSpan.Zero));

    [Theory]
    [InlineData(nameof(DropReason.Draining))]
    [InlineData(nameof(DropReason.Unrenewed))]
    public void A_turn_that_this_process_cannot_finish_is_given_back_for_now(string reason) =>
        Assert.Equal(new Step.Postpone(TimeSpan.Zero, Postponement.NotAsked), Steps.After(Enum.Parse<DropReason>(reason)));

    [Fact]
    public void A_turn_of_somebody_else_is_let_go() => Assert.Equal(new Step.LetGo(), Steps.After(DropReason.Lost));

    private static Step After(AgentAnswer answer, TimeSpan age) => Steps.After(answer, Turn(), age, Agent);

    private static TimeSpan WaitAfter(AgentAnswer answer, TimeSpan age, int postponements = 0)
    {
        var step = Assert.IsType<Step.Postpone>(Steps.After(answer, Turn(postponements), age, Agent));
        var why = answer is AgentAnswer.GateClosed ? Postponement.NotAsked : Postponement.ModelAway;
        Assert.Equal(why, step.Why);
        return step.Delay;
    }

    private static Turn Turn(int postponements = 0)
    {
        var conversation = new ConversationRef("acme", "c");
        return new Turn
        {
            Grant = new Grant(conversation, 0, QueryId.New(conversation), 1),
            Query = new QueryContent { ConversationId = "c", Text = "Hello" },
            Sequence = 1,
            Attempts = 0,
            Postponements = postponements,
            IsSuspect = false,
            IsTakeover = false,
            IsFirst = true,
            SubmittedAt = DateTimeOffset.UnixEpoch,
            BegunAt = DateTimeOffset.UnixEpoch,
            Context = [],
        };
    }
}
