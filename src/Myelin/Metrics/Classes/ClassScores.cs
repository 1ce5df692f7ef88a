using Myelin.Tensors;

namespace Myelin.Metrics;

/// <summary>
/// Which class scores decide for. A single score a row is that of the second of two classes against 0 for the first: its sign decides, and soft-max
/// over both is the sigmoid. Here alone that is written down.
/// </summary>
public static class ClassScores
{
    /// <summary>
    /// The class that a row's scores decide for: the highest, the first among equals; of a single score the second class where it is above 0.
    /// </summary>
    /// <param name="scores">The row's scores, one or more, none of them NaN.</param>
    public static int Decide(ReadOnlySpan<float> scores)
    {
        if (scores.Length == 1) return scores[0] > 0 ? 1 : 0;
        int highest = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            if (scores[i] > scores[highest]) highest = i;
        }

        return highest;
    }

    /// <summary>Scores with a column for each class: those of two classes that have a single one get 0 for the first beside it.</summary>
    /// <param name="scores">Scores of shape <c>[rows, classes]</c>, or <c>[rows, 1]</c> for two classes.</param>
    public static Tensor ForEachClass(Tensor scores) => scores.Shape[1] > 1 ? scores : Tensor.Concatenate(1, 0 * scores, scores);
}
