using Myelin.Grammar;
using Myelin.Operations;
using Myelin.Tensors;

namespace Myelin.Layers;

/// <summary>
/// The largest value of each window. Input <c>[rows, channels, height, width]</c>, output <c>[rows, channels, (height - window) / stride + 1, …]</c>.
/// Windows that would leave the image are left out. The gradient goes to the first of equal values; a NaN in a window is its maximum (as PyTorch).
/// </summary>
public sealed class MaxPool2d : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="window">Height and width of the window, at least 1.</param>
    /// <param name="stride">The step of the window, at least 1; by default the window, so that windows do not overlap.</param>
    /// <exception cref="ArgumentOutOfRangeException">The window or its step is below 1.</exception>
    public MaxPool2d(int window, int? stride = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride ?? window, 1, nameof(stride));
        (Window, Stride) = (window, stride ?? window);
    }

    /// <summary>Height and width of the window.</summary>
    public int Window { get; }

    /// <summary>The step of the window.</summary>
    public int Stride { get; }

    private static readonly WholeOption WindowOption = new("window", "height and width of the window", null, 1, 255, isLeading: true);
    private static readonly OptionalOption<int> StrideOption = new(new WholeOption("stride", "the step of the window, by default the window", null, 1, 255));

    /// <summary>The catalogue's entry.</summary>
    public static Member<LayerFactory> Member { get; } = new(
        "pool",
        "The largest value of each window.",
        spec =>
        {
            int window = WindowOption.Read(spec);
            int? stride = StrideOption.Read(spec);
            return new LayerFactory(_ => new MaxPool2d(window, stride));
        },
        WindowOption,
        StrideOption)
    {
        Suits = "images, to make them smaller",
    };

    /// <inheritdoc/>
    public override string Canonical => Spec.Canonical(Member.Name, WindowOption.Text(Window), StrideOption.Text(Stride == Window ? null : Stride));

    /// <inheritdoc/>
    public override IReadOnlyList<PredictionStep> PredictionSteps => [new MaximumPoolStep(this, Window, Stride)];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape inputShape)
    {
        if (inputShape.Rank != 3)
            throw new ArgumentException($"Max pooling takes rows of shape [channels, height, width], not {inputShape}.", nameof(inputShape));
        return new Shape(inputShape[0], Operations.Window.Count(inputShape[1], Window, Stride, padding: 0),
            Operations.Window.Count(inputShape[2], Window, Stride, padding: 0));
    }

    /// <inheritdoc/>
    /// <remarks>Each result keeps the place of its maximum, in prediction too.</remarks>
    public override long ValuesPerRow(Shape inputShape, bool training) => base.ValuesPerRow(inputShape, training) + OutputShape(inputShape).Count;

    /// <inheritdoc/>
    protected override Tensor Compute(Tensor x) => MaxPoolOperation.Apply(x, Window, Stride);
}
