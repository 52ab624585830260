namespace Workers.Worker.Agent;

/// <summary>A completed turn of a conversation, as the model sees it.</summary>
internal readonly record struct PastTurn(string Question, string Answer);
