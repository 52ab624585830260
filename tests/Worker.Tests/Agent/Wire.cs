using Workers.Hosting.Options;

namespace Workers.Worker.Tests.Agent;

/// <summary>The answers of both wire formats.</summary>
internal static class Wire
{
    public static string Answer(AgentProvider provider, string text) => provider == AgentProvider.Anthropic
        ? $$$$"""
          {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"{{{{text}}}}"}],
           "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":11,"output_tokens":7}}
          """
        : $$$$"""
          {"id":"c1","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop",
           "message":{"role":"assistant","content":"{{{{text}}}}"}}],"usage":{"prompt_tokens":11,"completion_tokens":7}
          }
          """;
}
