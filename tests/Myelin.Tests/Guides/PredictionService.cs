using System.Buffers;
using Myelin.Layers;
using Myelin.Serialization;
using Myelin.Tensors;

namespace Myelin.Tests.Guides;

/// <summary>Serves the model of a file, from any number of threads, and takes a new file while it serves.</summary>
public sealed class PredictionService
{
    private readonly Lock reloading = new();
    private ServedModel served;

    public PredictionService(string path) => served = ServedModel.Load(path);

    /// <summary>The shape of one raw row.</summary>
    public Shape Row => Volatile.Read(ref served).Row;

    /// <summary>The numbers predicted for each row.</summary>
    public int Outputs => Volatile.Read(ref served).Outputs;

    /// <summary>Takes the model of a file from now on. Where the file is refused, the model before serves on.</summary>
    /// <exception cref="InvalidInputException">The file is refused, or its model takes other rows or gives other outputs.</exception>
    public void Reload(string path)
    {
        lock (reloading)
        {
            ServedModel next = ServedModel.Load(path), now = served;
            if ((next.Row, next.Outputs) != (now.Row, now.Outputs))
                throw new InvalidInputException($"{path} gives {next.Outputs} outputs for rows of {next.Row}, and this service {now.Outputs} for {now.Row}.");
            Volatile.Write(ref served, next);
        }
    }

    /// <summary>Predicts rows. All rows of a call are predicted by the same model.</summary>
    /// <exception cref="ArgumentException">Not whole rows, no room for the outputs, or a row whose prediction is NaN.</exception>
    public void Predict(ReadOnlySpan<float> rows, Span<float> outputs) => Volatile.Read(ref served).Predict(rows, outputs);
}

/// <summary>A network and what turns raw rows into its inputs, x → (x - shift) · scale. Nothing in it changes, so it is swapped as a whole.</summary>
public sealed class ServedModel
{
    private readonly Layer network;
    private readonly float[] shift;
    private readonly float[] scale;

    private ServedModel(SavedModel model)
    {
        (network, Row, Outputs) = (model.Network, model.InputShape, model.Network.OutputShape(model.InputShape).Count);
        shift = Numbers("shift");
        scale = Numbers("scale");

        float[] Numbers(string name)
        {
            float[]? numbers = model.Preprocessing?[name]?.AsArray().Select(number => (float)number!).ToArray();
            return numbers?.Length == Row.Count ? numbers : throw new InvalidInputException($"The preprocessing has no '{name}' of {Row.Count} numbers.");
        }
    }

    /// <summary>The shape of one raw row.</summary>
    public Shape Row { get; }

    /// <summary>The numbers predicted for each row.</summary>
    public int Outputs { get; }

    /// <summary>Reads a model, and predicts a row of zeros: NaN or ∞ in the weights comes up here, and the first request finds its memory ready.</summary>
    public static ServedModel Load(string path)
    {
        var loaded = new ServedModel(ModelFile.Load(path));
        try
        {
            loaded.Predict(new float[loaded.Row.Count], new float[loaded.Outputs]);
        }
        catch (ArgumentException wrong)
        {
            throw new InvalidInputException($"{path} cannot serve: {wrong.Message}", wrong);
        }

        return loaded;
    }

    /// <summary>Predicts rows, and allocates nothing once it has seen as many.</summary>
    public void Predict(ReadOnlySpan<float> rows, Span<float> outputs)
    {
        float[] inputs = ArrayPool<float>.Shared.Rent(rows.Length);
        try
        {
            for (int i = 0; i < rows.Length; i++) inputs[i] = (rows[i] - shift[i % shift.Length]) * scale[i % scale.Length];
            network.Predict(Row, inputs.AsSpan(0, rows.Length), outputs);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(inputs);
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            if (float.IsNaN(outputs[i]))
                throw new ArgumentException($"The prediction of row {i / Outputs} is NaN; look for NaN or ∞ in the row.", nameof(rows));
        }
    }
}
