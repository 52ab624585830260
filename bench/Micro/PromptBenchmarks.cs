using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.AI;
using Workers.Conversations;
using Workers.Worker.Agent;

namespace Workers.Micro;

/// <summary>The window on a conversation: what is built for each call of the model.</summary>
[MemoryDiagnoser]
public class PromptBenchmarks
{
    private readonly Prompt prompt = new(systemPrompt: null, contextTurns: 20);
    private PastTurn[] context = [];

    [Params(0, 20, 100)]
    public int Turns { get; set; }

    [GlobalSetup]
    public void Setup() =>
        context = [.. Enumerable.Range(1, Turns).Select(number => new PastTurn($"Question {number}?", $"Answer {number}."))];

    [Benchmark]
    public List<ChatMessage> Build() => prompt.Build(context, "Where is my order?");
}
