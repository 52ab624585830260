using System.Text.Json;

namespace Workers.Ingress.Tests.Contract;

/// <summary>
/// An answer in a line: <c>202</c>, <c>404 not-found</c>, <c>400 invalid-request text,more</c>; of a batch each
/// query's after the other, <c>200: 202; 400 invalid-request text</c>.
/// </summary>
internal static class Outcome
{
    private const string Prefix = "urn:workers:problem:";

    public static async Task<string> OfAsync(HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        var body = await answer.Content.ReadAsStringAsync();
        if (status >= 400)
        {
            Assert.Equal("application/problem+json", $"{answer.Content.Headers.ContentType}");
            return OfProblem(JsonDocument.Parse(body).RootElement, status);
        }

        return JsonDocument.Parse(body).RootElement.TryGetProperty("results", out var results)
            ? $"{status}: {string.Join("; ", results.EnumerateArray().Select(OfItem))}" : $"{status}";
    }

    private static string OfItem(JsonElement item)
    {
        var code = item.GetProperty("code").GetInt32();
        Assert.Equal(["code", code == 202 ? "query" : "problem"], item.EnumerateObject().Select(member => member.Name));
        return code == 202 ? "202" : OfProblem(item.GetProperty("problem"), code);
    }

    private static string OfProblem(JsonElement problem, int status)
    {
        string[] members = ["type", "title", "status", "detail", .. status == 400 ? (string[])["errors"] : []];
        Assert.Equal(members, problem.EnumerateObject().Select(member => member.Name));
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.All((string[])["title", "detail"], member => Assert.NotEmpty(problem.GetProperty(member).GetString()!));
        var type = problem.GetProperty("type").GetString()!;
        Assert.StartsWith(Prefix, type, StringComparison.Ordinal);
        return $"{status} {type[Prefix.Length..]} {(status == 400 ? Faults(problem.GetProperty("errors")) : "")}".TrimEnd();
    }

    private static string Faults(JsonElement errors)
    {
        Assert.All(errors.EnumerateObject(), error => Assert.All(
            error.Value.EnumerateArray(), sentence => Assert.EndsWith(".", sentence.GetString(), StringComparison.Ordinal)));
        return string.Join(',', errors.EnumerateObject().Select(error => error.Name));
    }
}
