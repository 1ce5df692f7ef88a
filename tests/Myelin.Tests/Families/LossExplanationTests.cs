using Myelin.Losses;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Families;

/// <summary>An explanation's numbers add up to the loss that it explains, for every loss.</summary>
public sealed class LossExplanationTests
{
    public static TheoryData<string, Reduction> Cases
    {
        get
        {
            var data = new TheoryData<string, Reduction>();
            foreach (string name in LossCatalog.All.Names)
            {
                foreach (Reduction reduction in Enum.GetValues<Reduction>()) data.Add(name, reduction);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Numbers_add_up(string name, Reduction reduction)
    {
        foreach (LossCase item in LossCase.For(name, 7))
        {
            float[] weights = [.. Enumerable.Range(0, item.Rows).Select(row => 0.5f + row)];
            var explanation = item.Loss.Explain(item.Prediction, item.Targets, new Tensor(new Shape(item.Rows), weights), reduction);
            (float[] value, float[] gradient) = item.Run(reduction, weights);
            Assert.Equal(gradient, explanation.Rows.SelectMany(row => row.Gradient));
            Assert.Equal(item.Prediction.ToArray(), explanation.Rows.SelectMany(row => row.Prediction));
            Assert.Equal(1, explanation.Rows.Sum(row => row.Share), 1e-9);
            double sum = explanation.Rows.Sum(row => (double)row.Weight * row.Loss);
            if (reduction == Reduction.None) Assert.Equal(float.NaN, explanation.Value);
            else Assert.Equal(value[0], item.Loss.OfMean(sum / explanation.Divisor), 1e-5 * Math.Abs(value[0]));
            if (item.Loss.Domain.Task == LossTask.Classes) Assert.All(explanation.Rows, row => Assert.Equal(row.Loss, row.Terms.Sum(), 1e-5 * (1 + row.Loss)));
            if (item.Loss.Domain.Task is LossTask.Regression or LossTask.Binary)
                Assert.All(explanation.Rows, row => Assert.Equal(row.Loss, row.Terms.Average(), 1e-5 * (1 + row.Loss)));
        }
    }

    [Fact]
    public void An_outlier_has_nearly_all_of_the_squared_error()
    {
        var explanation = new MeanSquaredErrorLoss().Explain(new Tensor(new Shape(5, 1), -10, -5, 0, 5, 100), Zeros(5));
        Assert.Equal((2030, 5, 40), (explanation.Value, explanation.Divisor, explanation.Rows[4].Gradient[0]));
        Assert.Equal(10_000 / 10_150.0, explanation.Rows[4].Share, 1e-12);
    }

    [Fact]
    public void Terms_of_classes_are_those_of_the_formula()
    {
        var probabilities = new Tensor(new Shape(2, 3), 0.5f, 0.25f, 0.25f, 0, 0.5f, 0.5f);
        var shares = new Tensor(new Shape(2, 3), 0.5f, 0.5f, 0, 0, 1, 0);
        Loss bits = Loss.Parse("cross-entropy-from-probabilities:base=2");
        Assert.Equal([0.5f, 1, 0, 0, 1, 0], bits.Explain(probabilities, shares).Rows.SelectMany(row => row.Terms));
        Assert.Equal([0, 2, 0, 0, 0, 1], bits.Explain(probabilities, (Labels)(int[])[1, 2]).Rows.SelectMany(row => row.Terms));
        Assert.Equal([0.25f, 0.0625f, 0.0625f, 0, 0.25f, 0.25f],
            new BrierLoss().Explain(probabilities, (Labels)(int[])[0, 1]).Rows.SelectMany(row => row.Terms));
        Assert.Equal(((LogarithmBase?)LogarithmBase.Two, (LogarithmBase?)LogarithmBase.E, (LogarithmBase?)null),
            (bits.Base, new FocalLoss().Base, new HingeLoss().Base));
    }

    [Fact]
    public void No_loss_and_no_rows_have_shares_of_zero()
    {
        Assert.All(new MeanSquaredErrorLoss().Explain(Zeros(2), Zeros(2)).Rows, row => Assert.Equal(0, row.Share));
        Assert.Empty(new MeanSquaredErrorLoss().Explain(Zeros(0), Zeros(0)).Rows);
    }

    private static Tensor Zeros(int rows) => new(new Shape(rows, 1), new float[rows]);
}
