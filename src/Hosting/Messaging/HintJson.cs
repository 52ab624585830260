using System.Text.Json.Serialization;
using Workers.Contracts.V1;

namespace Workers.Hosting.Messaging;

/// <summary>Hints as they are written: their members in camelCase, no envelope.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(QueryReady))]
[JsonSerializable(typeof(ReplyReady))]
internal sealed partial class HintJson : JsonSerializerContext;
