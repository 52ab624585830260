using System.IO.Hashing;
using System.Text;

namespace Workers.Conversations.Redis;

/// <summary>Conversations are spread over a fixed number of buckets; a bucket's keys share one hash tag and so one node.</summary>
public static class Buckets
{
    /// <summary>How many there are. Changing it would lose every key: the layout key refuses a start with another number.</summary>
    public const int Count = 64;

    internal static int Of(string name) =>
        (int)(XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(name)) % Count);
}
