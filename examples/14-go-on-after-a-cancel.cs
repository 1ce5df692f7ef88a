#:project ../src/Myelin/Myelin.csproj

// A training is an object: it can be stopped in the middle of an epoch, kept as a state, and gone on with elsewhere, to the same bits as if
// nothing had happened. Dropout and batch normalisation are part of it, and so are the optimizer and the best weights so far.

using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.Training;

var shape = new Shape(2);
MemorySource training = Spirals(400, seed: 1), validation = Spirals(100, seed: 2);

// Without a break.
Sequential whole = NewNetwork();
TrainingResult result = NewTrainer(whole).Fit(training, validation);
Console.WriteLine($"without a break: {result.Epochs} epochs, {result.Steps} steps, best epoch {result.BestEpoch}, {Hash(whole)[..16]}");

// Cancelled in the middle of an epoch.
Sequential first = NewNetwork();
TrainingRun run = NewTrainer(first).Start(training, validation);
using var cancellation = new CancellationTokenSource();
TrainingResult cancelled = run.Continue(new CancelAt(step: 100, cancellation), cancellation.Token);
TrainingState state = run.Capture();
Console.WriteLine($"{cancelled.Reason} after {cancelled.Epochs} epochs and {state.Batch} batches");

// Gone on with by the same object, and from the state with a network built anew, as after a restart: its weights are replaced by the state's.
run.Continue();
Sequential second = NewNetwork();
NewTrainer(second).Resume(state, training, validation).Continue();
Console.WriteLine($"gone on with:    {Hash(first)[..16]}, from the state: {Hash(second)[..16]}");

// A state of another training is refused before anything changes.
try
{
    NewTrainer(NewNetwork(), rate: 0.02f).Resume(state, training, validation);
    return 1;
}
catch (ArgumentException wrong)
{
    Console.WriteLine(wrong.Message);
}

return Hash(first) == Hash(whole) && Hash(second) == Hash(whole) ? 0 : 1;

Sequential NewNetwork() => Sequential.Build("linear:32 batch-norm tanh dropout:0.1 linear:1", shape, new RandomSource(seed: 1));

static Trainer NewTrainer(Sequential network, float rate = 0.01f) =>
    new(network, new BinaryCrossEntropyLoss(), new Adam(), new TrainerOptions { Epochs = 40, LearningRate = new Constant(rate) });

static string Hash(Sequential network) => WeightsHash.Compute(NamedTensors.Of(network));

MemorySource Spirals(int count, int seed)
{
    var random = new Random(seed);
    var inputs = new float[2 * count];
    var labels = new int[count];
    for (int row = 0; row < count; row++)
    {
        labels[row] = row % 2;
        double turn = random.NextDouble(), angle = 6 * turn + Math.PI * labels[row];
        inputs[2 * row] = (float)(turn * Math.Cos(angle) + 0.02 * random.NextDouble());
        inputs[2 * row + 1] = (float)(turn * Math.Sin(angle) + 0.02 * random.NextDouble());
    }

    return MemorySource.WithLabels(shape, inputs, labels, 2);
}

/// <summary>Cancels after a step.</summary>
internal sealed class CancelAt(long step, CancellationTokenSource cancellation) : ITrainingListener
{
    public void OnStep(in StepEvent taken)
    {
        if (taken.Step == step) cancellation.Cancel();
    }
}
