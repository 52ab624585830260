using System.Globalization;
using Workers.Testing;

namespace Workers.Chaos.World;

/// <summary>How the product is configured for the run: short waits, else as it is shipped.</summary>
internal static class Settings
{
    public const string ApiKey = "chaos";
    public const string Tenant = "acme";
    public const string Secret = "whsec_Y2hhb3Mtc2lnbnMtd2l0aC10aGlzLXNlY3JldC1oZXJl";
    public const int ContextTurns = 8;
    public const int MaxAttempts = 5;

    /// <summary>The second loss of a query makes it a suspect and counts for nobody.</summary>
    public const int MostDeaths = MaxAttempts + 1;

    public static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(10);

    public static Dictionary<string, string> Of(
        ChaosPlan plan, Uri inbox, string model, TcpLink rabbit, TcpLink redis) => new()
    {
        ["ConnectionStrings:RabbitMq"] = $"amqp://guest:guest@127.0.0.1:{rabbit.Port}/",
        ["ConnectionStrings:Redis"] = $"127.0.0.1:{redis.Port}",
        [$"Tenants:{Tenant}:ApiKeys:0"] = ApiKey,
        [$"Tenants:{Tenant}:RequestsPerSecond"] = "100000",
        [$"Tenants:{Tenant}:Webhook:Url"] = new Uri(inbox, "hooks/reply").ToString(),
        [$"Tenants:{Tenant}:Webhook:Secrets:0"] = Secret,
        ["Webhooks:DangerousAllowPrivateAddresses"] = "true",
        ["Webhooks:Timeout"] = "2s",
        ["Webhooks:RetrySchedule"] = "1s 1s 2s 2s " + string.Join(' ', Enumerable.Repeat("4s", 40)),
        ["Ingress:DangerousDieBeforePublish"] = Wording.DeadlyWord,
        ["Agent:Provider"] = "openai",
        ["Agent:Endpoint"] = model,
        ["Agent:Model"] = "digest",
        ["Agent:Timeout"] = "5s",
        ["Agent:ContextTurns"] = Text(ContextTurns),
        ["Worker:Lease"] = Text(plan.LeaseSeconds) + "s",
        ["Worker:Slots"] = Text(plan.Slots),
        ["Worker:DeliverySlots"] = Text(plan.Slots),
        ["Worker:DrainTimeout"] = Text(DrainTimeout.TotalSeconds) + "s",
        ["Worker:MaxAttempts"] = Text(MaxAttempts),
        ["Context:TurnsKept"] = "10000",
        ["Logging:LogLevel:Microsoft.Extensions.Diagnostics.HealthChecks"] = "None", // we ask before it is ready
        ["Logging:LogLevel:Workers"] = "Debug",
    };

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
