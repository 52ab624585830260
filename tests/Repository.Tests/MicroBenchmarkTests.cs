using Workers.Testing;

namespace Workers.Repository.Tests;

/// <summary>The small benchmarks are run so rarely that nobody would notice if they broke.</summary>
public sealed class MicroBenchmarkTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Every_micro_benchmark_runs_once()
    {
        using var folder = new TempFolder();
        var build = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd('/')); // bin/<Configuration>/net10.0
        var program = Checkout.File("bench", "Micro", "bin", build.Parent!.Name, build.Name, "Workers.Micro.dll");
        await using var run = ChildProcess.Start(new ChildStart(
            "dotnet", [program, "--job", "Dry", "--filter", "*", "--artifacts", folder.Path], folder.Path));
        Assert.True(await run.ExitAsync(Bound) == 0, run.Output.Text);
    }
}
