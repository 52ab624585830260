namespace Workers.Hosting.Options;

/// <summary>The configuration stops the start; the message is one sentence for the operator that names the
/// key.</summary>
public sealed class ConfigurationException(string message) : Exception(message);
