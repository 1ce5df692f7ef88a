using Myelin.Losses;
using Myelin.Reference;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Guides;

/// <summary>The loss that docs/guides/add-a-loss.md builds is right.</summary>
public sealed class AddALossTests
{
    private static readonly Tensor Prediction = new(new Shape(4, 2), 0.5f, -3, 8, 0, 1e-3f, 40, -1.25f, 2);
    private static readonly Tensor Target = new(new Shape(4, 2), 0.25f, 1, -8, 1, 0, -40, -1, 7);

    [Theory]
    [InlineData(1)]
    [InlineData(0.3f)]
    public void The_guides_loss_has_the_right_value_and_gradient(float width)
    {
        var loss = new LogCoshLoss(width);
        var twins = new ReferenceTwins().Add((LogCoshError function) => new LogCoshReference(function.Width));
        GradientReport report = GradientCheck.Run(x => loss.Compute(x[0], Target), [Prediction], new GradientCheckOptions { Twins = twins });
        Assert.Null(report.WithoutReplay);
        Assert.True(report.IsGood, report.ToString());
    }

    [Fact]
    public void The_guides_loss_is_the_same_in_scaled_units()
    {
        const float scale = 4;
        var loss = new LogCoshLoss(width: 0.5f);
        float expected = loss.Compute(Prediction, Target).ToScalar();
        (Loss scaled, float unit) = loss.ForScaledTargets(scale, shift: 0);
        Assert.Equal(expected, unit * scaled.Compute(1 / scale * Prediction, 1 / scale * Target).ToScalar(), 1e-5f * expected);
    }
}
