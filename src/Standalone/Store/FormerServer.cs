using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Workers.Standalone.Store;

/// <summary>
/// Remembers which server has the folder's files open, so that the next start can end one that outlived its parent:
/// where there is no <c>sh</c> to watch over it, or in the moment after a kill -9.
/// </summary>
internal static class FormerServer
{
    private const string PidFile = "garnet.pid";
    private static readonly TimeSpan SameStart = TimeSpan.FromSeconds(2); // clocks tell it a little differently
    private static readonly TimeSpan ExitBound = TimeSpan.FromSeconds(10);

    public static void Remember(DataFolder folder, Process server) => folder.Save(PidFile,
        string.Create(CultureInfo.InvariantCulture, $"{server.Id} {server.StartTime.ToUniversalTime():O}"));

    /// <summary>Kills the remembered server if it still runs: who has the folder may.</summary>
    public static void End(DataFolder folder)
    {
        if (folder.Read(PidFile)?.Split(' ') is not [var id, var start]
            || !int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
            || !DateTimeOffset.TryParse(start, CultureInfo.InvariantCulture, out var startedAt))
            return;

        using var server = Find(processId, startedAt);
        server?.Kill();
        server?.WaitForExit(ExitBound);
    }

    private static Process? Find(int id, DateTimeOffset startedAt)
    {
        try
        {
            var process = Process.GetProcessById(id);
            var isSame = (process.StartTime.ToUniversalTime() - startedAt).Duration() < SameStart;
            return isSame && process.WorkingSet64 > 0 ? process : null; // without memory it is dead, only not reaped
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return null;
        }
    }
}
