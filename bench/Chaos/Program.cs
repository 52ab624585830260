using System.Globalization;
using System.Runtime.InteropServices;
using Workers.Chaos;
using Workers.Chaos.Report;

ChaosPlan plan;
try
{
    plan = ChaosPlan.Read(args);
}
catch (ArgumentException wrong)
{
    await Console.Error.WriteLineAsync(wrong.Message);
    return 2;
}

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
var now = DateTime.UtcNow.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
var folder = Path.GetFullPath(plan.Out ?? Path.Combine("certificates", $"seed-{plan.Seed}-{now}"));
Directory.CreateDirectory(folder);
try
{
    var certificate = await new Run(plan, folder, Console.WriteLine).CarryOutAsync(stop.Token);
    Console.WriteLine(Table.Of(certificate));
    await Files.WriteAsync(Path.Combine(folder, "certificate.json"), certificate.ToJson());
    await Files.WriteAsync(Path.Combine(folder, "certificate.html"), Page.Of(certificate));
    Console.WriteLine($"{folder}/certificate.json and certificate.html");
    return certificate.IsWhole ? 0 : 1;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    await Console.Error.WriteLineAsync("Ended before its time; nothing is certified.");
    return 130;
}

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    stop.Cancel();
}
