using System.Reflection;

namespace Workers.Conversations.Redis;

/// <summary>The text of every script: the shared parts that it names, then its own file. What works on a conversation is run
/// between the reading and the writing of its state.</summary>
internal static class Scripts
{
    public static readonly string Submit = OnConversation("append", "submit");
    public static readonly string Redrive = OnConversation("append", "redrive");
    public static readonly string Cancel = OnConversation("ending", "cancel");
    public static readonly string Expire = OnConversation("ending", "expire");
    public static readonly string Erase = OnConversation("erase");
    public static readonly string Reserve = Load("reserve");
    public static readonly string Release = Load("release");
    public static readonly string TakeRate = Load("take_rate");
    public static readonly string Begin = OnConversation("begin");
    public static readonly string Renew = Load("renew");
    public static readonly string Commit = OnConversation("ending", "verdict", "conclude", "commit");
    public static readonly string Fail = OnConversation("ending", "verdict", "conclude", "fail");
    public static readonly string Postpone = OnConversation("ending", "verdict", "conclude", "postpone");
    public static readonly string BeginDelivery = Load("begin_delivery");
    public static readonly string EndDelivery = Load("end_delivery");
    public static readonly string DeferDelivery = Load("defer_delivery");
    public static readonly string ReadEarlier = Load("read_earlier");
    public static readonly string Redeliver = Load("redeliver");
    public static readonly string TakeDue = Load("lease", "take_due");
    public static readonly string Look = OnConversation("look");
    public static readonly string LookDelivery = Load("look_delivery");
    public static readonly string ReadQuery = OnConversation("read_query");
    public static readonly string ReadVersions = Load("lease", "read_versions");
    public static readonly string ReadConversation = OnConversation("read_conversation");

    private static string OnConversation(params string[] files) =>
        Load(["lease", "conversation", .. files[..^1]])
        + "local function operate()\n" + Load(files[^1]) + "end\nlocal answer = operate()\nsave()\nreturn answer\n";

    private static string Load(params string[] files) => string.Concat(files.Select(file =>
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file + ".lua")
            ?? throw new InvalidOperationException($"The script {file}.lua is not part of this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }));
}
