using Workers.Hosting.Options;

namespace Workers.Hosting.Tests.Options;

public sealed class DurationTests
{
    [Theory]
    [InlineData("500ms", 0.5)]
    [InlineData("5s", 5)]
    [InlineData("30m", 1800)]
    [InlineData("2h", 7200)]
    [InlineData("30d", 2592000)]
    [InlineData("00:01:30", 90)]
    [InlineData("0s", 0)]
    public void Durations_are_read_as_people_write_them(string text, double seconds)
    {
        Assert.True(Duration.TryParse(text, out var value));
        Assert.Equal(seconds, value.TotalSeconds);
        Assert.True(Duration.TryParse(Duration.Format(value), out var again));
        Assert.Equal(value, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("1.5h")]
    [InlineData("5s\n")]
    [InlineData("99999999999999999d")]
    [InlineData("25:00:00")]
    public void Anything_else_is_no_duration(string text) => Assert.False(Duration.TryParse(text, out _));
}
