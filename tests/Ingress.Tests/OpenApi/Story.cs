using System.Net.Http.Json;
using Workers.Conversations;
using Workers.Ingress.OpenApi;

namespace Workers.Ingress.Tests.OpenApi;

/// <summary>Makes the examples of the document true: everything that they name exists, under an id of its own.</summary>
internal static class Story
{
    /// <summary>The real ids by those of <see cref="Samples"/>.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> TellAsync(IngressApp app)
    {
        var completed = await SubmitAsync(app, Samples.Conversation);
        await app.CompleteAsync(Samples.Conversation, completed, "It left our house on Friday.");
        var waiting = await SubmitAsync(app, Samples.Conversation);
        var failed = await SubmitAsync(app, "failed");
        await app.Store.FailAsync(
            await app.BeginAsync("failed", failed), QueryStatus.Failed, QueryErrors.AttemptsExhausted);
        var running = await SubmitAsync(app, "running");
        await app.BeginAsync("running", running);
        await SubmitAsync(app, Samples.Silent);
        return new Dictionary<string, string>
        {
            [Samples.Completed] = $"{completed}",
            [Samples.Delivery] = completed.DeliveryId,
            [Samples.Waiting] = $"{waiting}",
            [Samples.Failed] = $"{failed}",
            [Samples.Running] = $"{running}",
            [Samples.Cancelled] = $"{await SubmitAsync(app, "cancelled")}",
        };
    }

    private static async Task<QueryId> SubmitAsync(IngressApp app, string conversationId)
    {
        using var answer = await app.Client.PostAsJsonAsync("/v1/queries", new
        {
            conversationId, text = "Where is my order?", replyTo = $"https://{Samples.Host}/hooks/reply",
        });
        Assert.Equal(202, (int)answer.StatusCode);
        return IngressApp.Id(await answer.Json());
    }
}
