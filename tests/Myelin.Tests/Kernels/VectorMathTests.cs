using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Myelin.Functions;
using Xunit;

namespace Myelin.Tests.Kernels;

public class VectorMathTests
{
    private const int Lanes = 16;

    /// <summary>The bound is the one that the function's documentation states.</summary>
    private sealed record Function(Func<Vector512<float>, Vector512<float>> Value, Func<double, double> Reference, double Bound);

    private static readonly Dictionary<string, Function> Functions = new()
    {
        ["Exp"] = new(VectorMath.Exp, Math.Exp, 0.93),
        ["Expm1"] = new(VectorMath.Expm1, Expm1, 1.61),
        ["Log"] = new(VectorMath.Log, Math.Log, 0.90),
        ["Log1p"] = new(VectorMath.Log1p, Log1p, 1.52),
        ["Tanh"] = new(VectorMath.Tanh, Math.Tanh, 1.78),
        ["Sigmoid"] = new(VectorMath.Sigmoid, x => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x)), 1.48),
        ["SigmoidDerivative"] = new(VectorMath.SigmoidDerivative, SigmoidDerivative, 1.52),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Stays_within_its_documented_bound_over_all_bit_patterns(string name)
    {
        const uint stride = 4093;
        AssertBound(name, i => BitConverter.UInt32BitsToSingle((uint)i * stride), (int)(uint.MaxValue / stride));
    }

    [Theory, MemberData(nameof(Names))]
    public void Stays_within_its_documented_bound_where_it_varies(string name) => AssertBound(name, i => -110f + i * (220f / 1_000_000), 1_000_000);

    [Fact]
    public void Pow_stays_within_its_documented_bound()
    {
        var random = new System.Random(1);
        float[] x = new float[400_000], y = new float[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = i % 2 == 0 ? BitConverter.Int32BitsToSingle(random.Next(0x7F800000)) : 1 + (float)random.NextDouble();
            // Exponents that spread the results over the whole range and a little beyond, subnormal numbers too.
            y[i] = (float)((random.NextDouble() * 2 - 1) * 160 / Math.Max(Math.Abs(Math.Log2(x[i])), 1e-6));
        }
        float[] actual = Evaluate(VectorMath.Pow, x, y);
        for (int i = 0; i < x.Length; i++) AssertWithin(0.51, actual[i], Math.Pow(x[i], y[i]), $"Pow({x[i]:R}, {y[i]:R})");
    }

    [Theory]
    [InlineData(1e4)]
    [InlineData(1099511627776.0)]
    public void Sin_and_Cos_stay_within_their_documented_bound(double largest)
    {
        var random = new System.Random(2);
        var x = new float[400_000];
        for (int i = 0; i < x.Length; i++)
        {
            // Evenly over the range, over its exponents, and beside the zeros, where x less a multiple of π/2 is smallest.
            double number = (random.NextDouble() * 2 - 1) * largest;
            x[i] = (float)(i % 3 == 0 ? number : i % 3 == 1 ? Math.CopySign(Math.Exp(random.NextDouble() * 60 - 30), number)
                : Math.Round(number / (Math.PI / 2)) * (Math.PI / 2));
            if (Math.Abs(x[i]) > largest) x[i] = 0;
        }

        float[] sin = Evaluate((a, _) => VectorMath.Sin(a), x, x), cos = Evaluate((a, _) => VectorMath.Cos(a), x, x);
        for (int i = 0; i < x.Length; i++)
        {
            AssertWithin(0.51, sin[i], Math.Sin(x[i]), $"Sin({x[i]:R})");
            AssertWithin(0.51, cos[i], Math.Cos(x[i]), $"Cos({x[i]:R})");
        }
    }

    [Fact]
    public void Sin_and_Cos_of_special_numbers()
    {
        float[] x = [0f, -0f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.Epsilon, -float.Epsilon, 1e13f, 1099511627776f,
            -float.MaxValue, float.MaxValue];
        float[] sin = Evaluate((a, _) => VectorMath.Sin(a), x, x)[..x.Length], cos = Evaluate((a, _) => VectorMath.Cos(a), x, x)[..x.Length];
        Assert.Equal(BitConverter.SingleToInt32Bits(-0f), BitConverter.SingleToInt32Bits(sin[1]));
        Assert.Equal([0, -0f, float.NaN, float.NaN, float.NaN, float.Epsilon, -float.Epsilon, sin[8], sin[8], -sin[8], sin[8]], sin);
        Assert.Equal([1, 1, float.NaN, float.NaN, float.NaN, 1, 1, cos[8], cos[8], cos[8], cos[8]], cos);
        Assert.InRange(sin[8] * sin[8] + cos[8] * cos[8], 0.999999f, 1.000001f);
    }

    [Fact]
    public void Pow_follows_the_special_cases_of_the_standard()
    {
        float[] values = [0f, float.Epsilon, 1e-38f, 0.5f, 1f - 6e-8f, 1f, 1f + 1.2e-7f, 1.5f, 2f, 3f, 4f, 33f, 8388607f, 8388607.5f, 16777215f,
            16777216f, 1e30f, float.MaxValue, float.PositiveInfinity];
        values = [.. values, .. values.Select(value => -value), float.NaN];
        foreach (float x in values)
        {
            float[] actual = Evaluate(VectorMath.Pow, [.. values.Select(_ => x)], values);
            for (int i = 0; i < values.Length; i++) AssertWithin(0.51, actual[i], Math.Pow(x, values[i]), $"Pow({x:R}, {values[i]:R})");
        }
    }

    [Theory]
    [InlineData("Exp", 0f, 1f)]
    [InlineData("Exp", 89f, float.PositiveInfinity)]
    [InlineData("Exp", float.MaxValue, float.PositiveInfinity)]
    [InlineData("Exp", -103.97f, float.Epsilon)]
    [InlineData("Exp", -104f, 0f)]
    [InlineData("Exp", float.NegativeInfinity, 0f)]
    [InlineData("Expm1", 0f, 0f)]
    [InlineData("Expm1", -1.17549435e-38f, -1.17549435e-38f)]
    [InlineData("Expm1", 88.73f, float.PositiveInfinity)]
    [InlineData("Expm1", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("Expm1", float.NegativeInfinity, -1f)]
    [InlineData("Log", 1f, 0f)]
    [InlineData("Log", 0f, float.NegativeInfinity)]
    [InlineData("Log", -float.Epsilon, float.NaN)]
    [InlineData("Log", float.NegativeInfinity, float.NaN)]
    [InlineData("Log", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("Log1p", 0f, 0f)]
    [InlineData("Log1p", float.Epsilon, float.Epsilon)]
    [InlineData("Log1p", -1f, float.NegativeInfinity)]
    [InlineData("Log1p", -1.0000001f, float.NaN)]
    [InlineData("Log1p", float.NegativeInfinity, float.NaN)]
    [InlineData("Log1p", float.PositiveInfinity, float.PositiveInfinity)]
    [InlineData("Tanh", 0f, 0f)]
    [InlineData("Tanh", float.Epsilon, float.Epsilon)]
    [InlineData("Tanh", float.MaxValue, 1f)]
    [InlineData("Tanh", float.PositiveInfinity, 1f)]
    [InlineData("Tanh", float.NegativeInfinity, -1f)]
    [InlineData("Sigmoid", 0f, 0.5f)]
    [InlineData("Sigmoid", -103.97f, float.Epsilon)]
    [InlineData("Sigmoid", float.PositiveInfinity, 1f)]
    [InlineData("Sigmoid", float.NegativeInfinity, 0f)]
    [InlineData("SigmoidDerivative", 0f, 0.25f)]
    [InlineData("SigmoidDerivative", 103.97f, float.Epsilon)]
    [InlineData("SigmoidDerivative", float.PositiveInfinity, 0f)]
    [InlineData("SigmoidDerivative", float.NegativeInfinity, 0f)]
    public void Gives_exact_values_at_edges(string name, float x, float expected)
    {
        float actual = Functions[name].Value(Vector512.Create(x))[5];
        Assert.Equal(BitConverter.SingleToInt32Bits(Canonical(expected)), BitConverter.SingleToInt32Bits(Canonical(actual)));
    }

    [Theory]
    [InlineData("Exp", 1f)]
    [InlineData("Expm1", -0f)]
    [InlineData("Log", float.NegativeInfinity)]
    [InlineData("Log1p", -0f)]
    [InlineData("Tanh", -0f)]
    [InlineData("Sigmoid", 0.5f)]
    [InlineData("SigmoidDerivative", 0.25f)]
    public void Takes_negative_zero(string name, float expected)
    {
        float actual = Functions[name].Value(Vector512.Create(-0f))[5];
        Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(actual));
    }

    [Theory, MemberData(nameof(Names))]
    public void NaN_gives_NaN(string name)
    {
        Vector512<float> y = Functions[name].Value(Vector512.Create(float.NaN));
        for (int i = 0; i < Lanes; i++) Assert.True(float.IsNaN(y[i]));
    }

    /// <summary>The hash is committed: any machine, vector width or compiler that gives other bits fails here.</summary>
    [Fact]
    public void Bits_are_the_same_everywhere()
    {
        const uint stride = 65521;
        float[] x = [.. Enumerable.Range(0, 65536).Select(i => BitConverter.UInt32BitsToSingle((uint)i * stride)),
            .. Enumerable.Range(0, 65536).Select(i => -110f + i * (220f / 65536))];
        float[] y = [.. x.Select(value => MathF.ScaleB(value, -4)).Reverse()];
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Function function in Functions.Values) Append(hash, Evaluate((v, _) => function.Value(v), x, x));
        Append(hash, Evaluate(VectorMath.Pow, x, y));
        Assert.Equal("8aff10ccc0427aae1c09b55dbb7e0d714389422d2dc70798c978c7fbc8651d28", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    internal static void Append(IncrementalHash hash, ReadOnlySpan<float> values)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, Canonical(value));
            hash.AppendData(bytes);
        }
    }

    private static float Canonical(float value) => float.IsNaN(value) ? float.NaN : value;

    private static void AssertBound(string name, Func<int, float> argument, int count)
    {
        Function function = Functions[name];
        float[] x = [.. Enumerable.Range(0, count).Select(argument)];
        float[] actual = Evaluate((v, _) => function.Value(v), x, x);
        for (int i = 0; i < count; i++) AssertWithin(function.Bound, actual[i], function.Reference(x[i]), $"{name}({x[i]:R})");
    }

    private static float[] Evaluate(Func<Vector512<float>, Vector512<float>, Vector512<float>> function, float[] x, float[] y)
    {
        Array.Resize(ref x, (x.Length + Lanes - 1) / Lanes * Lanes);
        Array.Resize(ref y, x.Length);
        float[] result = new float[x.Length];
        for (int i = 0; i < x.Length; i += Lanes)
            function(Vector512.Create(x.AsSpan(i)), Vector512.Create(y.AsSpan(i))).CopyTo(result, i);
        return result;
    }

    private static void AssertWithin(double bound, float actual, double expected, string what)
    {
        bool good = double.IsNaN(expected) ? float.IsNaN(actual)
            : double.IsInfinity((float)expected) || float.IsInfinity(actual) ? actual == (float)expected
                || Math.Abs(expected) is > 3.4028234e38 and < 3.4028241e38
            : Math.Abs(actual - expected) <= bound * UnitInTheLastPlace(expected) && (actual != 0 || float.IsNegative(actual) == double.IsNegative(expected));
        if (!good) Assert.Fail($"{what} is {actual:R}, not {expected:R}: {Math.Abs(actual - expected) / UnitInTheLastPlace(expected):F2} ulp, bound {bound}.");
    }

    private static double UnitInTheLastPlace(double value) => Math.ScaleB(1, Math.Max(Math.ILogB(value), -126) - 23);

    private static double Expm1(double x)
    {
        double u = Math.Exp(x);
        return u == 1 ? x : Math.Abs(x) > 0.5 ? u - 1 : (u - 1) * x / Math.Log(u);
    }

    private static double Log1p(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : u <= 0 || double.IsInfinity(u) ? Math.Log(u) : Math.Log(u) * x / (u - 1);
    }

    private static double SigmoidDerivative(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return e / ((1 + e) * (1 + e));
    }
}
