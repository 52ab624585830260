using System.Diagnostics;
using Workers.Testing;

namespace Workers.Standalone.Tests;

/// <summary>However Standalone ends, its store ends with it, and nothing that was accepted is lost.</summary>
public sealed class EndsTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Queries_accepted_before_a_kill_are_finished_by_the_next_start()
    {
        await using var model = await ModelServer.StartAsync();
        model.Hold();
        await using var trial = await Trial.StartAsync(
            ("Agent:Provider", "openai"), ("Agent:Endpoint", model.Endpoint), ("Agent:Model", "digest"));
        var first = await trial.SubmitAsync("killed", "one");
        var second = await trial.SubmitAsync("killed", "two");
        await model.CallAsync(call => call.LastUserText == "one", TimeSpan.FromMinutes(1));

        await trial.Host.Kill9Async();
        model.Release();
        await trial.StartAgainAsync();

        var one = await trial.ReplyAsync(first);
        Assert.Equal(ModelServer.Digest([("user", "one")]), one);
        Assert.Equal(
            ModelServer.Digest([("user", "one"), ("assistant", one), ("user", "two")]), await trial.ReplyAsync(second));
    }

    [Fact]
    public async Task The_store_is_gone_after_a_kill()
    {
        await using var trial = await Trial.StartAsync();
        await trial.Host.Kill9Async();
        await Eventually.TrueAsync(() => !Trial.IsAlive(trial.StoreId), Soon, "the store ended");
    }

    [Fact]
    public async Task The_store_is_gone_after_an_orderly_stop_with_exit_code_0()
    {
        await using var trial = await Trial.StartAsync();
        Assert.Equal(0, await trial.Host.SigtermAsync(TimeSpan.FromSeconds(90)));
        Assert.False(Trial.IsAlive(trial.StoreId));
    }

    [Fact]
    public async Task A_stop_while_it_starts_leaves_no_store_and_no_stack_trace()
    {
        using var folder = new TempFolder();
        await using var starting = HostProcess.Launch(
            "Standalone", new Dictionary<string, string> { ["Standalone:Data"] = folder.Path });
        var pid = Path.Combine(folder.Path, "garnet.pid");
        await Eventually.TrueAsync(() => File.Exists(pid), TimeSpan.FromMinutes(1), "it starts its store");
        await starting.SigtermAsync(TimeSpan.FromSeconds(90));

        var store = int.Parse(File.ReadAllText(pid).Split(' ')[0]);
        await Eventually.TrueAsync(() => !Trial.IsAlive(store), Soon, "the store ended");
        Assert.DoesNotContain("   at ", starting.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_ends_by_itself_stops_the_process_with_exit_code_1()
    {
        await using var trial = await Trial.StartAsync();
        using (var store = Process.GetProcessById(trial.StoreId))
            store.Kill();
        Assert.Equal(1, await trial.Host.Process.ExitAsync(TimeSpan.FromSeconds(90)));
    }

    [Fact]
    public async Task A_second_one_on_the_same_data_is_refused_with_one_sentence()
    {
        await using var trial = await Trial.StartAsync();
        await using var second = HostProcess.Launch(
            "Standalone", new Dictionary<string, string> { ["Standalone:Data"] = trial.Data });
        Assert.Equal(1, await second.Process.ExitAsync(TimeSpan.FromMinutes(1)));
        await Eventually.TrueAsync(() => second.Output.Length > 0, Soon, "it said why");
        Assert.Equal(
            $"Another Standalone has the data in {trial.Data}; stop it, or set Standalone:Data to another folder.",
            second.Output.Trim());
        Assert.True(Trial.IsAlive(trial.StoreId));
    }

    [Fact]
    public async Task A_taken_port_is_one_sentence()
    {
        await using var trial = await Trial.StartAsync();
        using var folder = new TempFolder();
        await using var second = HostProcess.Launch("Standalone", new Dictionary<string, string>
        {
            ["Standalone:Data"] = folder.Path,
            ["Kestrel:Endpoints:Http:Url"] = trial.Host.Address.ToString(),
        });
        Assert.Equal(1, await second.Process.ExitAsync(TimeSpan.FromMinutes(1)));
        await Eventually.TrueAsync(() => second.Output.Contains("address already in use"), Soon, "it said why");
        Assert.False(second.Output.Contains("   at "), second.Output);
    }
}
