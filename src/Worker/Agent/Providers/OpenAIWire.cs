using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Workers.Worker.Agent.Providers;

/// <summary>The JSON of OpenAI's chat completions, read leniently: a member that is missing or odd is not
/// there.</summary>
internal static class OpenAIWire
{
    // The text is read by a JSON parser, never by a browser: no need to escape every umlaut and apostrophe.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(string? model, IEnumerable<ChatMessage> messages)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            if (model is not null)
                json.WriteString("model"u8, model);
            json.WriteStartArray("messages"u8);
            foreach (var message in messages)
            {
                json.WriteStartObject();
                json.WriteString("role"u8, message.Role.Value);
                json.WriteString("content"u8, message.Text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static ChatResponse Read(JsonElement body)
    {
        var message = Member(First(Member(body, "choices")), "message");
        var usage = Member(body, "usage");
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, Text(Member(message, "content"))))
        {
            Usage = new UsageDetails
            {
                InputTokenCount = Count(Member(usage, "prompt_tokens")),
                OutputTokenCount = Count(Member(usage, "completion_tokens")),
            },
        };
    }

    // Content is a string, or an array of parts of which those with a text count.
    private static string Text(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => content.GetString()!,
        JsonValueKind.Array => string.Concat(content.EnumerateArray().Select(part => Text(Member(part, "text")))),
        _ => "",
    };

    private static long? Count(JsonElement number) =>
        number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var count) ? count : null;

    private static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : default;

    private static JsonElement First(JsonElement array) =>
        array.ValueKind == JsonValueKind.Array && array.GetArrayLength() > 0 ? array[0] : default;
}
