using System.Globalization;
using System.Text.Json.Nodes;
using Myelin.Data;
using Myelin.Models;
using Myelin.Models.Evaluations;
using Spectre.Console;
using Grid = Spectre.Console.Table;

namespace Myelin.Cli.Reports;

/// <summary>Principal components: how much variance each explains, and what it is made of.</summary>
internal sealed class ComponentReport(Run run) : IUnsupervisedResult
{
    private const int MostComponentsAcross = 6;
    private const int MostInputsShown = 12;

    private readonly IReadOnlyList<ComponentFacts> components = run.Components!;

    public TrainedModel Model => run.Model;

    public IDataSource Rows => run.TrainingSource;

    private int Inputs => components[0].Coefficients.Count;

    public JsonObject ToJson() => new()
    {
        ["task"] = "projection",
        ["rows"] = Rows.Count,
        ["metrics"] = ScoreTables.ToJson(run.Training!.Scores),
        ["components"] = new JsonArray([.. components.Select(component => new JsonObject
        {
            ["component"] = component.Component,
            ["variance"] = JsonText.Number(component.Variance),
            ["explained_share"] = JsonText.Number(component.ExplainedShare),
            ["coefficients"] = new JsonObject(component.Coefficients.Select(input => KeyValuePair.Create(input.Input, JsonText.Number(input.Value)))),
        })]),
    };

    public void Write(IAnsiConsole console)
    {
        Grid table = TextTable.Of(["component"], "variance", "explained", "together");
        double together = 0;
        foreach (ComponentFacts component in components)
        {
            together += component.ExplainedShare;
            table.AddCells($"{component.Component}", TextTable.Number(component.Variance), Percent(component.ExplainedShare), Percent(together));
        }

        table.Write(console, "Principal components");
        int[] shown = [.. Enumerable.Range(0, Inputs).OrderByDescending(i => components.Max(component => Math.Abs(component.Coefficients[i].Value))).Take(MostInputsShown).Order()];
        ComponentFacts[] across = [.. components.Take(MostComponentsAcross)];
        Grid coefficients = TextTable.Of(["input"], across.Select(component => $"{component.Component}"));
        foreach (int i in shown) coefficients.AddCells([components[0].Coefficients[i].Input, .. across.Select(component => TextTable.Number(component.Coefficients[i].Value))]);
        coefficients.Write(console, shown.Length < Inputs ? $"Coefficients: the {shown.Length} of {Inputs} inputs that weigh most" : "Coefficients");
    }

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
