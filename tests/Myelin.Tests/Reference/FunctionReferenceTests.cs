using System.Runtime.CompilerServices;
using Myelin.Activations;
using Myelin.Functions;
using Myelin.Losses;
using Myelin.Operations;
using Myelin.Penalties;
using Myelin.Reference;
using Myelin.Reference.Twins;
using Xunit;

namespace Myelin.Tests.Reference;

/// <summary>The twins of kernels: their derivatives against central differences in double precision, their tails, and that every kernel has one.</summary>
public sealed class FunctionReferenceTests
{
    private const double Step = 1.0 / (1 << 17);
    private static readonly double[] Points = [-31.7, -8.3, -2.1, -0.97, -0.31, -1e-3, 1e-3, 0.27, 0.91, 1.6, 3.3, 7.9, 29.3];

    public static TheoryData<string, ScalarReference> Scalars => new()
    {
        { "abs", TwinCatalog.Of(default(Abs)) },
        { "affine", TwinCatalog.Of(new Affine(-2, 3)) },
        { "exp", TwinCatalog.Of(default(Exp)) },
        { "log", TwinCatalog.Of(default(Log)) },
        { "negate", TwinCatalog.Of(default(Negate)) },
        { "sqrt", TwinCatalog.Of(default(Sqrt)) },
        { "identity", TwinCatalog.Of(default(Identity)) },
        { "leaky-relu", TwinCatalog.Of(new LeakyRelu(0.1f)) },
        { "relu", TwinCatalog.Of(default(Relu)) },
        { "selu", TwinCatalog.Of(default(Selu)) },
        { "elu", TwinCatalog.Of(new Elu(0.7f)) },
        { "scaled-elu", TwinCatalog.Of(new ScaledElu(1.1f, 1.7f)) },
        { "relu6", TwinCatalog.Of(default(Relu6)) },
        { "approximate-sigmoid", TwinCatalog.Of(new ApproximateSigmoid(asFormula: false)) },
        { "step", TwinCatalog.Of(default(Step)) },
        { "sigmoid", TwinCatalog.Of(default(Sigmoid)) },
        { "tanh", TwinCatalog.Of(default(Tanh)) },
        { "ridge", TwinCatalog.Of(new Ridge(0.3f)) },
        { "lasso", TwinCatalog.Of(new Lasso(0.3f)) },
        { "elastic-net", TwinCatalog.Of(new ElasticNet(0.3f, 0.2f)) },
    };

    public static TheoryData<string, BinaryReference> Binaries => new()
    {
        { "add", TwinCatalog.Of(default(Add)) },
        { "subtract", TwinCatalog.Of(default(Subtract)) },
        { "multiply", TwinCatalog.Of(default(Multiply)) },
        { "divide", TwinCatalog.Of(default(Divide)) },
        { "power", TwinCatalog.Of(default(Power)) },
        { "minimum", TwinCatalog.Of(default(Minimum)) },
        { "maximum", TwinCatalog.Of(default(Maximum)) },
    };

    public static TheoryData<string, ElementLossReference> Pairs => new()
    {
        { "mse", TwinCatalog.Of(default(SquaredError)) },
        { "half-mse", TwinCatalog.Of(default(HalfSquaredError)) },
        { "mae", TwinCatalog.Of(default(AbsoluteError)) },
        { "huber", TwinCatalog.Of(new HuberError(0.7f)) },
        { "binary-cross-entropy", TwinCatalog.Of(default(BinaryCrossEntropy)) },
        { "binary-focal", TwinCatalog.Of(new BinaryFocal<FocalSquare>(default, 1, 1)) },
        { "binary-focal, alpha", TwinCatalog.Of(new BinaryFocal<FocalPower>(new(0.5f), 0.25f, 0.75f)) },
        { "binary-focal, gamma 0", TwinCatalog.Of(new BinaryFocal<FocalPower>(new(0), 1, 1)) },
    };

    public static TheoryData<string, ClassLossReference> Rows => new()
    {
        { "cross-entropy", TwinCatalog.Of(new CrossEntropyRow(null)) },
        { "cross-entropy, weights", TwinCatalog.Of(new CrossEntropyRow([0.5f, 2, 0, 1.25f])) },
        { "focal", TwinCatalog.Of(new FocalRow(2, null)) },
        { "focal, alpha", TwinCatalog.Of(new FocalRow(0.5f, [0.5f, 2, 0.1f, 1.25f])) },
        { "focal, gamma 0", TwinCatalog.Of(new FocalRow(0, null)) },
    };

    [Theory, MemberData(nameof(Scalars))]
    public void Derivatives_of_one_variable(string name, ScalarReference f)
    {
        foreach (double x in Points)
        {
            if (x < 0.01 && name is ("log" or "sqrt")) continue;
            AssertClose($"{name} at {x}", CentralDifference(f.Value, x), f.Derivative(x));
        }
    }

    [Theory, MemberData(nameof(Binaries))]
    public void Derivatives_of_two_variables(string name, BinaryReference f)
    {
        // Next to 0 the differences are further off than the derivatives that they check.
        double[] points = [.. Points.Where(x => Math.Abs(x) > 0.1)];
        foreach (double a in points.Where(a => a > 0 || name != "power"))
        {
            foreach (double b in points.Where(b => b != a && Math.Abs(b) < 8))
            {
                AssertClose($"{name} at {a}, {b} by a", CentralDifference(x => f.Value(x, b), a), f.DerivativeByFirst(a, b));
                AssertClose($"{name} at {a}, {b} by b", CentralDifference(x => f.Value(a, x), b), f.DerivativeBySecond(a, b));
            }
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public void Derivatives_of_elementwise_losses(string name, ElementLossReference f)
    {
        foreach (double prediction in Points)
        {
            foreach (double target in (double[])[0, 0.3, 1])
                AssertClose($"{name} at {prediction}, {target}", CentralDifference(x => f.Value(x, target), prediction), f.Derivative(prediction, target));
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void Derivatives_of_row_losses(string name, ClassLossReference f)
    {
        double[][] rows = [[0.3, -1.2, 2.1, 0.9], [0, 0, 0, 0], [12, -3, 4, 11.5], [-40, 25, 3, -7]];
        double[][] targets = [[0.1, 0.2, 0.3, 0.4], [0, 0, 1, 0], [0.5, 0, 0.5, 0]];
        foreach (double[] row in rows)
        {
            for (int label = 0; label < row.Length; label++) AssertGradient($"{name}, label {label}", row, (x, gradient) => f.Evaluate(x, label, gradient));
            foreach (double[] target in targets) AssertGradient($"{name}, distribution", row, (x, gradient) => f.Evaluate(x, target, gradient));
        }
    }

    [Theory, MemberData(nameof(Rows))]
    public void A_label_is_a_distribution_with_one_class(string name, ClassLossReference f)
    {
        double[] row = [0.3, -1.2, 2.1, 0.9], byLabel = new double[4], byDistribution = new double[4];
        Assert.Equal(f.Evaluate(row, 1, byLabel), f.Evaluate(row, [0, 1, 0, 0], byDistribution), 1e-14);
        for (int i = 0; i < 4; i++) Assert.True(Math.Abs(byLabel[i] - byDistribution[i]) < 1e-14, $"{name}: {byLabel[i]} and {byDistribution[i]}");
    }

    [Theory, MemberData(nameof(Rows))]
    public void Scales_of_row_losses_are_at_least_of_the_size_of_a_sum_and_finite(string name, ClassLossReference f)
    {
        double[] row = [30, -1.2, 2.1, 0.9], gradient = new double[4], scales = new double[4];
        double value = f.Evaluate(row, [0.1, 0.2, 0.3, 0.4], gradient), scale = f.Scale(row, [0.1, 0.2, 0.3, 0.4], scales);
        Assert.True(scale >= value / 4 && scale < 100 * value + 100, $"{name}: {scale} for {value}");
        for (int i = 0; i < 4; i++) Assert.True(scales[i] >= Math.Abs(gradient[i]) / 2 && scales[i] < 100, $"{name}: {scales[i]} for {gradient[i]}");
    }

    /// <summary>Values from Python's decimal module with 50 digits.</summary>
    [Fact]
    public void Tails_keep_their_relative_accuracy()
    {
        AssertRelative(4.2483542552915890e-18, TwinCatalog.Of(default(Sigmoid)).Derivative(40));
        AssertRelative(4.2483542552915890e-18, TwinCatalog.Of(default(Sigmoid)).Value(-40));
        AssertRelative(4.5014059756372917e-7, TwinCatalog.Of(default(Tanh)).Derivative(8));
        AssertRelative(1.7580993407594719e-10, -TwinCatalog.Of(default(Selu)).Value(-1e-10));
        AssertRelative(4.2483542552915890e-18, TwinCatalog.Of(default(BinaryCrossEntropy)).Value(40, 1));
        AssertRelative(-4.2483542552915890e-18, TwinCatalog.Of(default(BinaryCrossEntropy)).Derivative(40, 1));
        var gradient = new double[2];
        AssertRelative(4.2483542552915890e-18, TwinCatalog.Of(new CrossEntropyRow(null)).Evaluate([40, 0], 0, gradient));
        AssertRelative(-4.2483542552915890e-18, gradient[0]);
        AssertRelative(4.2483542552915890e-18, gradient[1]);
    }

    [Fact]
    public void Kinks_follow_the_documented_conventions()
    {
        Assert.Equal(0, TwinCatalog.Of(default(Abs)).Derivative(0));
        Assert.Equal(0, TwinCatalog.Of(default(Relu)).Derivative(0));
        Assert.Equal(0.25f, TwinCatalog.Of(new LeakyRelu(0.25f)).Derivative(0));
        Assert.Equal(Selu.Lambda * Selu.Alpha, TwinCatalog.Of(default(Selu)).Derivative(0));
        Assert.Equal(0.5, TwinCatalog.Of(default(Maximum)).DerivativeByFirst(2, 2));
        Assert.Equal(0.5, TwinCatalog.Of(default(Minimum)).DerivativeBySecond(2, 2));
        Assert.Equal(0, TwinCatalog.Of(default(Power)).DerivativeBySecond(0, 0));
        Assert.Equal(0, TwinCatalog.Of(default(AbsoluteError)).Derivative(3, 3));
    }

    [Fact]
    public void Every_kernel_of_Myelin_has_a_twin()
    {
        int kernels = 0;
        foreach (Type type in typeof(Exp).Assembly.GetTypes().Where(type => !type.IsInterface && !type.IsAbstract).SelectMany(Closed))
        {
            object? twin = null;
            if (typeof(IUnaryFunction).IsAssignableFrom(type)) twin = TwinCatalog.Of((IUnaryFunction)RuntimeHelpers.GetUninitializedObject(type));
            else if (typeof(IBinaryFunction).IsAssignableFrom(type)) twin = TwinCatalog.Of((IBinaryFunction)RuntimeHelpers.GetUninitializedObject(type));
            else if (typeof(IElementLossFunction).IsAssignableFrom(type))
                twin = TwinCatalog.Of((IElementLossFunction)RuntimeHelpers.GetUninitializedObject(type));
            else if (typeof(IClassLossFunction).IsAssignableFrom(type)) twin = TwinCatalog.Of((IClassLossFunction)RuntimeHelpers.GetUninitializedObject(type));
            if (twin is not null) kernels++;
        }

        Assert.True(kernels >= 26, $"Only {kernels} kernels were found.");
    }

    /// <summary>A kernel that is made of a part, with each part of that kind.</summary>
    private static IEnumerable<Type> Closed(Type type)
    {
        if (!type.ContainsGenericParameters) return [type];
        if (!typeof(IBinaryFocal).IsAssignableFrom(type)) return [];
        return typeof(Exp).Assembly.GetTypes().Where(part => part.IsValueType && typeof(IFocalPower).IsAssignableFrom(part))
            .Select(part => type.MakeGenericType(part));
    }

    private static double CentralDifference(Func<double, double> f, double x) => (f(x + Step) - f(x - Step)) / (2 * Step);

    private static void AssertClose(string what, double difference, double derivative) =>
        Assert.True(Math.Abs(difference - derivative) <= 1e-8 * Math.Abs(derivative) + 1e-8, $"{what}: difference {difference:R}, derivative {derivative:R}");

    private static void AssertGradient(string what, double[] x, Func<double[], double[], double> f)
    {
        double[] gradient = new double[x.Length], unused = new double[x.Length];
        f(x, gradient);
        for (int i = 0; i < x.Length; i++)
        {
            double At(double value) => f([.. x.Select((old, k) => k == i ? value : old)], unused);
            AssertClose($"{what}, logit {i} of [{string.Join(", ", x)}]", CentralDifference(At, x[i]), gradient[i]);
        }
    }

    private static void AssertRelative(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-14 * Math.Abs(expected), $"expected {expected:R}, actual {actual:R}");
}
