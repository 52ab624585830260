using Microsoft.OpenApi;
using Workers.Ingress.Problems;

namespace Workers.Ingress.OpenApi.Routes;

/// <summary>What the document says of a route that its code does not say by itself.</summary>
/// <param name="Id">The operation's name in clients that are made from the document.</param>
/// <param name="Group">The heading under which it stands.</param>
/// <param name="Summary">What it does, in a few words.</param>
internal sealed record RouteDescription(string Id, string Group, string Summary)
{
    /// <summary>What a caller must know besides.</summary>
    public required string Details { get; init; }

    /// <summary>What the <c>{id}</c> of the route may be.</summary>
    public OpenApiSchema? IdSchema { get; init; }

    /// <summary>Its query parameters and headers.</summary>
    public IReadOnlyList<OpenApiParameter> Parameters { get; init; } = [];

    /// <summary>The body that it takes.</summary>
    public BodyDescription? Body { get; init; }

    /// <summary>Its answers but for refusals.</summary>
    public required IReadOnlyList<AnswerDescription> Answers { get; init; }

    /// <summary>The refusals that are its own; those that any route may give are added.</summary>
    public IReadOnlyList<Problem> Refusals { get; init; } = [];

    public IEnumerable<Problem> AllRefusals => Refusals.Concat(Body?.Refusals ?? [])
        .Concat([Problems.Refusals.Unauthenticated, Problems.Refusals.Failed, Problems.Refusals.StoreAway]);

    /// <summary>Refusals of what a tenant submits beyond its limits.</summary>
    public static IReadOnlyList<Problem> OverLimits { get; } =
    [
        Problems.Refusals.RateReached(TimeSpan.FromSeconds(1)), Problems.Refusals.BacklogFull,
        Problems.Refusals.ConversationFull,
    ];

    /// <summary>A refusal because of a member.</summary>
    public static Problem Invalid(string member, string sentence) =>
        Problems.Refusals.Invalid(FieldErrors.Of(member, sentence));
}

/// <summary>A body that a route takes.</summary>
/// <param name="Schema">The name of its schema among <see cref="Schemas.RequestSchemas"/>.</param>
/// <param name="Limit">How many bytes it may have.</param>
/// <param name="Example">A whole body.</param>
internal sealed record BodyDescription(string Schema, int Limit, object Example)
{
    /// <summary>Those of every route that takes a body.</summary>
    public IEnumerable<Problem> Refusals =>
        [Problems.Refusals.TooSlow, Problems.Refusals.TooLarge(Limit), Problems.Refusals.WrongMediaType];
}

/// <summary>An answer that is no refusal.</summary>
/// <param name="Status">Its HTTP status.</param>
/// <param name="Name">The name of its example.</param>
/// <param name="Meaning">What it says.</param>
internal sealed record AnswerDescription(int Status, string Name, string Meaning)
{
    /// <summary>A whole body; its type is the answer's. Null: there is none.</summary>
    public object? Example { get; init; }

    /// <summary>The <c>{id}</c> that is answered so, for the example.</summary>
    public string? Id { get; init; }

    /// <summary>The body's media type.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>Headers that stand in <see cref="AnswerHeaders"/>.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];
}
