using Myelin.Classical;
using Myelin.Grammar;
using Myelin.Models.Datasets;
using Myelin.Models.Evaluations;
using Myelin.Tables;

namespace Myelin.Models.Recipes;

/// <summary>
/// A projection onto principal components: rows in fewer dimensions that keep as much variance as they can. Inputs are taken as
/// <see cref="ClusterRecipe"/> takes them.
/// </summary>
public sealed record ProjectionRecipe : UnlabelledRecipe
{
    internal const string Name = "projection";

    private static readonly WholeOption ComponentsOption = new("components", "the number of principal components", 2, 1, 1 << 16);

    /// <summary>The number of principal components, from 1 to 65,536, and at most the number of inputs; by default 2.</summary>
    public int Components { get; init => field = ComponentsOption.Require(value, nameof(Components)); } = 2;

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Name, ComponentsOption.TextUnlessDefault(Components));

    private protected override TaskKind Task => TaskKind.Projection;

    // Nothing is random.
    private protected override ulong RandomSeed => 1;

    private protected override string Method => "principal-components";

    internal static Member<Recipe> Member() =>
        new(Name, "A projection of rows onto principal components.", spec => new ProjectionRecipe { Components = ComponentsOption.Read(spec) },
        ComponentsOption)
        { Suits = "rows with many columns that go together" };

    private protected override Found Find(UnlabelledRows rows)
    {
        (PrincipalComponents found, LinearModel projection) = Fit(rows.Samples);
        ComponentFacts[] facts = [.. Enumerable.Range(0, projection.Outputs).Select(k =>
            new ComponentFacts(k + 1, found.Variances[k], found.ExplainedShares[k],
                [.. rows.Inputs.Select((input, i) => (input.Name, projection.Coefficient(k, i)))]))];
        return new Found(projection.ToNetwork(), rows.ForProjection(), Scores.OfProjection(facts.Sum(component => component.ExplainedShare)),
            [])
        { Components = facts };
    }

    private (PrincipalComponents Found, LinearModel Projection) Fit(Samples samples)
    {
        try
        {
            var found = PrincipalComponents.Fit(samples);
            return (found, found.Projection(Components));
        }
        catch (ArgumentException wrong)
        {
            // More components than inputs, or rows that are all alike.
            throw new InvalidInputException($"{wrong}", wrong);
        }
    }
}
