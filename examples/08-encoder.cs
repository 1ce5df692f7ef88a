#:project ../src/Myelin/Myelin.csproj

// An encoder does not name classes: it puts pictures of one kind near each other, so that the nearest known picture tells what a new one shows. The triplet loss
// teaches it: of a batch, each picture shall be nearer to those of its kind than to others, by a margin. 400 pictures of 784 pixels
// become 16 numbers each, and the other 100 are looked up among them.

using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Metrics;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Training;

string[] names = ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot"];
string samples = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "..", "samples");
ImageSource images = ImageFiles.Open([Path.Combine(samples, "fashion-500-images-idx3-ubyte.gz")], labelsRequired: true);
int[] known = [.. Enumerable.Range(0, 400)], asked = [.. Enumerable.Range(400, 100)];
IDataSource training = new SubsetSource(images, known), test = new SubsetSource(images, asked);

// Behind l2-normalize every embedding has the norm 1, so that the margin means the same for all.
var encoder = Sequential.Build("conv:8,5 relu pool:2 conv:16,5 relu pool:2 flatten dropout:0.3 linear:16 l2-normalize", images.InputShape, new RandomSource(seed: 1));
var loss = new TripletLoss(margin: 0.2f);
// Rows of a batch are compared with each other: 128 rows hold about 13 of each of ten kinds.
new Trainer(encoder, loss, new Adam(), new TrainerOptions { Epochs = 60, BatchSize = 128, LearningRate = new LinearDecay(0.003f) }).Fit(training);

double accuracy = Evaluation.Of(encoder, loss, test, neighbors: training).Classification!.Accuracy;
(float[] knownPixels, int[] knownLabels) = Read(known);
(float[] askedPixels, int[] askedLabels) = Read(asked);
double ofPixels = Hits(new NearestNeighbor(knownPixels, knownLabels).Classify(askedPixels), askedLabels);
Console.WriteLine($"the nearest picture shows the same kind: {ofPixels:P0} by 784 pixels, {accuracy:P0} by 16 numbers");

float[] embeddings = encoder.Predict(images.InputShape, knownPixels);
foreach (int row in Enumerable.Range(0, 5))
{
    float[] own = encoder.Predict(images.InputShape, askedPixels.AsSpan(row * 784, 784));
    var nearest = Enumerable.Range(0, known.Length).OrderBy(i => Distance(own, embeddings.AsSpan(i * 16, 16))).Take(3);
    Console.WriteLine($"  {names[askedLabels[row]],-10} is nearest to {string.Join(", ", nearest.Select(i => $"{names[knownLabels[i]]} #{i}"))}");
}

return accuracy >= 0.75 ? 0 : 1;

(float[] Pixels, int[] Labels) Read(int[] rows)
{
    var batch = new Batch();
    images.Fill(rows, batch);
    return (batch.Inputs.ToArray(), batch.Labels.ToArray());
}

static double Hits(int[] found, int[] labels) => found.Zip(labels, (one, other) => one == other ? 1.0 : 0).Average();

static float Distance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
{
    float sum = 0;
    for (int i = 0; i < x.Length; i++) sum += (x[i] - y[i]) * (x[i] - y[i]);
    return sum;
}
