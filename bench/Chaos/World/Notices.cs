using System.Text.Json;
using Workers.Chaos.Audit;
using Workers.Testing;

namespace Workers.Chaos.World;

/// <summary>Webhooks as the receiver reads them.</summary>
internal static class Notices
{
    public static Notice Read(WebhookRequest request)
    {
        var json = request.Json;
        var data = json.GetProperty("data");
        var reply = data.TryGetProperty("reply", out var given) ? given.GetProperty("text").GetString() : null;
        return new Notice(request.Id, data.GetProperty("id").GetString()!, json.GetProperty("type").GetString()!, reply,
            request.Body, request.IsSignedWith(Settings.Secret), request.At);
    }
}
