using Myelin.Tensors;

namespace Myelin.Operations;

/// <summary>The operations as members of <see cref="Tensor"/>: operators, and methods that read from left to right. Each is documented at its operation.</summary>
public static class TensorOperations
{
    extension(Tensor x)
    {
        /// <summary>a + b; see <see cref="Add"/>.</summary>
        public static Tensor operator +(Tensor a, Tensor b) => BinaryOperation<Add>.Apply(a, b);

        /// <summary>a - b; see <see cref="Subtract"/>.</summary>
        public static Tensor operator -(Tensor a, Tensor b) => BinaryOperation<Subtract>.Apply(a, b);

        /// <summary>a · b element by element; see <see cref="Multiply"/>.</summary>
        public static Tensor operator *(Tensor a, Tensor b) => BinaryOperation<Multiply>.Apply(a, b);

        /// <summary>a / b; see <see cref="Divide"/>.</summary>
        public static Tensor operator /(Tensor a, Tensor b) => BinaryOperation<Divide>.Apply(a, b);

        /// <summary>a + c for a constant.</summary>
        public static Tensor operator +(Tensor a, float c) => UnaryOperation<Affine>.Apply(a, new Affine(1, c));

        /// <summary>a - c for a constant.</summary>
        public static Tensor operator -(Tensor a, float c) => UnaryOperation<Affine>.Apply(a, new Affine(1, -c));

        /// <summary>c - a for a constant.</summary>
        public static Tensor operator -(float c, Tensor a) => UnaryOperation<Affine>.Apply(a, new Affine(-1, c));

        /// <summary>c · a for a constant.</summary>
        public static Tensor operator *(float c, Tensor a) => UnaryOperation<Affine>.Apply(a, new Affine(c, 0));

        /// <summary>-a; see <see cref="Negate"/>.</summary>
        public static Tensor operator -(Tensor a) => UnaryOperation<Negate>.Apply(a, default);

        /// <summary>e^x; see <see cref="Operations.Exp"/>.</summary>
        public Tensor Exp() => UnaryOperation<Exp>.Apply(x, default);

        /// <summary>ln x; see <see cref="Operations.Log"/>.</summary>
        public Tensor Log() => UnaryOperation<Log>.Apply(x, default);

        /// <summary>√x; see <see cref="Operations.Sqrt"/>.</summary>
        public Tensor Sqrt() => UnaryOperation<Sqrt>.Apply(x, default);

        /// <summary>|x|; see <see cref="Operations.Abs"/>.</summary>
        public Tensor Abs() => UnaryOperation<Abs>.Apply(x, default);

        /// <summary>The smaller of each pair; see <see cref="Minimum"/>.</summary>
        /// <param name="other">The other operand.</param>
        public Tensor Min(Tensor other) => BinaryOperation<Minimum>.Apply(x, other);

        /// <summary>The larger of each pair; see <see cref="Maximum"/>.</summary>
        /// <param name="other">The other operand.</param>
        public Tensor Max(Tensor other) => BinaryOperation<Maximum>.Apply(x, other);

        /// <summary>x to the power of each exponent; see <see cref="Power"/>.</summary>
        /// <param name="exponent">The exponents.</param>
        public Tensor Pow(Tensor exponent) => BinaryOperation<Power>.Apply(x, exponent);

        /// <summary>The sum of all elements, a scalar; see <see cref="SumOperation"/>.</summary>
        public Tensor Sum() => SumOperation.Apply(x, null, mean: false);

        /// <summary>The sums along an axis, whose size becomes 1; see <see cref="SumOperation"/>.</summary>
        /// <param name="axis">The axis, negative from the end.</param>
        public Tensor Sum(int axis) => SumOperation.Apply(x, axis, mean: false);

        /// <summary>The mean of all elements, a scalar; see <see cref="SumOperation"/>.</summary>
        public Tensor Mean() => SumOperation.Apply(x, null, mean: true);

        /// <summary>The means along an axis, whose size becomes 1; see <see cref="SumOperation"/>.</summary>
        /// <param name="axis">The axis, negative from the end.</param>
        public Tensor Mean(int axis) => SumOperation.Apply(x, axis, mean: true);

        /// <summary>The place of the largest element along the last axis; see <see cref="Operations.ArgMax"/>.</summary>
        public Labels ArgMax() => Operations.ArgMax.Rows(x);

        /// <summary>The elements under another shape; see <see cref="ReshapeOperation"/>.</summary>
        /// <param name="axes">The new sizes.</param>
        public Tensor Reshape(params ReadOnlySpan<int> axes) => ReshapeOperation.Apply(x, new Shape(axes));

        /// <summary>The axes in another order; see <see cref="PermuteOperation"/>.</summary>
        /// <param name="order">Every axis once.</param>
        public Tensor Permute(params ReadOnlySpan<int> order) => PermuteOperation.Apply(x, order);

        /// <summary>A range of entries along an axis; see <see cref="SliceOperation"/>.</summary>
        /// <param name="axis">The axis, negative from the end.</param>
        /// <param name="start">The first entry.</param>
        /// <param name="count">The number of entries.</param>
        public Tensor Slice(int axis, int start, int count) => SliceOperation.Apply(x, axis, start, count);

        /// <summary>Tensors one behind the other; see <see cref="ConcatenateOperation"/>.</summary>
        /// <param name="axis">The axis, negative from the end.</param>
        /// <param name="tensors">The tensors.</param>
        public static Tensor Concatenate(int axis, params ReadOnlySpan<Tensor> tensors) => ConcatenateOperation.Apply(axis, tensors);

        /// <summary>Rows by number; see <see cref="GatherRowsOperation"/>.</summary>
        /// <param name="rows">The row numbers.</param>
        public Tensor GatherRows(Labels rows) => GatherRowsOperation.Apply(x, rows);

        /// <summary>The matrix product; see <see cref="MatrixProductOperation"/>.</summary>
        /// <param name="other">The right factor.</param>
        public Tensor MatMul(Tensor other) => MatrixProductOperation.Apply(x, other);

        /// <summary>Soft-max along the last axis; see <see cref="SoftmaxOperation"/>.</summary>
        public Tensor Softmax() => SoftmaxOperation.Apply(x);

        /// <summary>Log-soft-max along the last axis; see <see cref="LogSoftmaxOperation"/>.</summary>
        public Tensor LogSoftmax() => LogSoftmaxOperation.Apply(x);
    }
}
