using Myelin.Classical;
using Myelin.Grammar;
using Myelin.Models.Evaluations;
using Myelin.Penalties;
using Myelin.Tables;

namespace Myelin.Models.Recipes;

/// <summary>
/// Linear regression with a ridge penalty: the mean squared error plus λ times the sum of the squared coefficients, between standardised inputs.
/// Source: Hoerl and Kennard (1970).
/// </summary>
public sealed record RidgeRecipe : SolvedRecipe
{
    internal const string Name = "ridge";

    private static readonly NumberOption LambdaOption = new("lambda", "the weight of the sum of squared coefficients", SolvedPenalty.Usual,
        NumberRange.Between(0, Myelin.Penalties.Penalty.LargestLambda));
    private static readonly ChoiceOption<bool> BiasesOption = new("biases", "whether the intercept is penalised, too", ("false", false), ("true", true));

    /// <summary>λ, from 0 to 1,000,000; by default 0.0001.</summary>
    public float Lambda { get; init => field = LambdaOption.Require(value, nameof(Lambda)); } = SolvedPenalty.Usual;

    /// <summary>Whether the intercept is penalised, too; by default not.</summary>
    public bool Biases { get; init; }

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Name, LambdaOption.TextUnlessDefault(Lambda), BiasesOption.TextUnlessDefault(Biases));

    private protected override Penalty Penalty => Myelin.Penalties.Penalty.Of(new Ridge(Lambda), Biases);

    private protected override string Description => "least squares with a ridge penalty";

    private protected override IReadOnlyList<TaskKind> Tasks => [TaskKind.Regression];

    internal static Member<Recipe> Member() =>
        new(Name, "Linear regression with a ridge penalty, solved for.",
        spec => new RidgeRecipe { Lambda = LambdaOption.Read(spec), Biases = BiasesOption.Read(spec) }, LambdaOption, BiasesOption)
        { Suits = "numbers, from columns that are nearly dependent" };

    private protected override (LinearModel Model, MarginFacts? Margin) Solve(Samples samples) => (new LeastSquares(samples, Biases).WithRidge(Lambda), null);
}
