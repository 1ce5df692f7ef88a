#:project ../src/Myelin/Myelin.csproj
#:project ../src/Myelin.Tables/Myelin.Tables.csproj

// A loss is a choice. The squared error lets a target that is ten times too large pull a hundred times as hard; Huber's loss is the
// squared error near the target and the absolute error far from it, so that such a target pulls no harder than any other wrong one.
// Here a tenth of the training rows have a slipped decimal point. Both losses learn from the same rows; clean rows judge.

using Myelin.Layers;
using Myelin.Losses;
using Myelin.Metrics;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Tables;
using Myelin.Tables.Columns;
using Myelin.Tables.Encodings;
using Myelin.Tables.Reading;
using Myelin.Tables.Splits;
using Myelin.Training;

string samples = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "..", "samples");
Table clean = CsvTable.Read(Path.Combine(samples, "housing.csv"));
TableSchema schema = TableSchema.Infer(clean, new TableOptions { Target = "median_house_value" });
Split rows = Split.Create(schema, validationFraction: 0, testFraction: 0.2, seed: 1);

int[] victims = [.. rows.Train];
new Philox(seed: 1, stream: 0).Shuffle(victims, step: 0);
victims = victims[..(rows.Train.Length / 10)];
float[] values = ((NumericColumn)clean[schema.Target]).Values.ToArray();
foreach (int row in victims) values[row] *= 10;
var wrecked = new Table("wrecked", [.. clean.Columns.Where(column => column.Name != schema.Target), new NumericColumn(schema.Target, values)]);

// Inside, the target is divided by its standard deviation, that of the wrecked rows, since nobody knows which ones are. The losses'
// parameters and the reported errors are in dollars all the same.
Preprocessing preprocessing = Preprocessing.Fit(wrecked, schema, rows.Train);
TableSource training = preprocessing.Encode(wrecked, rows.Train);
TableSource test = preprocessing.Encode(clean, rows.Test);
Console.WriteLine($"{victims.Length} of {rows.Train.Length} training targets are ten times too large; errors on {rows.Test.Length} clean rows:");

double mse = TestError(new MeanSquaredErrorLoss());
double huber = TestError(new HuberLoss(delta: 20_000));   // in dollars, like the target
bool better = huber < 0.8 * mse;
Console.WriteLine($"Huber's error is {huber / mse:P0} of that of the squared error.");
return better ? 0 : 1;

double TestError(Loss loss)
{
    var network = Sequential.Build("linear:64 relu linear:32 relu linear:1", training.InputShape, new RandomSource(seed: 1));
    new Trainer(network, loss, new Adam(), new TrainerOptions { Epochs = 60 }).Fit(training);
    RegressionMetrics metrics = Evaluation.Of(network, loss, test).Regression!;
    Console.WriteLine($"  {loss,-18} RMSE {metrics.RootMeanSquaredError,8:N0}   MAE {metrics.MeanAbsoluteError,8:N0}");
    return metrics.RootMeanSquaredError;
}
