using Workers.Worker.Agent;

namespace Workers.Worker.Tests.Agent;

public sealed class ModelGateRules
{
    private static readonly AgentAnswer Down = new AgentAnswer.Unavailable(null, "test");
    private static readonly AgentAnswer Up = new AgentAnswer.Answered("ok");
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly ManualTime time = new();
    private readonly ModelGate gate;

    public ModelGateRules() => gate = new ModelGate(time);

    [Fact]
    public void Three_failures_in_a_row_close_it()
    {
        Fail(2);
        Assert.Equal(GateState.Open, gate.TryEnter().State);
        Fail(1);

        var pass = gate.TryEnter();

        Assert.Equal(GateState.Closed, pass.State);
        Assert.Equal(Second, pass.RetryIn);
    }

    [Fact]
    public void A_success_between_failures_keeps_it_open()
    {
        Fail(2);
        gate.Report(gate.TryEnter(), Up);
        Fail(2);

        Assert.Equal(GateState.Open, gate.TryEnter().State);
    }

    [Fact]
    public void A_single_turn_probes_at_a_time()
    {
        Fail(3);
        time.Pass(Second);

        Assert.Equal(GateState.Probe, gate.TryEnter().State);
        Assert.Equal(GateState.Closed, gate.TryEnter().State);
        time.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(GateState.Closed, gate.TryEnter().State);
    }

    [Fact]
    public void Failed_probes_come_less_and_less_often_but_never_less_than_every_ten_seconds()
    {
        Fail(3);
        foreach (var seconds in (int[])[1, 2, 4, 8, 10, 10])
        {
            time.Pass(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(GateState.Closed, gate.TryEnter().State);
            time.Pass(TimeSpan.FromMilliseconds(1));
            var probe = gate.TryEnter();
            Assert.Equal(GateState.Probe, probe.State);
            gate.Report(probe, Down);
        }
    }

    [Theory]
    [InlineData(-55)]
    [InlineData(55)]
    public void It_stays_closed_for_as_long_whatever_the_wall_clock_is_set_to(int minutes)
    {
        Fail(3);
        time.Set(TimeSpan.FromMinutes(minutes));

        var pass = gate.TryEnter();

        Assert.Equal((GateState.Closed, Second), (pass.State, pass.RetryIn));
        time.Pass(Second);
        Assert.Equal(GateState.Probe, gate.TryEnter().State);
    }

    [Fact]
    public void Every_sign_of_life_opens_it()
    {
        AgentAnswer[] alive =
        [
            Up, new AgentAnswer.Throttled(null), new AgentAnswer.Refused("400"), new AgentAnswer.NoAnswer("empty"),
        ];
        foreach (var answer in alive)
        {
            Fail(3);
            time.Pass(Second);
            gate.Report(gate.TryEnter(), answer);
            Assert.Equal(GateState.Open, gate.TryEnter().State);
        }
    }

    [Fact]
    public void A_call_that_began_before_and_succeeds_opens_it_and_one_that_fails_changes_nothing()
    {
        var (early, late) = (gate.TryEnter(), gate.TryEnter());
        Fail(3);
        time.Pass(Second / 2);
        gate.Report(late, Down);
        Assert.Equal(Second / 2, NextProbe());

        gate.Report(early, Up);

        Assert.Equal(GateState.Open, gate.TryEnter().State);
    }

    [Fact]
    public void A_dropped_probe_lets_the_next_turn_probe()
    {
        Fail(3);
        time.Pass(Second);
        gate.Report(gate.TryEnter(), null);

        Assert.Equal(GateState.Probe, gate.TryEnter().State);
    }

    [Fact]
    public void A_probe_of_an_earlier_outage_does_not_end_the_probe_of_a_later_one()
    {
        Fail(3);
        time.Pass(Second);
        var old = gate.TryEnter();
        gate.Report(default, Up);
        Fail(3);
        time.Pass(Second);
        Assert.Equal(GateState.Probe, gate.TryEnter().State);

        gate.Report(old, Down);

        Assert.Equal(GateState.Closed, gate.TryEnter().State);
    }

    [Fact]
    public async Task Of_many_turns_at_once_one_probes()
    {
        Fail(3);
        time.Pass(Second);

        var passes = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ => Task.Run(gate.TryEnter)));

        Assert.Single(passes, pass => pass.MayCall);
    }

    private TimeSpan NextProbe()
    {
        var step = TimeSpan.FromMilliseconds(100);
        var waited = TimeSpan.Zero;
        for (; !gate.TryEnter().MayCall; waited += step)
            time.Pass(step);
        return waited;
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
            gate.Report(gate.TryEnter(), Down);
    }
}
