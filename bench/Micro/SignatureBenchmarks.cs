using BenchmarkDotNet.Attributes;
using Workers.Worker.Delivery;

namespace Workers.Micro;

/// <summary>What signing adds to a webhook, while one secret is active and while it is being replaced.</summary>
[MemoryDiagnoser]
public class SignatureBenchmarks
{
    private const string One = "whsec_YSBzZWNyZXQgZm9yIHRoZSBiZW5jaG1hcmsgb25seQ==";
    private const string Other = "whsec_YW5vdGhlciBzZWNyZXQgZm9yIHRoZSBiZW5jaG1hcms=";
    private string[] secrets = [];
    private byte[] body = [];

    [Params(1, 2)]
    public int Secrets { get; set; }

    [Params(512, 16_384)]
    public int BodyBytes { get; set; }

    [GlobalSetup]
    public void Setup() => (secrets, body) = ([.. new[] { One, Other }.Take(Secrets)], new byte[BodyBytes]);

    [Benchmark]
    public string Sign() => Signature.Of("msg_170123456789abcdef0123456789abcdef", 1_790_000_000, body, secrets);
}
