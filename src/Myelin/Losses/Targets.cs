using Myelin.Tensors;

namespace Myelin.Losses;

/// <summary>What predictions are compared with: target values, or class labels. Made implicitly from either.</summary>
public readonly struct Targets
{
    private readonly Tensor values;
    private readonly Labels labels;

    /// <summary>Target values.</summary>
    /// <param name="values">The values; the loss says which shape it expects.</param>
    public Targets(Tensor values) => this.values = values;

    /// <summary>Class labels.</summary>
    /// <param name="labels">One label a row.</param>
    public Targets(Labels labels) => (this.labels, AreLabels) = (labels, true);

    /// <summary>Whether these are class labels.</summary>
    public bool AreLabels { get; }

    /// <summary>The target values.</summary>
    /// <exception cref="InvalidOperationException">These are labels.</exception>
    public Tensor Values => AreLabels ? throw new InvalidOperationException("The targets are class labels, not values.") : values;

    /// <summary>The class labels.</summary>
    /// <exception cref="InvalidOperationException">These are values.</exception>
    public Labels Labels => AreLabels ? labels : throw new InvalidOperationException("The targets are values, not class labels.");

    /// <summary>
    /// The loss whose operation is to look at the values of predictions and targets while it reads them; null where they have been looked at.
    /// </summary>
    internal Loss? Asker { get; private init; }

    /// <summary>Target values.</summary>
    /// <param name="values">The values.</param>
    public static implicit operator Targets(Tensor values) => new(values);

    /// <summary>Class labels.</summary>
    /// <param name="labels">The labels.</param>
    public static implicit operator Targets(Labels labels) => new(labels);

    /// <summary>The same targets, whose values the operation of a loss is to look at.</summary>
    internal Targets For(Loss loss) => AreLabels ? new(labels) { Asker = loss } : new(values) { Asker = loss };
}
