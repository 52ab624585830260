using System.Net;
using System.Net.Http.Headers;
using Workers.Contracts.Webhooks;

namespace Workers.Worker.Agent.Providers;

/// <summary>Stands below every model client and says by status what a response means; no client sees anything but a
/// whole 2xx.</summary>
internal sealed class ModelHttp(HttpMessageHandler inner, TimeProvider time) : DelegatingHandler(inner)
{
    /// <summary>A longer response is no answer: 1 MiB.</summary>
    public const int MaxReplyBytes = WebhookReply.Longest;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5); // so that a changed DNS record is seen

    /// <summary>As many connections as calls in flight; the caller's token is the only time limit.</summary>
    public static HttpClient Client(TimeProvider time)
    {
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
        };
        return new HttpClient(new ModelHttp(sockets, time)) { Timeout = Timeout.InfiniteTimeSpan };
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
            if (Failure(response) is { } answer)
                throw new ModelFailure(answer);

            await response.Content.LoadIntoBufferAsync(MaxReplyBytes, cancellationToken);
            return response;
        }
        catch (Exception failure)
        {
            response?.Dispose();
            if (failure is HttpRequestException or IOException)
                throw new ModelFailure(Broken(failure as HttpRequestException), failure);
            throw;
        }
    }

    private static AgentAnswer Broken(HttpRequestException? failure) =>
        failure?.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded
            ? new AgentAnswer.NoAnswer("the response is too long")
            : new AgentAnswer.Unavailable(null, $"connection error: {failure?.HttpRequestError}");

    private AgentAnswer? Failure(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => null,
        429 => new AgentAnswer.Throttled(RetryAfter(response.Headers.RetryAfter)),
        400 or 413 or 422 => new AgentAnswer.Refused($"The model refused the query with status {(int)response.StatusCode}."),
        var status => new AgentAnswer.Unavailable(RetryAfter(response.Headers.RetryAfter), $"status {status}"),
    };

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        (header?.Delta ?? (header?.Date - time.GetUtcNow())) is { } wait && wait > TimeSpan.Zero ? wait : null;
}
