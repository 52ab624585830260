using System.Security.Cryptography;
using Workers.Testing;

namespace Workers.Ingress.Tests.OpenApi;

/// <summary>
/// The tools of <c>Npm/package.json</c>, installed once into the ignored folder <c>artifacts</c>; a test that needs them
/// is skipped where they cannot be had.
/// </summary>
internal static class NpmTools
{
    private static readonly string Source = Checkout.File("tests", "Ingress.Tests", "OpenApi", "Npm");
    private static readonly Lazy<Task<string>> Installed = new(InstallAsync);

    /// <summary>The folder in which the tools are.</summary>
    public static Task<string> FolderAsync() => Installed.Value;

    private static async Task<string> InstallAsync()
    {
        var version = Convert.ToHexStringLower(SHA256.HashData(
            await File.ReadAllBytesAsync(Path.Combine(Source, "package-lock.json"))))[..12];
        var folder = Checkout.File("artifacts", "npm-" + version);
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.EnumerateFiles(Source))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)), overwrite: true);
        var done = Path.Combine(folder, "installed");
        if (File.Exists(done))
            return folder;
        await NpmPackages.InstallAsync(folder);
        await File.WriteAllTextAsync(done, "");
        return folder;
    }
}
