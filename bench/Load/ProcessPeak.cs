using Workers.Testing;

namespace Workers.Load;

/// <summary>The most that was seen while something went on.</summary>
/// <param name="InFlight">Calls that the model held at once.</param>
/// <param name="ResidentBytes">Memory of the process.</param>
internal sealed record ProcessPeak(int InFlight, long ResidentBytes)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    public static async Task<ProcessPeak> DuringAsync(HostProcess host, Func<int> inFlight, Func<Task> work)
    {
        var peak = new ProcessPeak(0, 0);
        var working = work();
        while (!working.IsCompleted)
        {
            if (host.Process.HasExited)
                throw new InvalidOperationException($"{host.Name} ended; its last output:\n{host.Output}");
            peak = new ProcessPeak(
                Math.Max(peak.InFlight, inFlight()), Math.Max(peak.ResidentBytes, ProcessUse.Of(host.Process.Id).ResidentBytes));
            await Task.WhenAny(working, Task.Delay(Interval));
        }

        await working;
        return peak;
    }
}
