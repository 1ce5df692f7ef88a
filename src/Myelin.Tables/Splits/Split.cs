
using Myelin.Random;

namespace Myelin.Tables.Splits;

/// <summary>
/// Rows shared out at random among training, validation and test. The same seed gives the same rows. With classes each part has
/// every class in the proportion of the whole, as far as whole rows allow, and training has at least one row of each.
/// </summary>
public sealed class Split
{
    private readonly int[] train;
    private readonly int[] validation;
    private readonly int[] test;

    private Split(int[] train, int[] validation, int[] test) => (this.train, this.validation, this.test) = (train, validation, test);

    /// <summary>The rows to train on, rising.</summary>
    public ReadOnlySpan<int> Train => train;

    /// <summary>The rows to choose by, rising.</summary>
    public ReadOnlySpan<int> Validation => validation;

    /// <summary>The rows to judge by, rising.</summary>
    public ReadOnlySpan<int> Test => test;

    /// <summary>Shares out the rows of a table that have a target.</summary>
    /// <param name="schema">The table's schema.</param>
    /// <param name="validationFraction">The part of all rows for validation, 0 or more and less than 1; above 0 it gets at least one row.</param>
    /// <param name="testFraction">The part of all rows for the test, likewise; both together less than 1.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="InvalidInputException">A fraction is out of range, or there are too few rows.</exception>
    public static Split Create(TableSchema schema, double validationFraction, double testFraction, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Create(schema.Rows, schema.RowClasses, validationFraction, testFraction, seed);
    }

    /// <summary>Shares out rows.</summary>
    /// <param name="rows">The rows, by number.</param>
    /// <param name="classes">The class of each row, 0 or more, or nothing where there are no classes.</param>
    /// <param name="validationFraction">The part of all rows for validation, 0 or more and less than 1; above 0 it gets at least one row.</param>
    /// <param name="testFraction">The part of all rows for the test, likewise; both together less than 1.</param>
    /// <param name="seed">The seed.</param>
    /// <exception cref="InvalidInputException">A fraction is out of range, or there are too few rows.</exception>
    public static Split Create(ReadOnlySpan<int> rows, ReadOnlySpan<int> classes, double validationFraction, double testFraction, ulong seed)
    {
        if (classes.Length > 0 && classes.Length != rows.Length)
            throw new ArgumentException($"{rows.Length} rows need {rows.Length} classes, not {classes.Length}.", nameof(classes));
        CheckFraction("validation", validationFraction);
        CheckFraction("test", testFraction);
        if (validationFraction + testFraction >= 1) throw new InvalidInputException(
            $"The validation fraction {validationFraction} and the test fraction {testFraction} leave no rows for training; choose fractions whose "
                + $"sum is less than 1.");

        var strata = Strata(rows, classes);
        var random = new Philox(seed, RandomStreams.Split);
        for (int i = 0; i < strata.Length; i++) random.Shuffle(strata[i], (uint)i);
        // Training takes what the others leave; each stratum keeps one row for it.
        int[] free = [.. strata.Select(stratum => stratum.Length - 1)];
        int[] test = Share("test", strata, free, testFraction, rows.Length);
        int[] validation = Share("validation", strata, free, validationFraction, rows.Length);
        return new Split(
            Take(strata, i => (test[i] + validation[i])..),
            Take(strata, i => test[i]..(test[i] + validation[i])),
            Take(strata, i => ..test[i]));
    }

    private static void CheckFraction(string part, double fraction)
    {
        if (!(fraction >= 0 && fraction < 1))
            throw new InvalidInputException($"{part}Fraction is {fraction}; choose one from 0 to less than 1, such as 0.2.") { Setting = $"{part}Fraction" };
    }

    private static int[][] Strata(ReadOnlySpan<int> rows, ReadOnlySpan<int> classes)
    {
        if (classes.Length == 0) return rows.Length == 0 ? [] : [rows.ToArray()];
        var byClass = new SortedDictionary<int, List<int>>();
        for (int i = 0; i < rows.Length; i++)
        {
            if (!byClass.TryGetValue(classes[i], out var members)) byClass[classes[i]] = members = [];
            members.Add(rows[i]);
        }

        return [.. byClass.Values.Select(members => members.ToArray())];
    }

    /// <summary>How many rows of each stratum a part gets: the whole rows of its quota, then the largest remainders, until the part is full.</summary>
    private static int[] Share(string part, int[][] strata, int[] free, double fraction, int rows)
    {
        var counts = new int[strata.Length];
        if (fraction == 0) return counts;
        int wanted = Math.Max(1, (int)Math.Round(fraction * rows));
        for (int i = 0; i < strata.Length; i++) counts[i] = Math.Min(free[i], (int)(fraction * strata[i].Length));
        int[] byRemainder = [.. Enumerable.Range(0, strata.Length)
            .OrderByDescending(i => fraction * strata[i].Length - Math.Floor(fraction * strata[i].Length))];
        int missing = wanted - counts.Sum();
        while (missing > 0 && byRemainder.FirstOrDefault(i => counts[i] < free[i], -1) >= 0)
        {
            foreach (int i in byRemainder)
            {
                if (missing == 0 || counts[i] == free[i]) continue;
                counts[i]++;
                missing--;
            }
        }

        if (counts.Sum() == 0) throw new InvalidInputException(
            $"{rows} rows{(strata.Length > 1 ? $" of {strata.Length} classes" : "")} are too few to set some aside for the {part}: training needs "
                + $"one{(strata.Length > 1 ? " of each class" : "")}; add rows, or choose {part}Fraction 0.")
        { Setting = $"{part}Fraction" };
        for (int i = 0; i < strata.Length; i++) free[i] -= counts[i];
        return counts;
    }

    private static int[] Take(int[][] strata, Func<int, Range> range)
    {
        int[] taken = [.. strata.SelectMany((stratum, i) => stratum[range(i)])];
        Array.Sort(taken);
        return taken;
    }
}
