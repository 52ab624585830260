using System.Runtime.InteropServices;

namespace Workers.Testing;

/// <summary>Sends POSIX signals: .NET itself offers only SIGKILL.</summary>
internal static partial class Signal
{
    public const int Terminate = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    public static void Send(int processId, int signal)
    {
        if (Kill(processId, signal) != 0)
        {
            throw new InvalidOperationException(
                $"signal {signal} to process {processId} failed with errno {Marshal.GetLastPInvokeError()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);
}
