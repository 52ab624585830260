using System.Globalization;
using System.Text;

namespace Workers.Hosting.Tests.Messaging;

internal static class Counters
{
    public static async Task<double> UnknownAsync()
    {
        using var text = new MemoryStream();
        await Prometheus.Metrics.DefaultRegistry.CollectAndExportAsTextAsync(text);
        var line = Encoding.UTF8.GetString(text.ToArray()).Split('\n')
            .FirstOrDefault(line => line.StartsWith("workers_messages_unknown_total ", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }
}
