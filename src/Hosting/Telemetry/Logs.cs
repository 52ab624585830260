using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Workers.Hosting.Telemetry;

/// <summary>One line for each event, times in UTC; <c>Logging:Console:FormatterName=json</c> makes them JSON.</summary>
internal static class Logs
{
    public static void Add(WebApplicationBuilder builder)
    {
        if (builder.Configuration["Logging:Console:FormatterName"] is null)
            builder.Logging.AddSimpleConsole(Simple);
        builder.Services.PostConfigure<JsonConsoleFormatterOptions>(Utc);

        // The bus logs a stack trace for each second without a broker; our own links say it once.
        builder.Logging.AddFilter("MassTransit", LogLevel.Error);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical); // a failed start is thrown too
        builder.Logging.AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
    }

    private static void Simple(SimpleConsoleFormatterOptions console)
    {
        console.SingleLine = true;
        console.IncludeScopes = true;
        Utc(console);
    }

    private static void Utc(ConsoleFormatterOptions console)
    {
        console.UseUtcTimestamp = true;
        console.TimestampFormat ??= "yyyy-MM-ddTHH:mm:ss.fffZ ";
    }
}
