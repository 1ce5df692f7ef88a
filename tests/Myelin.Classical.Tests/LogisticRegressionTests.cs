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
    public void Wrong_arguments_are_named()
    {
        Assert.Contains("two classes", Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(Samples.Of(new double[2, 1]), 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => LogisticRegression.Fit(RealData.SomeSpecies([0, 1]), 0));
    }
}
