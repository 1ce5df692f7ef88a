using Myelin.Grammar;

namespace Myelin.Penalties;

/// <summary>
/// Every penalty by name. Adding one adds a line here. All take <c>biases=false|true</c>.
/// <c>ridge[:lambda=0.01]</c>, <c>lasso[:lambda=0.01]</c>, <c>elastic-net[:lambda=0.01][,rho=0.5]</c>.
/// </summary>
public static class PenaltyCatalog
{
    /// <summary>The catalogue.</summary>
    public static Catalog<Penalty> All { get; } = new(
        "penalty",
        (Ridge.Name, spec => Penalty.Of(new Ridge(ReadLambda(spec)), ReadBiases(spec))),
        (Lasso.Name, spec => Penalty.Of(new Lasso(ReadLambda(spec)), ReadBiases(spec))),
        (ElasticNet.Name, spec => Penalty.Of(new ElasticNet(ReadLambda(spec), spec.Number("rho", ElasticNet.DefaultRho, 0, 1)), ReadBiases(spec))));

    private static float ReadLambda(Spec spec) => spec.Number("lambda", Penalty.DefaultLambda, 0, Penalty.LargestLambda);

    private static bool ReadBiases(Spec spec) => spec.Word("biases", "false", "true", "false") == "true";
}
