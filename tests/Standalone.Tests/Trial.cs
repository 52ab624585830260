using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Workers.Testing;

namespace Workers.Standalone.Tests;

/// <summary>A Standalone of its own, as a newcomer runs it: only address and data folder are set.</summary>
internal sealed class Trial : IAsyncDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);
    private readonly TempFolder _folder;
    private readonly HttpClient _http;

    private Trial(TempFolder folder, HostProcess host)
    {
        (_folder, Host) = (folder, host);
        _http = new HttpClient { BaseAddress = host.Address, Timeout = Bound };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", File.ReadAllText(Path.Combine(Data, "demo-api-key")));
    }

    public HostProcess Host { get; }

    public string Data => _folder.Path;

    public int StoreId => int.Parse(File.ReadAllText(Path.Combine(Data, "garnet.pid")).Split(' ')[0]);

    public static async Task<Trial> StartAsync(params (string Key, string Value)[] settings)
    {
        var folder = new TempFolder();
        var all = settings.Append(("Standalone:Data", folder.Path)).ToDictionary(s => s.Item1, s => s.Item2);
        return new Trial(folder, await HostProcess.StartAsync("Standalone", all, within: Bound));
    }

    public Task StartAgainAsync() => Host.RestartAsync(within: Bound);

    public async Task<string> SubmitAsync(string conversation, string text)
    {
        using var answer = await _http.PostAsJsonAsync("v1/queries", new { conversationId = conversation, text });
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, $"{answer.StatusCode}\n{Host.Output}");
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>The reply of a query that is completed within the bound.</summary>
    public async Task<string> ReplyAsync(string id)
    {
        var ended = await Eventually.AsAsync(
            () => _http.GetFromJsonAsync<JsonElement>($"v1/queries/{id}?wait=20"),
            query => query.GetProperty("status").GetString() is not ("queued" or "running"), Bound, $"{id} has ended");
        Assert.Equal("completed", ended.GetProperty("status").GetString());
        return ended.GetProperty("reply").GetProperty("text").GetString()!;
    }

    public static bool IsAlive(int processId) =>
        File.Exists($"/proc/{processId}/stat") && !File.ReadAllText($"/proc/{processId}/stat").Contains(") Z ");

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        _http.Dispose();
        _folder.Dispose();
    }
}
