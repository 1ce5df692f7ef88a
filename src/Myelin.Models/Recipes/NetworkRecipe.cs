using Myelin.Grammar;
using Myelin.Losses;
using Myelin.Models.Predictions;
using Myelin.Tables;

namespace Myelin.Models.Recipes;

/// <summary>One network, fully connected unless its layers are given.</summary>
public sealed record NetworkRecipe : NeuralRecipe
{
    internal const string Name = "network";

    internal static TextOption LossOption { get; } = new("loss",
        "the loss, in the target's units, by default mse, binary-cross-entropy or cross-entropy as the task needs", "a loss");

    /// <summary>The loss, with its parameters in the target's units; null, the default, takes the mean squared error, or cross-entropy for classes.</summary>
    public Loss? Loss { get; init => field = Checked(value); }

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override string Canonical => Text(LossOption.Text(Loss?.Canonical));

    private protected override bool ScalesTarget => AllowsScaling(Loss);

    internal static Member<Recipe> Member(Catalogs catalogs) => new(Name, "One network, trained step by step.",
        spec => Read(new NetworkRecipe { Loss = ReadLoss(spec, catalogs) }, spec, catalogs), [LossOption, .. CommonOptions])
    { Suits = "numbers and classes of all kinds" };

    internal static Loss? ReadLoss(Spec spec, Catalogs catalogs) => LossOption.Read(spec) is { } text ? catalogs.Losses.Parse(text) : null;

    /// <summary>Losses on a positive domain take no shifting.</summary>
    internal static bool AllowsScaling(Loss? loss) => loss is null || float.IsNegativeInfinity(loss.Domain.LowestTarget);

    /// <summary>Refuses a loss that trains an encoder, for which there is a recipe of its own.</summary>
    internal static Loss? Checked(Loss? loss) => TaskLosses.TrainsEncoder(loss)
        ? throw new ArgumentException($"The loss '{loss}' trains an encoder; take {nameof(EncoderRecipe)}.", nameof(loss))
        : loss;

    private protected override Loss LossFor(TaskKind task) => TaskLosses.For(Loss, task);
}
