using Myelin.Classical;
using Myelin.Grammar;
using Myelin.Models.Evaluations;
using Myelin.Penalties;
using Myelin.Tables;

namespace Myelin.Models.Recipes;

/// <summary>Logistic regression of two classes or several: the mean cross-entropy plus λ times the sum of the squared coefficients.</summary>
public sealed record LogisticRecipe : SolvedRecipe
{
    internal const string Name = "logistic";

    /// <summary>λ, above 0 and at most 1,000,000; by default 0.0001. Without it classes that a plane separates would have coefficients without end.</summary>
    public float Lambda { get; init => field = SolvedPenalty.AboveZero.Require(value, nameof(Lambda)); } = SolvedPenalty.Usual;

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Name, SolvedPenalty.AboveZero.TextUnlessDefault(Lambda));

    private protected override Penalty Penalty => Myelin.Penalties.Penalty.Of(new Ridge(Lambda));

    private protected override string Description => "logistic regression";

    private protected override IReadOnlyList<TaskKind> Tasks => [TaskKind.Binary, TaskKind.Classes];

    internal static Member<Recipe> Member() =>
        new(Name, "Logistic regression, solved for.", spec => new LogisticRecipe { Lambda = SolvedPenalty.AboveZero.Read(spec) },
        SolvedPenalty.AboveZero)
        { Suits = "classes that planes separate, more or less" };

    private protected override (LinearModel Model, MarginFacts? Margin) Solve(Samples samples) => (LogisticRegression.Fit(samples, Lambda), null);
}
