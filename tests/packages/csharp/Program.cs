using Myelin;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.Tests.Guides;
using Myelin.Training;

// A program with members of its own, all found by name. `train FILE` trains and saves, `predict FILE` loads; both end with the same two lines. Layer
// and optimizer are the guides' own files.
const int RowCount = 64;
Shape row = new(4);
Catalogs catalogs = Catalogs.Default.With(BentLine.Member).With(Gate.Member).With(LorentzLoss.Member).With(SignDescent.Member).With(HalveOnRise.Member);
float[] inputs = Tensor.Normal(new Shape(RowCount, 4), new RandomSource(seed: 2)).ToArray();
(string command, string path) = (args[0], args[1]);
if (command == "train")
{
    MemorySource rows = MemorySource.WithTargets(row, inputs, [.. inputs.Chunk(4).Select(x => x[0] - x[1] * x[2])]);
    Sequential network = Sequential.Build("linear:8 bent-line:bend=0.75 gate linear:1", row, new RandomSource(seed: 1), catalogs);
    Loss loss = Loss.Parse("lorentz:width=2", catalogs);
    Optimizer optimizer = Optimizer.Parse("sign-descent:beta=0.5", catalogs);
    var options = new TrainerOptions { Epochs = 40, LearningRate = Schedule.Parse("halve-on-rise:start=0.02", catalogs) };
    double before = Evaluation.Of(network, loss, rows).Loss;
    new Trainer(network, loss, optimizer, options).Fit(rows);
    double after = Evaluation.Of(network, loss, rows).Loss;
    Console.WriteLine($"{network.Canonical}; {loss.Canonical}; {optimizer.Canonical}; {options.LearningRate.Canonical}");
    Console.WriteLine($"loss {before:R} to {after:R}");
    if (!(after < before / 2)) return 1;
    ModelFile.Save(path, new SavedModel { Network = network, InputShape = row, Loss = loss.Canonical }, catalogs);
    Show(network);
    return 0;
}

SavedModel model = ModelFile.Load(path, catalogs);
Loss.Parse(model.Loss, catalogs);
Show(model.Network);
return 0;

void Show(Sequential network)
{
    Console.WriteLine($"weights {new SavedModel { Network = network, InputShape = row, Loss = "lorentz" }.WeightsSha256}");
    Console.WriteLine(string.Join(' ', network.Predict(row, inputs).Select(value => $"{BitConverter.SingleToUInt32Bits(value):x8}")));
}
