using Myelin.Tensors;

namespace Myelin.Lecture.Cases;

/// <summary>
/// What a formula gives for a case, on two legs: exactly, by the double-precision twins at the inputs as they are, and by the float32
/// library at the inputs rounded to float32, beside the twin there.
/// </summary>
internal sealed class Recomputation
{
    private readonly Dictionary<string, double[]> exact = [];
    private readonly Dictionary<string, string[]> texts = [];
    private readonly List<LibraryValue> library = [];

    /// <summary>Exact values by the name that <see cref="LectureCase.Expected"/> gives them; "" where it is no object.</summary>
    internal IReadOnlyDictionary<string, double[]> Exact => exact;

    /// <summary>Values that are texts, such as classes.</summary>
    internal IReadOnlyDictionary<string, string[]> Texts => texts;

    /// <summary>What the library computed.</summary>
    internal IReadOnlyList<LibraryValue> Library => library;

    /// <summary>Adds exact values that the case expects.</summary>
    internal void Add(string name, params double[] values) => exact.Add(name, values);

    /// <summary>Adds texts that the case expects.</summary>
    internal void Add(string name, params string[] values) => texts.Add(name, values);

    /// <summary>Adds a result of the library, with its twin at the same inputs and the largest term that its formula adds up.</summary>
    internal void Compare(float actual, double reference, double scale = 0) => library.Add(new LibraryValue(actual, reference, scale));

    /// <summary>The same for several results.</summary>
    internal void Compare(float[] actual, double[] references, double[] scales)
    {
        for (int i = 0; i < actual.Length; i++) Compare(actual[i], references[i], scales[i]);
    }

    /// <summary>Adds results that the library computes without rounding, as sums of a few whole numbers are, which so are exact values too.</summary>
    internal void AddWhole(string name, params float[] values) => Add(name, Array.ConvertAll(values, value => (double)value));

    /// <summary>A row of numbers, rounded to float32, as a tensor <c>[n]</c>.</summary>
    internal static Tensor Row(params double[] values) => new(new Shape(values.Length), Rounded(values));

    /// <summary>Rows of numbers, rounded to float32, as a tensor <c>[rows, n]</c>.</summary>
    internal static Tensor Matrix(double[][] rows) => new(new Shape(rows.Length, rows[0].Length), Rounded([.. rows.SelectMany(row => row)]));

    /// <summary>The nearest float32 numbers.</summary>
    internal static float[] Rounded(double[] values) => Array.ConvertAll(values, value => (float)value);

    /// <summary>The nearest float32 numbers, in double precision.</summary>
    internal static double[] AsRounded(double[] values) => Array.ConvertAll(values, value => (double)(float)value);
}

/// <summary>A result of the library, its twin at the same inputs, and the largest term that its formula adds up.</summary>
internal readonly record struct LibraryValue(float Actual, double Reference, double Scale);
