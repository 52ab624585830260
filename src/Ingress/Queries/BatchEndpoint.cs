using System.Text.Json;
using Workers.Ingress.Access;
using Workers.Ingress.Body;
using Workers.Ingress.Json;
using Workers.Ingress.Problems;

namespace Workers.Ingress.Queries;

/// <summary><c>POST /v1/queries/batch</c>: up to a hundred submissions, each with an outcome of its own.</summary>
internal static class BatchEndpoint
{
    public const string Queries = "queries";
    public const int Most = 100;

    public static async Task<IResult> SubmitAsync(
        HttpContext context, Caller caller, BatchSubmitter submitter, CancellationToken cancellation)
    {
        if (context.Request.Headers.ContainsKey(IdempotencyKey.Header))
            return Refusals.Invalid(FieldErrors.Of(IdempotencyKey.Header, "In a batch each query has an idempotencyKey."));
        var (document, problem) = await JsonBody.ReadAsync(context.Request, JsonBody.BatchLimit, cancellation);
        if (document is null)
            return problem!;

        using (document)
        {
            var errors = new FieldErrors();
            var items = Read(document.RootElement, errors);
            if (errors.Any)
                return Refusals.Invalid(errors);
            return await StoreTime.SpendAsync(context, async store =>
            {
                var outcomes = await submitter.SubmitAsync(caller, items, store);
                return TypedResults.Json(BatchAnswer.Of(outcomes), IngressJson.Wire.BatchAnswer);
            });
        }
    }

    private static JsonElement[] Read(JsonElement body, FieldErrors errors)
    {
        var members = JsonMembers.Read(body, errors, Queries);
        if (members.TryGet(Queries, out var queries) && queries.ValueKind == JsonValueKind.Array
            && queries.GetArrayLength() is >= 1 and <= Most)
            return [.. queries.EnumerateArray()];
        if (body.ValueKind == JsonValueKind.Object)
            errors.Add(Queries, $"queries must be an array of 1 to {Most} queries.");
        return [];
    }
}

/// <summary>What came of each query, in the order of the request.</summary>
internal sealed record BatchAnswer(IReadOnlyList<BatchResult> Results)
{
    public static BatchAnswer Of(IEnumerable<SubmitOutcome> outcomes) => new([.. outcomes.Select(outcome => outcome switch
    {
        SubmitOutcome.Accepted accepted => new BatchResult(202, SubmitAnswer.Of(accepted), null),
        SubmitOutcome.Refused refused => new BatchResult(refused.Problem.Status, null, refused.Problem),
        var other => throw new InvalidOperationException($"No answer is known for {other}."),
    })]);
}

/// <summary>One query's outcome: the query with 202, else the problem.</summary>
internal sealed record BatchResult(int Code, SubmitAnswer? Query, Problem? Problem);
