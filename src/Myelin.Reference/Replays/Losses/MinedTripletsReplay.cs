using Myelin.Losses;
using Myelin.Reference.Functions;

namespace Myelin.Reference.Replays;

/// <summary>Each anchor's mean loss over the triplets chosen among all there are, listed one by one.</summary>
internal sealed class MinedTripletsReplay(int[] labels, double margin, DistanceReference distance, TripletMining mining) : OperationReplay
{
    internal override void Compute(ReferenceTensor[] x, ReferenceTensor y)
    {
        for (int anchor = 0; anchor < labels.Length; anchor++)
        {
            Triplet[] chosen = Chosen(x[0], anchor);
            if (chosen.Length > 0) y.Values[anchor] = chosen.Average(triplet => Math.Max(0, Inside(triplet)));
        }
    }

    internal override void Differentiate(ReferenceTensor[] x, ReferenceTensor y, double[] dy, double[][] dx)
    {
        for (int anchor = 0; anchor < labels.Length; anchor++)
        {
            Triplet[] chosen = Chosen(x[0], anchor);
            foreach (Triplet triplet in chosen.Where(triplet => Inside(triplet) > 0))
            {
                double factor = dy[anchor] / chosen.Length;
                distance.Differentiate(x[0].Row(anchor), x[0].Row(triplet.Positive), factor, Row(anchor), Row(triplet.Positive));
                distance.Differentiate(x[0].Row(anchor), x[0].Row(triplet.Negative), -factor, Row(anchor), Row(triplet.Negative));
            }
        }

        Span<double> Row(int row) => dx[0].AsSpan(row * x[0].Shape[1], x[0].Shape[1]);
    }

    private Triplet[] Chosen(ReferenceTensor x, int anchor)
    {
        double[] apart = [.. Enumerable.Range(0, labels.Length).Select(row => distance.Value(x.Row(anchor), x.Row(row)))];
        IEnumerable<Triplet> all =
            from positive in Enumerable.Range(0, labels.Length)
            where positive != anchor && labels[positive] == labels[anchor]
            from negative in Enumerable.Range(0, labels.Length)
            where labels[negative] != labels[anchor]
            select new Triplet(positive, negative, apart[positive], apart[negative]);
        return mining switch
        {
            TripletMining.All => [.. all.Where(triplet => Inside(triplet) > 0)],
            TripletMining.BatchHard => [.. all.OrderByDescending(triplet => triplet.Near).ThenBy(triplet => triplet.Far).Take(1)],
            _ => [.. all.GroupBy(triplet => triplet.Positive, SemiHard)],
        };
    }

    private static Triplet SemiHard(int positive, IEnumerable<Triplet> triplets) => triplets.Any(triplet => triplet.Far > triplet.Near)
        ? triplets.Where(triplet => triplet.Far > triplet.Near).OrderBy(triplet => triplet.Far).First()
        : triplets.OrderByDescending(triplet => triplet.Far).First();

    private double Inside(Triplet triplet) => triplet.Near - triplet.Far + margin;

    /// <summary>A triplet of the anchor with the distances of its positive and its negative.</summary>
    private sealed record Triplet(int Positive, int Negative, double Near, double Far);
}
