namespace Workers.Conversations.Tests.Property;

/// <summary>Mistakes that somebody could make in a script. Each must turn the property test red.</summary>
internal static class Mutants
{
    private static readonly Dictionary<string, (string Text, string Instead)> All = new()
    {
        ["no fence check"] = ("S.f == number(fence) and S.u > 0", "S.u > 0"),
        ["no head check"] = ("S.u > 0 and head() == id", "S.u > 0"),
        ["no lease check"] = ("S.u > 0 and head() == id", "head() == id"),
        ["no epoch check in begin"] = ("if S.e ~= number(epoch) then return { 6 } end", ""),
        ["fence reset by erase"] = (
            "local epoch = S.e + 1", "local epoch = S.e + 1 redis.call('HDEL', BUCKET, 'fence')"),
        ["epoch forgotten by erase"] = ("local epoch = S.e + 1", "local epoch = S.e"),
        ["no due time after cancel"] = (
            "local next_id, stamp = advance()\nreturn { 1, delivery or '', next_id",
            "local next_id, stamp = advance() redis.call('ZREM', DUE, 'c:' .. name)\nreturn { 1, delivery or '', next_id"),
        ["publish forgotten after expire"] = ("result[2], result[3] = advance()", "advance()"),
        ["a repeated commit commits the next head"] = ("if applied ~= fence then return { 2 } end", "advance()"),
        ["no take-over counts"] = ("if S.h == 0 or S.v == 1 then S.a = S.a + 1 end", ""),
        ["every take-over counts"] = ("if S.h == 0 or S.v == 1 then", "if true then"),
        ["a lost hint is never found"] = ("then return publish('lost') end", "then end"),
        ["a running query expires"] = ("(is_running and LATE or 0)", "0"),
        ["a lost turn's query expires late"] = ("if is_lost then let_expire(id, query.expires) end", ""),
        ["everybody who is lost is a suspect"] = ("math.min(S.h + 1, 2)", "2"),
        ["a late renewal is no change"] = ("redis.call('HINCRBY', KEYS[i], 'c', 1)", ""),
        ["a repeated begin is always a change"] = ("elseif S.u <= now then", "else"),
        ["no grace after an absence"] = ("now - swept > ABSENCE", "false"),
        ["a late deferral takes a newer grant away"] = ("d[2] ~= attempt or d[3] ~= token", "d[2] ~= attempt"),
        ["a deferral spends an attempt"] = ("'n', whole(attempt - 1), 'b'", "'b'"),
        ["a delivery's lease is not looked at"] = ("if over > now and over <= now + 3600000 then", "if false then"),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static Func<string, string> Of(string mutant)
    {
        var (text, instead) = All[mutant];
        return script => script.Replace(text, instead, StringComparison.Ordinal);
    }
}
