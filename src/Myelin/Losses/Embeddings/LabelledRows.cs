using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;
using Myelin.Kernels;

namespace Myelin.Losses;

/// <summary>
/// The losses of rows against class labels, 16 rows at a time. Rows of few classes are turned, so that a lane is a row from the
/// beginning; where there are many classes a row's soft-max fills the lanes on its own. Which way it goes depends on the number of
/// classes alone, so a row has the same bits in every batch.
/// </summary>
internal static unsafe class LabelledRows
{
    /// <summary>The most classes for which rows are turned.</summary>
    internal const int MostTurned = 32;

    internal static void Evaluate(IClassLossFunction function, ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes, Span<float> losses,
        Span<float> gradients, float scale)
    {
        if (logits.Length != (long)labels.Length * classes || gradients.Length != logits.Length || losses.Length != labels.Length)
            throw new ArgumentException($"{labels.Length} labels of {classes} classes, {logits.Length} logits, room for {losses.Length} losses and "
                + $"{gradients.Length} gradients.");
        using Scratch scratch = Scratch.Take(classes <= MostTurned ? classes * Lanes.Count : 0);
        fixed (float* x = logits, dx = gradients, y = losses, turned = scratch.Span)
        fixed (int* label = labels)
        {
            for (int row = 0; row < labels.Length; row += Lanes.Count)
            {
                int rows = Math.Min(Lanes.Count, labels.Length - row);
                float* own = x + (nint)row * classes, gradient = dx + (nint)row * classes;
                Vector512<float> value = classes <= MostTurned
                    ? EvaluateTurned(function, own, label + row, rows, classes, turned, gradient, scale)
                    : EvaluateRows(function, own, label + row, rows, classes, gradient, scale);
                PartialVector.Store(y + row, value, rows);
            }
        }
    }

    [MethodImpl(HotLoop.Options)]
    private static Vector512<float> EvaluateTurned(IClassLossFunction function, float* logits, int* labels, int rows, int classes, float* turned,
        float* gradient, float scale)
    {
        for (int row = 0; row < Lanes.Count; row++)
        {
            float* x = logits + (nint)Math.Min(row, rows - 1) * classes, target = turned + row;
            for (float* end = x + classes; x < end; x++, target += Lanes.Count) *target = *x;
        }

        Vector512<int> label = PartialVector.Load((float*)labels, rows).AsInt32();
        RowLanes lanes = Exponentials(turned, label, classes);
        Vector512<float> value = Finish(function, lanes, Weights(function.Weights, labels, rows), scale, out Vector512<float> factor,
            out Vector512<float> atLabel);
        for (int i = 0; i < classes; i++)
        {
            Vector512<float> isLabel = Vector512.Equals(label, Vector512.Create(i)).AsSingle();
            Vector512.ConditionalSelect(isLabel, atLabel, Vector512.Load(turned + i * Lanes.Count) * factor).Store(turned + i * Lanes.Count);
        }

        for (int row = 0; row < rows; row++)
        {
            float* dx = gradient + (nint)row * classes, source = turned + row;
            for (float* end = dx + classes; dx < end; dx++, source += Lanes.Count) *dx = *source;
        }

        return value;
    }

    /// <summary>Replaces turned logits by e_i. One chain over the classes in order.</summary>
    [MethodImpl(HotLoop.Options)]
    private static RowLanes Exponentials(float* turned, Vector512<int> label, int classes)
    {
        Vector512<float> maximum = Vector512.Create(float.NegativeInfinity);
        for (int i = 0; i < classes; i++) maximum = SoftmaxRow.Larger(Vector512.Load(turned + i * Lanes.Count), maximum);
        Vector512<float> seen = Vector512<float>.Zero, rest = seen, atLabel = seen, belowLargest = seen, labelIsLargest = seen;
        for (int i = 0; i < classes; i++)
        {
            Vector512<float> below = maximum - Vector512.Load(turned + i * Lanes.Count), exponential = VectorMath.Exp(-below);
            exponential.Store(turned + i * Lanes.Count);
            Vector512<float> isLabel = Vector512.Equals(label, Vector512.Create(i)).AsSingle();
            Vector512<float> isFirstLargest = Vector512.AndNot(Vector512.Equals(below, Vector512<float>.Zero), seen);
            seen |= isFirstLargest;
            rest += Vector512.AndNot(exponential, isFirstLargest);
            atLabel |= exponential & isLabel;
            belowLargest |= below & isLabel;
            labelIsLargest |= isFirstLargest & isLabel;
        }

        // Makes rows NaN whose largest logit is infinite; to the others it adds nothing.
        rest += maximum - maximum;
        return new RowLanes { Rest = rest, AtLabel = atLabel, BelowLargest = belowLargest, LabelIsLargest = labelIsLargest };
    }

    private static Vector512<float> EvaluateRows(IClassLossFunction function, float* logits, int* labels, int rows, int classes, float* gradient, float scale)
    {
        float* rest = stackalloc float[4 * Lanes.Count], atLabel = rest + Lanes.Count, below = atLabel + Lanes.Count, isLargest = below + Lanes.Count;
        for (int row = 0; row < rows; row++)
        {
            float* x = logits + (nint)row * classes;
            var exponentials = new Span<float>(gradient + (nint)row * classes, classes);
            SoftmaxRow softmax = SoftmaxRow.Compute(new(x, classes), exponentials);
            rest[row] = softmax.Rest;
            atLabel[row] = exponentials[labels[row]];
            below[row] = softmax.Maximum - x[labels[row]];
            ((int*)isLargest)[row] = softmax.ArgMax == labels[row] ? -1 : 0;
        }

        var lanes = new RowLanes
        {
            Rest = Vector512.Load(rest),
            AtLabel = Vector512.Load(atLabel),
            BelowLargest = Vector512.Load(below),
            LabelIsLargest = Vector512.Load(isLargest)
        };
        Vector512<float> value = Finish(function, lanes, Weights(function.Weights, labels, rows), scale, out Vector512<float> factor,
            out Vector512<float> slopeAtLabel);
        for (int row = 0; row < rows; row++)
        {
            var slopes = new Span<float>(gradient + (nint)row * classes, classes);
            Copy.Scaled(slopes, factor[row], slopes, accumulate: false);
            slopes[labels[row]] = slopeAtLabel[row];
        }

        return value;
    }

    /// <summary>w f(c) of each row, and what makes its scaled gradient: factor · e_i, and another value at the label.</summary>
    private static Vector512<float> Finish(IClassLossFunction function, in RowLanes rows, Vector512<float> weight, float scale,
        out Vector512<float> factor, out Vector512<float> atLabel)
    {
        Vector512<float> sum = Vector512<float>.One + rows.Rest, probability = rows.AtLabel / sum;
        Vector512<float> missed = Vector512.ConditionalSelect(rows.LabelIsLargest, rows.Rest / sum, Vector512<float>.One - probability);
        Vector512<float> value = function.Evaluate(VectorMath.Log1p(rows.Rest) + rows.BelowLargest, probability, missed, out Vector512<float> slope);
        slope *= weight * scale;
        factor = slope / sum;
        atLabel = -slope * missed;
        return weight * value;
    }

    private static Vector512<float> Weights(float[]? weights, int* labels, int rows)
    {
        if (weights is null) return Vector512<float>.One;
        float* lanes = stackalloc float[Lanes.Count];
        for (int row = 0; row < rows; row++) lanes[row] = weights[labels[row]];
        return Vector512.Load(lanes);
    }

    /// <summary>What soft-max leaves of up to 16 rows, with m the largest logit and e_i = exp(x_i - m).</summary>
    private struct RowLanes
    {
        /// <summary>Σ e_i without the largest.</summary>
        internal Vector512<float> Rest;

        /// <summary>e at the label.</summary>
        internal Vector512<float> AtLabel;

        /// <summary>m - x at the label.</summary>
        internal Vector512<float> BelowLargest;

        /// <summary>All bits set where the label's logit is the first of the largest.</summary>
        internal Vector512<float> LabelIsLargest;
    }
}
