using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Workers.Testing;

namespace Workers.Load;

/// <summary>A model over HTTP that tells when each query's first call came in, and holds as many calls as sockets allow.</summary>
internal sealed class NumberedModel : IAsyncDisposable
{
    private const int Backlog = 4096; // connections that come in while all are busy
    private static readonly byte[] Answer =
        """{"choices":[{"index":0,"message":{"role":"assistant","content":"Thank you."},"finish_reason":"stop"}]}"""u8
            .ToArray();

    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> arrivals = new();
    private readonly string address = $"http://127.0.0.1:{FreePort.Next()}";
    private WebApplication? app;
    private int inFlight;

    /// <summary>As <c>Agent:Endpoint</c> wants it.</summary>
    public string Endpoint => address + "/v1";

    /// <summary>How long each answer takes.</summary>
    public TimeSpan Wait { get; set; }

    /// <summary>No answer before this is over.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public int InFlight => Volatile.Read(ref inFlight);

    /// <summary>Texts that were asked so far.</summary>
    public IEnumerable<string> Asked =>
        arrivals.Where(entry => entry.Value.Task.IsCompleted).Select(entry => entry.Key);

    public static async Task<NumberedModel> StartAsync()
    {
        var model = new NumberedModel();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(model.address).UseSockets(sockets => sockets.Backlog = Backlog);
        model.app = builder.Build();
        model.app.Run(model.AnswerAsync);
        await model.app.StartAsync();
        return model;
    }

    /// <summary>The stopwatch's timestamp of the first call for a query with this text, come or to come.</summary>
    public Task<long> ArrivalAsync(string text, TimeSpan within) => Arrival(text).Task.WaitAsync(within);

    public async ValueTask DisposeAsync()
    {
        await app!.StopAsync(new CancellationToken(canceled: true)); // what still hangs is cut off
        await app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var now = Stopwatch.GetTimestamp();
        Interlocked.Increment(ref inFlight);
        try
        {
            Arrival(await TextAsync(http)).TrySetResult(now);
            await Gate.WaitAsync(http.RequestAborted);
            await Task.Delay(Wait, http.RequestAborted);
            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync(Answer, http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // the caller left
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
        }
    }

    private TaskCompletionSource<long> Arrival(string text) => arrivals.GetOrAdd(
        text, _ => new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously));

    private static async Task<string> TextAsync(HttpContext http)
    {
        using var json = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
        var messages = json.RootElement.GetProperty("messages");
        return messages[messages.GetArrayLength() - 1].GetProperty("content").GetString()!;
    }
}
