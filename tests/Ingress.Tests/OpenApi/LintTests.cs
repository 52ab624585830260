using Workers.Testing;

namespace Workers.Ingress.Tests.OpenApi;

/// <summary>The committed documents keep to what linters know of good ones; a rule that is off says why.</summary>
public sealed class LintTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(2);

    [SkippableTheory]
    [Trait("Speed", "Long")]
    [InlineData("openapi.json", "openapi.spectral.yaml")]
    [InlineData("asyncapi.yaml", "asyncapi.spectral.yaml")]
    public async Task No_rule_is_broken(string document, string rules)
    {
        var node = Needs.Program("node");
        var folder = await NpmTools.FolderAsync();
        var spectral = Path.Combine(folder, "node_modules", "@stoplight", "spectral-cli", "dist", "index.js");
        await using var run = ChildProcess.Start(new ChildStart(
            node, [spectral, "lint", Checkout.File("docs", document), "--ruleset", rules, "--fail-severity", "warn"], folder));
        Assert.True(await run.ExitAsync(Bound) == 0, run.Output.Text);
    }
}
