using Myelin.Layers;
using Myelin.Models;
using Myelin.Reports.Cells;
using Myelin.Reports.Json;
using Myelin.Reports.Sections;
using Myelin.Serialization;
using Myelin.Tables;
using Myelin.Tables.Encodings;
using Myelin.Tensors;

namespace Myelin.Reports;

/// <summary>What is in a model file.</summary>
public static class DescriptionReport
{
    /// <summary>The report of a file.</summary>
    /// <param name="saved">What was read from it.</param>
    /// <param name="model">The model that it is; null where it holds a network alone, without what raw rows go through.</param>
    /// <param name="path">The file.</param>
    public static Report Of(SavedModel saved, TrainedModel? model, string path)
    {
        ArgumentNullException.ThrowIfNull(saved);
        ArgumentException.ThrowIfNullOrEmpty(path);
        Cell classes = saved.Classes is null ? Cell.None : Cell.Of(saved.Classes.Select(name => new Cell.Class(name)));
        return new Report(
        [
            new Facts(
                new Fact("task", model is null ? Cell.None : TaskNames.Of(model.Task)),
                new Fact("target", model?.Target),
                new Fact("classes", classes),
                new Fact("loss", saved.Loss),
                new Fact("architecture", saved.Network.Canonical),
                new Fact("input_shape", OfShape(saved.InputShape))),
            Overview(saved, model, classes, path),
            Layers(saved),
            .. model is null ? [] : new Section[] { Preprocessing(model) },
            new Facts(
                new Fact("parameters", saved.Network.ParameterCount),
                new Fact("preprocessing", JsonCells.Of(saved.Preprocessing)),
                new Fact("training", JsonCells.Of(saved.Training))),
            Training(saved),
            new Facts(new Fact("weights_sha256", saved.WeightsSha256), new Fact("model", path)),
        ]);
    }

    private static Facts Overview(SavedModel saved, TrainedModel? model, Cell classes, string path) => new(
        new Fact(null, "task",
        model is null ? Cell.None : TaskNames.Of(model.Task) + (model.Task is TaskKind.Clusters or TaskKind.Projection ? "" : $" of '{model.Target}'")),
        new Fact(null, model?.Task == TaskKind.Clusters ? "clusters" : "classes", classes),
        new Fact(null, "loss", saved.Loss),
        new Fact(null, "input of a row", saved.InputShape.ToString()),
        new Fact(null, "parameters", saved.Network.ParameterCount),
        new Fact(null, "weights_sha256", saved.WeightsSha256))
    { Title = Path.GetFileName(path) };

    private static Table Layers(SavedModel saved)
    {
        var rows = new List<Cell[]>();
        Shape shape = saved.InputShape;
        foreach ((string name, Layer layer) in saved.Network.Children)
        {
            shape = layer.OutputShape(shape);
            rows.Add([name, layer.Canonical, OfShape(shape), shape.ToString(), layer.ParameterCount]);
        }

        Column[] columns = [Column.OfText("name", "name"), Column.OfText("layer", "layer"), Column.OfJson("output_shape"),
            Column.OfText(null, "output of a row"), Column.OfNumbers("parameters", "parameters")];
        return new Table(columns, rows) { Key = "layers", Title = "Layers" };
    }

    private static Table Preprocessing(TrainedModel model)
    {
        List<Cell[]> rows = [.. model.Inputs.Select(input => (Cell[])[input.Name, input.Kind, $"{input.Width}", input.Details])];
        if (model.TargetScaling is var scaling && scaling != Standardization.None)
            rows.Add([model.Target, "target", "", $"mean {Cell.Significant(scaling.Mean)}, scale {Cell.Significant(scaling.Scale)}"]);
        string[] headings = ["part of a row", "taken as", "inputs", "how"];
        return new Table([.. headings.Select(heading => Column.OfText(null, heading))], rows) { Title = "Preprocessing" };
    }

    private static Facts Training(SavedModel saved) => new(
    [
        new Fact("seed", "seed", (long)saved.Seed),
        .. (saved.Training ?? []).Select(setting => new Fact(null, setting.Key, JsonCells.Of(setting.Value))),
    ])
    { Title = "Training" };

    private static Cell OfShape(Shape shape) => Cell.Of(shape.ToArray());
}
