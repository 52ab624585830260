using System.Reflection;

namespace Workers.Conversations.Redis;

/// <summary>The text of every script: the shared parts that it names, then its own file.</summary>
internal static class Scripts
{
    public static readonly string Submit = Load("conversation", "append", "submit");
    public static readonly string Redrive = Load("conversation", "append", "redrive");
    public static readonly string Cancel = Load("conversation", "ending", "cancel");
    public static readonly string Expire = Load("conversation", "ending", "expire");
    public static readonly string Erase = Load("conversation", "erase");
    public static readonly string Reserve = Load("reserve");
    public static readonly string Release = Load("release");
    public static readonly string Begin = Load("conversation", "begin");
    public static readonly string Renew = Load("renew");
    public static readonly string Commit = Load("conversation", "ending", "verdict", "conclude", "commit");
    public static readonly string Fail = Load("conversation", "ending", "verdict", "conclude", "fail");
    public static readonly string Postpone = Load("conversation", "verdict", "postpone");
    public static readonly string BeginDelivery = Load("begin_delivery");
    public static readonly string EndDelivery = Load("end_delivery");
    public static readonly string TakeDue = Load("take_due");
    public static readonly string Look = Load("conversation", "look");
    public static readonly string LookDelivery = Load("look_delivery");
    public static readonly string ReadQuery = Load("conversation", "read_query");
    public static readonly string ReadConversation = Load("conversation", "read_conversation");

    private static string Load(params string[] files) => string.Concat(files.Select(file =>
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file + ".lua")
            ?? throw new InvalidOperationException($"The script {file}.lua is not part of this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }));
}
