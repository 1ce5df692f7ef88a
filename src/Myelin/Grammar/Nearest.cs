namespace Myelin.Grammar;

/// <summary>Finds the valid name that someone most likely meant.</summary>
public static class Nearest
{
    /// <summary>The valid name with the smallest edit distance to the given one, or null when none is near enough to be meant.</summary>
    /// <param name="given">The unknown name.</param>
    /// <param name="valid">The names that exist.</param>
    /// <returns>The first of the nearest names within a third of the longer name's length (at least 2), ignoring case; else null.</returns>
    public static string? Name(string given, IEnumerable<string> valid)
    {
        ArgumentNullException.ThrowIfNull(given);
        ArgumentNullException.ThrowIfNull(valid);
        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (string name in valid)
        {
            int farthest = Math.Max(2, Math.Max(given.Length, name.Length) / 3);
            // Texts that differ in length by so much are farther apart, and may be too long to compare.
            if (Math.Abs(given.Length - name.Length) > farthest) continue;
            int distance = Distance(given.ToUpperInvariant(), name.ToUpperInvariant());
            if (distance < bestDistance && distance <= farthest)
                (best, bestDistance) = (name, distance);
        }

        return best;
    }

    /// <summary>The text <c> (did you mean 'name'?)</c> for the nearest valid name, or an empty text when none is near.</summary>
    /// <param name="given">The unknown name.</param>
    /// <param name="valid">The names that exist.</param>
    public static string Hint(string given, IEnumerable<string> valid) => Name(given, valid) is { } name ? $" (did you mean '{name}'?)" : "";

    // Levenshtein, "Binary codes capable of correcting deletions, insertions, and reversals" (1966), one row at a time.
    private static int Distance(string a, string b)
    {
        var row = new int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++) row[j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
