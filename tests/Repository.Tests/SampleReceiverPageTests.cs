using Workers.Testing;

namespace Workers.Repository.Tests;

/// <summary>The tests run the files, readers copy from the page: they must be the same.</summary>
public sealed class SampleReceiverPageTests
{
    [Theory]
    [InlineData("csharp/receiver.cs", "csharp")]
    [InlineData("node/receiver.js", "js")]
    [InlineData("python/receiver.py", "python")]
    public void The_page_shows_each_receiver_whole(string file, string language)
    {
        var code = File.ReadAllText(Checkout.File("docs", "receivers", file));
        var page = File.ReadAllText(Checkout.File("docs", "webhooks.md"));
        Assert.Contains($"```{language}\n{code}```\n", page, StringComparison.Ordinal);
    }
}
