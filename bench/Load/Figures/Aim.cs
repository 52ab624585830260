using System.Globalization;
using System.Text.Json.Serialization;

namespace Workers.Load.Figures;

/// <summary>A bound that a measured number should keep.</summary>
/// <param name="Of">The number's name.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Bound">The bound in words, such as <c>&lt;= 20</c>.</param>
/// <param name="Reached">Whether it was kept.</param>
internal sealed record Aim(string Of, double Value, [property: JsonPropertyName("aim")] string Bound, bool Reached)
{
    public static Aim AtMost(string of, double value, double bound) => new(of, value, In($"<= {bound}"), value <= bound);

    public static Aim AtLeast(string of, double value, double bound) => new(of, value, In($">= {bound}"), value >= bound);

    public override string ToString() => In($"{Of} {Value} (aim {Bound}, {(Reached ? "reached" : "MISSED")})");

    private static string In(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
