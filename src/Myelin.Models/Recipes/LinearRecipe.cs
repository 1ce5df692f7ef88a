using Myelin.Classical;
using Myelin.Grammar;
using Myelin.Models.Evaluations;
using Myelin.Penalties;
using Myelin.Tables;

namespace Myelin.Models.Recipes;

/// <summary>Linear regression by least squares.</summary>
public sealed record LinearRecipe : SolvedRecipe
{
    internal const string Name = "linear";

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override string Canonical => Name;

    private protected override Penalty? Penalty => null;

    private protected override string Description => "least squares";

    private protected override IReadOnlyList<TaskKind> Tasks => [TaskKind.Regression];

    internal static Member<Recipe> Member() => new(Name, "Linear regression by least squares, solved for.", _ => new LinearRecipe()) { Suits = "numbers" };

    private protected override (LinearModel Model, MarginFacts? Margin) Solve(Samples samples) => (new LeastSquares(samples).WithRidge(0), null);
}
