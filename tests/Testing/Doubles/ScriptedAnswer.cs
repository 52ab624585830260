using System.Text;
using Microsoft.AspNetCore.Http;

namespace Workers.Testing;

/// <summary>What a double does instead of its normal answer.</summary>
public sealed record ScriptedAnswer
{
    private Func<HttpContext, Task> Act { get; init; } = _ => Task.CompletedTask;

    /// <summary>Answers with a status, and with a body and headers if given.</summary>
    public static ScriptedAnswer Status(
        int status, string body = "", params (string Name, string Value)[] headers) => new()
    {
        Act = async http =>
        {
            http.Response.StatusCode = status;
            foreach (var (name, value) in headers)
            {
                http.Response.Headers[name] = value;
            }

            await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body), http.RequestAborted);
        },
    };

    /// <summary>Never answers; ends when the caller gives up or the double is disposed.</summary>
    public static ScriptedAnswer Hang() => new() { Act = http => Task.Delay(Timeout.Infinite, http.RequestAborted) };

    /// <summary>Resets the connection.</summary>
    public static ScriptedAnswer Reset() => new()
    {
        Act = http =>
        {
            http.Abort();
            return Task.CompletedTask;
        },
    };

    /// <summary>A 200 whose body is no answer at all.</summary>
    public static ScriptedAnswer Garbage() => Status(200, "}{ not json", ("Content-Type", "application/json"));

    /// <summary>The same after a pause.</summary>
    public ScriptedAnswer After(TimeSpan delay) => this with
    {
        Act = async http =>
        {
            await Task.Delay(delay, http.RequestAborted);
            await Act(http);
        },
    };

    internal async Task AnswerAsync(HttpContext http)
    {
        try
        {
            await Act(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // the caller left
        }
    }
}
