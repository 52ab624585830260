using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Workers.Ingress.Access;

/// <summary>The authentication scheme: an API key makes its tenant the caller.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder, ApiKeyRing ring)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    public const string SchemeName = "ApiKey";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var error = PresentedKey.Of(Request.Headers).Count > 0 ? ", error=\"invalid_token\"" : "";
        Response.Headers.WWWAuthenticate = $"Bearer realm=\"workers\"{error}";
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private AuthenticateResult Authenticate()
    {
        var keys = PresentedKey.Of(Request.Headers);
        if (keys.Count == 0)
            return AuthenticateResult.NoResult();
        if (keys.Count > 1)
            return AuthenticateResult.Fail("Two different keys were presented.");
        return ring.TenantOf(keys[0]) is { } tenant
            ? AuthenticateResult.Success(new AuthenticationTicket(Caller.Principal(tenant, SchemeName), SchemeName))
            : AuthenticateResult.Fail("Nobody has this key.");
    }
}
