#:project ../src/Myelin/Myelin.csproj

// A network that has learnt one thing is a beginning for another: its first layers are kept, frozen at first, then trained at a tenth of the rate.
// Decay without biases, the best weights by accuracy, and a stop when that is good enough.

using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Tensors;
using Myelin.Training;

var shape = new Shape(2);

// Many rows of a task that is like the one wanted: on which side of a wave a point lies.
Sequential taught = Sequential.Build("linear:32 tanh linear:16 tanh linear:1", shape, new RandomSource(seed: 1));
var options = new TrainerOptions { Epochs = 60, LearningRate = new CosineDecay(0.02f) };
new Trainer(taught, new BinaryCrossEntropyLoss(), new Adam(), options).Fit(Waves(2000, seed: 1, height: 0));

// Few rows of the task itself, the same wave a little higher.
MemorySource training = Waves(24, seed: 2, height: 0.3), validation = Waves(200, seed: 3, height: 0.3);
Sequential anew = Sequential.Build("linear:32 tanh linear:16 tanh linear:1", shape, new RandomSource(seed: 2));
new Trainer(anew, new BinaryCrossEntropyLoss(), new AdamW(biases: false), Steered(epochs: 200)).Fit(training, validation);

var tuned = new Sequential(taught.FirstLayers(2, shape), new Linear(16, 1, new RandomSource(seed: 2)));
Layer features = tuned[0];
features.Freeze();
TrainingResult head = new Trainer(tuned, new BinaryCrossEntropyLoss(), new AdamW(biases: false), Steered(epochs: 100)).Fit(training, validation);
Console.WriteLine($"the last layer alone: {head.Reason} after {head.Epochs} epochs, {Judge(tuned)}");

features.Unfreeze();
foreach (Parameter parameter in features.Parameters) parameter.RateFactor = 0.1f;
TrainingResult all = new Trainer(tuned, new BinaryCrossEntropyLoss(), new AdamW(biases: false), Steered(epochs: 100)).Fit(training, validation, new GoodEnough(0.94));
Console.WriteLine($"all layers:           {all.Reason} after {all.Epochs} epochs, {Judge(tuned)}");
Console.WriteLine($"from nothing:         {Judge(anew)}");
return Judge(tuned).Classification!.Accuracy > Judge(anew).Classification!.Accuracy ? 0 : 1;

// Dropout would fade with DropoutFactor = new LinearDecay(1), and MicroBatchSize = 8 would compute 8 rows of a batch at a time.
static TrainerOptions Steered(int epochs) => new()
{
    Epochs = epochs,
    LearningRate = new OneCycle(0.02f),
    WeightDecay = new LinearDecay(0.1f),
    Monitor = EvaluationMetric.Parse("accuracy"),
    Patience = 0,
};

Evaluation Judge(Layer network) => Evaluation.Of(network, new BinaryCrossEntropyLoss(), validation);

MemorySource Waves(int count, int seed, double height)
{
    var random = new Random(seed);
    var inputs = new float[2 * count];
    var labels = new int[count];
    for (int row = 0; row < count; row++)
    {
        double x = 4 * random.NextDouble() - 2, y = 4 * random.NextDouble() - 2;
        (inputs[2 * row], inputs[2 * row + 1], labels[row]) = ((float)x, (float)y, y > Math.Sin(3 * x) + height ? 1 : 0);
    }

    return MemorySource.WithLabels(shape, inputs, labels, 2);
}

/// <summary>Stops a training when the accuracy is good enough.</summary>
internal sealed class GoodEnough(double accuracy) : ITrainingListener
{
    public void OnEpoch(EpochEvent epoch)
    {
        if (epoch.Validation!.Classification!.Accuracy >= accuracy) epoch.Stop();
    }
}
