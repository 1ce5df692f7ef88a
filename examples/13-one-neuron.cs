#:project ../src/Myelin.Classical/Myelin.Classical.csproj
#:project ../src/Myelin.Tables/Myelin.Tables.csproj

// What one neuron can be. Left linear it is linear regression, with a sigmoid logistic regression; the formula and gradient descent find
// the same numbers. Then a decision for a new sample, when mistakes do not cost the same; and every activation with its slope.

using Myelin.Activations;
using Myelin.Autograd;
using Myelin.Classical;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Metrics;
using Myelin.Optimizers;
using Myelin.Penalties;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Tables;
using Myelin.Tables.Columns;
using Myelin.Tables.Encodings;
using Myelin.Tables.Reading;
using Myelin.Tensors;
using Myelin.Training;

Table table = CsvTable.Read(Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "..", "samples", "iris.csv"));

// A number: petal width from the other columns. Standardised columns and the whole batch, so that descent is quick.
TableSource widths = Rows(new TableOptions { Target = "petal_width", Ignore = ["species"] });
LinearModel formula = LeastSquares.Fit(Samples.Of(widths));
LinearModel neuron = Descend("linear:1", widths, new MeanSquaredErrorLoss(), null);
double linearGap = Report("least squares", formula, neuron);

// Two classes: virginica or not. The ridge penalty keeps the coefficients finite where a plane would separate the classes.
TableSource species = Rows(new TableOptions { Target = "species" });
var batch = new Batch();
species.Fill([.. Enumerable.Range(0, species.Count)], batch);
MemorySource flowers = MemorySource.WithLabels(species.InputShape, batch.Inputs.ToArray(), [.. batch.Labels.ToArray().Select(label => label == 2 ? 1 : 0)], classCount: 2);
const float lambda = 0.01f;
LinearModel logistic = LogisticRegression.Fit(Samples.Of(flowers), lambda);
LinearModel sigmoid = Descend("linear:1", flowers, new BinaryCrossEntropyLoss(), Penalty.Of(new Ridge(lambda)));
double logisticGap = Report("logistic regression", logistic, sigmoid);

// A flower: the sum, its sigmoid as posterior probability, and two decisions. Where missing a virginica costs four times a false alarm, a fifth is enough.
flowers.Fill([106], batch);
double[] flower = [.. batch.Inputs.ToArray().Select(value => (double)value)];
double score = logistic.Predict(flower)[0];
float posterior = (float)(1 / (1 + Math.Exp(-score)));
var cautious = new DecisionRule(new double[,] { { 0, 4 }, { 1, 0 } });
Console.WriteLine($"f(x) = {score:0.000}, P = {posterior:0.000}: likelier {DecisionRule.OfErrors(2).Decide([1 - posterior, posterior])}, cheaper {cautious.Decide([1 - posterior, posterior])} (threshold {DecisionRule.Threshold(1, 4)})");

Console.WriteLine("activation: value and slope at -1, 0 and 1");
foreach (string name in ActivationCatalog.All.Names)
{
    var tape = new Tape();
    using StepScope step = tape.BeginStep(training: false);
    Tensor x = tape.Variable(new Tensor(new Shape(3), -1, 0, 1)), y = Activation.Parse(name).Apply(x);
    tape.Backward(y.Sum());
    Console.WriteLine($"  {name,-20} {string.Join("  ", y.ToArray().Zip(tape.Gradient(x).ToArray(), (value, slope) => $"{value,7:0.0000} {slope,7:0.0000}"))}");
}

return linearGap < 1e-4 && logisticGap < 1e-3 ? 0 : 1;

TableSource Rows(TableOptions options)
{
    TableSchema schema = TableSchema.Infer(table, options);
    return Preprocessing.Fit(table, schema, schema.Rows).Encode(table, schema.Rows);
}

LinearModel Descend(string text, IDataSource rows, Loss loss, Penalty? penalty)
{
    Sequential network = Sequential.Build(text, rows.InputShape, new RandomSource(1));
    var options = new TrainerOptions { Epochs = 8000, BatchSize = rows.Count, LearningRate = new Constant(0.3f), Patience = 0, Penalty = penalty };
    new Trainer(network, loss, new Sgd(), options).Fit(rows);
    return LinearModel.Of((Linear)network.Children[0].Layer);
}

double Report(string name, LinearModel found, LinearModel trained)
{
    int[] all = [.. Enumerable.Range(0, found.Inputs)];
    double largest = all.Max(i => Math.Abs(found.Coefficient(0, i))), gap = all.Max(i => Math.Abs(found.Coefficient(0, i) - trained.Coefficient(0, i))) / largest;
    Console.WriteLine($"{name}: ({string.Join(", ", all.Select(i => $"{found.Coefficient(0, i):0.0000}"))}), one neuron: ({string.Join(", ", all.Select(i => $"{trained.Coefficient(0, i):0.0000}"))}); largest gap {gap:0.0e+0} of the largest");
    return gap;
}
