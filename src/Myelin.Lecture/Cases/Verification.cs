using System.Globalization;
using System.Text.Json;
using Myelin.Reference;

namespace Myelin.Lecture.Cases;

/// <summary>Recomputes cases through the library, and says which agree.</summary>
public static class Verification
{
    // What double arithmetic on numbers of about 1 loses: a mean that is 0 in theory is expected as 1.7e-16.
    private const double Rounding = 1e-14;

    /// <summary>Recomputes cases.</summary>
    /// <param name="cases">The cases.</param>
    /// <exception cref="InvalidInputException">A case names a formula that is not known, or its inputs do not fit.</exception>
    public static VerificationReport Run(IEnumerable<LectureCase> cases) => new([.. cases.Select(Check)]);

    private static CaseResult Check(LectureCase item)
    {
        Recomputation recomputed = Formulas.Recompute(item);
        var wrong = new List<string>();
        CompareExpected(item, recomputed, wrong);
        foreach (LibraryValue value in recomputed.Library)
        {
            if (!AccuracyBound.Holds(value.Actual, value.Reference, value.Scale))
                wrong.Add($"the library computes {Text(value.Actual)}, and {Text(value.Reference)} is right");
        }

        if (PrintedAsNumbers(item) is { } agrees && agrees != item.Agrees)
            wrong.Add($"the printed '{item.Printed}' is said {(item.Agrees == true ? "to agree" : "to differ")}, and it does {(agrees ? "agree" : "not")}");
        return new CaseResult(item, wrong);
    }

    private static void CompareExpected(LectureCase item, Recomputation recomputed, List<string> wrong)
    {
        bool named = item.Expected.ValueKind == JsonValueKind.Object;
        IEnumerable<(string Name, JsonElement Value)> parts = named ? item.Expected.EnumerateObject().Select(part => (part.Name, part.Value))
            : [("", item.Expected)];
        foreach ((string name, JsonElement value) in parts)
        {
            string what = named ? $"'{name}'" : "the value";
            if (recomputed.Texts.TryGetValue(name, out string[]? texts)) CompareTexts(what, Leaves(value), texts, wrong);
            else if (recomputed.Exact.TryGetValue(name, out double[]? numbers)) CompareNumbers(item, what, Leaves(value), numbers, wrong);
            else wrong.Add($"the formula gives no {what}");
        }
    }

    private static void CompareTexts(string what, List<JsonElement> expected, string[] actual, List<string> wrong)
    {
        string given = string.Join(' ', expected.Select(leaf => leaf.ToString())), found = string.Join(' ', actual);
        if (given != found) wrong.Add($"{what} is {found}, not {given}");
    }

    private static void CompareNumbers(LectureCase item, string what, List<JsonElement> expected, double[] actual, List<string> wrong)
    {
        if (expected.Count != actual.Length || expected.Exists(leaf => leaf.ValueKind != JsonValueKind.Number))
        {
            wrong.Add($"{what} has {actual.Length} numbers, not {expected.Count}");
            return;
        }

        for (int i = 0; i < actual.Length; i++)
        {
            double value = expected[i].GetDouble(), tolerance = item.Tolerance * (value == 0 ? 1 : Math.Abs(value));
            if (item.Tolerance > 0) tolerance = Math.Max(tolerance, Rounding);
            if (!(Math.Abs(actual[i] - value) <= tolerance)) wrong.Add($"{what} is {Text(actual[i])}, not {Text(value)}");
        }
    }

    private static List<JsonElement> Leaves(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => [.. value.EnumerateArray().SelectMany(Leaves)],
        JsonValueKind.Object => [.. value.EnumerateObject().SelectMany(part => Leaves(part.Value))],
        _ => [value],
    };

    /// <summary>
    /// Whether printed numbers are the expected ones rounded to the decimals printed; null where other things than a number for each are printed.
    /// </summary>
    private static bool? PrintedAsNumbers(LectureCase item)
    {
        if (item.Printed is null || item.Agrees is null) return null;
        string[] printed = item.Printed.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        List<JsonElement> expected = Leaves(item.Expected);
        if (printed.Length != expected.Count || expected.Exists(leaf => leaf.ValueKind != JsonValueKind.Number)) return null;
        bool agrees = true;
        for (int i = 0; i < printed.Length; i++)
        {
            if (!decimal.TryParse(printed[i], NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)) return null;
            double unit = Math.Pow(10, -Math.Min(12, printed[i].Length - (printed[i] + '.').IndexOf('.', StringComparison.Ordinal) - 1));
            agrees &= Math.Abs((double)number - expected[i].GetDouble()) <= unit / 2 * (1 + 1e-9);
        }

        return agrees;
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
