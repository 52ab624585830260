namespace Workers.Repository.Tests;

public sealed class ScriptHeaderTests
{
    private static readonly string[] Words = ["KEYS", "ARGV", "Returns"];

    [Fact]
    public void Each_script_says_its_keys_its_arguments_and_what_it_returns() =>
        Offenders.None(SourceFiles.In("src", ".lua").Where(path => !IsFragment(path)).SelectMany(path => Words
            .Where(word => !Header(path).Any(line => line.StartsWith($"-- {word}", StringComparison.Ordinal)))
            .Select(word => $"{path} says nothing of {word}")));

    // a fragment is put before an operation and has no call of its own; its header says where it stands
    private static bool IsFragment(string path) => Header(path).Any(
        line => line.Contains("stands before", StringComparison.OrdinalIgnoreCase)
            || line.Contains("stands after", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Header(string path) =>
        SourceFiles.Lines(path).TakeWhile(line => line.StartsWith("--", StringComparison.Ordinal));
}
