using System.Text.Json;
using Xunit;

namespace Myelin.Classical.Tests;

public sealed class SupportVectorMachineTests
{
    public static TheoryData<int> Cases => [0, 1, 2];

    [Theory, MemberData(nameof(Cases))]
    public void Margins_and_support_vectors_of_iris_are_those_of_scikit_learn(int index)
    {
        JsonElement expected = RealData.ScikitLearn("iris_svm")[index];
        SupportVectorMachine machine = SupportVectorMachine.Fit(RealData.SomeSpecies([.. expected.Numbers("classes").Select(number => (int)number)]),
            expected.Number("lambda"));
        double[] coefficients = expected.Numbers("coefficients");
        double largest = coefficients.Max(Math.Abs);
        for (int i = 0; i < 4; i++) Assert.Equal(coefficients[i], machine.Model.Coefficient(0, i), 1e-6 * largest);
        Assert.Equal(expected.Number("intercept"), machine.Model.Intercepts[0], 1e-6 * largest);
        Assert.Equal(expected.Number("margin"), machine.Margin, 1e-6 * machine.Margin);
        Assert.InRange(machine.Objective, 0.99999 * expected.Number("objective"), expected.Number("objective") + 1e-12);
        Assert.Equal(expected.Numbers("support_vectors"), machine.SupportVectors.Select(row => (double)row));
    }

    [Fact]
    public void The_multipliers_make_the_coefficients_and_are_balanced()
    {
        const double lambda = 0.01;
        Samples samples = RealData.SomeSpecies([1, 2]);
        SupportVectorMachine machine = SupportVectorMachine.Fit(samples, lambda);
        double balance = 0;
        var w = new double[4];
        for (int row = 0; row < samples.Rows; row++)
        {
            double signed = machine.Multipliers[row] * (samples.Label(row) == 1 ? 1 : -1);
            balance += signed;
            for (int i = 0; i < 4; i++) w[i] += signed * samples.Input(row)[i] / (2 * lambda);
            Assert.InRange(machine.Multipliers[row], 0, 1.0 / samples.Rows);
        }

        Assert.Equal(0, balance, 1e-11);
        for (int i = 0; i < 4; i++) Assert.Equal(w[i], machine.Model.Coefficient(0, i), 1e-9);
    }

    [Fact]
    public void Two_points_have_the_plane_between_them_and_one_in_front_does_not_matter()
    {
        SupportVectorMachine machine = SupportVectorMachine.Fit(Samples.Of(new double[,] { { 0, 0 }, { 4, 0 }, { 9, 5 } }, [0, 1, 1]), 1e-6);
        Assert.Equal([0.5, 0, -1],
            new[] { machine.Model.Coefficient(0, 0), machine.Model.Coefficient(0, 1), machine.Model.Intercepts[0] }.Select(value => Math.Round(value, 8)));
        Assert.Equal(2, machine.Margin, 1e-7);
        Assert.Equal([0, 1], machine.SupportVectors);
    }

    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-4)]
    [InlineData(1)]
    [InlineData(1e4)]
    public void Points_apart_converge_for_soft_and_for_hard_margins(double lambda)
    {
        SupportVectorMachine machine =
            SupportVectorMachine.Fit(Samples.Of(new double[,] { { 1, 1 }, { 2, 1 }, { 2, 3 }, { 3, 2 }, { 6, 5 }, { 7, 8 }, { 8, 6 }, { 9, 9 } },
            [0, 0, 0, 0, 1, 1, 1, 1]), lambda);
        // The dual's optimum, Σ α less λ |w|², is that of the objective; rounding of Σ α y x counts 1 / (2 λ) times.
        double square = Math.Pow(machine.Model.Coefficient(0, 0), 2) + Math.Pow(machine.Model.Coefficient(0, 1), 2);
        Assert.Equal(machine.Objective, machine.Multipliers.Sum() - (lambda * square), (1e-9 + (1e-11 / lambda)) * machine.Objective);
        // (3, 2) and (6, 5) are the nearest of either side.
        if (lambda == 1e-6) Assert.Equal(3 / Math.Sqrt(2), machine.Margin, 1e-5);
    }

    [Fact]
    public void A_tiny_penalty_gives_the_margin_or_is_refused()
    {
        var samples = Samples.Of(new double[,] { { -1 }, { -3 }, { -3 }, { -3 } }, [0, 1, 1, 0]);
        Assert.Equal(1, SupportVectorMachine.Fit(samples, 1e-7).Margin, 1e-6);
        Assert.Throws<NotConvergedException>(() => SupportVectorMachine.Fit(samples, 1e-12));
        Assert.Throws<NotConvergedException>(() => SupportVectorMachine.Fit(Samples.Of(new double[,] { { -1 }, { -2 }, { 1 }, { 2 } }, [0, 0, 1, 1]), 1e-300));
    }

    [Fact]
    public void A_row_of_little_weight_inside_the_margin_is_a_support_vector()
    {
        var weighted = Myelin.Data.MemorySource.WithLabels(new Myelin.Tensors.Shape(1), [-1, -2, 1, 2, -3], [0, 0, 1, 1, 1], 2, weights: [1, 1, 1, 1, 1e-7f]);
        SupportVectorMachine machine = SupportVectorMachine.Fit(Samples.Of(weighted), 0.1);
        Assert.True(machine.Model.Predict([-3])[0] < 0);
        Assert.Contains(4, machine.SupportVectors);
    }

    [Fact]
    public void Wrong_arguments_are_named()
    {
        Assert.Contains("two classes",
            Assert.Throws<ArgumentException>(() => SupportVectorMachine.Fit(Samples.Of(new double[2, 1], [0, 0]), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("two classes",
            Assert.Throws<ArgumentException>(() => SupportVectorMachine.Fit(Samples.Of(new double[3, 1], [0, 1, 2]), 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => SupportVectorMachine.Fit(RealData.SomeSpecies([0, 1]), 0));
    }
}
