#:project ../src/Myelin.Reference/Myelin.Reference.csproj

// XOR once more, from the inside: two lines set by hand, the regions that they make, one step of back-propagation worked through,
// a network of the same size that learns, and what linear layers without activations come to.

using Myelin.Activations;
using Myelin.Analysis;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Reference;
using Myelin.Schedules;
using Myelin.Tensors;
using Myelin.Training;

Shape plane = new(2);
float[] points = [0, 0, 0, 1, 1, 0, 1, 1];

// h1 = x1 + x2 - 0.5 asks for at least one input, h2 = x1 + x2 - 1.5 for both; XOR is the first and not the second.
Sequential byHand = HandSet("step");
float[] sums = new Sequential(Linear([1, 1, 1, 1], [-0.5f, -1.5f], "identity")).Predict(plane, points), sides = byHand.FirstLayers(1, plane).Predict(plane, points), answers = byHand.Predict(plane, points);
Console.WriteLine("x1 x2   h1      h2      xor");
for (int row = 0; row < 4; row++)
    Console.WriteLine($" {points[2 * row]}  {points[2 * row + 1]}   {sides[2 * row]} ({Sign(sums[2 * row])})   {sides[2 * row + 1]} ({Sign(sums[2 * row + 1])})   {answers[row]}");

// The two lines are parallel, so three of the four vertices of the square are reached.
IReadOnlyList<PolyhedralRegion> regions = PolyhedralRegions.InWindow(byHand, -1, 2, -1, 2);
foreach (PolyhedralRegion region in regions)
    Console.WriteLine($"region ({region.Code[0]}, {region.Code[1]}) → {region.Code[2]}: {region.Corners.Count} corners, area {region.Area:0.000} of 9");

// A step has no slope to learn by. With sigmoids in its place one step of gradient descent goes like this.
BackPropagationTrace trace = BackPropagationTrace.Of(HandSet("sigmoid"), [1, 0], new Tensor(new Shape(1, 1), 1), new MeanSquaredErrorLoss(), rate: 1);
trace.Write(Console.Out);
double apart = trace.Layers.SelectMany(layer => layer.Weights).Max(weight => Math.Abs(weight.After - weight.EngineAfter));
Console.WriteLine($"largest difference between double precision and the engine: {apart:0.0e+0}");

// A network of the same size with tanh finds its own lines; not from every start.
var learnt = Sequential.Build("linear:2 tanh linear:1", plane, new RandomSource(5));
var options = new TrainerOptions { Epochs = 2000, BatchSize = 4, LearningRate = new Constant(0.02f), Patience = 0 };
new Trainer(learnt, new BinaryCrossEntropyLoss(), new Adam(), options).Fit(MemorySource.WithLabels(plane, points, [0, 1, 1, 0], classCount: 2));
float[] logits = learnt.Predict(plane, points);
Console.WriteLine($"learnt: probabilities {string.Join(", ", logits.Select(z => $"{1 / (1 + MathF.Exp(-z)):0.000}"))}");

// Without activations three layers are one: W = W3 W2 W1, and no line parts XOR.
var linear = Sequential.Build("linear:4 linear:3 linear:1", plane, new RandomSource(1));
Sequential folded = linear.Collapse(plane);
float difference = linear.Predict(plane, points).Zip(folded.Predict(plane, points), (a, b) => MathF.Abs(a - b)).Max();
Console.WriteLine($"{linear.Canonical} is {folded.Canonical} with W = ({string.Join(", ", folded.Parameters.First().Value.ToArray())}); outputs differ by {difference:0.0e+0}");

bool isRight = answers.SequenceEqual([0f, 1, 1, 0]) && logits.Select(z => z > 0).SequenceEqual([false, true, true, false]);
return isRight && regions.Count == 3 && apart < 1e-6 && difference < 1e-6 ? 0 : 1;

static Sequential HandSet(string activation) => new(Linear([1, 1, 1, 1], [-0.5f, -1.5f], activation), Linear([1, -1], [-0.5f], activation));

static Linear Linear(float[] weights, float[] biases, string activation) =>
    new(new Tensor(new Shape(biases.Length, weights.Length / biases.Length), weights), new Tensor(new Shape(biases.Length), biases), Activation.Parse(activation));

static char Sign(float value) => value < 0 ? '-' : '+';
