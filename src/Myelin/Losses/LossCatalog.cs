using Myelin.Grammar;

namespace Myelin.Losses;

/// <summary>Every loss by name. Adding one adds a line here.</summary>
public static class LossCatalog
{
    /// <summary>The catalogue.</summary>
    public static Catalog<Loss> All { get; } = new(
        "loss",
        ("mse", _ => new MeanSquaredErrorLoss()),
        ("half-mse", _ => new HalfMeanSquaredErrorLoss()),
        ("rmse", _ => new RootMeanSquaredErrorLoss()),
        ("mae", _ => new MeanAbsoluteErrorLoss()),
        ("huber", spec => new HuberLoss(spec.Number("delta", HuberLoss.DefaultDelta, float.Epsilon, float.MaxValue))),
        ("cross-entropy", spec => new CrossEntropyLoss(spec.Numbers("weights", 0, float.MaxValue))),
        ("binary-cross-entropy", spec => new BinaryCrossEntropyLoss(Alpha(spec))),
        ("focal", spec => new FocalLoss(
            spec.Number("gamma", FocalLoss.DefaultGamma, 0, FocalLoss.LargestGamma),
            spec.Numbers("alpha", 0, float.MaxValue))),
        ("binary-focal", spec => new BinaryFocalLoss(
            spec.Number("gamma", FocalLoss.DefaultGamma, 0, FocalLoss.LargestGamma),
            Alpha(spec))),
        ("hinge", _ => new HingeLoss()),
        ("squared-hinge", _ => new SquaredHingeLoss()),
        ("binary-cross-entropy-from-probabilities", spec => new BinaryCrossEntropyFromProbabilitiesLoss(LogarithmBases.Of(spec), Alpha(spec))),
        ("binary-focal-from-probabilities", spec => new BinaryFocalFromProbabilitiesLoss(
            spec.Number("gamma", FocalLoss.DefaultGamma, 0, FocalLoss.LargestGamma), Alpha(spec), LogarithmBases.Of(spec))),
        ("binary-brier", _ => new BinaryBrierLoss()),
        ("cross-entropy-from-probabilities", spec => new CrossEntropyFromProbabilitiesLoss(LogarithmBases.Of(spec), spec.Numbers("weights", 0, float.MaxValue))),
        ("brier", _ => new BrierLoss()),
        ("cosine", _ => new CosineLoss()),
        ("triplet", TripletLoss.Parse));

    /// <summary>The loss of a text, or null where the catalogue has none of its name, as for the loss of a program.</summary>
    /// <param name="text">The loss as a model file names it.</param>
    /// <exception cref="InvalidInputException">A loss of the catalogue with options that are wrong.</exception>
    public static Loss? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return All.Names.Contains(text.Split(':')[0].Trim().ToLowerInvariant()) ? All.Parse(text) : null;
    }

    private static float? Alpha(Spec spec) => spec.Numbers("alpha", 0, 1) is { } alpha ? alpha[0] : null;
}
