using Myelin.Models;
using Myelin.Models.Evaluations;
using Myelin.Reports.Cells;
using Myelin.Reports.Sections;
using Myelin.Tables;

namespace Myelin.Reports;

/// <summary>Principal components: how much variance each explains, and what it is made of.</summary>
public static class ComponentReport
{
    private const int MostComponentsAcross = 6;
    private const int MostInputsShown = 12;

    /// <summary>The report of a run that found components.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="ArgumentException">The run found no components.</exception>
    public static Report Of(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        IReadOnlyList<ComponentFacts> components = run.Components ?? throw new ArgumentException("The run found no principal components.", nameof(run));
        double together = 0;
        return new Report(
            ScoreSections.WithoutTarget(run, TaskKind.Projection),
            new Table(
                [Column.OfText("component", "component"), Column.OfNumbers("variance", "variance"), Column.OfNumbers("explained_share", "explained"),
                Column.OfNumbers(null, "together"), Column.OfJson("coefficients")],
                [.. components.Select(component =>
                    (Cell[])[component.Component, Cell.Metric(component.Variance), Cell.Share(component.ExplainedShare),
                    Cell.Share(together += component.ExplainedShare), Coefficients(component)])])
            { Key = "components", Title = "Principal components" },
            Weights(components));
    }

    private static Table Weights(IReadOnlyList<ComponentFacts> components)
    {
        int inputs = components[0].Coefficients.Count;
        int[] shown = [.. Enumerable.Range(0, inputs).OrderByDescending(i => components.Max(component => Math.Abs(component.Coefficients[i].Value)))
            .Take(MostInputsShown).Order()];
        ComponentFacts[] across = [.. components.Take(MostComponentsAcross)];
        return new Table(
            [Column.OfText(null, "input"), .. across.Select(component => Column.OfNumbers(null, $"{component.Component}"))],
            [.. shown.Select(i => (Cell[])[components[0].Coefficients[i].Input, .. across.Select(component => Cell.Metric(component.Coefficients[i].Value))])])
        { Title = shown.Length < inputs ? $"Coefficients: the {shown.Length} of {inputs} inputs that weigh most" : "Coefficients" };
    }

    private static Cell.Named Coefficients(ComponentFacts component) =>
        new([.. component.Coefficients.Select(input => (input.Input, Cell.Metric(input.Value)))]);
}
