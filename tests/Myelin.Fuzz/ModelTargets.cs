using Myelin.Layers;
using Myelin.Models;
using Myelin.Serialization;

namespace Myelin.Fuzz;

/// <summary>The tensors of a file.</summary>
internal sealed class TensorTarget() : Target("safetensors")
{
    private readonly byte[][] examples = Examples.Files("tests/Myelin.Cli.Tests/Golden/models-0.1", "*.safetensors");

    internal override byte[] Make(System.Random random) => ModelEdits.Apply(examples[random.Next(examples.Length)], random);

    internal override void Read(byte[] input)
    {
        using SafeTensorsFile file = SafeTensorsFile.Open(ScratchFile.Write(input, "tensors.safetensors"));
        foreach (SafeTensorsEntry entry in file.Entries)
        {
            if (entry.Dtype is "F16" or "BF16" or "F32" or "F64") file.ReadFloats(entry.Name, new float[entry.Shape.Count]);
        }
    }
}

/// <summary>The weights of a file, into a network that exists.</summary>
internal sealed class WeightsTarget() : Target("weights")
{
    private static readonly byte[] Example = Examples.Files("tests/Myelin.Cli.Tests/Golden/models-0.1/command", "network-of-classes.safetensors")[0];

    private readonly Sequential network = ModelFile.Load(ScratchFile.Write(Example, "example.safetensors")).Network;

    internal override byte[] Make(System.Random random) => ModelEdits.Apply(Example, random);

    internal override void Read(byte[] input) => ModelFile.LoadWeights(ScratchFile.Write(input, "weights.safetensors"), network, strict: false);
}

/// <summary>A model with all that commands need of it, and a prediction.</summary>
internal sealed class ModelTarget() : Target("model")
{
    // Saving flushes to the disk, which takes a thousand times as long as the rest.
    private const int RoundsPerSave = 500;

    private readonly byte[][] examples = Examples.Files("tests/Myelin.Cli.Tests/Golden/models-0.1", "*.safetensors");
    private int rounds;

    internal override byte[] Make(System.Random random) => ModelEdits.Apply(examples[random.Next(examples.Length)], random);

    internal override void Read(byte[] input)
    {
        string path = ScratchFile.Write(input, "model.safetensors");
        SavedModel model = ModelFile.Load(path);
        if (model.Preprocessing is not null) _ = TrainedModel.Of(model, path);
        _ = model.Network.Predict(model.InputShape, new float[model.InputShape.Count]);
        if (++rounds % RoundsPerSave == 0) ModelFile.Save(path, model);
    }
}
