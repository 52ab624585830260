using System.Globalization;
using System.Net.Http.Headers;

namespace Workers.Worker.Delivery;

/// <summary>Reads <c>Retry-After</c>: seconds, also with decimals, or a date.</summary>
internal static class RetryAfter
{
    private const double MostSeconds = 365 * 24 * 3600;

    /// <summary>Null when there is none or it makes no sense; a date that has passed asks for no wait.</summary>
    public static TimeSpan? Of(HttpResponseHeaders headers, DateTimeOffset now) =>
        headers.NonValidated.TryGetValues("Retry-After", out var values) ? Parse(values.ToString(), now) : null;

    internal static TimeSpan? Parse(string text, DateTimeOffset now)
    {
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(Math.Ceiling(Math.Min(seconds, MostSeconds)));
        if (!RetryConditionHeaderValue.TryParse(text, out var value) || value.Date is not { } date)
            return null;
        return date > now ? date - now : TimeSpan.Zero;
    }
}
