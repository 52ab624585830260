namespace Workers.Load.Figures;

/// <summary>One figure of record: its name, and how it is measured on a broker and a store of its own.</summary>
internal interface IFigure
{
    string Name { get; }

    Task<Finding> MeasureAsync(LoadPlan plan, Servers servers);
}
