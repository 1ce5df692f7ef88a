using Myelin.Lecture.Texts;
using Myelin.Losses;
using Myelin.Reports.Cells;
using static Myelin.Lecture.Topics.LectureData;
using static Myelin.Lecture.Topics.LectureTable;

namespace Myelin.Lecture.Topics;

/// <summary>Focal loss by the probability of the right class, and what it does with anchors that are nearly all background.</summary>
internal static class FocalTables
{
    private const float Background = 0.9f;
    private const float SureOfBackground = 0.1f;
    private const float SureOfObject = 0.5f;

    internal static IEnumerable<LectureTable> Focal(LectureTexts texts)
    {
        float[] probabilities = [0.1f, 0.3f, 0.5f, 0.7f, 0.9f, 0.99f], gammas = [0, 0.5f, 1, 2, 5];
        float[][] losses = [.. gammas.Select(gamma => Of(gamma, probabilities, [.. probabilities.Select(_ => 1f)]))];
        yield return new LectureTable(
            texts.Term("focal-loss"),
            ["p_t", .. gammas.Select(gamma => $"r = {Text(gamma)}")],
            [.. probabilities.Select((p, i) => (Cell[])[Text(p), .. losses.Select(row => Significant(row[i]))])]);
    }

    /// <summary>Nine tenths of the anchors of a map are background and easy (p = 0.1 for the object), the rest are objects and hard (p = 0.5).</summary>
    internal static IEnumerable<LectureTable> Imbalance(LectureTexts texts)
    {
        foreach (int side in (int[])[3, 7])
        {
            int count = side * side, objects = (int)Math.Round(count * (1 - Background));
            float[] p = [.. Enumerable.Range(0, count).Select(i => i < objects ? SureOfObject : SureOfBackground)],
                y = [.. Enumerable.Range(0, count).Select(i => i < objects ? 1f : 0f)];
            yield return new LectureTable(
                $"{side}×{side}: {count} {texts.Term("anchors")}, {objects} {texts.Term("objects")}",
                ["r", $"{texts.Term("background")}: {texts.Term("sum")}", $"{texts.Term("object")}: {texts.Term("sum")}",
                $"{texts.Term("background")}: {texts.Term("share")}"],
                [.. new[] { 0f, 1, 2, 5 }.Select(gamma =>
                {
                    float[] losses = Of(gamma, p, y);
                    float ofObjects = losses[..objects].Sum(), ofBackground = losses[objects..].Sum();
                    return (Cell[])[Text(gamma), Significant(ofBackground), Significant(ofObjects),
                        $"{Text(100 * ofBackground / (ofBackground + ofObjects), 1)} %"];
                })]);
        }

        yield return Balanced(texts);
    }

    /// <summary>What α alone does, and α with r = 2: the background's share of the 7×7 map's loss.</summary>
    private static LectureTable Balanced(LectureTexts texts)
    {
        const int count = 49, objects = 5;
        float[] p = [.. Enumerable.Range(0, count).Select(i => i < objects ? SureOfObject : SureOfBackground)],
            y = [.. Enumerable.Range(0, count).Select(i => i < objects ? 1f : 0f)];
        return new LectureTable(
            $"α, 7×7: {texts.Term("background")}, {texts.Term("share")}",
            ["α", "r = 0", "r = 2"],
            [.. new[] { 0.25f, 0.5f, 0.75f,
                0.9f }.Select(alpha => (Cell[])[Text(alpha), Share(new BinaryCrossEntropyLoss(alpha)), Share(new BinaryFocalLoss(2, alpha))])]);

        string Share(Loss loss)
        {
            float[] losses = Of(loss, p, y);
            return $"{Text(100 * losses[objects..].Sum() / losses.Sum(), 1)} %";
        }
    }

    private static float[] Of(float gamma, float[] probabilities, float[] targets) => Of(new BinaryFocalLoss(gamma), probabilities, targets);

    private static float[] Of(Loss loss, float[] probabilities, float[] targets)
    {
        float[] logits = [.. probabilities.Select(p => (float)Math.Log(p / (1 - p)))];
        return loss.Compute(Column(logits), Column(targets), reduction: Reduction.None).ToArray();
    }
}
