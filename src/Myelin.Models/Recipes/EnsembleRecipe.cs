using Myelin.Grammar;
using Myelin.Losses;
using Myelin.Models.Predictions;
using Myelin.Tables;

namespace Myelin.Models.Recipes;

/// <summary>
/// The mean of several networks, each trained on rows drawn anew with replacement, saved as one wide network. Source: Breiman, "Bagging predictors"
/// (1996).
/// </summary>
public sealed record EnsembleRecipe : NeuralRecipe
{
    internal const string Name = "ensemble";

    private static readonly WholeOption MembersOption = new("members", "the number of networks in an ensemble", 10, 2, 1000);

    /// <summary>The number of networks, from 2 to 1000; by default 10.</summary>
    public int Members { get; init => field = MembersOption.Require(value, nameof(Members)); } = 10;

    /// <summary>The loss, with its parameters in the target's units; null, the default, takes the mean squared error, or cross-entropy for classes.</summary>
    public Loss? Loss { get; init => field = NetworkRecipe.Checked(value); }

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override string Canonical => Text(MembersOption.TextUnlessDefault(Members), NetworkRecipe.LossOption.Text(Loss?.Canonical));

    private protected override bool ScalesTarget => NetworkRecipe.AllowsScaling(Loss);

    private protected override int? MemberCount => Members;

    internal static Member<Recipe> Member(Catalogs catalogs) => new(Name, "The mean of several networks, each trained on rows drawn anew.",
        spec => Read(new EnsembleRecipe { Members = MembersOption.Read(spec), Loss = NetworkRecipe.ReadLoss(spec, catalogs) }, spec, catalogs),
            [MembersOption, NetworkRecipe.LossOption, .. CommonOptions])
    { Suits = "tables on which single networks differ by their seed" };

    private protected override Loss LossFor(TaskKind task) => TaskLosses.For(Loss, task);
}
