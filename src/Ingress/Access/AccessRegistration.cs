namespace Workers.Ingress.Access;

/// <summary>Who may call: every route names a policy, and a test holds it.</summary>
internal static class AccessRegistration
{
    /// <summary>A tenant's key is needed.</summary>
    public const string TenantPolicy = "tenant";

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeyRing>();
        // Not AddAuthentication: it brings data protection, which writes keys to disk that nothing here needs.
        services.AddWebEncoders();
        services.AddTransient<ApiKeyHandler>();
        services.AddAuthenticationCore(schemes =>
            schemes.AddScheme<ApiKeyHandler>(ApiKeyHandler.SchemeName, displayName: null));
        services.AddAuthorizationBuilder().AddPolicy(TenantPolicy, policy => policy
            .AddAuthenticationSchemes(ApiKeyHandler.SchemeName).RequireClaim(Caller.TenantClaim));
        return services;
    }
}
