using Myelin.Activations;
using Myelin.Operations;

namespace Myelin.Tensors;

public readonly partial struct Tensor
{
    /// <summary>eˣ; the derivative is eˣ. -∞ gives 0, above 88.72 the value is ∞, NaN gives NaN.</summary>
    public Tensor Exp() => UnaryOperation<Exp>.Apply(this, default);

    /// <summary>ln x; the derivative is 1 / x. ±0 gives -∞ with derivative ±∞, ∞ gives ∞, negative numbers and NaN give NaN.</summary>
    public Tensor Log() => UnaryOperation<Log>.Apply(this, default);

    /// <summary>√x; the derivative is 1 / (2 √x), ∞ at 0. ∞ gives ∞, negative numbers and NaN give NaN.</summary>
    public Tensor Sqrt() => UnaryOperation<Sqrt>.Apply(this, default);

    /// <summary>|x|; the derivative is the sign of x, 0 at 0. ±∞ gives ∞, NaN gives NaN.</summary>
    public Tensor Abs() => UnaryOperation<Abs>.Apply(this, default);

    /// <summary>
    /// sin x for an angle in radians; the derivative is cos x. Within 1 ulp for |x| up to 2⁴⁰; larger numbers count as ±2⁴⁰, since neighbours lie
    /// thousands of turns apart there. ±∞ and NaN give NaN.
    /// </summary>
    public Tensor Sin() => UnaryOperation<Sine>.Apply(this, default);

    /// <summary>
    /// cos x for an angle in radians; the derivative is -sin x. Within 1 ulp for |x| up to 2⁴⁰; larger numbers count as ±2⁴⁰, since neighbours lie
    /// thousands of turns apart there. ±∞ and NaN give NaN.
    /// </summary>
    public Tensor Cos() => UnaryOperation<Cosine>.Apply(this, default);

    /// <summary>tanh x; the derivative is 1 - tanh² x, accurate in both tails. ±∞ give ±1 with derivative 0, NaN gives NaN.</summary>
    public Tensor Tanh() => UnaryOperation<Tanh>.Apply(this, default);

    /// <summary>1 / (1 + e⁻ˣ); the derivative is σ(x) σ(-x), accurate in both tails. -∞ gives 0 and ∞ gives 1, both with derivative 0; NaN gives NaN.</summary>
    public Tensor Sigmoid() => UnaryOperation<Sigmoid>.Apply(this, default);

    /// <summary>max(x, 0); the derivative is 1 above 0, else 0, also at 0 (as PyTorch). NaN gives NaN.</summary>
    public Tensor Relu() => UnaryOperation<Relu>.Apply(this, default);

    /// <summary>x held between two limits; the derivative is 1 between them and at them (as PyTorch), 0 beyond. NaN gives NaN.</summary>
    /// <param name="minimum">The lower limit; -∞ for none.</param>
    /// <param name="maximum">The upper limit, not below the lower; ∞ for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The lower limit is above the upper, or either is NaN.</exception>
    public Tensor Clamp(float minimum, float maximum) => UnaryOperation<Clamp>.Apply(this, new Clamp(minimum, maximum));

    /// <summary>
    /// The smaller of each pair, NaN if either is; the derivative is 1 by the smaller, 0 by the larger, 1/2 by each where they are equal (as
    /// PyTorch). <see cref="Min(ReadOnlySpan{int})"/> is the least element.
    /// </summary>
    /// <param name="other">The other operand, of a shape as in a sum.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor Minimum(Tensor other) => BinaryOperation<Minimum>.Apply(this, other);

    /// <summary>The smaller of each element and a constant; the derivative is 1 below it, 0 above it, 1/2 at it.</summary>
    /// <param name="constant">The constant.</param>
    public Tensor Minimum(float constant) => UnaryOperation<WithSecond<Minimum>>.Apply(this, new WithSecond<Minimum>(constant));

    /// <summary>
    /// The larger of each pair, NaN if either is; the derivative is 1 by the larger, 0 by the smaller, 1/2 by each where they are equal (as PyTorch).
    /// <see cref="Max(ReadOnlySpan{int})"/> is the greatest element.
    /// </summary>
    /// <param name="other">The other operand, of a shape as in a sum.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor Maximum(Tensor other) => BinaryOperation<Maximum>.Apply(this, other);

    /// <summary>The larger of each element and a constant; the derivative is 1 above it, 0 below it, 1/2 at it.</summary>
    /// <param name="constant">The constant.</param>
    public Tensor Maximum(float constant) => UnaryOperation<WithSecond<Maximum>>.Apply(this, new WithSecond<Maximum>(constant));

    /// <summary>
    /// x to the power of each exponent y, with the special values of IEEE 754; the derivatives are y x^(y-1), 0 for y = 0, and x^y ln x, 0 for x = 0
    /// and y ≥ 0 (as PyTorch), NaN by y for negative x.
    /// </summary>
    /// <param name="exponent">The exponents, of a shape as in a sum.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor Pow(Tensor exponent) => BinaryOperation<Power>.Apply(this, exponent);

    /// <summary>x to the power of a constant y, with the special values of IEEE 754; the derivative is y x^(y-1), 0 for y = 0.</summary>
    /// <param name="exponent">The exponent.</param>
    public Tensor Pow(float exponent) => UnaryOperation<WithSecond<Power>>.Apply(this, new WithSecond<Power>(exponent));

    /// <summary>
    /// exp xᵢ / Σ exp xₖ along the last axis, computed with the largest logit subtracted. A row with NaN, with ∞ or with -∞ only gives NaN; a single
    /// -∞ gives 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no axis.</exception>
    public Tensor Softmax() => SoftmaxOperation.Apply(this);

    /// <summary>xᵢ - ln Σ exp xₖ along the last axis, computed with the largest logit subtracted. A row with NaN, with ∞ or with -∞ only gives NaN.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no axis.</exception>
    public Tensor LogSoftmax() => LogSoftmaxOperation.Apply(this);

    /// <summary>
    /// The matrix product of [m, k] and [k, n]; with C = A B the gradients are dA = dC Bᵀ and dB = Aᵀ dC. Each element is summed over k in one fixed
    /// order.
    /// </summary>
    /// <param name="other">The right factor.</param>
    /// <exception cref="ArgumentException">Not two axes each, or the inner sizes differ.</exception>
    public Tensor MatMul(Tensor other) => MatrixProductOperation.Apply(this, other);

    /// <summary>The same values as a constant for the backward pass: no gradient goes through.</summary>
    public Tensor Detach() => UnaryOperation<Detached>.Apply(this, default);
}
