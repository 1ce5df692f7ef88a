using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Models.Datasets;
using Myelin.Models.Evaluations;
using Myelin.Models.Predictions;
using Myelin.Serialization;
using Myelin.Tables;
using Myelin.Tables.Encodings;
using Myelin.Training;

namespace Myelin.Models;

/// <summary>
/// A model from raw rows to predictions: what a <see cref="Run"/> trained, or a file brought back. It never changes, so any number of threads may
/// predict with one; to replace it, replace the reference. What a row's prediction is depends on that row alone.
/// </summary>
/// <example>
/// <code>
/// TrainedModel model = TrainedModel.Load("iris.safetensors");
/// Prediction species = model.Predict(new { sepal_length = 6.7, sepal_width = 3.1, petal_length = 5.6, petal_width = 2.4 });
/// </code>
/// </example>
public sealed class TrainedModel
{
    private const string Unsaved = "The model";
    private const int RowsLookedAt = 1024;

    private readonly SavedModel saved;
    private readonly DataEncoding encoding;
    private readonly Loss? loss;
    private readonly OutputReader reader;
    private readonly string name;
    private readonly int width;

    private TrainedModel(SavedModel saved, DataEncoding encoding, Loss? loss, string name, double threshold = 0.5)
    {
        (this.saved, this.encoding, this.loss, this.name) = (saved, encoding, loss, name);
        width = saved.Network.OutputShape(saved.InputShape).Count;
        reader = new OutputReader(encoding.Task, loss, encoding.Classes, encoding.TargetScaling, width) { Threshold = threshold };
    }

    /// <summary>What the model gives for a row.</summary>
    public PredictionKind Gives => reader.Kind;

    /// <summary>What its target is: a number, one of two classes, one of several; or clusters or a projection, which have no target.</summary>
    public TaskKind Task => encoding.Task;

    /// <summary>What is predicted: the target's column, <c>label</c> for images, and <c>cluster</c> or <c>projection</c> without a target.</summary>
    public string Target => encoding.Target;

    /// <summary>The classes in ordinal order, or the clusters by number; empty otherwise.</summary>
    public IReadOnlyList<string> Classes => encoding.Classes;

    /// <summary>How the parts of a raw row enter the network.</summary>
    public IReadOnlyList<InputDescription> Inputs => [.. encoding.Inputs];

    /// <summary>How a target that is a number was scaled; otherwise not at all.</summary>
    public Standardization TargetScaling => encoding.TargetScaling;

    /// <summary>Name and scaling of each input of the network where inputs have names; empty for images.</summary>
    public IReadOnlyList<(string Name, Standardization Scaling)> NamedInputs => encoding.NamedInputs;

    /// <summary>Name and scaling of the inputs where a row is two numeric columns, as a plane shows them; otherwise nothing.</summary>
    public IReadOnlyList<(string Name, Standardization Scaling)> TwoNumbers => encoding.TwoNumbers;

    /// <summary>Whether the rows of the model are images.</summary>
    public bool TakesImages => encoding is ImageEncoding;

    /// <summary>The network, which takes rows as <see cref="Encode"/> gives them.</summary>
    public Sequential Network => saved.Network;

    /// <summary>The loss that it was trained with, in its canonical form.</summary>
    public string LossText => saved.Loss;

    /// <summary>The fingerprint of the weights; see <see cref="WeightsHash"/>.</summary>
    public string WeightsSha256 => saved.WeightsSha256;

    /// <summary>All that its file holds: the network, the preprocessing and the settings of the training as they are saved.</summary>
    public SavedModel Content => saved;

    /// <summary>
    /// The probability of the second of two classes from which on it is predicted; 0.5 unless <see cref="WithThreshold"/> changed it. Models other
    /// than of two classes with probabilities do not use it.
    /// </summary>
    public double Threshold => reader.Threshold;

    /// <summary>Brings a model back that <see cref="Save"/>, the command <c>myelin</c>, or a program that saved a table's preprocessing wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="catalogs">The catalogues that know its layers, activations and loss, where a program has its own.</param>
    /// <exception cref="InvalidInputException">No model, torn, damaged, of a newer format, or one that does not say how raw rows become inputs.</exception>
    public static TrainedModel Load(string path, Catalogs? catalogs = null) => Of(ModelFile.Load(path, catalogs ?? Catalogs.Default), path, catalogs);

    /// <summary>Takes what a file holds.</summary>
    /// <param name="saved">The content, with the preprocessing of raw rows.</param>
    /// <param name="name">What the model is called in messages; by default <c>The model</c>.</param>
    /// <param name="catalogs">The catalogues that know its loss.</param>
    /// <exception cref="InvalidInputException">It does not say how raw rows become inputs, or parts of it do not fit together.</exception>
    public static TrainedModel Of(SavedModel saved, string name = Unsaved, Catalogs? catalogs = null)
    {
        ArgumentNullException.ThrowIfNull(saved);
        Loss? loss = (catalogs ?? Catalogs.Default).Losses.TryParse(saved.Loss, out Loss? known) ? known : null;
        return new TrainedModel(saved, DataEncoding.Of(saved, loss, name), loss, name);
    }

    /// <summary>Writes the model; the file appears whole or not at all. Other programs read its weights as safetensors.</summary>
    /// <param name="path">The file.</param>
    /// <param name="catalogs">The catalogues that it will be loaded with, where a program has its own.</param>
    /// <exception cref="InvalidInputException">The file cannot be written, or could not be loaded again; see <see cref="ModelFile.Save"/>.</exception>
    /// <exception cref="NonFiniteException">A weight, or what the model predicts, is NaN or infinite.</exception>
    public void Save(string path, Catalogs? catalogs = null)
    {
        _ = Of(saved, path, catalogs);
        ModelFile.Save(path, saved, catalogs);
    }

    /// <summary>The same model with another threshold between two classes: where a false alarm costs a and a miss b, the least costly is a / (a + b).</summary>
    /// <param name="threshold">The probability of the second class from which on it is predicted, above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    /// <exception cref="InvalidOperationException">The model gives no probability of one of two classes.</exception>
    public TrainedModel WithThreshold(double threshold)
    {
        if (!(threshold is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, $"The threshold is {threshold}, but it must be a number above 0 and below 1.");
        if (!HasThreshold) throw new InvalidOperationException($"{name} gives no probability of one of two classes, which a threshold is compared with.");
        return new TrainedModel(saved, encoding, loss, name, threshold);
    }

    /// <summary>Whether the model gives the probability of one of two classes, which a threshold can be compared with.</summary>
    public bool HasThreshold => Gives == PredictionKind.Class && Task == TaskKind.Binary;

    /// <summary>Predicts one record, whose properties, or keys where it is a dictionary, are the columns; the target may be absent.</summary>
    /// <typeparam name="T">The record's type, such as an anonymous type.</typeparam>
    /// <param name="record">The record.</param>
    /// <exception cref="InvalidInputException">A column is absent, or holds text where it held numbers.</exception>
    /// <exception cref="NonFinitePredictionException">The network gives NaN or ∞.</exception>
    public Prediction Predict<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(T record) =>
        PredictAll(Dataset.FromRecords([record], name: "the record")).Single();

    /// <summary>Predicts records in their order.</summary>
    /// <typeparam name="T">The records' type.</typeparam>
    /// <param name="records">The records; none give no predictions.</param>
    /// <exception cref="InvalidInputException">A column is absent, or holds text where it held numbers.</exception>
    /// <exception cref="NonFinitePredictionException">The network gives NaN or ∞ for a record.</exception>
    public IReadOnlyList<Prediction> PredictAll<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(IEnumerable<T> records)
    {
        T[] all = [.. records];
        return all.Length == 0 ? [] : [.. PredictAll(Dataset.FromRecords(all))];
    }

    /// <summary>Predicts the rows that are left of a database's reader, in their order.</summary>
    /// <param name="rows">The reader; it stays open.</param>
    /// <exception cref="InvalidInputException">No rows, a column is absent, or holds text where it held numbers.</exception>
    /// <exception cref="NonFinitePredictionException">The network gives NaN or ∞ for a row.</exception>
    public IEnumerable<Prediction> PredictAll(DbDataReader rows) => PredictAll(Dataset.FromReader(rows));

    /// <summary>Predicts the rows of a data set in their order, some at a time; targets may be absent.</summary>
    /// <param name="rows">The rows.</param>
    /// <exception cref="InvalidInputException">A column is absent, or holds text where it held numbers; images where the model takes a table, and the
    /// other way round.</exception>
    /// <exception cref="NonFinitePredictionException">The network gives NaN or ∞ for a row, or what is beyond float32 in the target's units; thrown
    /// when that row is reached.</exception>
    public IEnumerable<Prediction> PredictAll(Dataset rows) => PredictAll(Encode(rows));

    /// <summary>Predicts rows as the network takes them, in their order, some at a time.</summary>
    /// <param name="rows">The rows, as <see cref="Encode"/> gives them.</param>
    /// <exception cref="NonFinitePredictionException">The network gives NaN or ∞ for a row, or what is beyond float32 in the target's units; thrown
    /// when that row is reached.</exception>
    public IEnumerable<Prediction> PredictAll(IDataSource rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return Predicted(rows);
    }

    /// <summary>Raw rows as the network takes them, without targets.</summary>
    /// <param name="rows">The raw rows.</param>
    /// <param name="warnings">Takes what looked odd, one line each; null for nobody.</param>
    /// <exception cref="InvalidInputException">A column is absent, or holds text where it held numbers; images where the model takes a table, and the
    /// other way round.</exception>
    public IDataSource Encode(Dataset rows, ICollection<string>? warnings = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return encoding.ReadInputs(rows, warnings ?? []);
    }

    /// <summary>Measures the model on rows whose targets are known.</summary>
    /// <param name="rows">The rows; those without a target are left out.</param>
    /// <param name="neighbors">For an encoder the rows among which the nearest gives a row its class, such as the training rows; null: each row's
    /// nearest other one.</param>
    /// <param name="warnings">Takes what looked odd, one line each; null for nobody.</param>
    /// <exception cref="InvalidInputException">The rows do not fit the model; neighbours for a model that is no encoder; a single row, or a
    /// projection, that nothing measures; a loss that no catalogue knows.</exception>
    /// <exception cref="NonFinitePredictionException">The network gives NaN or ∞ for a row.</exception>
    public ModelEvaluation Evaluate(Dataset rows, Dataset? neighbors = null, ICollection<string>? warnings = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ICollection<string> odd = warnings ?? [];
        IDataSource judged = encoding.Read(rows, odd);
        bool embeds = Gives == PredictionKind.Embedding;
        if (neighbors is not null && !embeds) throw new InvalidInputException($"{name} is no encoder, so its rows have no neighbours; leave them out.");
        if (embeds && neighbors is null && judged.Count == 1)
            throw new InvalidInputException($"{name} is an encoder, and a single row has no neighbour to be compared with; give more rows, or "
                + $"neighbours from elsewhere.");
        return Evaluate(judged, !embeds ? null : neighbors is null ? judged : encoding.Read(neighbors, odd));
    }

    /// <summary>The part of the model up to a hidden layer, which gives that layer's outputs as coordinates.</summary>
    /// <param name="layer">The layer's name in the network, such as <c>2</c>; null takes the last before the output layer.</param>
    /// <param name="data">What is saved as the names of its data, where it is applied to some; null for nothing.</param>
    /// <exception cref="InvalidInputException">The network has no such hidden layer.</exception>
    public HiddenLayer UpToLayer(string? layer = null, IEnumerable<string>? data = null)
    {
        string[] names = [.. Network.Children.Select(child => child.Name)];
        if (names.Length < 2)
            throw new InvalidInputException($"{name} has the single layer '{Network.Canonical}', so nothing in it is hidden; train a network with "
                + $"hidden layers.");
        int place = layer is null ? names.Length - 2 : Array.IndexOf(names, layer);
        if (place < 0 || place >= names.Length - 1)
            throw new InvalidInputException($"{nameof(layer)} is '{layer}', but the hidden layers of {name} are "
                + $"{string.Join(", ", Network.Children.SkipLast(1).Select(child => $"{child.Name} ({child.Layer.Canonical})"))}.")
            { Setting = nameof(layer) };
        Sequential features = Network.FirstLayers(place + 1, saved.InputShape);
        if (features.OutputShape(saved.InputShape).Rank > 1) features = new Sequential([.. features.Children.Select(child => child.Layer), new Flatten()]);
        DataEncoding projection = encoding.ForProjection();
        var settings = new SettingList { { "data", data }, { "model_kind", "hidden-layer" }, { "network", Path.GetFileName(name) }, { "layer", names[place] } };
        var content = new SavedModel
        {
            Network = features,
            InputShape = saved.InputShape,
            Loss = saved.Loss,
            Seed = saved.Seed,
            Preprocessing = projection.ToJson(),
            Training = settings.ToJson(),
        };
        return new HiddenLayer(names[place], new TrainedModel(content, projection, loss, name));
    }

    /// <summary>Checks on the first rows of a source that the model gives numbers.</summary>
    /// <exception cref="NonFinitePredictionException">It gives NaN or ∞ for one of them.</exception>
    public void RequireNumbers(IDataSource rows)
    {
        foreach (Prediction _ in Predicted(new SubsetSource(rows, [.. Enumerable.Range(0, Math.Min(rows.Count, RowsLookedAt))]))) { }
    }

    /// <summary>Measures the model on rows with targets as the network takes them.</summary>
    internal ModelEvaluation Evaluate(IDataSource rows, IDataSource? neighbors)
    {
        if (Gives is PredictionKind.Cluster or PredictionKind.Projection)
            return new ModelEvaluation(rows.Count, UnsupervisedScores.Of(Network, Gives, rows, name), null, null, null);
        Loss known = loss
            ?? throw new InvalidInputException($"{name} was trained with the loss '{LossText}', which is one of a program's own; load the model "
                + $"with the catalogue that knows it.");
        return ModelEvaluation.Of(rows.Count, Evaluation.Of(Network, known, rows, neighbors));
    }

    private IEnumerable<Prediction> Predicted(IDataSource rows)
    {
        foreach ((int first, Batch batch) in BatchReader.Read(rows, Network))
        {
            float[] outputs = Network.Predict(saved.InputShape, batch.Inputs);
            int wrong = Array.FindIndex(outputs, output => !float.IsFinite(output));
            if (wrong >= 0) throw new NonFinitePredictionException(first + (wrong / width), first: null, PlaceOf(first + (wrong / width)));
            wrong = Array.FindIndex(outputs, output => !reader.IsNumber(output));
            if (wrong >= 0) throw new NonFinitePredictionException(first + (wrong / width), PlaceOf(first + (wrong / width)), outputs[wrong]);
            foreach (Prediction prediction in reader.Read(outputs)) yield return prediction;
        }

        string? PlaceOf(int row) => (rows as IPlacedRows)?.Where(row);
    }
}

/// <summary>A model up to a hidden layer.</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Model">The model, which gives the layer's outputs as coordinates.</param>
public sealed record HiddenLayer(string Layer, TrainedModel Model);
