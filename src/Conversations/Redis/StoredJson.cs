using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workers.Conversations.Redis;

/// <summary>The JSON that is kept in Redis. The scripts put its pieces together and never look inside.</summary>
[JsonSerializable(typeof(QueryContent))]
[JsonSerializable(typeof(StoredEnd))]
[JsonSerializable(typeof(StoredReply))]
[JsonSerializable(typeof(StoredTurn))]
[JsonSerializable(typeof(StoredAttempt))]
[JsonSerializable(typeof(QueryError))]
internal sealed partial class StoredJson : JsonSerializerContext
{
    /// <summary>Leaves customers' letters as they are: the store is not a web page, and escapes cost memory.</summary>
    public static StoredJson Compact { get; } = new(new JsonSerializerOptions
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    });

    public static string Of(QueryContent content) => JsonSerializer.Serialize(content, Compact.QueryContent);

    public static string Fragment(string reply) =>
        "\"reply\":" + JsonSerializer.Serialize(new StoredReply(reply), Compact.StoredReply);

    public static string Fragment(QueryError error) =>
        "\"error\":" + JsonSerializer.Serialize(error, Compact.QueryError);

    public static QueryContent Content(string json) => JsonSerializer.Deserialize(json, Compact.QueryContent)!;
}

/// <summary>An attempt as it is kept: a line of a delivery's log.</summary>
internal sealed record StoredAttempt(long At, int DurationMs, int? Code, string? Error);

/// <summary>A text as it is kept.</summary>
internal sealed record StoredReply(string Text);

/// <summary>What the model is shown of a completed turn's record; the rest is skipped.</summary>
internal sealed record StoredTurn(StoredReply Content, StoredReply Reply);

/// <summary>The record of an ended query, as ending.lua puts it together.</summary>
internal sealed record StoredEnd(
    string Id, long Sequence, int Attempts, int Runs, long Turn, long SubmittedAt, long StartedAt, long EndedAt, bool Delivers,
    StoredReply? Reply, QueryError? Error, QueryContent Content)
{
    /// <summary>Reads <c>fence status tenant {json}</c>.</summary>
    public static EndedQuery Read(string record)
    {
        var head = record[..record.IndexOf('{', StringComparison.Ordinal)].Split(' ');
        var end = Parse(record)!;
        return new EndedQuery
        {
            Tenant = head[2],
            Id = QueryId.Parse(end.Id),
            Content = end.Content with { HasDelivery = end.Delivers },
            Sequence = end.Sequence,
            Status = Enum.Parse<QueryStatus>(head[1], ignoreCase: true),
            Attempts = end.Attempts,
            Runs = end.Runs,
            Turn = end.Turn,
            SubmittedAt = Clock.At(end.SubmittedAt),
            StartedAt = end.StartedAt == 0 ? null : Clock.At(end.StartedAt),
            EndedAt = Clock.At(end.EndedAt),
            Reply = end.Reply?.Text,
            Error = end.Error,
        };
    }

    /// <summary>Reads only what the model is shown.</summary>
    public static PastTurn ReadTurn(string record)
    {
        var json = record.AsSpan(record.IndexOf('{', StringComparison.Ordinal));
        var turn = JsonSerializer.Deserialize(json, StoredJson.Compact.StoredTurn)!;
        return new PastTurn(turn.Content.Text, turn.Reply.Text);
    }

    private static StoredEnd? Parse(string record) =>
        JsonSerializer.Deserialize(record.AsSpan(record.IndexOf('{', StringComparison.Ordinal)), StoredJson.Compact.StoredEnd);
}
