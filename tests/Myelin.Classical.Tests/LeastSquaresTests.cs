using System.Text.Json;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Penalties;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Tensors;
using Myelin.Training;
using Xunit;

namespace Myelin.Classical.Tests;

public sealed class LeastSquaresTests
{
    private const double Close = 1e-9;

    private static Samples Diabetes() => Samples.Of(RealData.Standardised(RealData.Diabetes()), RealData.DiabetesTarget());

    [Fact]
    public void Coefficients_of_diabetes_are_those_of_scikit_learn()
    {
        JsonElement expected = RealData.ScikitLearn("diabetes_least_squares");
        LinearModel model = LeastSquares.Fit(Diabetes());
        AssertEqual(expected.Numbers("coefficients"), model);
        Assert.Equal(expected.Number("intercept"), model.Intercepts[0], Close * 152);
    }

    [Fact]
    public void Ridge_coefficients_of_diabetes_are_those_of_scikit_learn_with_a_free_and_with_a_penalised_intercept()
    {
        Samples samples = Diabetes();
        var (free, penalised) = (new LeastSquares(samples), new LeastSquares(samples, penalizesIntercept: true));
        foreach (JsonElement expected in RealData.ScikitLearn("diabetes_ridge").EnumerateArray())
        {
            LinearModel model = free.WithRidge(expected.Number("lambda"));
            AssertEqual(expected.Numbers("coefficients"), model);
            Assert.Equal(expected.Number("intercept"), model.Intercepts[0], Close * 152);
            LinearModel shrunk = penalised.WithRidge(expected.Number("lambda"));
            AssertEqual(expected.Numbers("coefficients_with_penalised_intercept"), shrunk);
            Assert.Equal(expected.Number("penalised_intercept"), shrunk.Intercepts[0], Close * 152);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void One_neuron_descends_to_the_same_coefficients(double lambda)
    {
        double[,] x = RealData.Standardised(RealData.Diabetes()), y = RealData.DiabetesTarget();
        (float[] inputs, float[] targets) = ([.. x.Cast<double>().Select(value => (float)value)], [.. y.Cast<double>().Select(value => (float)value)]);
        var source = MemorySource.WithTargets(new Shape(10), inputs, targets);
        LinearModel expected = new LeastSquares(Samples.Of(source)).WithRidge(lambda);
        Sequential network = Sequential.Build("linear:1", new Shape(10), new RandomSource(1));
        Penalty? penalty = lambda == 0 ? null : Penalty.Of(new Ridge((float)lambda));
        var options = new TrainerOptions { Epochs = 6000, BatchSize = source.Count, LearningRate = new Constant(0.2f), Penalty = penalty };
        new Trainer(network, Loss.Parse("mse"), Optimizer.Parse("sgd"), options).Fit(source);
        double largest = Enumerable.Range(0, 10).Max(i => Math.Abs(expected.Coefficient(0, i)));
        float[] found = network.Parameters.Single(parameter => parameter.Name == "0.weight").Value.ToArray();
        for (int i = 0; i < 10; i++) Assert.Equal(expected.Coefficient(0, i), found[i], 1e-4 * largest);
        Assert.Equal(expected.Intercepts[0], network.Parameters.Single(parameter => parameter.Name == "0.bias").Value.At(0), 1e-4 * expected.Intercepts[0]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void The_gradient_of_the_mean_squared_error_and_the_penalty_is_zero(double lambda)
    {
        double[,] iris = RealData.Iris();
        Samples samples = Samples.Of(RealData.Table(150, 3, (row, i) => iris[row, i]), RealData.Table(150, 1, (row, _) => iris[row, 3]));
        LinearModel model = new LeastSquares(samples).WithRidge(lambda);
        double[] residuals = [.. Enumerable.Range(0, 150).Select(row => model.Predict(samples.Input(row))[0] - samples.Target(row)[0])];
        for (int i = 0; i < 3; i++)
            Assert.Equal(0, (2 * residuals.Select((residual, row) => residual * samples.Input(row)[i]).Average())
                + (2 * lambda * model.Coefficient(0, i)), 1e-10);
        Assert.Equal(0, residuals.Average(), 1e-10);
    }

    [Fact]
    public void A_weight_of_two_counts_as_a_row_given_twice()
    {
        float[] x = [0, 1, 2, 5, 1, 7, 3, 3], y = [1, -2, 4, 0];
        var weighted = MemorySource.WithTargets(new Shape(2), x, y, weights: [1, 2, 1, 3]);
        LinearModel once = new LeastSquares(Samples.Of(weighted)).WithRidge(0.05);
        int[] rows = [0, 1, 1, 2, 3, 3, 3];
        LinearModel repeated = new LeastSquares(Samples.Of(
            RealData.Table(rows.Length, 2, (row, i) => x[(2 * rows[row]) + i]), RealData.Table(rows.Length, 1, (row, _) => y[rows[row]]))).WithRidge(0.05);
        for (int i = 0; i < 2; i++) Assert.Equal(repeated.Coefficient(0, i), once.Coefficient(0, i), 1e-12);
        Assert.Equal(repeated.Intercepts[0], once.Intercepts[0], 1e-12);
    }

    [Fact]
    public void Collinear_columns_share_a_coefficient_and_a_constant_column_has_none()
    {
        Samples samples = Samples.Of(RealData.Table(6, 3, (row, i) => i == 2 ? 4 : row), RealData.Table(6, 1, (row, _) => 3 * row + 1));
        var fit = new LeastSquares(samples);
        LinearModel model = fit.WithRidge(0);
        Assert.Equal(1, fit.Rank);
        Assert.Equal(1.5, model.Coefficient(0, 0), 1e-12);
        Assert.Equal(1.5, model.Coefficient(0, 1), 1e-12);
        Assert.Equal(0, model.Coefficient(0, 2), 1e-12);
        Assert.Equal(1, model.Intercepts[0], 1e-12);
    }

    [Fact]
    public void More_columns_than_rows_give_the_smallest_coefficients_that_meet_every_target()
    {
        Samples samples = Samples.Of(new double[,] { { 1, 0, 0, 2 }, { 0, 1, 0, -1 } }, new double[,] { { 3, 0 }, { 5, 1 } });
        LinearModel model = LeastSquares.Fit(samples);
        Assert.Equal([3, 0], model.Predict([1, 0, 0, 2]).Select(value => Math.Round(value, 12)));
        Assert.Equal([5, 1], model.Predict([0, 1, 0, -1]).Select(value => Math.Round(value, 12)));
        Assert.Equal(0, model.Coefficient(0, 2), 1e-12);
    }

    [Fact]
    public void On_the_path_the_coefficients_shrink_and_so_do_the_effective_parameters()
    {
        var fit = new LeastSquares(Diabetes());
        double[] lambdas = [0, 0.001, 0.01, 0.1, 1, 10, 100];
        double[] norms = [.. fit.Path(lambdas)
            .Select(point => Enumerable.Range(0, 10).Sum(i => point.Model.Coefficient(0, i) * point.Model.Coefficient(0, i)))];
        double[] effective = [.. lambdas.Select(fit.EffectiveParameters)];
        for (int i = 1; i < lambdas.Length; i++)
        {
            Assert.True(norms[i] < norms[i - 1]);
            Assert.True(effective[i] < effective[i - 1]);
        }

        Assert.Equal(10, effective[0], 1e-12);
    }

    [Fact]
    public void A_network_of_the_model_predicts_what_the_model_predicts()
    {
        LinearModel model = LeastSquares.Fit(Diabetes());
        double[] row = [.. Enumerable.Range(0, 10).Select(i => 0.25 * i - 1)];
        float[] predicted = model.ToNetwork().Predict(new Shape(10), Array.ConvertAll(row, value => (float)value));
        Assert.Equal(model.Predict(row)[0], predicted[0], 1e-4);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(98.6)]
    public void A_constant_column_has_no_rank_whatever_its_value(double value)
    {
        var (x, y) = (new double[10, 1], new double[10, 1]);
        for (int row = 0; row < 10; row++) (x[row, 0], y[row, 0]) = (value, 1000 * Math.Sin(row));
        var fit = new LeastSquares(Samples.Of(x, y));
        Assert.Equal((0, 0.0), (fit.Rank, fit.WithRidge(0).Coefficient(0, 0)));
        Assert.All(PrincipalComponents.Fit(Samples.Of(x)).ExplainedShares, share => Assert.Equal(double.NaN, share));
    }

    [Theory]
    [InlineData(1e-140)]
    [InlineData(1e140)]
    public void Columns_of_any_size_have_their_coefficient(double size)
    {
        LinearModel model = LeastSquares.Fit(Samples.Of(new[,] { { size }, { 2 * size }, { 3 * size } }, new double[,] { { 1 }, { 2 }, { 3 } }));
        Assert.Equal(1, model.Coefficient(0, 0) * size, 1e-12);
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Assert.Contains("no rows", Assert.Throws<ArgumentException>(() => Samples.Of(new double[0, 2], new double[0, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("2 rows need 2 targets, not 1",
            Assert.Throws<ArgumentException>(() => Samples.Of(new double[2, 2], new double[1, 1])).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => Samples.Of(new double[,] { { double.NaN } }, new double[1, 1])).Message,
            StringComparison.Ordinal);
        Assert.Contains("target values", Assert.Throws<ArgumentException>(() => LeastSquares.Fit(Samples.Of(new double[2, 2], [0, 1]))).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeastSquares(Diabetes()).WithRidge(-1));
        Assert.Contains("rows of 10 inputs", Assert.Throws<ArgumentException>(() => LeastSquares.Fit(Diabetes()).Predict([1])).Message,
            StringComparison.Ordinal);
    }

    private static void AssertEqual(double[] expected, LinearModel model)
    {
        double largest = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], model.Coefficient(0, i), Close * largest);
    }
}
