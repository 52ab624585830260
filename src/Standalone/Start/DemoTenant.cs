using System.Buffers.Text;
using System.Security.Cryptography;
using Workers.Standalone.Store;

namespace Workers.Standalone.Start;

/// <summary>The tenant of a first try: its key is made at the first start and kept with the data.</summary>
internal static class DemoTenant
{
    public const string Id = "demo";
    private const string File = "demo-api-key";

    public static string ApiKey(DataFolder folder)
    {
        if (folder.Read(File)?.Trim() is { Length: > 0 } kept)
            return kept;
        var key = $"demo_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24))}";
        folder.Save(File, key);
        return key;
    }
}
