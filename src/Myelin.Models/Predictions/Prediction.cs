using System.Globalization;

namespace Myelin.Models.Predictions;

/// <summary>
/// What a model says of one row: exactly one of <see cref="NumberPrediction"/>, <see cref="ClassPrediction"/>, <see cref="ScorePrediction"/>,
/// <see cref="ClusterPrediction"/> and <see cref="CoordinatesPrediction"/>.
/// </summary>
/// <example>
/// <code>
/// string answer = model.Predict(flower) switch
/// {
///     ClassPrediction species => $"{species.Label}, with probability {species.Probability:P0}",
///     NumberPrediction price => $"{price.Value} dollars",
///     var other => other.ToString(),
/// };
/// </code>
/// </example>
public abstract record Prediction
{
    private protected Prediction() { }

    /// <summary>What is predicted as a table has it: the number, the class or the cluster; null for coordinates.</summary>
    public virtual string? Text => null;

    /// <summary>Numbers as text: in the shortest form that reads back the same.</summary>
    private protected static string TextOf(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>A number, in the target's own units.</summary>
/// <param name="Value">The number; finite.</param>
public sealed record NumberPrediction(float Value) : Prediction
{
    /// <inheritdoc/>
    public override string Text => TextOf(Value);

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>A class, with the probability of every class.</summary>
/// <param name="Label">The class, as the training rows write it.</param>
/// <param name="Probabilities">The probability of each class, in the order of <see cref="Classes"/>; they add up to 1 within rounding.</param>
/// <param name="Classes">All classes, in ordinal order.</param>
public sealed record ClassPrediction(string Label, IReadOnlyList<float> Probabilities, IReadOnlyList<string> Classes) : Prediction
{
    /// <inheritdoc/>
    public override string Text => Label;

    /// <summary>The probability of the class that is predicted.</summary>
    public float Probability => this[Label];

    /// <summary>The probability of a class.</summary>
    /// <param name="label">The class.</param>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    public float this[string label] => ClassIndex.Of(Classes, label) is var place and >= 0 ? Probabilities[place] : throw ClassIndex.Unknown(Classes, label);

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Label} ({Probability:0.####})");
}

/// <summary>
/// A class from scores that are no log odds, such as those of a support vector machine: the highest counts, or the sign of a single one; no
/// probabilities follow from them.
/// </summary>
/// <param name="Label">The class, as the training rows write it.</param>
/// <param name="Scores">The score of each class, in the order of <see cref="Classes"/>; of two classes with a single score, 0 and that score.</param>
/// <param name="Classes">All classes, in ordinal order.</param>
public sealed record ScorePrediction(string Label, IReadOnlyList<float> Scores, IReadOnlyList<string> Classes) : Prediction
{
    /// <inheritdoc/>
    public override string Text => Label;

    /// <summary>The score of a class.</summary>
    /// <param name="label">The class.</param>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    public float this[string label] => ClassIndex.Of(Classes, label) is var place and >= 0 ? Scores[place] : throw ClassIndex.Unknown(Classes, label);

    /// <inheritdoc/>
    public override string ToString() => $"{Label} (score {TextOf(this[Label])})";
}

/// <summary>The cluster that a row belongs to.</summary>
/// <param name="Cluster">Its number, counted from 1.</param>
public sealed record ClusterPrediction(int Cluster) : Prediction
{
    /// <inheritdoc/>
    public override string Text => Cluster.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string ToString() => $"cluster {Text}";
}

/// <summary>Where a row lies: the embedding that an encoder gives, or its place in a projection.</summary>
/// <param name="Values">The coordinates.</param>
public sealed record CoordinatesPrediction(IReadOnlyList<float> Values) : Prediction
{
    /// <inheritdoc/>
    public override string ToString() => $"({string.Join(", ", Values.Select(TextOf))})";
}

/// <summary>Places of classes by name.</summary>
internal static class ClassIndex
{
    internal static int Of(IReadOnlyList<string> classes, string label)
    {
        for (int i = 0; i < classes.Count; i++)
        {
            if (classes[i] == label) return i;
        }

        return -1;
    }

    internal static ArgumentException Unknown(IReadOnlyList<string> classes, string label) =>
        new($"There is no class '{label}'; the classes are {string.Join(", ", classes)}.", nameof(label));
}
