using System.Collections.Concurrent;

namespace Workers.Testing;

/// <summary>
/// The receivers of docs/receivers, one for each language, prepared once in a folder of their own, and one beside them
/// with another vendor's verifier. A test is skipped, with the reason, where a language or its packages cannot be had.
/// </summary>
public sealed class SampleReceivers : IDisposable
{
    private static readonly TimeSpan BuildBound = TimeSpan.FromMinutes(4);
    private readonly TempFolder _folder = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<string[]>>> _commands = new();

    /// <summary>The folders of docs/receivers.</summary>
    public static IReadOnlyList<string> Languages { get; } = ["csharp", "node", "python"];

    /// <summary>The receiver that verifies with the npm package openai.</summary>
    public const string OpenAi = "openai";

    /// <summary>Starts a receiver that knows one secret.</summary>
    public async Task<SampleReceiver> StartAsync(string name, string secret)
    {
        var command = await _commands.GetOrAdd(name, _ => new(() => PrepareAsync(name))).Value;
        return await SampleReceiver.StartAsync(name, command, secret);
    }

    /// <inheritdoc />
    public void Dispose() => _folder.Dispose();

    private Task<string[]> PrepareAsync(string name) => name switch
    {
        "csharp" => BuildAsync(Copied(name)),
        "node" or OpenAi => InstallAsync(Copied(name)),
        "python" => Task.FromResult<string[]>([Needs.Program("python3"), Path.Combine(Copied(name), "receiver.py")]),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such receiver"),
    };

    // Without ahead-of-time compilation the build asks no package source; without servers nothing outlives it.
    private static async Task<string[]> BuildAsync(string folder)
    {
        await Command.RunAsync(new ChildStart("dotnet",
            [
                "build", "receiver.cs", "-o", "out", "-p:PublishAot=false", "-p:UseSharedCompilation=false",
                "--disable-build-servers",
            ], folder), BuildBound);
        return ["dotnet", Path.Combine(folder, "out", "receiver.dll")];
    }

    private static async Task<string[]> InstallAsync(string folder)
    {
        string[] command = [Needs.Program("node"), Path.Combine(folder, "receiver.js")];
        await NpmPackages.InstallAsync(folder);
        return command;
    }

    private string Copied(string name)
    {
        var source = name == OpenAi
            ? Checkout.File("tests", "Testing", "Servers", OpenAi)
            : Checkout.File("docs", "receivers", name);
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, name)).FullName;
        foreach (var file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        return folder;
    }
}
