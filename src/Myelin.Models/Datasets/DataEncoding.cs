using System.Text.Json.Nodes;
using Myelin.Data;
using Myelin.Losses;
using Myelin.Models.Predictions;
using Myelin.Serialization;
using Myelin.Tables;
using Myelin.Tables.Encodings;
using Myelin.Tensors;

namespace Myelin.Models.Datasets;

/// <summary>What stands between raw data and a network, and back from its outputs to text: saved in the model, so that every command takes raw rows.</summary>
internal abstract class DataEncoding
{
    private const string KindKey = "kind";

    /// <summary>What is predicted.</summary>
    internal abstract TaskKind Task { get; }

    /// <summary>What the prediction is called: the target column, or the label of an image.</summary>
    internal abstract string Target { get; }

    /// <summary>The classes or clusters in the order of the network's outputs; empty for regression and projection.</summary>
    internal abstract IReadOnlyList<string> Classes { get; }

    /// <summary>The shape of one row of the network's input.</summary>
    internal abstract Shape InputShape { get; }

    /// <summary>How a regression's target was scaled.</summary>
    internal virtual Standardization TargetScaling => Standardization.None;

    /// <summary>The number of outputs of the network: one for each class or cluster, and a single one otherwise; of a projection it is any.</summary>
    internal int Outputs => Task is TaskKind.Classes or TaskKind.Clusters ? Classes.Count : 1;

    /// <summary>How the parts of a row enter the network: name, kind, number of inputs, and how they are scaled or told apart.</summary>
    internal abstract IEnumerable<InputDescription> Inputs { get; }

    /// <summary>Name and scaling of the inputs where they are two numeric columns; otherwise nothing.</summary>
    internal virtual IReadOnlyList<(string Name, Standardization Scaling)> TwoNumbers => [];

    /// <summary>The name of each input of the network and how it was scaled; nothing where inputs have no names of their own.</summary>
    internal virtual IReadOnlyList<(string Name, Standardization Scaling)> NamedInputs => [];

    /// <summary>Reads rows with their targets.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="warnings">Takes what looked odd, one line each.</param>
    internal abstract IDataSource Read(Dataset rows, ICollection<string> warnings);

    /// <summary>Reads rows whose targets may be absent.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="warnings">Takes what looked odd, one line each.</param>
    internal abstract IDataSource ReadInputs(Dataset rows, ICollection<string> warnings);

    /// <summary>The same inputs for a model that projects rows, and so needs no targets.</summary>
    internal abstract DataEncoding ForProjection();

    /// <summary>The encoding as it is saved.</summary>
    internal JsonObject ToJson()
    {
        JsonObject json = Save();
        json[KindKey] = Kind;
        return json;
    }

    /// <summary>Brings back the encoding of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loss">Its loss; null for one of a program's own.</param>
    /// <param name="path">The file, for messages.</param>
    /// <exception cref="InvalidInputException">The model takes no raw rows, or what is saved is damaged.</exception>
    internal static DataEncoding Of(SavedModel model, Loss? loss, string path)
    {
        if (model.Preprocessing is not { } json)
            throw new InvalidInputException($"{path} does not say how raw rows become inputs, because a program saved it without; give the model "
                + $"inputs as its network takes them, or train it anew.");
        // A program that saves the preprocessing of a table itself names no kind.
        string kind = new JsonFields(json, path, "preprocessing.").OptionalText(KindKey) ?? TableEncoding.KindName;
        DataEncoding encoding = kind switch
        {
            TableEncoding.KindName => new TableEncoding(Preprocessing.FromJson(json, path)),
            ImageEncoding.KindName => ImageEncoding.FromJson(json, model, loss, path),
            _ => throw new InvalidInputException($"{path} was trained on data of the kind '{kind}', which this program does not know; use a newer Myelin."),
        };
        Shape output = model.Network.OutputShape(model.InputShape);
        bool isFree = encoding.Task == TaskKind.Projection || TaskLosses.TrainsEncoder(loss);
        string expected = isFree ? "any number of" : $"{encoding.Outputs}";
        if (encoding.InputShape != model.InputShape || output.Rank != 1 || (!isFree && output[0] != encoding.Outputs))
            throw new InvalidInputException($"{path} is damaged: its rows have the shape {encoding.InputShape} and {expected} outputs, its network "
                + $"takes {model.InputShape} and gives {output}; take the file from its source again.");
        if (model.Classes is { } names && !names.SequenceEqual(encoding.Classes))
            throw new InvalidInputException($"{path} is damaged: its classes are not those of its target; take the file from its source again.");
        TaskLosses.RequireFor(loss, model.Loss, encoding.Task, encoding.Classes.Count, path);
        return encoding;
    }

    /// <summary>What the encoding is called in the model file.</summary>
    protected abstract string Kind { get; }

    /// <summary>The encoding's own part of what is saved.</summary>
    protected abstract JsonObject Save();
}
