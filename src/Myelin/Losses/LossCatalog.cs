using Myelin.Grammar;

namespace Myelin.Losses;

/// <summary>Every loss by name. Adding one adds a line here.</summary>
public static class LossCatalog
{
    /// <summary>The catalogue.</summary>
    public static Catalog<Loss> All { get; } = new(
        "loss",
        MeanSquaredErrorLoss.Member,
        HalfMeanSquaredErrorLoss.Member,
        RootMeanSquaredErrorLoss.Member,
        MeanAbsoluteErrorLoss.Member,
        HuberLoss.Member,
        CrossEntropyLoss.Member,
        BinaryCrossEntropyLoss.Member,
        FocalLoss.Member,
        BinaryFocalLoss.Member,
        HingeLoss.Member,
        SquaredHingeLoss.Member,
        BinaryCrossEntropyFromProbabilitiesLoss.Member,
        BinaryFocalFromProbabilitiesLoss.Member,
        BinaryBrierLoss.Member,
        CrossEntropyFromProbabilitiesLoss.Member,
        BrierLoss.Member,
        CosineLoss.Member,
        TripletLoss.Member);
}
