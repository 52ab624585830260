using Workers.Hosting.Options;
using Workers.Testing;

namespace Workers.Hosting.Tests.Options;

public sealed class ConfigurationReferenceTests
{
    [Fact]
    public void The_page_of_settings_is_what_the_options_say()
    {
        var page = Checkout.File("docs", "configuration.md");
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
            File.WriteAllText(page, ConfigurationReference.ToMarkdown());

        Assert.True(File.Exists(page) && File.ReadAllText(page) == ConfigurationReference.ToMarkdown(),
            "docs/configuration.md is stale: run this test with UPDATE_DOCS=1");
    }
}
