namespace Workers.Ingress.Access;

/// <summary>The API key of a request, from <c>Authorization: Bearer</c> or <c>X-Api-Key</c>.</summary>
internal static class PresentedKey
{
    public const string Header = "X-Api-Key";
    private const string Bearer = "Bearer ";

    /// <summary>The keys that the request presents, each once; one is needed, two are a contradiction.</summary>
    public static IReadOnlyList<string> Of(IHeaderDictionary headers)
    {
        var bearers = headers.Authorization
            .Where(value => value is not null && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            .Select(value => value![Bearer.Length..].Trim());
        var others = headers[Header].Select(value => value?.Trim() ?? "");
        return [.. bearers.Concat(others).Distinct(StringComparer.Ordinal)];
    }
}
