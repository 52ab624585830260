using System.Security.Cryptography;
using Scalar.AspNetCore;

namespace Workers.Ingress.OpenApi;

/// <summary>The document as a page for people, at <c>/docs</c>; all of it comes from this server.</summary>
internal static class ReferencePage
{
    public static void MapReferencePage(this WebApplication app) =>
        app.MapScalarApiReference("/docs", (page, context) =>
        {
            page.Title = "Workers API";
            page.OpenApiRoutePattern = "/openapi/v1.json";
            page.Nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
            page.DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp();
            page.HideDeveloperTools().HideClientButton(); // links to servers of Scalar
            context.Response.Headers.ContentSecurityPolicy =
                "default-src 'none'; connect-src 'self'; img-src 'self' data:; font-src 'self' data:; "
                + $"style-src 'self' 'unsafe-inline'; script-src 'self' 'nonce-{page.Nonce}'; " // styles come from scripts
                + "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        }).AllowAnonymous();
}
