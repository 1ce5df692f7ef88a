#:project ../src/Myelin/Myelin.csproj

// Exclusive or: true where exactly one input is. No straight line separates the two classes, so a network needs a hidden layer.
// The whole job in ten lines: data, network, trainer, prediction.

using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Tensors;
using Myelin.Training;

float[] inputs = [0, 0, 0, 1, 1, 0, 1, 1];   // four rows of two
int[] labels = [0, 1, 1, 0];
var data = MemorySource.WithLabels(new Shape(2), inputs, labels, classCount: 2);

// One output is enough for two classes: the logit z, with the probability of class 1 being 1 / (1 + e^-z).
var network = Sequential.Build("linear:8 tanh linear:1", new Shape(2), new RandomSource(seed: 1));
var options = new TrainerOptions { Epochs = 200, BatchSize = 4, LearningRate = new Constant(0.05f) };
var trainer = new Trainer(network, new BinaryCrossEntropyLoss(), new Adam(), options);
TrainingResult result = trainer.Fit(data, listener: new Progress());
Console.WriteLine($"{result.Steps} steps in {result.Elapsed.TotalMilliseconds:F0} ms.");

float[] logits = network.Predict(new Shape(2), inputs);
for (int row = 0; row < 4; row++)
    Console.WriteLine($"{inputs[2 * row]} xor {inputs[2 * row + 1]}: probability of true {1 / (1 + MathF.Exp(-logits[row])):F3}");

bool learnt = labels.Index().All(row => logits[row.Index] > 0 == (row.Item == 1));
Console.WriteLine(learnt ? "All four are right." : "Not learnt.");
return learnt ? 0 : 1;

// A listener hears of every step and every epoch; progress bars and log files are listeners too.
internal sealed class Progress : ITrainingListener
{
    public void OnEpoch(EpochEvent epoch)
    {
        if (epoch.Epoch % 50 == 0) Console.WriteLine($"epoch {epoch.Epoch}: loss {epoch.TrainingLoss:F4}");
    }
}
