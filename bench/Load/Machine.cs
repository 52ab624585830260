using System.Globalization;
using System.Runtime.InteropServices;

namespace Workers.Load;

/// <summary>Where it was measured, and what bounds it there.</summary>
internal static class Machine
{
    public static string Name { get; } = $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}";

    /// <summary>Files and sockets that one process may have open; .NET raises its own limit to it.</summary>
    public static int OpenFiles() => int.TryParse(
        File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal))
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture, out var files)
        ? files
        : int.MaxValue; // unlimited

    /// <summary>Processes that ran or wanted to, over the last minute.</summary>
    public static double LoadAverage() =>
        double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture);
}
