#:project ../src/Myelin/Myelin.csproj
#:project ../src/Myelin.Reference/Myelin.Reference.csproj
#:project ../src/Myelin.Tables/Myelin.Tables.csproj

// A loss of one's own: the pinball loss, whose minimum is a quantile. With 0.9 the network learns the price that nine houses in ten stay
// below. It takes a kernel of a few lines, and a check of its derivative before anything is trained with it.

using System.Runtime.Intrinsics;
using Myelin.Data;
using Myelin.Functions;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Reference;
using Myelin.Reference.Twins;
using Myelin.Tables;
using Myelin.Tables.Columns;
using Myelin.Tables.Encodings;
using Myelin.Tables.Reading;
using Myelin.Tables.Splits;
using Myelin.Tensors;
using Myelin.Training;

var loss = new PinballLoss(0.9f);

// The check compares the gradient with a slow and plain twin in double precision, and the twin with difference quotients.
var prediction = new Tensor(new Shape(5, 1), -2, 0.5f, 1, 3, 10);
var target = new Tensor(new Shape(5, 1), -1, 0.25f, 2, 1, 10.5f);
var twins = new ReferenceTwins().Add((Pinball kernel) => new PinballReference(kernel.Quantile));
GradientReport report = GradientCheck.Run(x => loss.Compute(x[0], target), [prediction], new GradientCheckOptions { Twins = twins });
Console.WriteLine(report);
if (!report.IsGood) return 1;

string samples = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "..", "samples");
Table table = CsvTable.Read(Path.Combine(samples, "housing.csv"));
TableSchema schema = TableSchema.Infer(table, new TableOptions { Target = "median_house_value" });
Split rows = Split.Create(schema, validationFraction: 0.15, testFraction: 0.2, seed: 1);
Preprocessing preprocessing = Preprocessing.Fit(table, schema, rows.Train);
TableSource training = preprocessing.Encode(table, rows.Train), test = preprocessing.Encode(table, rows.Test);

var network = Sequential.Build("linear:32 relu linear:1", training.InputShape, new RandomSource(seed: 1));
var options = new TrainerOptions { Epochs = 100 };
TrainingResult result = new Trainer(network, loss, new Adam(), options).Fit(training, preprocessing.Encode(table, rows.Validation));
Console.WriteLine($"{result.Epochs} epochs, the best was {result.BestEpoch}; mean loss {result.TrainingLoss:N0} dollars");

var batch = new Batch();
test.Fill([.. Enumerable.Range(0, test.Count)], batch);
float[] quantiles = network.Predict(test.InputShape, batch.Inputs);
double below = Enumerable.Range(0, test.Count).Count(row => batch.Targets[row] < quantiles[row]) / (double)test.Count;
Console.WriteLine($"{below:P0} of {test.Count} test houses cost less than their predicted 90 % quantile");
return below is > 0.84 and < 0.96 ? 0 : 1;

/// <summary>The loss as the trainer takes it; the reduction over rows, and their weights, come with the operation.</summary>
internal sealed class PinballLoss(float quantile) : Loss
{
    public override string Canonical => $"pinball:quantile={quantile}";

    public override LossDomain Domain => LossDomain.AnyValue;

    public override ScaledLoss ForScaledTargets(float scale, float shift) => new(this, scale);

    protected override Tensor Apply(Tensor prediction, Targets targets, Tensor? rowWeights, Reduction reduction) =>
        ElementLossOperation<Pinball>.Apply(prediction, targets, rowWeights, reduction, new Pinball(quantile));
}

/// <summary>With r = target - prediction and the quantile q: q r where r > 0, else (q - 1) r; value and derivative of 16 elements at once.</summary>
internal readonly struct Pinball(float quantile) : IElementLossFunction
{
    public static string Name => "pinball";

    public float Quantile => quantile;

    public Vector512<float> Evaluate(Vector512<float> prediction, Vector512<float> target, out Vector512<float> derivative)
    {
        Vector512<float> residual = target - prediction;
        Vector512<float> above = Vector512.GreaterThan(residual, Vector512<float>.Zero);
        Vector512<float> slope = Vector512.ConditionalSelect(above, Vector512.Create(-quantile), Vector512.Create(1 - quantile));
        derivative = Vector512.ConditionalSelect(Vector512.IsNaN(residual), residual, slope);
        return -slope * residual;
    }
}

/// <summary>The same in double precision, one element at a time.</summary>
internal sealed record PinballReference(double Quantile) : ElementLossReference
{
    public override double Value(double prediction, double target) => Math.Max(Quantile * (target - prediction), (Quantile - 1) * (target - prediction));

    public override double Derivative(double prediction, double target) => target > prediction ? -Quantile : 1 - Quantile;
}
