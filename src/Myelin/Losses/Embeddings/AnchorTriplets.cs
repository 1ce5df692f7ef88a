namespace Myelin.Losses;

/// <summary>
/// The triplets of one anchor: chooses those that count, adds up their losses in double, and writes the slopes of the anchor's loss by its distances.
/// </summary>
internal ref struct AnchorTriplets(int anchor, ReadOnlySpan<int> labels, ReadOnlySpan<float> distances, Span<float> slopes, float margin)
{
    private const int None = -1;

    private readonly ReadOnlySpan<int> labels = labels;
    private readonly ReadOnlySpan<float> distances = distances;
    private readonly Span<float> slopes = slopes;
    private double sum;
    private int unsatisfied;

    /// <summary>The anchor's loss; 0 where it has no positive or no negative.</summary>
    internal float Mine(TripletMining mining)
    {
        bool isNumber = !HasNaN();
        slopes.Fill(isNumber ? 0 : float.NaN);
        if (!isNumber) return float.NaN;
        int divisor = mining switch
        {
            TripletMining.All => AddAll(),
            TripletMining.BatchHard => AddHardest(),
            _ => AddSemiHard(),
        };
        if (unsatisfied == 0) return 0;
        foreach (ref float slope in slopes) slope /= divisor;
        return (float)(sum / divisor);
    }

    private int AddAll()
    {
        for (int positive = 0; positive < labels.Length; positive++)
        {
            if (!IsPositive(positive)) continue;
            for (int negative = 0; negative < labels.Length; negative++)
            {
                if (IsNegative(negative)) Add(positive, negative);
            }
        }

        return unsatisfied;
    }

    private int AddHardest()
    {
        int farthest = None, nearest = None;
        for (int row = 0; row < labels.Length; row++)
        {
            if (IsPositive(row) && (farthest == None || distances[row] > distances[farthest])) farthest = row;
            if (IsNegative(row) && (nearest == None || distances[row] < distances[nearest])) nearest = row;
        }

        if (farthest != None && nearest != None) Add(farthest, nearest);
        return 1;
    }

    private int AddSemiHard()
    {
        int positives = 0;
        for (int positive = 0; positive < labels.Length; positive++)
        {
            if (!IsPositive(positive)) continue;
            positives++;
            int nearest = None, farthest = None;
            for (int row = 0; row < labels.Length; row++)
            {
                if (!IsNegative(row)) continue;
                if (distances[row] > distances[positive] && (nearest == None || distances[row] < distances[nearest])) nearest = row;
                if (farthest == None || distances[row] > distances[farthest]) farthest = row;
            }

            int negative = nearest != None ? nearest : farthest;
            if (negative != None) Add(positive, negative);
        }

        return positives;
    }

    private void Add(int positive, int negative)
    {
        double inside = (double)distances[positive] - distances[negative] + margin;
        if (inside <= 0) return;
        sum += inside;
        unsatisfied++;
        slopes[positive]++;
        slopes[negative]--;
    }

    private readonly bool IsPositive(int row) => row != anchor && labels[row] == labels[anchor];

    private readonly bool IsNegative(int row) => labels[row] != labels[anchor];

    private readonly bool HasNaN()
    {
        for (int row = 0; row < distances.Length; row++)
        {
            if (row != anchor && float.IsNaN(distances[row])) return true;
        }

        return false;
    }
}
