using Workers.Chaos.Faults;
using Workers.Chaos.Schedule;

namespace Workers.Chaos.Tests;

public sealed class TimetableTests
{
    private static readonly IReadOnlyList<Card> Cards = AllFaults.Cards(canFakeClocks: true);

    [Fact]
    public void The_same_seed_gives_the_same_timetable() => Assert.Equal(Of(seed: 7), Of(seed: 7));

    [Fact]
    public void Another_seed_gives_another() => Assert.NotEqual(Of(seed: 7), Of(seed: 8));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Five_minutes_have_more_than_fifty_faults_of_every_kind(int seed)
    {
        var strikes = Of(seed);
        Assert.True(strikes.Count > 50, $"{strikes.Count} faults");
        var dice = new Dice(new ChaosPlan { Seed = seed });
        Assert.Empty(Cards.Select(card => card(dice).Fault.Kind).Except(strikes.Select(strike => strike.Fault.Kind)));
    }

    [Fact]
    public void Different_targets_have_faults_together_and_one_target_never_has_two()
    {
        var strikes = Of(seed: 7);
        var together = strikes.SelectMany(one => strikes
            .Where(other => one.At < other.At && other.At < one.At + one.For)
            .Select(other => (one, other))).ToList();
        Assert.NotEmpty(together);
        Assert.DoesNotContain(together, pair => pair.one.Fault.Target == pair.other.Fault.Target);
    }

    [Fact]
    public void Everything_is_healed_when_the_time_is_over() =>
        Assert.All(Of(seed: 7), strike => Assert.True(strike.At + strike.For <= TimeSpan.FromMinutes(5)));

    private static IReadOnlyList<Strike> Of(int seed) => Timetable.Of(new ChaosPlan { Seed = seed }, Cards);
}
