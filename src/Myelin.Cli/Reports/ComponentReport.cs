using System.Globalization;
using System.Text.Json.Nodes;
using Myelin.Classical;
using Myelin.Cli.Datasets;
using Myelin.Data;
using Myelin.Serialization;
using Spectre.Console;
using Grid = Spectre.Console.Table;

namespace Myelin.Cli.Reports;

/// <summary>Principal components: how much variance each explains, and what it is made of.</summary>
internal sealed class ComponentReport(SavedModel model, DataEncoding encoding, UnlabelledRows rows, PrincipalComponents found, LinearModel projection) : IUnsupervisedResult
{
    private const int MostComponentsAcross = 6;
    private const int MostInputsShown = 12;

    private readonly string[] inputs = [.. rows.Inputs.Select(input => input.Name)];

    public SavedModel Model => model;

    public DataEncoding Encoding => encoding;

    public IDataSource Rows => rows.Source;

    public IReadOnlyList<string> Notes => [$"{rows.Source.Count} rows, {inputs.Length} inputs:", .. rows.Notes];

    private IEnumerable<int> Numbers => Enumerable.Range(0, projection.Outputs);

    public JsonObject ToJson() => new()
    {
        ["task"] = "projection",
        ["rows"] = rows.Source.Count,
        ["metrics"] = Scores.OfProjection(Numbers.Sum(k => found.ExplainedShares[k])).ToJson(),
        ["components"] = new JsonArray([.. Numbers.Select(k => new JsonObject
        {
            ["component"] = k + 1,
            ["variance"] = JsonText.Number(found.Variances[k]),
            ["explained_share"] = JsonText.Number(found.ExplainedShares[k]),
            ["coefficients"] = new JsonObject(inputs.Select((input, i) => KeyValuePair.Create(input, JsonText.Number(projection.Coefficient(k, i))))),
        })]),
    };

    public void Write(IAnsiConsole console)
    {
        Grid table = TextTable.Of(["component"], "variance", "explained", "together");
        foreach (int k in Numbers) table.AddCells($"{k + 1}", TextTable.Number(found.Variances[k]), Percent(found.ExplainedShares[k]), Percent(found.ExplainedShares.Take(k + 1).Sum()));
        table.Write(console, "Principal components");
        int[] shown = [.. Enumerable.Range(0, inputs.Length).OrderByDescending(i => Numbers.Max(k => Math.Abs(projection.Coefficient(k, i)))).Take(MostInputsShown).Order()];
        int[] across = [.. Numbers.Take(MostComponentsAcross)];
        Grid coefficients = TextTable.Of(["input"], across.Select(k => $"{k + 1}"));
        foreach (int i in shown) coefficients.AddCells([inputs[i], .. across.Select(k => TextTable.Number(projection.Coefficient(k, i)))]);
        coefficients.Write(console, shown.Length < inputs.Length ? $"Coefficients: the {shown.Length} of {inputs.Length} inputs that weigh most" : "Coefficients");
    }

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
