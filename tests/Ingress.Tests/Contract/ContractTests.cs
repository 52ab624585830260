using Workers.Testing;

namespace Workers.Ingress.Tests.Contract;

/// <summary>
/// Walks the contract of the HTTP API row by row, each rule on both sides of its bound. What is refused leaves nothing
/// in Redis, no Idempotency-Key either, and nothing in RabbitMQ.
/// </summary>
[Collection(IngressCollection.Name)]
public sealed class ContractTests(SharedIngress shared, ContractServers servers) : IClassFixture<ContractServers>
{
    private static readonly Dictionary<string, Rule> Table =
        ((IEnumerable<Rule>)[.. MemberRules.All, .. BodyRules.All, .. KeyRules.All, .. BatchRules.All, .. RouteRules.All])
        .ToDictionary(rule => rule.Name, StringComparer.Ordinal);

    public static TheoryData<string> Accepted => [.. Table.Values.Where(rule => !rule.LeavesNothing).Select(rule => rule.Name)];

    public static TheoryData<string> Refused => [.. Table.Values.Where(rule => rule.LeavesNothing).Select(rule => rule.Name)];

    [SkippableTheory, MemberData(nameof(Accepted))]
    public async Task What_keeps_to_the_rules_is_accepted(string rule) => await HoldsAsync(Table[rule], shared.App);

    [SkippableTheory, MemberData(nameof(Refused))]
    public async Task What_breaks_a_rule_is_refused_and_leaves_nothing(string rule)
    {
        var before = await servers.Quiet.TracesAsync();
        await HoldsAsync(Table[rule], servers.Quiet.App);
        Assert.Equal(before, await servers.Quiet.TracesAsync());
    }

    [SkippableFact]
    public async Task What_is_accepted_leaves_what_the_others_must_not()
    {
        Needs.Redis();
        await using var another = await servers.AnotherAsync();
        using var answer = await another.App.SubmitAsync(Json.Good, "key");
        Assert.Equal("202", await Outcome.OfAsync(answer));
        var traces = await another.TracesAsync();
        Assert.Contains(traces, trace => trace.Contains("}:k:acme:", StringComparison.Ordinal));
        Assert.Contains(traces, trace => trace.EndsWith("}:m:acme/c", StringComparison.Ordinal));
        Assert.Contains(traces, trace => trace.Contains("message", StringComparison.Ordinal));
    }

    private static async Task HoldsAsync(Rule rule, IngressApp app)
    {
        using var answer = await rule.Call.SendAsync(app.Client.BaseAddress!);
        Assert.Equal(rule.Outcome, await Outcome.OfAsync(answer));
        Assert.False(answer.Headers.Contains("Server"));
        if (rule.Header is { } header)
            Assert.Equal(header.Value, string.Join(", ", (answer.Headers.NonValidated.TryGetValues(header.Name, out var values)
                ? values : answer.Content.Headers.NonValidated[header.Name]).Select(value => value)));
    }
}
