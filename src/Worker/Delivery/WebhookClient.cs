using System.Globalization;
using System.Net.Http.Headers;
using Workers.Conversations;
using Workers.Hosting.Options;

namespace Workers.Worker.Delivery;

/// <summary>Sends one signed POST and brings back the status; it follows nothing and reads next to nothing.</summary>
internal sealed class WebhookClient(AddressGuard guard, WebhooksOptions options, TimeProvider time) : IDisposable
{
    private const int ResponseKiB = 16;
    private readonly HttpClient http = new(Handler(guard)) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Throws only when <paramref name="cancellation"/> is cancelled, or by a mistake of ours.</summary>
    public async Task<Answer> PostAsync(DeliveryAttempt attempt, Target.Address target, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(options.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        using var span = DeliveryTrace.Start(attempt);
        using var request = Request(attempt, target, span);
        var start = time.GetTimestamp();
        try
        {
            // The status decides. Of what else comes the handler drains a little, or it drops the connection.
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
            return span.Ended(new Answer(time.GetElapsedTime(start), (int)response.StatusCode,
                RetryAfter: RetryAfter.Of(response.Headers, time.GetUtcNow())));
        }
        catch (Exception failure) when (IsTheNetworks(failure) && !cancellation.IsCancellationRequested)
        {
            return span.Ended(new Answer(time.GetElapsedTime(start), Error: Errors.Of(failure)));
        }
    }

    public void Dispose() => http.Dispose();

    private HttpRequestMessage Request(DeliveryAttempt attempt, Target.Address target, DeliveryTrace span)
    {
        var body = WebhookBody.Of(attempt.Ended);
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        var id = attempt.Query.DeliveryId;
        var request = new HttpRequestMessage(HttpMethod.Post, target.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", second.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", Signature.Of(id, second, body, target.Secrets));
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("Workers-Webhooks", "1.0"));
        if (span.TraceParent is { } traceParent)
            request.Headers.Add("traceparent", traceParent);
        return request;
    }

    private static bool IsTheNetworks(Exception failure) =>
        failure is HttpRequestException or OperationCanceledException or IOException;

    // Without the propagator there is no span of the runtime's own, which would hold the whole address, and no baggage.
    private static SocketsHttpHandler Handler(AddressGuard guard) => new()
    {
        ConnectCallback = guard.ConnectAsync,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        MaxResponseHeadersLength = ResponseKiB,
        MaxResponseDrainSize = ResponseKiB * 1024,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        ActivityHeadersPropagator = null,
    };
}
