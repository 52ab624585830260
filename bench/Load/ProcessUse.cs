using System.Globalization;

namespace Workers.Load;

/// <summary>What a process and its children have used so far, as Linux counts.</summary>
/// <param name="CpuMicroseconds">Processor time; the kernel counts it in hundredths of a second.</param>
/// <param name="ResidentBytes">Memory that the process itself holds now.</param>
internal sealed record ProcessUse(double CpuMicroseconds, long ResidentBytes)
{
    private const double MicrosecondsPerTick = 10_000;

    public static ProcessUse Of(int process) => new(CpuOfTree(process), Resident(process));

    public static double CpuOfTree(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var children = File.ReadAllText($"/proc/{process}/task/{process}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (Number(fields[11]) + Number(fields[12])) * MicrosecondsPerTick
            + children.Sum(child => CpuOfTree(int.Parse(child, CultureInfo.InvariantCulture)));
    }

    private static long Resident(int process) => 1024 * (long)Number(File.ReadLines($"/proc/{process}/status")
        .First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
