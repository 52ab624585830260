using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Workers.Ingress.Tests.Access;

/// <summary>Keys, secrets and what customers wrote are nobody else's business: not in logs, traces or refusals.</summary>
[Collection(IngressCollection.Name)]
public sealed class SecrecyTests(SharedIngress shared)
{
    private const string Text = "confidential-words-of-a-customer";
    private const string WrongKey = "almost-a-key";
    private static readonly string Secret = Convert.ToBase64String(Encoding.UTF8.GetBytes("a secret of a webhook, whole"));

    [SkippableFact]
    public async Task Neither_logs_at_any_level_nor_spans_nor_answers_give_them_away()
    {
        using var spans = new Spans();
        await using var app = await IngressApp.StartAsync(shared.Redis,
            ("Logging:Everything:LogLevel:Default", "Trace"), ("Tenants:acme:Webhook:Secrets:1", "whsec_" + Secret),
            ("Tenants:acme:Webhook:Url", "https://crm.example/hook"));
        await app.Store.OpenAsync();
        using var everything = new Everything();
        app.App.Services.GetRequiredService<ILoggerFactory>().AddProvider(everything);

        var answers = await CallAllAsync(app);

        Assert.Contains(everything.Lines, line => line.Contains("/v1/queries", StringComparison.Ordinal));
        Assert.NotEmpty(spans.Lines);
        foreach (var confidential in (string[])[IngressApp.Key, WrongKey, Secret])
            Assert.DoesNotContain(confidential, answers, StringComparison.Ordinal);
        foreach (var confidential in (string[])[IngressApp.Key, WrongKey, Secret, Text])
        {
            Assert.DoesNotContain(everything.Lines, line => line.Contains(confidential, StringComparison.Ordinal));
            Assert.DoesNotContain(spans.Lines, line => line.Contains(confidential, StringComparison.Ordinal));
        }
    }

    private static async Task<string> CallAllAsync(IngressApp app)
    {
        var good = $$$"""{"conversationId":"secret","text":"{{{Text}}}","metadata":{"a":"{{{Text}}}"}}""";
        var answers = new StringBuilder();
        var wrong = $$"""{"{{Text}}":1,"text":5}""";
        foreach (var body in (string[])[good, good[..^2], wrong, $"\"{Text}\"", good + new string(' ', 300_000)])
            await NoteAsync(await app.SubmitAsync(body), answers);
        await NoteAsync(await app.SubmitAsync(good, "a key"), answers);
        await NoteAsync(await app.SendAsync(HttpMethod.Post, "/v1/queries/batch",
            new StringContent($$"""{"queries":[{{good}},{"text":"{{Text}}"}]}""", Encoding.UTF8, "application/json")), answers);
        string[] paths = ["/v1/conversations/secret", "/v1/deliveries", "/v1/dead-letters", "/v1/nothing", "/metrics"];
        foreach (var path in paths)
            await NoteAsync(await app.Client.GetAsync(path), answers);
        await NoteAsync(await app.SendAsync(
            HttpMethod.Get, "/v1/deliveries", null, ("Authorization", "Bearer " + WrongKey)), answers);
        await NoteAsync(await app.Client.DeleteAsync("/v1/conversations/secret"), answers);
        return answers.ToString();
    }

    private static async Task NoteAsync(HttpResponseMessage answer, StringBuilder answers)
    {
        using (answer)
            answers.Append(answer.Headers).AppendLine(await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Keeps whatever anybody logs, with scopes and exceptions.</summary>
    [ProviderAlias("Everything")]
    private sealed class Everything : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            Lines.Enqueue(string.Join(' ', state as IEnumerable<KeyValuePair<string, object?>> ?? []) + state);
            return null;
        }

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Enqueue(formatter(state, exception)
            + string.Join(' ', state as IEnumerable<KeyValuePair<string, object?>> ?? []) + exception);

        public void Dispose()
        {
        }
    }

    /// <summary>Keeps all that any span says.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ActivityListener _listener;

        public Spans()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = _ => true,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = span => Lines.Enqueue(string.Join(' ', span.DisplayName, span.StatusDescription,
                    string.Join(' ', span.TagObjects), string.Join(' ', span.Baggage),
                    string.Join(' ', span.Events.Select(happening => happening.Name + string.Join(' ', happening.Tags))))),
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ConcurrentQueue<string> Lines { get; } = new();

        public void Dispose() => _listener.Dispose();
    }
}
