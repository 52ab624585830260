using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Workers.Micro;

// In process: a project that is generated and restored for each run would need the network and our build's settings.
string[] arguments = [.. args, "--inProcess"];

// A dry job runs each benchmark once and measures nothing, so a build for debugging will do.
var isDry = args.Contains("Dry", StringComparer.OrdinalIgnoreCase);
var config = DefaultConfig.Instance.WithOptions(
    isDry ? ConfigOptions.DisableOptimizationsValidator : ConfigOptions.Default);

var reports = BenchmarkSwitcher.FromAssembly(typeof(HintBenchmarks).Assembly).Run(arguments, config)
    .SelectMany(summary => summary.Reports).ToList();
return reports.Count > 0 && reports.All(report => report.Success) ? 0 : 1;
