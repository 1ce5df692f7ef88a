using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;
using Myelin.Operations;

namespace Myelin.Penalties;

/// <summary>
/// λ |w|; derivative λ sign w, 0 at 0. It pulls every weight towards 0 alike. This is a subgradient: steps cross 0 and come back, so weights that do
/// not help stay within about the learning rate times λ of 0, and are seldom exactly 0. ±∞ give ∞ with derivative ±λ (the value is NaN where λ is 0);
/// NaN for NaN.
/// Source: Tibshirani, "Regression shrinkage and selection via the lasso" (1996).
/// </summary>
public readonly struct Lasso : IPenalty
{
    private readonly float lambda;

    /// <summary>Creates the function.</summary>
    /// <param name="lambda">λ, from 0 to 1,000,000.</param>
    /// <exception cref="ArgumentOutOfRangeException">λ out of range.</exception>
    public Lasso(float lambda) => this.lambda = Penalty.LambdaOption.Require(lambda);

    /// <summary>λ.</summary>
    public float Lambda => lambda;

    /// <inheritdoc/>
    public static string Name => "lasso";

    /// <summary>The catalogue's entry.</summary>
    public static Member<Penalty> Member { get; } = new(Name, "λ |w|: pulls every weight towards 0 alike.",
        spec => Penalty.Of(new Lasso(Penalty.LambdaOption.Read(spec)), Penalty.BiasesOption.Read(spec)), Penalty.LambdaOption,
        Penalty.BiasesOption)
    { Suits = "inputs of which few matter" };

    /// <inheritdoc/>
    public static Saved Saves => Saved.Input;

    /// <inheritdoc/>
    public string Canonical => Spec.Canonical(Name, Penalty.LambdaOption.Text(lambda));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => Vector512.Abs(x) * lambda;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved) => Abs.Sign(saved) * lambda;
}
