using Myelin.Activations;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Reference;
using Myelin.Schedules;
using Myelin.Tensors;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Families;

/// <summary>The one loss that is not a mean of the rows' losses, against its formula in double precision.</summary>
public sealed class RootMeanSquaredErrorTests
{
    private static readonly RootMeanSquaredErrorLoss Loss = new();

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(3, true)]
    public void Value_and_gradient_are_those_of_the_formula(int width, bool weighted)
    {
        const int rows = 257;
        var random = new System.Random(5);
        float[] prediction = Numbers(random, rows * width), target = Numbers(random, rows * width);
        float[]? weights = weighted ? [.. Enumerable.Range(0, rows).Select(row => row % 3 == 0 ? 0 : 0.25f * row)] : null;
        (float[] value, float[] gradient) = new LossCase(Loss, Matrix(width, prediction), Matrix(width, target)).Run(weights: weights);
        double Weight(int i) => weights?[i / width] ?? 1;
        double[] residuals = [.. prediction.Select((p, i) => (double)p - target[i])];
        double divisor = width * Enumerable.Range(0, rows).Sum(row => Weight(row * width));
        double root = Math.Sqrt(residuals.Select((r, i) => Weight(i) * r * r).Sum() / divisor);
        Assert.Equal(root, value[0], 1e-6 * root);
        for (int i = 0; i < residuals.Length; i++)
        {
            double exact = Weight(i) * residuals[i] / (divisor * root);
            Assert.Equal(exact, gradient[i], 1e-6 * Math.Abs(exact));
        }
    }

    [Fact]
    public void Rows_and_their_sum_are_roots_of_the_squared_errors()
    {
        var item = new LossCase(Loss, Matrix(2, [1, 7, 0, 0, 3, -4]), Matrix(2, new float[6]));
        Assert.Equal([5, 0, MathF.Sqrt(12.5f)], item.Run(Reduction.None).Value);
        Assert.Equal([MathF.Sqrt(37.5f)], item.Run(Reduction.Sum).Value);
        Assert.Equal([MathF.Sqrt(12.5f)], item.Run().Value);
    }

    [Fact]
    public void Where_every_residual_is_zero_the_slope_is_zero_and_rows_without_an_error_have_none()
    {
        Assert.Equal([0, 0], new LossCase(Loss, Matrix(1, [3, 4]), Matrix(1, [3, 4])).Run().Gradient);
        Assert.Equal([0, 1], new LossCase(Loss, Matrix(1, [3, 9]), Matrix(1, [3, 4])).Run(Reduction.None).Gradient);
    }

    [Fact]
    public void Infinite_and_missing_predictions_never_give_a_finite_loss()
    {
        Assert.Equal(float.PositiveInfinity, new LossCase(Loss, Matrix(1, [float.NegativeInfinity, 1]), Matrix(1, [0, 0])).Run().Value[0]);
        (float[] value, float[] gradient) = new LossCase(Loss, Matrix(1, [float.NaN, 1]), Matrix(1, [0, 0])).Run();
        Assert.True(float.IsNaN(value[0]));
        Assert.All(gradient, slope => Assert.True(float.IsNaN(slope)));
    }

    [Fact]
    public void The_interpreter_in_double_precision_agrees_with_its_own_differences()
    {
        var random = new System.Random(8);
        Tensor targets = Matrix(2, Numbers(random, 10));
        Assert.True(GradientCheck.Run(inputs => Loss.Compute(Activation.Parse("tanh").Apply(inputs[0]), targets), Matrix(2, Numbers(random, 10))).IsGood);
    }

    [Fact]
    public void An_evaluation_takes_one_root_over_all_rows_in_the_unit_of_the_target()
    {
        float[] x = [.. Enumerable.Range(0, 700).Select(i => i / 100f)], y = [.. x.Select((value, i) => 50 * value + (i % 7))];
        var source = MemorySource.WithTargets(new Shape(1), x, y);
        var network = Sequential.Build("linear:1", new Shape(1), new RandomSource(1));
        var options = new TrainerOptions { Epochs = 60, BatchSize = 32, LearningRate = new Constant(0.2f) };
        new Trainer(network, Loss, Optimizer.Parse("adam"), options).Fit(source);
        Evaluation root = Evaluation.Of(network, Loss, source), squared = Evaluation.Of(network, new MeanSquaredErrorLoss(), source);
        Assert.Equal(Math.Sqrt(squared.Loss), root.Loss, 1e-9);
        Assert.Equal(root.Regression!.RootMeanSquaredError, root.Loss, 1e-4);
        // What a straight line leaves of i % 7 is its standard deviation, 2.
        Assert.InRange(root.Loss, 1.99, 2.4);
    }

    private static float[] Numbers(System.Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => 6 * random.NextSingle() - 3)];

    private static Tensor Matrix(int width, float[] values) => new(new Shape(values.Length / width, width), values);
}
