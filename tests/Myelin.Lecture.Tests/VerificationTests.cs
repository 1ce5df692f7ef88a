using System.Text.Json.Nodes;
using Myelin.Lecture.Cases;
using Xunit;

namespace Myelin.Lecture.Tests;

/// <summary>Every number of the lecture, recomputed; and wrong numbers, found.</summary>
public sealed class VerificationTests
{
    private static readonly string[] PrintedOtherwise =
    [
        "residual.sum.as_printed", "descent.square.t19", "descent.square.t20", "model1.first_formula", "model2.first_formula",
        "model2.cross_entropy.sum_bits", "fast_sigmoid.third_piece.code",
    ];

    public static TheoryData<string> Formulas => [.. CaseFile.Lecture.Select(item => item.Formula).Distinct()];

    [Fact]
    public void Every_case_of_the_lecture_agrees()
    {
        VerificationReport report = Verification.Run(CaseFile.Lecture);
        Assert.Empty(report.Failed.Select(result => $"{result.Case.Id}: {string.Join("; ", result.Wrong)}"));
        Assert.Equal((419, 419, 7), (report.Results.Count, report.Exact, report.PrintedDiffers));
        Assert.Equal(PrintedOtherwise.Order(), report.Results.Where(result => result.PrintedDiffers).Select(result => result.Case.Id).Order());
    }

    [Fact]
    public void Every_known_formula_is_a_case_of_the_lecture() =>
        Assert.Equal(CaseFile.Lecture.Select(item => item.Formula).Distinct().Order(StringComparer.Ordinal),
            Cases.Formulas.Names.Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Formulas))]
    public void A_wrong_value_is_found(string formula)
    {
        using var folder = new TemporaryFile();
        foreach (JsonObject item in LectureAsJson().Where(item => (string)item["formula"]! == formula).Take(2))
        {
            foreach (JsonNode leaf in Leaves(item["expected"]!).ToArray())
            {
                JsonObject planted = item.DeepClone().AsObject();
                Leaves(planted["expected"]!).ElementAt(Leaves(item["expected"]!).ToList().IndexOf(leaf)).ReplaceWith(Wrong(leaf));
                folder.Write(new JsonArray(planted).ToJsonString());
                Assert.Equal(0, Verification.Run(CaseFile.Read(folder.Path)).Exact);
            }
        }
    }

    [Fact]
    public void A_wrong_claim_about_what_is_printed_is_found()
    {
        using var folder = new TemporaryFile();
        JsonObject item = LectureAsJson().Single(item => (string)item["id"]! == "model2.cross_entropy.sum_bits");
        item["agrees"] = true;
        folder.Write(new JsonArray(item.DeepClone()).ToJsonString());
        Assert.Contains("does not", Assert.Single(Verification.Run(CaseFile.Read(folder.Path)).Failed).Wrong.Single());
    }

    [Theory]
    [InlineData("{}", "must hold a list")]
    [InlineData("[", "is not valid JSON")]
    [InlineData("[1]", "is not an object")]
    [InlineData("[{\"id\":\"a\"}]", "lacks 'tolerance'")]
    [InlineData("[{\"tolerance\":\"a\"}]", "is String, not Number")]
    [InlineData("[{\"tolerance\":-1}]", "0 or more")]
    [InlineData("[{\"id\":\"a\",\"topic\":\"t\",\"inputs\":{},\"formula\":\"?\",\"expected\":1,\"tolerance\":0}]", "is not one of the lecture's")]
    [InlineData("[{\"id\":\"a\",\"topic\":\"t\",\"inputs\":{},\"formula\":\"-log2 p\",\"expected\":1,\"tolerance\":0}]", "the input 'p' must be there")]
    [InlineData("[{\"id\":\"a\",\"topic\":\"t\",\"inputs\":{\"p\":[]},\"formula\":\"-log2 p\",\"expected\":1,\"tolerance\":0}]",
        "the input 'p' must be a number")]
    [InlineData("[{\"id\":\"a\",\"topic\":\"t\",\"inputs\":{\"p\":1},\"formula\":\"-log2 "
        + "p\",\"expected\":1,\"tolerance\":0},{\"id\":\"a\",\"topic\":\"t\",\"inputs\":{\"p\":1},\"formula\":\"-log2 "
        + "p\",\"expected\":1,\"tolerance\":0}]", "2 cases with the id 'a'")]
    public void A_table_that_does_not_fit_is_refused(string text, string why)
    {
        using var folder = new TemporaryFile();
        folder.Write(text);
        Assert.Contains(why, Assert.Throws<InvalidInputException>(() => Verification.Run(CaseFile.Read(folder.Path))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-log2 q", "is not one of the lecture's (did you mean '-log2 p'?).")]
    [InlineData("nope", "is not one of the lecture's; it has '(e^x-e^-x)/(e^x+e^-x)', '-(1 - p_t)^r ln p_t', ")]
    public void An_unknown_formula_is_told_with_its_file_and_those_that_there_are(string formula, string words)
    {
        using var folder = new TemporaryFile();
        folder.Write($"[{{\"id\":\"a\",\"topic\":\"t\",\"inputs\":{{}},\"formula\":\"{formula}\",\"expected\":1,\"tolerance\":0}}]");
        string message = Assert.Throws<InvalidInputException>(() => Verification.Run(CaseFile.Read(folder.Path))).Message;
        Assert.StartsWith($"{folder.Path}, case 'a': the formula '{formula}' {words}", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_of_cases_takes_little_memory_whatever_is_in_it()
    {
        using var folder = new TemporaryFile();
        foreach (string item in (string[])["[],", "0,", "{},", "\"\","])
        {
            folder.Write('[' + string.Concat(Enumerable.Repeat(item, (4_194_304 - 3) / item.Length)) + "0]");
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<InvalidInputException>(() => CaseFile.Read(folder.Path));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200 << 20);
        }

        folder.Write('[' + new string(' ', 4_194_304) + ']');
        Assert.Contains("has more than 4194304 bytes", Assert.Throws<InvalidInputException>(() => CaseFile.Read(folder.Path)).Message,
            StringComparison.Ordinal);
    }

    private static IEnumerable<JsonObject> LectureAsJson()
    {
        using Stream file = typeof(CaseFile).Assembly.GetManifestResourceStream("expected.json")!;
        return [.. JsonNode.Parse(file)!.AsArray().Select(item => item!.AsObject())];
    }

    private static IEnumerable<JsonNode> Leaves(JsonNode node) => node switch
    {
        JsonObject item => item.SelectMany(part => Leaves(part.Value!)),
        JsonArray list => list.SelectMany(part => Leaves(part!)),
        _ => [node],
    };

    private static JsonNode Wrong(JsonNode leaf) => leaf.GetValueKind() == System.Text.Json.JsonValueKind.Number ? leaf.GetValue<double>() + 0.001 : "wrong";

    private sealed class TemporaryFile : IDisposable
    {
        internal string Path { get; } = System.IO.Path.GetTempFileName();

        internal void Write(string text) => File.WriteAllText(Path, text);

        public void Dispose() => File.Delete(Path);
    }
}
