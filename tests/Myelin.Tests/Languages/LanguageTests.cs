using Myelin.Autograd;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Tensors;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Languages;

/// <summary>What F# and Visual Basic write for tensors and trainings gives what C# gives, to the bit.</summary>
public sealed class LanguageTests
{
    private static readonly float[] Values = [0.5f, 1, 1.5f, 2, 2.5f, 2.75f];

    [Fact]
    public void Arithmetic_with_constants_on_both_sides()
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        Tensor x = tape.Variable(new Tensor(new Shape(Values.Length), Values));
        Tensor y = (x * 2f + 1f) / (2f + x / 8f) - 1f / x + (3f - x) * x - -x;
        tape.Backward((y.Tanh() * y.Log()).Sum());
        (float[] Value, float[] Gradient) expected = (y.ToArray(), tape.Gradient(x).ToArray());
        Assert.All(expected.Gradient, value => Assert.True(float.IsFinite(value)));
        (float[] value, float[] gradient) = FSharp.Calls.arithmetic(Values);
        Assert.Equal(expected.Value, value);
        Assert.Equal(expected.Gradient, gradient);
        Assert.Equal([expected.Value, expected.Gradient], VisualBasic.Calls.Arithmetic(Values));
    }

    [Fact]
    public void Shapes_reductions_and_comparisons()
    {
        Tensor x = new(new Shape(2, 3), Values);
        Tensor chosen = Tensor.Where(x > 2f, x.Reshape(-1, 3), Tensor.Zeros(new Shape(2, 3)));
        float[] expected = Tensor.Concatenate(0, x.Transpose().Sum(0), chosen.Max(0, 1).Reshape(1, 1) * Tensor.Ones(new Shape(1, 2)),
            Tensor.Stack(0, x[0, 1], x[1, 2]).Reshape(1, 2)).ToArray();
        Assert.Equal([3, 7.25f, 2.75f, 2.75f, 1, 2.75f], expected);
        Assert.Equal(expected, FSharp.Calls.shapes(Values));
        Assert.Equal(expected, VisualBasic.Calls.Shapes(Values));
        Assert.Equal(1, FSharp.Calls.magnitude(-1));
        Assert.Equal(1, VisualBasic.Calls.Magnitude(-1));
    }

    [Fact]
    public void Training()
    {
        Sequential network = Sequential.Build("linear:8 tanh linear:1", new Shape(2), new RandomSource(1));
        MemorySource rows = MemorySource.WithTargets(new Shape(2), [0, 0, 0, 1, 1, 0, 1, 1], [0, 1, 1, 0]);
        var options = new TrainerOptions { Epochs = 300, BatchSize = 4, LearningRate = new Constant(0.05f) };
        double loss = new Trainer(network, new MeanSquaredErrorLoss(), new Adam(), options).Fit(rows).TrainingLoss;
        Assert.InRange(loss, 0, 0.01);
        (double Loss, float[] Prediction) expected = (loss, network.Predict(new Shape(2), 0, 1));
        (double Loss, float[] Prediction) fsharp = FSharp.Calls.train().ToValueTuple(), basic = VisualBasic.Calls.Train();
        Assert.Equal(expected.Loss, fsharp.Loss);
        Assert.Equal(expected.Prediction, fsharp.Prediction);
        Assert.Equal(expected.Loss, basic.Loss);
        Assert.Equal(expected.Prediction, basic.Prediction);
    }
}
