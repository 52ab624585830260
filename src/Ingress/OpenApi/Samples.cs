using System.Text.Json;
using Workers.Contracts.Webhooks;
using Workers.Conversations;
using Workers.Ingress.Conversations;
using Workers.Ingress.DeadLetters;
using Workers.Ingress.Deliveries;
using Workers.Ingress.Json;
using Workers.Ingress.Queries;

namespace Workers.Ingress.OpenApi;

/// <summary>
/// One story for all examples: ticket-4711 has a query that was answered, one that waits and one that failed.
/// They are the answers' own types, so what the document shows is what the server writes.
/// </summary>
internal static class Samples
{
    public const string Conversation = "ticket-4711";
    public const string Silent = "ticket-4712";
    public const string Completed = "q_1700112233445566778899aabbccddeeff";
    public const string Waiting = "q_17ffeeddccbbaa99887766554433221100";
    public const string Running = "q_170a1b2c3d4e5f60718293a4b5c6d7e8f9";
    public const string Failed = "q_170123456789abcdef0123456789abcdef";
    public const string Cancelled = "q_17fedcba9876543210fedcba9876543210";
    public const string Delivery = "msg_1700112233445566778899aabbccddeeff";
    public const string Host = "crm.example";

    public static readonly DateTimeOffset SubmittedAt = new(2026, 11, 23, 19, 49, 58, 4, TimeSpan.Zero);
    public static readonly DateTimeOffset EndedAt = new(2026, 11, 23, 19, 50, 0, 123, TimeSpan.Zero);
    private const string Question = "Where is my order?";
    private const string Answer = "It left our house on Friday.";
    private static readonly Dictionary<string, string> Pairs = new() { ["ticketId"] = "4711" };

    public static object Submission { get; } =
        new Dictionary<string, object> { ["conversationId"] = Conversation, ["text"] = Question, ["metadata"] = Pairs };

    public static object Batch { get; } = new Dictionary<string, object>
    {
        ["queries"] = new[]
        {
            new Dictionary<string, string>
            {
                ["conversationId"] = Conversation, ["text"] = Question, ["idempotencyKey"] = "8e03978e-1",
            },
            new Dictionary<string, string> { ["conversationId"] = Conversation, ["text"] = "And when does it arrive?" },
        },
    };

    public static SubmitAnswer Submitted { get; } = new(Waiting, Conversation, 8, QueryStatus.Queued.Name(), 0);

    public static SubmitAnswer Redriven { get; } = Submitted with { RedriveOf = Failed };

    public static QueryAnswer WaitingQuery { get; } = Query(Waiting, 8, QueryStatus.Queued);

    public static QueryAnswer RunningQuery { get; } =
        Query(Running, 10, QueryStatus.Running) with { StartedAt = SubmittedAt };

    public static QueryAnswer CompletedQuery { get; } = Query(Completed, 7, QueryStatus.Completed) with
    {
        StartedAt = SubmittedAt, EndedAt = EndedAt, Reply = new ReplyAnswer(Answer),
        Delivery = new DeliveryAnswer(Delivery, DeliveryStatus.Delivered.Name(), 1),
    };

    public static QueryAnswer FailedQuery { get; } = Query(Failed, 6, QueryStatus.Failed) with
    {
        Attempts = 5, StartedAt = SubmittedAt, EndedAt = EndedAt, Error = ErrorAnswer.Of(QueryErrors.AttemptsExhausted),
    };

    public static QueryAnswer CancelledQuery { get; } = Query(Cancelled, 9, QueryStatus.Cancelled) with
    {
        EndedAt = EndedAt, Error = ErrorAnswer.Of(QueryErrors.Cancelled),
    };

    public static ConversationAnswer WholeConversation { get; } = new(
        Conversation,
        [
            new TurnAnswer(Completed, 7, QueryStatus.Completed.Name(), Question, new ReplyAnswer(Answer), null,
                SubmittedAt, EndedAt),
        ],
        [new WaitingAnswer(Waiting, 8, QueryStatus.Queued.Name(), Question, SubmittedAt)]);

    /// <summary>What a stream ends with.</summary>
    public static string LastEvent { get; } =
        $"id: {QueryStatus.Completed.Version(runs: 1)}\nevent: {QueryStatus.Completed.Name()}\ndata: "
        + JsonSerializer.Serialize(CompletedQuery, IngressJson.Wire.QueryAnswer) + "\n\n";

    public static DeadLetterList DeadLetters { get; } = new([FailedQuery], null);

    public static DeliveryList Deliveries { get; } = new(
        [
            new DeliveryItem(Delivery, Completed, Host, DeliveryStatus.Delivered.Name(),
                [new AttemptItem(EndedAt, 42, 204, null)], null),
        ],
        null);

    /// <summary>The webhook of each way in which a query ends.</summary>
    public static WebhookEvent Ended(string type)
    {
        var status = type[WebhookTypes.Prefix.Length..];
        return new WebhookEvent(type, EndedAt, new WebhookData
        {
            Id = Completed, ConversationId = Conversation, Sequence = 7, Status = status, Metadata = Pairs,
            Reply = status == QueryStatus.Completed.Name() ? new WebhookReply(Answer) : null,
            Error = Error(status), SubmittedAt = SubmittedAt, EndedAt = EndedAt,
        });
    }

    private static WebhookError? Error(string status) => status switch
    {
        "failed" => Of(QueryErrors.ModelUnavailable),
        "expired" => Of(QueryErrors.Expired),
        "cancelled" => Of(QueryErrors.Cancelled),
        _ => null,
    };

    private static WebhookError Of(QueryError error) => new(error.Code, error.Detail);

    private static QueryAnswer Query(string id, long sequence, QueryStatus status) => new()
    {
        Id = id, ConversationId = Conversation, Sequence = sequence, Status = status.Name(), Text = Question,
        Attempts = 0, SubmittedAt = SubmittedAt, Metadata = Pairs,
    };
}
