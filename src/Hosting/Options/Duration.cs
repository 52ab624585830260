using System.Globalization;
using System.Text.RegularExpressions;

namespace Workers.Hosting.Options;

/// <summary>Durations as people write them: <c>500ms</c>, <c>5s</c>, <c>30m</c>, <c>2h</c>, <c>30d</c> or
/// <c>hh:mm:ss</c>.</summary>
public static partial class Duration
{
    /// <summary>False when the text is no duration, or one that is longer than a <see cref="TimeSpan"/>.</summary>
    public static bool TryParse(string text, out TimeSpan value)
    {
        value = default;
        if (Clock().IsMatch(text))
            return TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out value);

        return Counted().Match(text) is { Success: true } match
            && long.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && TryMultiply(count, Unit(match.Groups[2].Value), out value);
    }

    /// <summary>The shortest of the forms that <see cref="TryParse"/> reads.</summary>
    public static string Format(TimeSpan value) => value switch
    {
        { Ticks: 0 } => "0s",
        _ when value.Ticks % TimeSpan.TicksPerDay == 0 => $"{value.Ticks / TimeSpan.TicksPerDay}d",
        _ when value.Ticks % TimeSpan.TicksPerHour == 0 => $"{value.Ticks / TimeSpan.TicksPerHour}h",
        _ when value.Ticks % TimeSpan.TicksPerMinute == 0 => $"{value.Ticks / TimeSpan.TicksPerMinute}m",
        _ when value.Ticks % TimeSpan.TicksPerSecond == 0 => $"{value.Ticks / TimeSpan.TicksPerSecond}s",
        _ => $"{value.Ticks / TimeSpan.TicksPerMillisecond}ms",
    };

    private static bool TryMultiply(long count, long unit, out TimeSpan value)
    {
        var fits = count <= TimeSpan.MaxValue.Ticks / unit;
        value = fits ? new TimeSpan(count * unit) : default;
        return fits;
    }

    private static long Unit(string name) => name switch
    {
        "ms" => TimeSpan.TicksPerMillisecond,
        "s" => TimeSpan.TicksPerSecond,
        "m" => TimeSpan.TicksPerMinute,
        "h" => TimeSpan.TicksPerHour,
        _ => TimeSpan.TicksPerDay,
    };

    [GeneratedRegex(@"^(\d{1,18})(ms|s|m|h|d)\z", RegexOptions.CultureInvariant)]
    private static partial Regex Counted();

    [GeneratedRegex(@"^(\d{1,7}\.)?\d\d:\d\d:\d\d(\.\d{1,7})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Clock();
}
