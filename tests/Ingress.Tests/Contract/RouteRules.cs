namespace Workers.Ingress.Tests.Contract;

/// <summary>Addresses, methods and what stands after a question mark.</summary>
internal static class RouteRules
{
    private const string NotFound = "404 not-found";
    private const string NoId = "q_0000000000000000000000000000000000";

    public static IEnumerable<Rule> All => [.. Addresses, .. Methods, .. Parameters];

    private static IEnumerable<Rule> Addresses =>
    [
        To("GET", "/", NotFound),
        To("GET", "/nix", NotFound),
        To("GET", "/v1", NotFound),
        To("GET", "/V2/queries", NotFound),
        To("POST", "/v1/queries/batch/more", NotFound),
        To("GET", "/v1/conversations/a/b", NotFound),
        To("GET", "/v1/queries/nonsense", NotFound),
        To("GET", "/v1/queries/q_00", NotFound),
        To("GET", $"/v1/queries/{NoId}", NotFound),
        To("GET", $"/v1/queries/{NoId}".ToUpperInvariant(), NotFound),
        To("GET", "/v1/queries/q_9900000000000000000000000000000000", NotFound),
        To("GET", $"/v1/queries/{NoId}/result", NotFound),
        To("DELETE", $"/v1/queries/{NoId}", NotFound),
        To("DELETE", "/v1/queries/nonsense", NotFound),
        To("GET", "/v1/conversations/unknown", NotFound),
        To("GET", "/v1/conversations/%20", NotFound),
        To("GET", "/v1/conversations/a%2520b", NotFound),
        To("GET", "/v1/conversations/%C3%A4", NotFound),
        To("DELETE", "/v1/conversations/unknown", NotFound),
        To("DELETE", "/v1/conversations/%C3%A4", NotFound),
        To("POST", "/v1/dead-letters/nonsense/redrive", NotFound),
        To("POST", $"/v1/dead-letters/{NoId}/redrive", NotFound),
        To("POST", "/v1/deliveries/nonsense/redeliver", NotFound),
        To("POST", $"/v1/deliveries/msg_{NoId[2..]}/redeliver", NotFound),
    ];

    private static IEnumerable<Rule> Methods =>
    [
        NotOffered("GET", "/v1/queries", "POST"),
        NotOffered("PUT", "/v1/queries", "POST"),
        NotOffered("OPTIONS", "/v1/queries", "POST"),
        NotOffered("PATCH", $"/v1/queries/{NoId}", "DELETE, GET, HEAD"),
        NotOffered("POST", $"/v1/queries/{NoId}/result", "GET, HEAD"),
        NotOffered("POST", "/v1/conversations/a", "DELETE, GET, HEAD"),
        NotOffered("DELETE", "/v1/dead-letters", "GET, HEAD"),
        NotOffered("GET", $"/v1/dead-letters/{NoId}/redrive", "POST"),
        NotOffered("POST", "/v1/deliveries", "GET, HEAD"),
        NotOffered("GET", "/v1/deliveries/msg_00/redeliver", "POST"),
    ];

    private static IEnumerable<Rule> Parameters =>
    [
        .. Query($"/v1/queries/{NoId}", "wait", NotFound, good: ["0", "30"], bad: ["31", "-1", "1.5", "", "x", "1&wait=1", "00000"]),
        .. Lists("/v1/dead-letters"),
        .. Lists("/v1/deliveries"),
        .. Query("/v1/deliveries", "status", "200", good: ["pending", "delivered", "failed", "discarded"],
            bad: ["sent", "Pending", "", "pending&status=failed"]),
        To("GET", "/v1/deliveries?status=x&limit=0", "400 invalid-request limit,status"),
    ];

    private static IEnumerable<Rule> Lists(string path) =>
    [
        To("GET", path, "200"),
        .. Query(path, "limit", "200", good: ["1", "100"], bad: ["0", "101", "ten", "1.0", "-1", "", "1&limit=2"]),
        .. Query(path, "cursor", "200", good: [], bad: ["", "nonsense", "99999999999999999999-q_00"]),
    ];

    private static IEnumerable<Rule> Query(string path, string name, string outcome, string[] good, string[] bad) =>
    [
        .. good.Select(value => To("GET", $"{path}?{name}={value}", outcome)),
        .. bad.Select(value => To("GET", $"{path}?{name}={value}", $"400 invalid-request {name}")),
    ];

    private static Rule NotOffered(string method, string path, string allow) =>
        To(method, path, "405 method-not-allowed") with { Header = ("Allow", allow) };

    private static Rule To(string method, string path, string outcome) =>
        new($"route: {method} {path}", new Call(method, path), outcome);
}
