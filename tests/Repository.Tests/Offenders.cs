namespace Workers.Repository.Tests;

/// <summary>Fails with the whole list of what breaks a rule: the usual assertions cut it after five.</summary>
internal static class Offenders
{
    public static void None<T>(IEnumerable<T> offenders)
    {
        var found = offenders.ToList();
        Assert.True(found.Count == 0, $"{found.Count} break the rule:\n{string.Join('\n', found)}");
    }
}
