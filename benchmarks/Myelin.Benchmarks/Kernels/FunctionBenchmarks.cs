using BenchmarkDotNet.Attributes;
using Myelin.Activations;
using Myelin.Benchmarks.Compare;
using Myelin.Kernels;
using Myelin.Losses;
using Myelin.Operations;

namespace Myelin.Benchmarks.Kernels;

/// <summary>Elementary functions, activations and losses over elements that stay in the cache.</summary>
[InProcess]
public class FunctionBenchmarks
{
    private const int Count = 1 << 14;
    private const int Classes = 10;

    private readonly float[] x = SampleData.Normal(Count, 1);
    private readonly float[] targets = SampleData.Coins(Count, 2);
    private readonly float[] y = new float[Count];
    private readonly float[] slopes = new float[Count];
    private readonly int[] labels = SampleData.Labels(Count / Classes, Classes, 3);

    /// <summary>eˣ.</summary>
    [Benchmark]
    public void Exponential() => UnaryLoops.Value(default(Exp), x, y);

    /// <summary>Tanh.</summary>
    [Benchmark]
    public void Tanh() => UnaryLoops.Value(default(Tanh), x, y);

    /// <summary>Tanh with its slope.</summary>
    [Benchmark]
    public void TanhAndSlope() => UnaryLoops.ValueAndSlope(default(Tanh), x, y, slopes);

    /// <summary>SELU with its slope.</summary>
    [Benchmark]
    public void SeluAndSlope() => UnaryLoops.ValueAndSlope(default(Selu), x, y, slopes);

    /// <summary>Binary focal loss and its gradient.</summary>
    [Benchmark]
    public void BinaryFocal() => PairLoop.Evaluate(new BinaryFocal<FocalSquare>(default, 0.25f, 0.75f), x, targets, 1, y, slopes);

    /// <summary>Cross-entropy of ten classes and its gradient.</summary>
    [Benchmark]
    public void CrossEntropy()
    {
        int rows = labels.Length;
        LabelledRows.Evaluate(new CrossEntropyRow(null), x.AsSpan(0, rows * Classes), labels, Classes, y.AsSpan(0, rows), slopes.AsSpan(0, rows * Classes), 1);
    }
}
