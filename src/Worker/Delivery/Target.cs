namespace Workers.Worker.Delivery;

/// <summary>Where a webhook goes and what signs it, or why it goes nowhere.</summary>
internal abstract record Target
{
    private Target() { }

    public sealed record Address(Uri Url, IReadOnlyList<string> Secrets) : Target
    {
        /// <summary>Whether a conversation's replies wait for one another.</summary>
        public bool IsInOrder { get; init; }

        /// <summary>No path, query or secret in logs.</summary>
        public override string ToString() => Url.IdnHost;
    }

    public sealed record Nowhere(string Error) : Target;
}
