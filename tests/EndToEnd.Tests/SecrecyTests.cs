using Workers.Testing;

namespace Workers.EndToEnd.Tests;

/// <summary>What processes say when an operator lets them say everything.</summary>
[Collection(PoolServers.Name)]
public sealed class SecrecyTests(SharedPoolServers servers)
{
    private const string ModelKey = "sk-key-of-the-model";
    private const string Text = "confidential-words-of-a-customer";
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [SkippableFact]
    public async Task Logs_of_every_level_hold_no_key_no_secret_no_text_and_no_reply()
    {
        using var folder = new TempFolder();
        await using var pool = await WorkerPool.StartAsync(
            servers, ("Logging:Console:LogLevel:Default", "Trace"), ("Agent:ApiKey", ModelKey));
        var worker = await pool.StartWorkerAsync();
        string[] logs = [Path.Combine(folder.Path, "ingress"), Path.Combine(folder.Path, "worker")];
        pool.Ingresses[0].Process.Output.CopyTo(logs[0]);
        worker.Host.Process.Output.CopyTo(logs[1]);

        var query = await pool.Customers.SubmitAsync("secret", Text);
        var ended = await pool.Customers.EndAsync(query.Id, Bound);
        await pool.Inbox.WaitForAsync(request => request.Body.Contains(query.Id), Bound);

        Assert.Equal(0, await worker.Host.SigtermAsync(Bound)); // so that all that it said is there
        foreach (var log in logs)
        {
            var said = await File.ReadAllTextAsync(log);
            Assert.Contains("trce", said, StringComparison.Ordinal);
            foreach (var confidential in (string[])[WorkerPool.ApiKey, WorkerPool.Secret[6..], ModelKey, Text, ended.Reply!.Text])
            {
                Assert.DoesNotContain(confidential, said, StringComparison.Ordinal);
            }
        }
    }
}
