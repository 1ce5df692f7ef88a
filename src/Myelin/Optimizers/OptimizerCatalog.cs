using Myelin.Grammar;

namespace Myelin.Optimizers;

/// <summary>Every optimizer by name. Adding one adds a line here.</summary>
public static class OptimizerCatalog
{
    private static readonly float BelowOne = MathF.BitDecrement(1);

    /// <summary>The catalogue.</summary>
    public static Catalog<Optimizer> All { get; } = new(
        "optimizer",
        ("sgd", ReadSgd),
        ("adam", spec => new Adam(
            spec.Number("beta1", Adam.DefaultBeta1, 0, BelowOne),
            spec.Number("beta2", Adam.DefaultBeta2, 0, BelowOne),
            spec.Number("epsilon", Adam.DefaultEpsilon, 0, 1))),
        ("adamw", spec => new AdamW(
            spec.Number("weight-decay", AdamW.DefaultWeightDecay, 0, 1),
            spec.Number("beta1", Adam.DefaultBeta1, 0, BelowOne),
            spec.Number("beta2", Adam.DefaultBeta2, 0, BelowOne),
            spec.Number("epsilon", Adam.DefaultEpsilon, 0, 1))));

    private static Sgd ReadSgd(Spec spec)
    {
        float momentum = spec.Number("momentum", 0, 0, BelowOne);
        bool nesterov = spec.Word("nesterov", "false", "true", "false") == "true";
        if (nesterov && momentum == 0) throw new InvalidInputException("The optimizer 'sgd' looks ahead with a momentum above 0 only; write it like 'sgd:momentum=0.9,nesterov=true'.");
        return new Sgd(momentum, nesterov);
    }
}
