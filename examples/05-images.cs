#:project ../src/Myelin/Myelin.csproj

// Clothes in 500 pictures of 28x28 pixels, ten kinds of them, and a small convolutional network. 400 pictures are few to learn from:
// guessing is right in 10 of 100, this network in about 80.

using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Training;

string samples = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "..", "samples");
// The labels are found beside the images by name. Pixels stay bytes until a batch needs them.
ImageSource images = ImageFiles.Open([Path.Combine(samples, "fashion-500-images-idx3-ubyte.gz")], labelsRequired: true);
Console.WriteLine($"{images.Count} images of shape {images.InputShape}, {images.ClassCount} classes");
var training = new SubsetSource(images, [.. Enumerable.Range(0, 400)]);
var test = new SubsetSource(images, [.. Enumerable.Range(400, 100)]);

// 8 filters of 5x5, the largest of each 2x2 window, 16 filters on top of that, and a decision. Sizes follow from the input.
var network = Sequential.Build("conv:8,5 relu pool:2 conv:16,5 relu pool:2 flatten dropout:0.3 linear:10", images.InputShape, new RandomSource(seed: 1));
foreach (Parameter parameter in network.Parameters) Console.WriteLine($"  {parameter.Name,-10} {parameter.Value.Shape}");
Console.WriteLine($"  {network.ParameterCount} parameters");

var loss = new CrossEntropyLoss();
var options = new TrainerOptions { Epochs = 40, LearningRate = new LinearDecay(0.003f) };
TrainingResult result = new Trainer(network, loss, new Adam(), options).Fit(training);
Evaluation seen = Evaluation.Of(network, loss, training), held = Evaluation.Of(network, loss, test);
Console.WriteLine($"{result.Steps} steps in {result.Elapsed.TotalSeconds:F1} s");
Console.WriteLine($"accuracy: {seen.Classification!.Accuracy:P0} on the rows learnt from, {held.Classification!.Accuracy:P0} on the others");

return held.Classification.Accuracy >= 0.75 ? 0 : 1;
