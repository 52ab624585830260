using Workers.Chaos.Schedule;
using Workers.Chaos.World;

namespace Workers.Chaos.Faults;

/// <summary>A worker on a host whose clock is minutes ahead; needs libfaketime.</summary>
internal sealed record ClockAhead(int Worker, int Seconds) : Fault("worker's clock ahead", Replica.WorkerName(Worker))
{
    /// <summary>Where the library is; null when it is not installed.</summary>
    public static string? Library { get; } = Directory.Exists("/usr/lib")
        ? Directory.EnumerateDirectories("/usr/lib").Append("/usr/lib")
            .Select(folder => Path.Combine(folder, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists)
        : null;

    public override string Tells => $"{Target} {Seconds} s ahead";

    public override TimeSpan Rest => TimeSpan.FromSeconds(8);

    public static (Fault, TimeSpan) Draw(Dice dice) =>
        (new ClockAhead(dice.Worker(), dice.Number(60, 240)), dice.Seconds(12, 20));

    public override IEnumerable<int> Disturbs(ChaosPlan plan) => [Worker];

    public override Task InjectAsync(Stage stage, CancellationToken stop) =>
        stage.Workers[Worker].MoveAsync(new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Library!, ["FAKETIME"] = $"+{Seconds}s", ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
            ["FAKETIME_NO_CACHE"] = "1",
        });

    public override Task HealAsync(Stage stage, CancellationToken stop) => stage.Workers[Worker].MoveAsync([]);
}
