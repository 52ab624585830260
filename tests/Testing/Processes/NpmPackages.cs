using Xunit;

namespace Workers.Testing;

/// <summary>What a folder's <c>package-lock.json</c> names, as npm installs it.</summary>
public static class NpmPackages
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);

    // A lock file that does not fit its package.json, or a package that is not the one that was locked.
    private static readonly string[] OurFaults = ["EUSAGE", "EINTEGRITY"];

    /// <summary>Installs them; skips the test, with the reason, where npm or a package cannot be had.</summary>
    public static async Task InstallAsync(string folder)
    {
        var install = new ChildStart(Needs.Program("npm"),
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=1"], folder);
        try
        {
            await Command.RunAsync(install, Bound);
        }
        catch (Exception failure) when (!OurFaults.Any(failure.Message.Contains))
        {
            Skip.If(true, $"npm cannot install what {folder} needs: {failure.Message}");
        }
    }
}
