using System.Globalization;
using System.Text;

namespace Workers.Chaos.Report;

/// <summary>A row for each target: bars from faults to their healing, ticks at the next answer; then what waits.</summary>
internal static class TimelineDrawing
{
    private const double Left = 150;
    private const double Width = 1000;
    private const double Row = 17;
    private const double Chart = 90;
    private const double Gap = 28;

    public static string Of(Certificate certificate)
    {
        var targets = certificate.Timeline.Select(mark => Lane(mark.Target)).Distinct().Order(StringComparer.Ordinal)
            .ToList();
        var scale = Width / Math.Max(1, certificate.WaitingBySecond.Count);
        var height = (targets.Count * Row) + Gap + Chart + Gap;
        var svg = new StringBuilder();
        Add(svg, $"<svg viewBox=\"0 0 {Left + Width + 20} {height}\" role=\"img\">");
        for (var n = 0; n < targets.Count; n++)
        {
            var y = n * Row;
            Add(svg, $"<text x=\"{Left - 8}\" y=\"{y + 12}\" text-anchor=\"end\">{Page.Text(targets[n])}</text>");
            Add(svg, $"<rect x=\"{Left}\" y=\"{y + 8}\" width=\"{Width}\" height=\"1\" fill=\"#e3e6ea\"/>");
        }

        foreach (var mark in certificate.Timeline)
            Draw(svg, mark, targets.IndexOf(Lane(mark.Target)) * Row, scale);
        Backlog(svg, certificate.WaitingBySecond, (targets.Count * Row) + Gap, scale);
        return svg.Append("</svg>").ToString();
    }

    // links share a row by their server: one for each pair would fill the page
    private static string Lane(string target) => target.IndexOf(" to ", StringComparison.Ordinal) is > 0 and var at
        ? "links" + target[at..] : target;

    private static void Draw(StringBuilder svg, Mark mark, double y, double scale)
    {
        var (x, width) = (Left + (mark.From * scale), Math.Max(2, (mark.To - mark.From) * scale));
        var title = string.Create(CultureInfo.InvariantCulture, $"{mark.Tells}, {mark.From} s to {mark.To} s");
        Add(svg, $"<rect x=\"{x}\" y=\"{y + 3}\" width=\"{width}\" height=\"11\" fill=\"#e5484d\" opacity=\".75\">");
        Add(svg, $"<title>{Page.Text(title)}</title></rect>");
        if (mark.RecoveredAt is { } at)
            Add(svg, $"<rect x=\"{Left + (at * scale)}\" y=\"{y + 3}\" width=\"1.5\" height=\"11\" fill=\"#18794e\"/>");
    }

    private static void Backlog(StringBuilder svg, IReadOnlyList<int> waiting, double top, double scale)
    {
        var most = Math.Max(1, waiting.Max());
        var points = string.Join(' ', waiting.Select((count, second) => string.Create(
            CultureInfo.InvariantCulture, $"{Left + (second * scale):F1},{top + Chart - (Chart * count / most):F1}")));
        var (bottom, right) = (top + Chart, Left + (waiting.Count * scale));
        Add(svg, $"<polygon points=\"{Left},{bottom} {points} {right},{bottom}\" fill=\"#3e63dd\" opacity=\".35\"/>");
        Add(svg, $"<text x=\"{Left - 8}\" y=\"{top + 10}\" text-anchor=\"end\">{most} wait</text>");
        for (var second = 0; second < waiting.Count; second += waiting.Count > 240 ? 60 : 10)
            Add(svg, $"<text x=\"{Left + (second * scale)}\" y=\"{bottom + 16}\">{second} s</text>");
    }

    private static void Add(StringBuilder svg, FormattableString text) =>
        svg.AppendLine(text.ToString(CultureInfo.InvariantCulture));
}
