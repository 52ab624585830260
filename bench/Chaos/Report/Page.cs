using System.Globalization;
using System.Net;
using System.Text;

namespace Workers.Chaos.Report;

/// <summary>The certificate as one page that needs nothing else.</summary>
internal static class Page
{
    private const string Style = """
        body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem;color:#1c2330}
        h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse}
        td{padding:.15rem 1.2rem .15rem 0;border-bottom:1px solid #e3e6ea}td.n{text-align:right}
        .good{color:#18794e}.bad{color:#c62a2f}svg{width:100%;height:auto;font:11px system-ui,sans-serif}
        """;

    public static string Of(Certificate certificate)
    {
        var verdict = certificate.IsWhole ? "<b class=good>no violation</b>" : "<b class=bad>violations</b>";
        var page = new StringBuilder();
        page.AppendLine(CultureInfo.InvariantCulture, $"""
            <!doctype html><html lang="en"><meta charset="utf-8"><title>Chaos, seed {certificate.Seed}</title>
            <style>{Style}</style>
            <h1>{certificate.Faults} faults, {certificate.Accepted} accepted queries: {verdict}</h1>
            <p>Seed {certificate.Seed}, {certificate.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC,
            {certificate.Plan.Minutes} minutes of faults, {certificate.Plan.Workers} workers of {certificate.Plan.Slots} slots,
            {certificate.Plan.Ingresses} ingresses, lease {certificate.Plan.LeaseSeconds} s.
            {Text(certificate.Machine)}, {Text(certificate.Runtime)}.</p>
            """);
        page.AppendLine("<h2>Faults, recoveries, queries that wait</h2>").AppendLine(TimelineDrawing.Of(certificate));
        page.AppendLine("<h2>Violations</h2>").AppendLine(Rows(certificate.ViolationsByKind));
        foreach (var offence in certificate.Violations.Values.SelectMany(offences => offences))
            page.AppendLine(CultureInfo.InvariantCulture, $"<p class=bad>{Text(offence)}</p>");
        page.AppendLine("<h2>Measured</h2>");
        foreach (var fact in Table.Facts(certificate))
            page.AppendLine(CultureInfo.InvariantCulture, $"<p>{Text(fact)}</p>");
        page.AppendLine("<h2>Faults injected</h2>").AppendLine(Rows(certificate.FaultsByKind));
        return page.AppendLine("</html>").ToString();
    }

    public static string Text(string text) => WebUtility.HtmlEncode(text);

    private static string Rows(IReadOnlyDictionary<string, int> counts) => "<table>" + string.Concat(counts
        .Select(row => $"<tr><td>{Text(row.Key)}</td><td class=n>{row.Value}</td></tr>")) + "</table>";
}
