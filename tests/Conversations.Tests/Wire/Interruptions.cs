using StackExchange.Redis;

namespace Workers.Conversations.Tests;

/// <summary>Stands before a reader's server: lets something happen before each of its calls, and sees how much each call asks
/// for at once.</summary>
internal sealed class Interruptions(Func<int, Task> before)
{
    private const int LongText = 500;
    private int _calls;

    /// <summary>The most texts that one call was answered with, or could have been.</summary>
    public int MostTexts { get; private set; }

    public IConnectionMultiplexer Over(IConnectionMultiplexer redis) => Interceptor.Around(redis, (method, arguments) =>
        method.Name == nameof(IConnectionMultiplexer.GetDatabase)
            ? Over(redis.GetDatabase((int)arguments[0]!, arguments[1]))
            : null);

    private IDatabase Over(IDatabase database) => Interceptor.Around(database, (method, arguments) => method.Name switch
    {
        nameof(IDatabase.ScriptEvaluateAsync) when arguments is [string text, RedisKey[] keys, RedisValue[] values, ..] =>
            AfterAsync(() => database.ScriptEvaluateAsync(text, keys, values), LongTexts),
        nameof(IDatabase.HashGetAsync) when arguments is [RedisKey key, RedisValue[] fields, ..] =>
            AfterAsync(() => database.HashGetAsync(key, fields), found => found.Length),
        nameof(IDatabase.ListRangeAsync) when arguments is [RedisKey key, long start, long stop, ..] =>
            AfterAsync(() => database.ListRangeAsync(key, start, stop), _ => (int)(stop - start + 1)),
        _ => null,
    });

    // What happens before a call is over when the caller's bound on that call begins.
    private Task<T> AfterAsync<T>(Func<Task<T>> call, Func<T, int> texts)
    {
        Task.Run(() => before(++_calls)).GetAwaiter().GetResult();
        return AnswerAsync();

        async Task<T> AnswerAsync()
        {
            var answer = await call();
            MostTexts = Math.Max(MostTexts, texts(answer));
            return answer;
        }
    }

    private static int LongTexts(RedisResult answer) => answer.Resp2Type == ResultType.Array
        ? ((RedisResult[])answer!).Sum(LongTexts)
        : ((string?)answer)?.Length > LongText ? 1 : 0;
}
