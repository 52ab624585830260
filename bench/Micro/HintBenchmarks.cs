using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Workers.Contracts.V1;
using Workers.Hosting.Messaging;

namespace Workers.Micro;

/// <summary>What every publish and every delivery of a hint does to its body.</summary>
[MemoryDiagnoser]
public class HintBenchmarks
{
    private readonly QueryReady hint = new()
    {
        Tenant = "acme", ConversationId = "ticket-4711", Epoch = 3, QueryId = "q_170123456789abcdef0123456789abcdef",
        PublishedAt = 1_790_000_000_000,
    };

    private byte[] body = [];

    [GlobalSetup]
    public void Setup() => body = Write();

    [Benchmark]
    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(hint, HintJson.Default.QueryReady);

    [Benchmark]
    public QueryReady? Read() => JsonSerializer.Deserialize(body, HintJson.Default.QueryReady);
}
