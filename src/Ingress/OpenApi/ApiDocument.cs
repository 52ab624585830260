using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Workers.Ingress.Queries;

namespace Workers.Ingress.OpenApi;

/// <summary>The OpenAPI document as bytes, made at the first request: anybody may ask for it, as often as they like.</summary>
internal sealed class ApiDocument([FromKeyedServices(ApiDocument.Name)] IOpenApiDocumentProvider provider)
{
    public const string Name = "v1";

    private readonly Lazy<Task<byte[]>> _bytes = new(() => WriteAsync(provider));

    public async Task<IResult> AnswerAsync(CancellationToken cancellation) =>
        new TaggedJson(await _bytes.Value.WaitAsync(cancellation));

    private static async Task<byte[]> WriteAsync(IOpenApiDocumentProvider provider)
    {
        var document = await provider.GetOpenApiDocumentAsync();
        return Encoding.UTF8.GetBytes(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1));
    }
}
