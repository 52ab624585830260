using System.Text;

namespace Workers.Worker.Tests.Delivery.Samples;

/// <summary>A delivery as it went over the wire, to be sent again as it was or forged.</summary>
internal sealed record Captured(string? Id, string? Timestamp, string? Signature, byte[] Body)
{
    private static readonly HttpClient Http = new(
        new SocketsHttpHandler { RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 })
    { Timeout = TimeSpan.FromSeconds(30) };

    public static Captured Of(Received received) => new(
        received.Headers["webhook-id"], received.Headers["webhook-timestamp"], received.Headers["webhook-signature"],
        received.Body);

    /// <summary>All that differ from it by one byte of what is signed, or of the signature.</summary>
    public IEnumerable<Captured> Forgeries() =>
    [
        .. Flipped(Id!).Select(id => this with { Id = id }),
        .. Flipped(Timestamp!).Select(timestamp => this with { Timestamp = timestamp }),
        .. Flipped(Signature!).Select(signature => this with { Signature = signature }),
        .. Enumerable.Range(0, Body.Length).Select(i => this with { Body = Flipped(Body, i) }),
    ];

    /// <summary>The receiver's status.</summary>
    public async Task<int> SendAsync(Uri url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(Body) };
        Add("webhook-id", Id);
        Add("webhook-timestamp", Timestamp);
        Add("webhook-signature", Signature);
        using var answer = await Http.SendAsync(request);
        return (int)answer.StatusCode;

        void Add(string name, string? value)
        {
            if (value is not null)
                request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static IEnumerable<string> Flipped(string text) => Enumerable.Range(0, text.Length)
        .Select(i => text[..i] + (char)(text[i] ^ 1) + text[(i + 1)..]);

    private static byte[] Flipped(byte[] bytes, int i)
    {
        byte[] flipped = [.. bytes];
        flipped[i] ^= 1;
        return flipped;
    }
}
