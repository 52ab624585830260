using BenchmarkDotNet.Attributes;
using Workers.Conversations;
using Workers.Conversations.Redis;

namespace Workers.Micro;

/// <summary>What goes into Redis with a query and comes out of it with a turn; a turn reads its context's records too.</summary>
[MemoryDiagnoser]
public class StoredJsonBenchmarks
{
    private const string Text = "Where is my order? I ordered two blue mugs on Monday, and they have not come yet.";

    private readonly QueryContent content = new()
    {
        ConversationId = "ticket-4711", Text = Text, Metadata = new Dictionary<string, string> { ["ticketId"] = "4711" },
    };

    private string json = "";
    private string record = "";

    [GlobalSetup]
    public void Setup()
    {
        json = WriteContent();
        record = "1790000000000 completed acme "
            + """{"id":"q_170123456789abcdef0123456789abcdef","sequence":7,"attempts":0,"turn":7,"submittedAt":1,"""
            + """ "startedAt":2,"endedAt":3,"delivers":true, """ + $"{WriteReply()},\"content\":{json}}}";
    }

    [Benchmark]
    public string WriteContent() => StoredJson.Of(content);

    [Benchmark]
    public string WriteReply() => StoredJson.Fragment(Text);

    [Benchmark]
    public QueryContent ReadContent() => StoredJson.Content(json);

    [Benchmark]
    public PastTurn ReadTurn() => StoredEnd.ReadTurn(record);

    [Benchmark]
    public EndedQuery ReadEnded() => StoredEnd.Read(record);
}
