namespace Workers.Worker.Agent.Local;

/// <summary>Tells a follow-up ("and how much does that cost?") from a question that stands alone.</summary>
internal static class FollowUp
{
    private const int FewTerms = 2;
    private const int EarlierQuestions = 3;
    private const float Fading = 0.6f; // the weight that is left to each question before

    private static readonly HashSet<string> Connectives = ["and", "but", "or", "also", "then", "so"];
    private static readonly HashSet<string> Pointers =
        ["it", "that", "thi", "these", "those", "thei", "them", "there", "one", "else", "instead", "same"];

    /// <summary>Starts like a continuation, or has little of its own and points back.</summary>
    public static bool IsLikely(Question question)
    {
        var words = question.Words;
        return question.Terms.Count == 0
            || Connectives.Contains(words[0])
            || (words.Count > 1 && words[0] is "what" or "how" && words[1] == "about")
            || (question.Terms.Count <= FewTerms && words.Any(Pointers.Contains));
    }

    /// <summary>The question with what was asked before it, the last first; what a question repeats keeps its
    /// weight.</summary>
    public static Question Join(Question question, IEnumerable<string> before, string? article)
    {
        var earlier = new Dictionary<string, float>();
        var weight = 1f;
        foreach (var text in before.Take(EarlierQuestions))
        {
            weight *= Fading;
            var past = Question.Of(text);
            foreach (var term in past.Terms.Where(term => !question.Terms.Contains(term)))
                earlier.TryAdd(term, weight);
            if (!IsLikely(past))
                break; // here the subject was named
        }

        return question with { Earlier = earlier, Article = article };
    }
}
