namespace Workers.Ingress.Tests.Contract;

/// <summary>A row of the contract's table.</summary>
/// <param name="Name">What is tried, for people; each name stands once.</param>
/// <param name="Call">The request.</param>
/// <param name="Outcome">What it must come to, as <see cref="Contract.Outcome"/> writes it.</param>
internal sealed record Rule(string Name, Call Call, string Outcome)
{
    /// <summary>A header that the answer must have.</summary>
    public (string Name, string Value)? Header { get; init; }

    /// <summary>True when nothing was accepted, and so nothing may be left in Redis or RabbitMQ.</summary>
    public bool LeavesNothing => !Outcome.Contains("202", StringComparison.Ordinal);

    /// <summary>A submission with this member is accepted; the value is JSON.</summary>
    public static Rule Takes(string member, string what, string value) =>
        new($"{member}: {what}", Call.Post(Call.One, Json.Query(member, value)), "202");

    /// <summary>A submission with this member is refused under the member's name.</summary>
    public static Rule Refuses(string member, string what, string value) =>
        new($"{member}: {what}", Call.Post(Call.One, Json.Query(member, value)), $"400 invalid-request {member}");

    /// <summary>A whole body comes to this.</summary>
    public static Rule Sends(string what, string body, string outcome) =>
        new($"body: {what}", Call.Post(Call.One, body), outcome);
}
