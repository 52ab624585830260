using System.Security.Cryptography;
using Workers.Testing;

namespace Workers.Ingress.Tests.OpenApi;

/// <summary>
/// The tools of <c>Npm/package.json</c>, installed once into the ignored folder <c>artifacts</c>; a test that needs them
/// is skipped where they cannot be had.
/// </summary>
internal static class NpmTools
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(4);
    private static readonly string Source = Checkout.File("tests", "Ingress.Tests", "OpenApi", "Npm");
    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    /// <summary>The folder in which the tools are.</summary>
    public static async Task<string> FolderAsync()
    {
        Needs.Program("npm");
        var folder = await Installed.Value;
        Skip.If(!File.Exists(Done(folder)), "npm could not install the tools; npm-debug.log in artifacts says why");
        return folder;
    }

    private static async Task<string> InstallAsync()
    {
        var version = Convert.ToHexStringLower(SHA256.HashData(
            await File.ReadAllBytesAsync(Path.Combine(Source, "package-lock.json"))))[..12];
        var folder = Checkout.File("artifacts", "npm-" + version);
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Source))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        if (File.Exists(Done(folder)))
            return folder;
        await using var npm = ChildProcess.Start(new ChildStart(
            Needs.Program("npm"), ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder));
        var code = await npm.ExitAsync(Bound);
        Assert.DoesNotContain("EUSAGE", npm.Output.Text, StringComparison.Ordinal); // package.json and its lock differ
        Assert.DoesNotContain("EINTEGRITY", npm.Output.Text, StringComparison.Ordinal); // not the package that was locked
        await File.WriteAllTextAsync(code == 0 ? Done(folder) : Path.Combine(folder, "npm-debug.log"), npm.Output.Text);
        return folder;
    }

    private static string Done(string folder) => Path.Combine(folder, "installed");
}
