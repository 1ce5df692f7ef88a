using Myelin.Losses;
using Myelin.Tensors;

namespace Myelin.Lecture.Topics;

/// <summary>The numbers that the lecture's tables start from.</summary>
internal static class LectureData
{
    /// <summary>Five residuals.</summary>
    internal static float[] Residuals { get; } = [-10, -5, 0, 5, 10];

    /// <summary>The same with an outlier in place of the last.</summary>
    internal static float[] WithOutlier { get; } = [-10, -5, 0, 5, 100];

    /// <summary>The terms for the three classes.</summary>
    internal static string[] Classes { get; } = ["male", "female", "other"];

    /// <summary>The classes of four data.</summary>
    internal static int[] TrueClasses { get; } = [0, 1, 0, 2];

    /// <summary>What model 1 and model 2 give for each datum and class.</summary>
    internal static float[][,] Models { get; } =
    [
        new[,] { { 0.4f, 0.3f, 0.3f }, { 0.3f, 0.4f, 0.3f }, { 0.5f, 0.2f, 0.3f }, { 0.8f, 0.1f, 0.1f } },
        new[,] { { 0.7f, 0.1f, 0.2f }, { 0.1f, 0.8f, 0.1f }, { 0.9f, 0.1f, 0f }, { 0.4f, 0.3f, 0.3f } },
    ];

    /// <summary>A model's probabilities.</summary>
    internal static Tensor Probabilities(int model) => new(new Shape(TrueClasses.Length, Classes.Length), [.. Models[model].Cast<float>()]);

    /// <summary>Each row's loss, for predictions of one number a row against 0.</summary>
    internal static float[] Rows(string loss, float[] residuals) => Loss.Parse(loss).Compute(Column(residuals), Column(new float[residuals.Length]), reduction: Reduction.None).ToArray();

    /// <summary>The mean of the losses of residuals.</summary>
    internal static float Mean(string loss, float[] residuals) => Loss.Parse(loss).Compute(Column(residuals), Column(new float[residuals.Length])).ToScalar();

    /// <summary>The derivative of each row's loss by its prediction.</summary>
    internal static float[] Slopes(string loss, float[] predictions, float[] targets)
    {
        var tape = new Autograd.Tape();
        using Autograd.StepScope step = tape.BeginStep();
        Tensor variable = tape.Variable(Column(predictions));
        tape.Backward(Loss.Parse(loss).Compute(variable, Column(targets), reduction: Reduction.Sum));
        return tape.Gradient(variable).ToArray();
    }

    /// <summary>Numbers as a tensor <c>[n, 1]</c>.</summary>
    internal static Tensor Column(float[] values) => new(new Shape(values.Length, 1), values);
}
