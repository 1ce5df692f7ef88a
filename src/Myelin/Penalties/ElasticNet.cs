using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Grammar;

namespace Myelin.Penalties;

/// <summary>
/// λ (ρ |w| + (1 - ρ) w²); derivative λ (ρ sign w + 2 (1 - ρ) w), 0 at 0: <see cref="Lasso"/> and <see cref="Ridge"/> in one, without a half before
/// the square, as in the paper (whose α is 1 - ρ). scikit-learn's ElasticNet has the half, before the squared error too: its alpha and l1_ratio r are
/// λ = alpha (1 + r) / 2 and ρ = 2 r / (1 + r) beside the loss half-mse. ±∞ give ∞ and derivative ±∞, or NaN where ρ or λ leaves one of the terms the
/// factor 0; NaN for NaN.
/// Source: Zou and Hastie, "Regularization and variable selection via the elastic net" (2005).
/// </summary>
public readonly struct ElasticNet : IPenalty
{
    /// <summary>The usual ρ, 0.5.</summary>
    public const float DefaultRho = 0.5f;

    private static readonly NumberOption RhoOption = new("rho", "the part of the absolute values", DefaultRho, NumberRange.Between(0, 1));

    private readonly float lambda;
    private readonly float rho;
    private readonly Lasso lasso;
    private readonly Ridge ridge;

    /// <summary>Creates the function.</summary>
    /// <param name="lambda">λ, from 0 to 1,000,000.</param>
    /// <param name="rho">ρ, the part of the absolute values, from 0 to 1; by default 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">A constant out of range.</exception>
    public ElasticNet(float lambda, float rho = DefaultRho)
    {
        (this.lambda, this.rho) = (Penalty.LambdaOption.Require(lambda), RhoOption.Require(rho));
        (lasso, ridge) = (new Lasso((float)((double)lambda * rho)), new Ridge((float)(lambda * (1.0 - rho))));
    }

    /// <summary>λ.</summary>
    public float Lambda => lambda;

    /// <summary>ρ, the part of the absolute values.</summary>
    public float Rho => rho;

    /// <inheritdoc/>
    public static string Name => "elastic-net";

    /// <summary>The catalogue's entry.</summary>
    public static Member<Penalty> Member { get; } = new(Name, "λ (ρ |w| + (1 - ρ) w²): lasso and ridge in one.",
        spec => Penalty.Of(new ElasticNet(Penalty.LambdaOption.Read(spec), RhoOption.Read(spec)), Penalty.BiasesOption.Read(spec)),
        Penalty.LambdaOption, RhoOption, Penalty.BiasesOption)
    { Suits = "inputs that go together, of which few groups matter" };

    /// <inheritdoc/>
    public static Saved Saves => Saved.Input;

    /// <inheritdoc/>
    public string Canonical => Spec.Canonical(Name, Penalty.LambdaOption.Text(lambda), RhoOption.Text(rho));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => lasso.Value(x) + ridge.Value(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved) => lasso.Derivative(saved) + ridge.Derivative(saved);
}
