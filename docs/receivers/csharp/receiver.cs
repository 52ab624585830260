#:sdk Microsoft.NET.Sdk.Web

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

var secret = Environment.GetEnvironmentVariable("WEBHOOK_SECRET") ?? throw new("WEBHOOK_SECRET is not set");
var key = Convert.FromBase64String(secret["whsec_".Length..]);
var seen = new HashSet<string>(); // stands for a table of yours, unique on the id
var app = WebApplication.Create(args);

app.MapPost("/hooks/reply", async (HttpRequest request) =>
{
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body);
    var id = request.Headers["webhook-id"].ToString();
    if (!IsSigned(id, request.Headers, body.ToArray()))
        return Results.Unauthorized();
    lock (seen) // stands for a transaction: the id is remembered when the work is done, and only then
    {
        if (!seen.Contains(id))
            Act(id, JsonDocument.Parse(body.ToArray()).RootElement);
        seen.Add(id);
    }

    return Results.Ok();
});
app.Run();

bool IsSigned(string id, IHeaderDictionary headers, byte[] body)
{
    var time = headers["webhook-timestamp"].ToString();
    byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{time}."), .. body];
    var wanted = Encoding.UTF8.GetBytes("v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)));
    return long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
        && Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - second) <= 300
        && headers["webhook-signature"].ToString().Split(' ')
            .Any(entry => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(entry), wanted));
}

void Act(string id, JsonElement reply) =>
    Console.WriteLine($"{id}: {reply.GetProperty("type")} of {reply.GetProperty("data").GetProperty("conversationId")}");
