namespace Workers.Chaos.Tests;

public sealed class OptionTests
{
    [Fact]
    public void Options_are_read()
    {
        var plan = ChaosPlan.Read(["--minutes", "1.5", "--seed", "7", "--lease", "3s", "--slots", "1", "--hot", "0"]);
        Assert.Equal((1.5, 7, 3, 1, 0), (plan.Minutes, plan.Seed, plan.LeaseSeconds, plan.Slots, plan.Hot));
    }

    [Theory]
    [InlineData("--hot", "2")]
    [InlineData("--minutes", "0")]
    [InlineData("--seed", "first")]
    [InlineData("--workers", null)]
    [InlineData("--lease", "0s")]
    public void What_is_out_of_range_is_refused_in_one_sentence_that_names_it(string option, string? value)
    {
        string[] args = value is null ? [option] : [option, value];
        var wrong = Assert.Throws<ArgumentException>(() => ChaosPlan.Read(args)).Message;
        Assert.StartsWith(option + " takes ", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', wrong);
    }

    [Fact]
    public void An_unknown_option_is_refused_and_the_known_ones_are_named() =>
        Assert.Contains("--seed", Assert.Throws<ArgumentException>(() => ChaosPlan.Read(["--sed", "1"])).Message,
            StringComparison.Ordinal);
}
