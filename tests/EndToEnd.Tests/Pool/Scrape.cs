using System.Globalization;
using Workers.Testing;

namespace Workers.EndToEnd.Tests;

/// <summary>Reads a process' metrics.</summary>
internal static class Scrape
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>All samples, labels included, with their values.</summary>
    public static async Task<Dictionary<string, double>> SamplesAsync(this HostProcess host)
    {
        var text = await Http.GetStringAsync(new Uri(host.Address, "metrics"));
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#')
            .Select(line => (line, end: line.LastIndexOf(' '))).ToDictionary(
                sample => sample.line[..sample.end],
                sample => double.Parse(sample.line[(sample.end + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>The sum of the samples that begin like this: <c>workers_turns_total{outcome="lost"}</c>.</summary>
    public static async Task<double> MetricAsync(this HostProcess host, string sample)
    {
        var text = await Http.GetStringAsync(new Uri(host.Address, "metrics"));
        return text.Split('\n').Where(line => line.StartsWith(sample, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }
}
