namespace Workers.Worker.Agent.Local;

/// <summary>The section that fits best, and how much of the question it covers: 0..1, rare terms count more.</summary>
internal readonly record struct Found(Section Section, double Coverage, double OwnCoverage, int InHeading);
