using System.Runtime.Intrinsics;
using Myelin.Activations;
using Myelin.Functions;
using Myelin.Grammar;

/// <summary>y = x + b (√(x² + 1) - 1); y' = 1 + b x / √(x² + 1), smooth everywhere.</summary>
internal readonly struct BentLine(float bend) : IActivation
{
    private static readonly NumberOption BendOption = new("bend", "how far it leaves the straight line", 0.5f, NumberRange.Between(0, 1));

    public static string Name => "bent-line";

    public static Member<Activation> Member { get; } = new(Name, "A line with a smooth bend at 0.",
        spec => Activation.Of(new BentLine(BendOption.Read(spec))), BendOption);

    public static Saved Saves => Saved.Input;

    public string Canonical => Spec.Canonical(Name, BendOption.Text(bend));

    public WeightScale Scale => WeightScale.He;

    public Vector512<float> Value(Vector512<float> x) => x + (Root(x) - Vector512<float>.One) * bend;

    public Vector512<float> Derivative(Vector512<float> saved) => Vector512<float>.One + saved / Root(saved) * bend;

    private static Vector512<float> Root(Vector512<float> x) => Vector512.Sqrt(x * x + Vector512<float>.One);
}
