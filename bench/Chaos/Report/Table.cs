using System.Globalization;
using System.Text;

namespace Workers.Chaos.Report;

/// <summary>A certificate for a terminal.</summary>
internal static class Table
{
    private const int Shown = 20;

    public static string Of(Certificate certificate)
    {
        var text = new StringBuilder();
        foreach (var (kind, count) in certificate.FaultsByKind)
            Line(text, kind, count, "");
        foreach (var (kind, count) in certificate.NotInjected)
            Line(text, $"not injected: {kind}", count, "");
        Line(text, "faults injected", certificate.Faults, $"{certificate.Recovered} recovered");
        text.AppendLine();
        foreach (var (kind, offences) in certificate.Violations)
        {
            Line(text, kind, offences.Count, offences.Count == 0 ? "" : "VIOLATION");
            foreach (var offence in offences.Take(Shown))
                text.AppendLine(CultureInfo.InvariantCulture, $"    {offence}");
        }

        text.AppendLine();
        foreach (var fact in Facts(certificate))
            text.AppendLine(fact);
        return text.ToString();
    }

    public static IEnumerable<string> Facts(Certificate certificate)
    {
        var (recovery, takeover, model) = (certificate.RecoverySeconds, certificate.TakeoverSeconds, certificate.Model);
        var endings = string.Join(", ", certificate.Endings.Select(ending => $"{ending.Value} {ending.Key}"));
        var bound = model.IsWithinBound ? "kept" : "EXCEEDED";
        var verdict = certificate.IsWhole ? "no violation" : "VIOLATIONS";
        yield return Text($"accepted {certificate.Accepted} queries: {endings}; {certificate.Webhooks} webhooks came");
        yield return $"from healing to the next answer: {Text(recovery)}";
        yield return Text($"from kill -9 to the takeover of a turn, lease {certificate.Plan.LeaseSeconds} s: ")
            + Text(takeover);
        yield return Text($"model calls {model.Calls}, {model.Extra} beyond one for each completed query; ")
            + Text($"the bound of {model.Bound} is {bound}");
        yield return Text($"seed {certificate.Seed}: {verdict}");
    }

    private static string Text(Spread spread) => spread.Count == 0
        ? "none" : Text($"p50 {spread.P50} s, p99 {spread.P99} s, most {spread.Most} s ({spread.Count} of them)");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Line(StringBuilder text, string name, int count, string remark) =>
        text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"{name,-44}{count,6}  {remark}").TrimEnd());
}
