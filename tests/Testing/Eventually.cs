using System.Diagnostics;
using Xunit;

namespace Workers.Testing;

/// <summary>Polls for facts of other processes that give no signal.</summary>
public static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Returns once <paramref name="holds"/> is true; fails the test after <paramref name="within"/>.
    /// </summary>
    public static Task TrueAsync(Func<Task<bool>> holds, TimeSpan within, string because) =>
        AsAsync(holds, value => value, within, because);

    /// <inheritdoc cref="TrueAsync(Func{Task{bool}}, TimeSpan, string)"/>
    public static Task TrueAsync(Func<bool> holds, TimeSpan within, string because) =>
        TrueAsync(() => Task.FromResult(holds()), within, because);

    /// <summary>
    /// Returns the first value that fits; fails the test with the last value, or the last exception, if none does in
    /// time.
    /// </summary>
    public static async Task<T> AsAsync<T>(Func<Task<T>> look, Func<T, bool> fits, TimeSpan within, string because)
    {
        var watch = Stopwatch.StartNew();
        object? last = null;
        do
        {
            try
            {
                var value = await look().WaitAsync(Left(within, watch));
                if (fits(value))
                {
                    return value;
                }

                last = value;
            }
            catch (Exception failure) when (failure is not SkipException)
            {
                last = last is null || failure is not TimeoutException ? failure : last;
            }

            await Task.Delay(Interval);
        }
        while (watch.Elapsed < within);

        Assert.Fail($"not within {within}: {because}; last seen: {last ?? "null"}");
        throw new UnreachableException();
    }

    private static TimeSpan Left(TimeSpan within, Stopwatch watch) =>
        within - watch.Elapsed is var left && left > Interval ? left : Interval;
}
