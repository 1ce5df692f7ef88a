using Myelin.Classical;
using Myelin.Grammar;
using Myelin.Losses;
using Myelin.Models.Evaluations;
using Myelin.Penalties;
using Myelin.Tables;

namespace Myelin.Models.Recipes;

/// <summary>
/// A linear support vector machine of two classes: the mean hinge loss plus λ times the sum of the squared coefficients. Source: Cortes and Vapnik
/// (1995).
/// </summary>
public sealed record SupportVectorRecipe : SolvedRecipe
{
    internal const string Name = "svm";

    /// <summary>λ, above 0 and at most 1,000,000; by default 0.0001.</summary>
    public float Lambda { get; init => field = SolvedPenalty.AboveZero.Require(value, nameof(Lambda)); } = SolvedPenalty.Usual;

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Name, SolvedPenalty.AboveZero.TextUnlessDefault(Lambda));

    private protected override Penalty Penalty => Myelin.Penalties.Penalty.Of(new Ridge(Lambda));

    private protected override string Description => "a linear support vector machine";

    private protected override IReadOnlyList<TaskKind> Tasks => [TaskKind.Binary];

    internal static Member<Recipe> Member() =>
        new(Name, "A linear support vector machine, solved for.", spec => new SupportVectorRecipe { Lambda = SolvedPenalty.AboveZero.Read(spec) },
        SolvedPenalty.AboveZero)
        { Suits = "two classes, by the plane between them" };

    private protected override Loss LossOf(TaskKind task) => new HingeLoss();

    private protected override (LinearModel Model, MarginFacts? Margin) Solve(Samples samples)
    {
        var machine = SupportVectorMachine.Fit(samples, Lambda);
        return (machine.Model, new MarginFacts(machine.Margin, machine.SupportVectors.Count));
    }
}
