namespace Workers.Hosting.Options;

/// <summary>The least and the greatest value of a number, a duration, or each entry of a list of them.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BetweenAttribute(string least, string greatest) : Attribute
{
    public string Least { get; } = least;

    public string Greatest { get; } = greatest;
}

/// <summary>The value is never shown, not even in a refusal.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : Attribute;

/// <summary>What the table of settings shows as the default when the code's value would not tell it.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ShownDefaultAttribute(string text) : Attribute
{
    public string Text { get; } = text;
}
