using Microsoft.Extensions.AI;
using Workers.Conversations;

namespace Workers.Worker.Agent;

/// <summary>The window on a conversation that the model is shown: system message, last turns, the query.</summary>
internal sealed class Prompt(string? systemPrompt, int contextTurns)
{
    private const string Standard =
        "You answer customers of a company by e-mail and chat. Be brief, friendly and exact. " +
        "Answer in the customer's language. If you do not know something, say so; never invent facts, prices or dates.";

    private readonly ChatMessage system = new(ChatRole.System, systemPrompt ?? Standard);

    /// <summary>One system message; the last completed turns, oldest first; the query's text last.</summary>
    public List<ChatMessage> Build(IReadOnlyList<PastTurn> context, string text)
    {
        var first = Math.Max(0, context.Count - contextTurns);
        var messages = new List<ChatMessage>(((context.Count - first) * 2) + 2) { system };
        for (var i = first; i < context.Count; i++)
        {
            messages.Add(new ChatMessage(ChatRole.User, context[i].Question));
            messages.Add(new ChatMessage(ChatRole.Assistant, context[i].Answer));
        }

        messages.Add(new ChatMessage(ChatRole.User, text));
        return messages;
    }
}
