using Workers.Worker.Tests.Agent;

namespace Workers.Worker.Tests;

/// <summary>No message is held longer than ten minutes, whatever is away for how long.</summary>
public sealed class HoldBudgetTests
{
    private readonly ManualTime time = new();

    [Theory]
    [InlineData("00:00:00.05")]
    [InlineData("00:01:00")]
    [InlineData("00:06:00")]
    [InlineData("00:09:00")] // the most that Agent:Timeout and Webhooks:Timeout may be
    public void Begin_call_end_and_publishing_fit_into_ten_minutes_when_each_takes_all_it_may(string longest)
    {
        var call = TimeSpan.Parse(longest, System.Globalization.CultureInfo.InvariantCulture);
        var budget = new HoldBudget(call, time);
        Assert.True(budget.ForBegin >= TimeSpan.FromSeconds(10), "begin is repeated for a while");
        time.Pass(budget.ForBegin);
        Assert.Equal(TimeSpan.Zero, budget.ForBegin);
        time.Pass(call);
        Assert.True(budget.ForEnd >= TimeSpan.FromSeconds(30), "an answer has its time to be committed");
        time.Pass(budget.ForEnd + HoldBudget.Publishing);
        Assert.InRange(time.Passed, call, TimeSpan.FromMinutes(10));
    }

    [Fact]
    public void A_short_outage_has_three_minutes_on_each_side_of_a_short_call()
    {
        var budget = new HoldBudget(TimeSpan.FromMinutes(1), time);
        Assert.Equal((TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(3)), (budget.ForBegin, budget.ForEnd));
    }

    [Fact]
    public void An_end_that_comes_too_late_still_has_some_seconds()
    {
        var budget = new HoldBudget(TimeSpan.FromMinutes(1), time);
        time.Pass(TimeSpan.FromHours(1));
        Assert.Equal((TimeSpan.Zero, TimeSpan.FromSeconds(30)), (budget.ForBegin, budget.ForEnd));
    }
}
