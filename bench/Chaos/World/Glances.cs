using Workers.Chaos.Audit;

namespace Workers.Chaos.World;

/// <summary>A curious customer: reads queries while everything fails, so that an end that changes is noticed.</summary>
internal static class Glances
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    public static async Task<IReadOnlyList<Reading>> TakeAsync(Stage stage, CancellationToken stop)
    {
        var readings = new List<Reading>();
        for (var n = 0; !stop.IsCancellationRequested; n++)
        {
            var receipts = stage.Crm.Receipts;
            var drawn = receipts.ElementAtOrDefault(receipts.Count == 0 ? 0 : (int)((uint)(n * 7919) % receipts.Count));
            if (drawn is not null && await stage.Door.ReadAsync(drawn.Id, n) is { } reading)
                readings.Add(reading);
            await Task.Delay(Interval, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return readings;
    }
}
