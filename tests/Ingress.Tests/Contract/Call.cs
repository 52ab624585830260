using System.Text;

namespace Workers.Ingress.Tests.Contract;

/// <summary>A request, byte by byte.</summary>
internal sealed record Call(string Method, string Path, byte[]? Body = null)
{
    private static readonly HttpClient Http =
        new(new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.Latin1 }); // a character, a byte

    public const string One = "/v1/queries";
    public const string Many = "/v1/queries/batch";

    public string? ContentType { get; init; } = "application/json";

    /// <summary>Sent without its length.</summary>
    public bool IsChunked { get; init; }

    /// <summary>Headers besides the content's type; the tenant's key is added unless <see cref="IsStranger"/>.</summary>
    public (string Name, string Value)[] Headers { get; init; } = [];

    public bool IsStranger { get; init; }

    public static Call Post(string path, string body) => new("POST", path, Encoding.UTF8.GetBytes(body));

    public async Task<HttpResponseMessage> SendAsync(Uri ingress)
    {
        using var request = new HttpRequestMessage(new HttpMethod(Method), new Uri(ingress, Path)) { Content = Content() };
        if (!IsStranger)
            request.Headers.Add("X-Api-Key", IngressApp.Key);
        foreach (var (name, value) in Headers)
            Assert.True(request.Headers.TryAddWithoutValidation(name, value)
                || request.Content!.Headers.TryAddWithoutValidation(name, value));
        return await Http.SendAsync(request);
    }

    private HttpContent? Content()
    {
        if (Body is null)
            return null;
        HttpContent content = IsChunked ? new StreamContent(new Unsized(Body)) : new ByteArrayContent(Body);
        if (ContentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", ContentType);
        return content;
    }

    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
