using Workers.Testing;

namespace Workers.Chaos.Schedule;

/// <summary>What the seed decides: kinds, targets, times, durations.</summary>
internal sealed class Dice(ChaosPlan plan)
{
    private readonly Random random = new(plan.Seed);

    public ChaosPlan Plan => plan;

    public int Worker() => random.Next(plan.Workers);

    public int Ingress() => random.Next(plan.Ingresses);

    /// <summary>Evenly between two numbers of seconds.</summary>
    public TimeSpan Seconds(double from, double to) => TimeSpan.FromSeconds(from + (random.NextDouble() * (to - from)));

    /// <summary>A wait until the next of so many a minute, as if each came by chance.</summary>
    public TimeSpan Gap(double perMinute) =>
        TimeSpan.FromSeconds(Math.Min(4, -Math.Log(1 - random.NextDouble())) * 60 / perMinute);

    public int Number(int from, int to) => random.Next(from, to + 1);

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[random.Next(choices.Length)];

    public LinkDirection Direction() => Of(LinkDirection.Both, LinkDirection.ToServer, LinkDirection.ToClient);

    public T[] Shuffled<T>(IEnumerable<T> items)
    {
        var all = items.ToArray();
        random.Shuffle(all);
        return all;
    }
}
