using Xunit;

namespace Workers.Testing;

/// <summary>
/// Skips a [SkippableFact] whose server is not installed, with the reason; with WORKERS_TESTS_REQUIRE=1 absence fails
/// it.
/// </summary>
public static class Needs
{
    /// <summary>The test needs redis-server.</summary>
    public static void Redis() => Check(RedisServer.IsInstalled, "redis-server is not installed");

    /// <summary>The test needs the Garnet tool.</summary>
    public static void Garnet() =>
        Check(GarnetServer.IsInstalled, "garnet-server is not restored (dotnet tool restore)");

    /// <summary>The test needs RabbitMQ.</summary>
    public static void Rabbit() => Check(RabbitServer.IsInstalled, "rabbitmq-server is not installed");

    /// <summary>The test needs a program that the servers' installation does not bring; returns its path.</summary>
    public static string Program(string name)
    {
        var path = Executable.Find(name);
        Skip.If(path is null, $"{name} is not installed");
        return path!;
    }

    /// <summary>The test needs something else.</summary>
    public static void Check(bool present, string absence)
    {
        if (!present && Environment.GetEnvironmentVariable("WORKERS_TESTS_REQUIRE") == "1")
        {
            Assert.Fail($"{absence}, and WORKERS_TESTS_REQUIRE=1 asks for it");
        }

        Skip.IfNot(present, absence);
    }
}
