using System.Diagnostics;

namespace Workers.Load;

/// <summary>Starts each piece of work at its time, whether or not those before it have ended, and tells it when it was to
/// start: who measures from then does not hide what a stall makes others wait.</summary>
internal static class OpenLoop
{
    public static async Task<T[]> RunAsync<T>(double perSecond, int count, Func<int, long, Task<T>> start)
    {
        var begun = new Task<T>[count];
        await Task.Factory.StartNew(
            () => Begin(perSecond, begun, start), CancellationToken.None, TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        return await Task.WhenAll(begun);
    }

    private static void Begin<T>(double perSecond, Task<T>[] begun, Func<int, long, Task<T>> start)
    {
        var first = Stopwatch.GetTimestamp();
        for (var i = 0; i < begun.Length; i++)
        {
            var (number, intended) = (i, first + (long)(i / perSecond * Stopwatch.Frequency));
            while (Stopwatch.GetTimestamp() < intended)
                Thread.Sleep(1);
            begun[i] = Task.Run(() => start(number, intended));
        }
    }
}
