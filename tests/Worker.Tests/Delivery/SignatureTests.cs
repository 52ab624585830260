using System.Text;
using Workers.Worker.Delivery;

namespace Workers.Worker.Tests.Delivery;

public sealed class SignatureTests
{
    private const string FirstSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string FirstId = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string FirstBody = """{"test": 2432232314}""";
    private const string FirstSignature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const long FirstTime = 1614265330;

    [Theory]
    [InlineData(FirstSecret, FirstId, FirstTime, FirstBody, FirstSignature)]
    [InlineData("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD", "msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", 1649367553,
        """{"email":"test@example.com","username":"test_user"}""", "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=")]
    public void The_published_vectors_come_out(string secret, string id, long time, string body, string signature) =>
        Assert.Equal(signature, Signature.Of(id, time, Encoding.UTF8.GetBytes(body), [secret]));

    [Fact]
    public void Every_flipped_byte_of_the_body_changes_it()
    {
        var body = Encoding.UTF8.GetBytes(FirstBody);
        for (var i = 0; i < body.Length; i++)
        {
            byte[] flipped = [.. body];
            flipped[i] ^= 1;
            Assert.NotEqual(FirstSignature, Signature.Of(FirstId, FirstTime, flipped, [FirstSecret]));
        }
    }

    [Fact]
    public void Another_id_or_time_changes_it()
    {
        var body = Encoding.UTF8.GetBytes(FirstBody);
        Assert.NotEqual(FirstSignature, Signature.Of(FirstId + "x", FirstTime, body, [FirstSecret]));
        Assert.NotEqual(FirstSignature, Signature.Of(FirstId, FirstTime + 1, body, [FirstSecret]));
    }

    [Fact]
    public void Each_secret_signs_in_its_order()
    {
        var signature = Signature.Of(FirstId, FirstTime, Encoding.UTF8.GetBytes(FirstBody),
            [FirstSecret, "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"]);
        Assert.Equal(FirstSignature, signature.Split(' ')[0]);
        Assert.StartsWith("v1,", signature.Split(' ')[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("whsec_")]
    [InlineData("")]
    [InlineData("whsec_not base64")]
    public void A_secret_that_is_none_signs_nothing(string secret) =>
        Assert.Throws<FormatException>(() => Signature.Of(FirstId, FirstTime, [], [secret]));
}
