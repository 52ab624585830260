using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Workers.Worker.Agent.Local;

/// <summary>Answers from help articles: quotes the section that fits, names its article, or says that it does not
/// know.</summary>
internal sealed class LocalAgent(ArticleIndex index) : IChatClient
{
    private const double Enough = 0.42;
    private const double EnoughWithoutHeading = 0.6; // such as the capital of France, where we deliver
    private const double EnoughWithHeadings = 0.25;
    private const int FewTerms = 3;
    private const string Unknown = "I do not know: none of our help articles answers this. "
        + "Please ask in other words, or contact our customer service.";

    /// <summary>Reads the folder, or the shipped articles when none is named.</summary>
    public static LocalAgent From(string? folder)
    {
        var place = folder ?? ArticleFolder.Shipped;
        return new LocalAgent(new ArticleIndex(ArticleFolder.Read(place), Synonyms.Read(place)));
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new ChatResponse(new ChatMessage(ChatRole.Assistant, Answer([.. messages]))));

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates())
            yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() { }

    private string Answer(List<ChatMessage> messages)
    {
        var last = messages.FindLastIndex(message => message.Role == ChatRole.User);
        return last >= 0 && Find(messages, last) is { } section ? Reply.Quote(section) : Unknown;
    }

    private Section? Find(List<ChatMessage> messages, int last)
    {
        var question = Question.Of(messages[last].Text);
        var before = messages.Take(last).Reverse().ToList();
        var asked = before.Where(message => message.Role == ChatRole.User).Select(message => message.Text);
        var alone = question.Terms.Count > 0 ? Fitting(question) : null;
        if (before.Count < 2 || !(FollowUp.IsLikely(question) || (alone is null && question.Terms.Count <= FewTerms)))
            return alone;

        var answer = before.Find(message => message.Role == ChatRole.Assistant)?.Text;
        return Fitting(FollowUp.Join(question, asked, Reply.ArticleOf(answer))) ?? alone;
    }

    private Section? Fitting(Question question) =>
        index.Find(question) is { } found && Fits(found) ? found.Section : null;

    private static bool Fits(Found found) =>
        found is { OwnCoverage: >= EnoughWithoutHeading, Coverage: >= Enough }
        || found is { OwnCoverage: >= Enough, Coverage: >= Enough, InHeading: >= 1 }
        || found is { InHeading: >= 2, OwnCoverage: >= EnoughWithHeadings };
}
