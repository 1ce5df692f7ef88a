using System.Text.Json;
using Xunit;

namespace Myelin.Classical.Tests;

public sealed class LogisticRegressionTests
{
    [Fact]
    public void Coefficients_of_iris_are_those_of_scikit_learn_for_two_and_for_three_classes()
    {
        foreach (JsonElement expected in RealData.ScikitLearn("iris_logistic").EnumerateArray())
        {
            int[] classes = [.. expected.Numbers("classes").Select(number => (int)number)];
            LinearModel model = LogisticRegression.Fit(RealData.SomeSpecies(classes), expected.Number("lambda"));
            double[][] coefficients = [.. expected.GetProperty("coefficients").EnumerateArray().Select(row => row.Numbers())];
            double largest = coefficients.Max(row => row.Max(Math.Abs));
            Assert.Equal(coefficients.Length, model.Outputs);
            for (int output = 0; output < model.Outputs; output++)
            {
                for (int i = 0; i < 4; i++) Assert.Equal(coefficients[output][i], model.Coefficient(output, i), 1e-6 * largest);
                Assert.Equal(expected.Numbers("intercepts")[output], model.Intercepts[output], 1e-6 * largest);
            }
        }
    }

    [Fact]
    public void Two_rows_of_each_class_at_one_place_give_the_log_odds()
    {
        // Nothing but the intercept can tell classes apart: ln(3 / 1).
        LinearModel model = LogisticRegression.Fit(Samples.Of(new double[4, 2], [1, 1, 0, 1]), 0.1);
        Assert.Equal(Math.Log(3), model.Intercepts[0], 1e-8);
        Assert.Equal(0, model.Coefficient(0, 0), 1e-12);
    }

    [Fact]
    public void The_gradient_of_the_cross_entropy_and_the_penalty_is_zero_whatever_the_columns_units()
    {
        const double lambda = 0.01;
        var random = new System.Random(2);
        var (x, labels) = (new double[40, 2], new int[40]);
        for (int row = 0; row < 40; row++)
        {
            (x[row, 0], x[row, 1]) = (10 * random.NextDouble(), 5 + (0.1 * random.NextDouble()));
            labels[row] = x[row, 0] + (100 * (x[row, 1] - 5)) + (4 * random.NextDouble()) > 12 ? 1 : 0;
        }

        var samples = Samples.Of(x, labels);
        LinearModel model = LogisticRegression.Fit(samples, lambda);
        double[] errors = [.. Enumerable.Range(0, 40).Select(row => (1 / (1 + Math.Exp(-model.Predict(samples.Input(row))[0]))) - labels[row])];
        Assert.Equal(0, errors.Average(), 1e-8);
        for (int i = 0; i < 2; i++) Assert.Equal(0, errors.Select((error, row) => error * x[row, i]).Average() + (2 * lambda * model.Coefficient(0, i)), 1e-7);
    }

    [Fact]
    public void Columns_of_any_size_are_solved_for()
    {
        var random = new System.Random(7);
        for (int run = 0; run < 200; run++)
        {
            int rows = 4 + random.Next(10);
            var (x, labels) = (new double[rows, 2], new int[rows]);
            for (int row = 0; row < rows; row++)
                (x[row, 0], x[row, 1], labels[row]) = (random.NextDouble() * 1e6, 1e3 + (random.NextDouble() * 0.01), row < 3 ? row : random.Next(3));
            var samples = Samples.Of(x, labels);
            LinearModel model = LogisticRegression.Fit(samples, 1e-3);
            // Where the intercepts are best, the probabilities of a class have the mean of its share of the rows.
            double[][] shares = [.. Enumerable.Range(0, rows).Select(row => SoftMax(model.Predict(samples.Input(row))))];
            for (int label = 0; label < 3; label++) Assert.Equal(labels.Count(own => own == label), shares.Sum(share => share[label]), 1e-4 * rows);
        }

        static double[] SoftMax(double[] scores)
        {
            double[] powers = Array.ConvertAll(scores, score => Math.Exp(score - scores.Max()));
            return Array.ConvertAll(powers, power => power / powers.Sum());
        }
    }

    [Fact]
    public void One_class_alone_is_refused_and_rows_of_weight_nought_are_none()
    {
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(Samples.Of(new double[,] { { 1 }, { 2 }, { 3 } }, [1, 1, 1]), 0.1));
        var weighted = Myelin.Data.MemorySource.WithLabels(new Myelin.Tensors.Shape(1), [1, 2, 3], [0, 0, 1], 2, weights: [1, 1, 0]);
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(Samples.Of(weighted), 0.1));
        // Of the classes 0 and 2 class 1 has no rows: it is never named.
        LinearModel model = LogisticRegression.Fit(Samples.Of(new double[,] { { 1 }, { 2 }, { 3 }, { 4 } }, [0, 0, 2, 2]), 0.1);
        double[] scores = model.Predict([2.5]);
        Assert.True(scores[1] < scores[0] - 5 && scores[1] < scores[2] - 5);
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Assert.Contains("two classes", Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(Samples.Of(new double[2, 1]), 1)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => LogisticRegression.Fit(RealData.SomeSpecies([0, 1]), 0));
    }
}
