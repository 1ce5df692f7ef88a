using Myelin.Operations;

namespace Myelin.Tensors;

// Operators and methods are members of the type itself, so that C#, F# and Visual Basic all see them.
public readonly partial struct Tensor
{
    /// <summary>
    /// a + b, element by element; both derivatives are 1. Shapes are equal, or have the same number of axes and along each the sizes are equal or one
    /// is 1, or one operand has no axes.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor operator +(Tensor a, Tensor b) => BinaryOperation<Add>.Apply(a, b);

    /// <summary>a - b, element by element, for shapes as in a sum; the derivatives are 1 and -1.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor operator -(Tensor a, Tensor b) => BinaryOperation<Subtract>.Apply(a, b);

    /// <summary>a · b, element by element, for shapes as in a sum; the derivatives are b and a. <see cref="MatMul"/> is the matrix product.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor operator *(Tensor a, Tensor b) => BinaryOperation<Multiply>.Apply(a, b);

    /// <summary>
    /// a / b, element by element, for shapes as in a sum; the derivatives are 1 / b and -a / b². As in IEEE 754 a number by 0 is ±∞, and 0 / 0 is
    /// NaN.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor operator /(Tensor a, Tensor b) => BinaryOperation<Divide>.Apply(a, b);

    /// <summary>a + c for a constant.</summary>
    public static Tensor operator +(Tensor a, float c) => UnaryOperation<Affine>.Apply(a, new Affine(1, c));

    /// <summary>c + a for a constant.</summary>
    public static Tensor operator +(float c, Tensor a) => a + c;

    /// <summary>a - c for a constant.</summary>
    public static Tensor operator -(Tensor a, float c) => UnaryOperation<Affine>.Apply(a, new Affine(1, -c));

    /// <summary>c - a for a constant.</summary>
    public static Tensor operator -(float c, Tensor a) => UnaryOperation<Affine>.Apply(a, new Affine(-1, c));

    /// <summary>a · c for a constant.</summary>
    public static Tensor operator *(Tensor a, float c) => UnaryOperation<Affine>.Apply(a, new Affine(c, 0));

    /// <summary>c · a for a constant.</summary>
    public static Tensor operator *(float c, Tensor a) => a * c;

    /// <summary>a / c for a constant, rounded once; the derivative is 1 / c.</summary>
    public static Tensor operator /(Tensor a, float c) => UnaryOperation<WithSecond<Divide>>.Apply(a, new WithSecond<Divide>(c));

    /// <summary>c / a for a constant, rounded once; the derivative is -c / a².</summary>
    public static Tensor operator /(float c, Tensor a) => UnaryOperation<WithFirst<Divide>>.Apply(a, new WithFirst<Divide>(c));

    /// <summary>-a; the derivative is -1.</summary>
    public static Tensor operator -(Tensor a) => UnaryOperation<Negate>.Apply(a, default);

    /// <summary>
    /// 1 where a is larger than b, else 0, also where either is NaN. Shapes are as in a sum. A constant for the backward pass: no gradient goes
    /// through a comparison.
    /// </summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor operator >(Tensor a, Tensor b) => BinaryOperation<Greater>.Apply(a, b);

    /// <summary>1 where a is smaller than b, else 0; otherwise as &gt;.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor operator <(Tensor a, Tensor b) => b > a;

    /// <summary>1 where a is at least b, else 0; otherwise as &gt;.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor operator >=(Tensor a, Tensor b) => BinaryOperation<GreaterOrEqual>.Apply(a, b);

    /// <summary>1 where a is at most b, else 0; otherwise as &gt;.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor operator <=(Tensor a, Tensor b) => b >= a;

    /// <summary>1 where a is larger than a constant, else 0.</summary>
    public static Tensor operator >(Tensor a, float c) => UnaryOperation<WithSecond<Greater>>.Apply(a, new WithSecond<Greater>(c));

    /// <summary>1 where a is smaller than a constant, else 0.</summary>
    public static Tensor operator <(Tensor a, float c) => UnaryOperation<WithFirst<Greater>>.Apply(a, new WithFirst<Greater>(c));

    /// <summary>1 where a is at least a constant, else 0.</summary>
    public static Tensor operator >=(Tensor a, float c) => UnaryOperation<WithSecond<GreaterOrEqual>>.Apply(a, new WithSecond<GreaterOrEqual>(c));

    /// <summary>1 where a is at most a constant, else 0.</summary>
    public static Tensor operator <=(Tensor a, float c) => UnaryOperation<WithFirst<GreaterOrEqual>>.Apply(a, new WithFirst<GreaterOrEqual>(c));

    /// <summary>The operator &gt; as a method, for languages in which it cannot give a tensor.</summary>
    /// <param name="other">The other operand.</param>
    public Tensor GreaterThan(Tensor other) => this > other;

    /// <summary>The operator &gt; as a method, for languages in which it cannot give a tensor.</summary>
    /// <param name="constant">The other operand.</param>
    public Tensor GreaterThan(float constant) => this > constant;

    /// <summary>The operator &gt;= as a method, for languages in which it cannot give a tensor.</summary>
    /// <param name="other">The other operand.</param>
    public Tensor GreaterThanOrEqual(Tensor other) => this >= other;

    /// <summary>The operator &gt;= as a method, for languages in which it cannot give a tensor.</summary>
    /// <param name="constant">The other operand.</param>
    public Tensor GreaterThanOrEqual(float constant) => this >= constant;

    /// <summary>The operator &lt; as a method, for languages in which it cannot give a tensor.</summary>
    /// <param name="other">The other operand.</param>
    public Tensor LessThan(Tensor other) => this < other;

    /// <summary>The operator &lt; as a method, for languages in which it cannot give a tensor.</summary>
    /// <param name="constant">The other operand.</param>
    public Tensor LessThan(float constant) => this < constant;

    /// <summary>The operator &lt;= as a method, for languages in which it cannot give a tensor.</summary>
    /// <param name="other">The other operand.</param>
    public Tensor LessThanOrEqual(Tensor other) => this <= other;

    /// <summary>The operator &lt;= as a method, for languages in which it cannot give a tensor.</summary>
    /// <param name="constant">The other operand.</param>
    public Tensor LessThanOrEqual(float constant) => this <= constant;

    /// <summary>1 where the elements are equal, else 0; NaN equals nothing, and 0 equals -0. A constant for the backward pass.</summary>
    /// <param name="other">The other operand, of a shape as in a sum.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor EqualTo(Tensor other) => BinaryOperation<Equal>.Apply(this, other);

    /// <summary>1 where the elements equal a constant, else 0.</summary>
    /// <param name="constant">The other operand.</param>
    public Tensor EqualTo(float constant) => UnaryOperation<WithSecond<Equal>>.Apply(this, new WithSecond<Equal>(constant));

    /// <summary>1 where the elements differ, else 0; NaN differs from everything. A constant for the backward pass.</summary>
    /// <param name="other">The other operand, of a shape as in a sum.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public Tensor NotEqualTo(Tensor other) => BinaryOperation<NotEqual>.Apply(this, other);

    /// <summary>1 where the elements differ from a constant, else 0.</summary>
    /// <param name="constant">The other operand.</param>
    public Tensor NotEqualTo(float constant) => UnaryOperation<WithSecond<NotEqual>>.Apply(this, new WithSecond<NotEqual>(constant));

    /// <summary>
    /// The elements of one tensor where a condition is not 0 (NaN is not 0), those of another elsewhere. Each gets the gradient of its own elements, and 0
    /// elsewhere; the condition gets none. ∞ or
    /// NaN that is not chosen does not harm the value. It can harm the gradient: what computed it multiplies that 0 by its own slope, and 0 · ∞ is NaN, as for
    /// x = 0 in
    /// <c>Where(x &gt; 0, x.Sqrt(), x)</c>. Choose the inputs first then, <c>Where(x &gt; 0, x, Full(x.Shape, 1)).Sqrt()</c>. Shapes are as in a sum.
    /// </summary>
    /// <param name="condition">What decides, such as a comparison.</param>
    /// <param name="chosen">The elements where the condition is not 0.</param>
    /// <param name="otherwise">The elements where it is 0.</param>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Where(Tensor condition, Tensor chosen, Tensor otherwise) => WhereOperation.Apply(condition, chosen, otherwise);
}
