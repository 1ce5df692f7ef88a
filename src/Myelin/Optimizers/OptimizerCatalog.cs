using Myelin.Grammar;

namespace Myelin.Optimizers;

/// <summary>Every optimizer by name. Adding one adds a line here.</summary>
public static class OptimizerCatalog
{
    private static readonly float BelowOne = MathF.BitDecrement(1);

    /// <summary>The catalogue.</summary>
    public static Catalog<Optimizer> All { get; } = new(
        "optimizer",
        ("sgd", spec => new Sgd(spec.Number("momentum", 0, 0, BelowOne), spec.Word("nesterov", "false", "true", "false") == "true")),
        ("adam", spec => new Adam(
            spec.Number("beta1", Adam.DefaultBeta1, 0, BelowOne),
            spec.Number("beta2", Adam.DefaultBeta2, 0, BelowOne),
            spec.Number("epsilon", Adam.DefaultEpsilon, 0, 1))),
        ("adamw", spec => new AdamW(
            spec.Number("weight-decay", AdamW.DefaultWeightDecay, 0, 1),
            spec.Number("beta1", Adam.DefaultBeta1, 0, BelowOne),
            spec.Number("beta2", Adam.DefaultBeta2, 0, BelowOne),
            spec.Number("epsilon", Adam.DefaultEpsilon, 0, 1))));
}
