using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;

namespace Myelin.Penalties;

/// <summary>
/// λ w²; derivative 2 λ w. Over all weights λ times the squared Euclidean norm, as the lecture has it (which calls Σ w² the L2 norm) and Keras;
/// PyTorch's weight_decay is 2 λ. It shrinks weights in proportion. ±∞ give ∞ with derivative ±∞ (NaN both where λ is 0); NaN for NaN. Source: Hoerl
/// and Kennard, "Ridge regression" (1970).
/// </summary>
public readonly struct Ridge : IPenalty
{
    private readonly float lambda;

    /// <summary>Creates the function.</summary>
    /// <param name="lambda">λ, from 0 to 1,000,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ out of range.</exception>
    public Ridge(float lambda) => this.lambda = Penalty.LambdaOption.Require(lambda);

    /// <summary>λ.</summary>
    public float Lambda => lambda;

    /// <inheritdoc/>
    public static string Name => "ridge";

    /// <summary>The catalogue's entry.</summary>
    public static Member<Penalty> Member { get; } = new(Name, "λ w²: pulls every weight towards 0 in proportion.",
        spec => Penalty.Of(new Ridge(Penalty.LambdaOption.Read(spec)), Penalty.BiasesOption.Read(spec)), Penalty.LambdaOption,
        Penalty.BiasesOption)
    { Suits = "most networks that learn their rows by heart" };

    /// <inheritdoc/>
    public static Saved Saves => Saved.Input;

    /// <inheritdoc/>
    public string Canonical => Spec.Canonical(Name, Penalty.LambdaOption.Text(lambda));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => x * (x * lambda);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved) => saved * (2 * lambda);
}
