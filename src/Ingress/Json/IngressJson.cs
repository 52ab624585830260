using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Workers.Ingress.Conversations;
using Workers.Ingress.DeadLetters;
using Workers.Ingress.Deliveries;
using Workers.Ingress.Problems;
using Workers.Ingress.Queries;

namespace Workers.Ingress.Json;

/// <summary>How answers are written: camelCase, absent members left out. An answer's type is added here.</summary>
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(SubmitAnswer))]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(QueryAnswer))]
[JsonSerializable(typeof(ConversationAnswer))]
[JsonSerializable(typeof(CanonicalRequest))]
[JsonSerializable(typeof(DeadLetterList))]
[JsonSerializable(typeof(DeliveryList))]
[JsonSerializable(typeof(RedeliveryAnswer))]
[JsonSerializable(typeof(ErasureAnswer))]
internal sealed partial class IngressJson : JsonSerializerContext
{
    /// <summary>
    /// The one set of options. Letters of all scripts stay as they are; the default would escape all but ASCII.
    /// </summary>
    public static IngressJson Wire { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new UtcMillisConverter() },
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    });
}
