namespace Workers.Testing;

/// <summary>A queue as the broker sees it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">classic, quorum or stream.</param>
/// <param name="Ready">Messages that wait.</param>
/// <param name="Unacknowledged">Messages that consumers hold.</param>
/// <param name="Consumers">Consumers attached.</param>
/// <param name="Arguments">What it was declared with, values as text.</param>
public sealed record QueueState(
    string Name, string Type, long Ready, long Unacknowledged, int Consumers,
    IReadOnlyDictionary<string, string> Arguments);
