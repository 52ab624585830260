using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workers.Ingress.Json;

/// <summary>
/// Times as every answer shows them: RFC 3339 in UTC with milliseconds, <c>2026-11-23T19:50:00.123Z</c>.
/// </summary>
internal sealed class UtcMillisConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        DateTimeOffset.ParseExact(
            reader.GetString()!, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture));
}
