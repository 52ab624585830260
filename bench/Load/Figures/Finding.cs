using System.Text.Json.Serialization;

namespace Workers.Load.Figures;

/// <summary>What a figure came to.</summary>
/// <param name="Headline">The table's short form.</param>
/// <param name="Measured">All numbers, each with its unit in its name.</param>
/// <param name="Aims">What was to be reached.</param>
internal sealed record Finding([property: JsonIgnore] string Headline, object Measured, params IReadOnlyList<Aim> Aims)
{
    /// <summary>Queries that were lost or answered out of order: any makes the run fail.</summary>
    [JsonIgnore]
    public int Wrong { get; init; }
}
