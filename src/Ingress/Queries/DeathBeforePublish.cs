using System.Diagnostics;
using Workers.Conversations;
using Workers.Hosting.Options;

namespace Workers.Ingress.Queries;

/// <summary>Lets an ingress die at the worst moment: a query is in Redis, its hint not on the queue.</summary>
internal sealed class DeathBeforePublish(IngressOptions options)
{
    /// <summary>Nothing, unless <see cref="IngressOptions.DangerousDieBeforePublish"/> asks for it; a repeat of the
    /// submission lives.</summary>
    public void Meet(Submission.Accepted accepted, string text)
    {
        if (options.DangerousDieBeforePublish is not { } word || accepted is not { IsNew: true, Next: not null }
            || !text.Contains(word, StringComparison.Ordinal))
            return;
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Thread.Sleep(Timeout.Infinite); // the signal is on its way
    }
}
