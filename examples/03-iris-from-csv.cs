#:project ../src/Myelin/Myelin.csproj
#:project ../src/Myelin.Tables/Myelin.Tables.csproj

// From a CSV file to a saved network that predicts raw rows. Names, categories and missing cells are taken care of: what has to be done to
// a row before it enters the network is learnt from the training rows and saved with the weights.

using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Metrics;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Serialization;
using Myelin.Tables;
using Myelin.Tables.Columns;
using Myelin.Tables.Encodings;
using Myelin.Tables.Reading;
using Myelin.Tables.Splits;
using Myelin.Tensors;
using Myelin.Training;

string samples = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "..", "samples");
Table table = CsvTable.Read(Path.Combine(samples, "iris.csv"));
TableSchema schema = TableSchema.Infer(table, new TableOptions { Target = "species" });
foreach (ColumnChoice column in schema.Columns) Console.WriteLine(column);
Console.WriteLine($"target: {schema.Target}, {schema.Task} ({schema.TaskReason})");

// Thirty test rows are few, so that one lucky split says little: five splits, five networks, the mean.
var loss = new CrossEntropyLoss();
double accuracy = 0;
(Sequential network, Preprocessing preprocessing) = Train(seed: 1);
for (ulong seed = 2; seed <= 5; seed++) _ = Train(seed);
Console.WriteLine($"mean accuracy on test rows: {accuracy / 5:F3}");

// One file holds everything. PyTorch reads its weights, and Myelin the rest.
string path = Path.Combine(Path.GetTempPath(), $"iris-{Environment.ProcessId}.safetensors");
ModelFile.Save(path, new SavedModel
{
    Network = network,
    InputShape = new Shape(preprocessing.Width),
    Loss = loss.Canonical,
    Classes = schema.Classes,
    Seed = 1,
    Preprocessing = preprocessing.ToJson(),
});
SavedModel saved = ModelFile.Load(path);
File.Delete(path);

// A new flower, measured in centimetres; the table needs no target column.
var encoding = Preprocessing.FromJson(saved.Preprocessing!);
using var flower = new MemoryStream("sepal_length,sepal_width,petal_length,petal_width\n6.7,3.1,5.6,2.4\n"u8.ToArray());
TableSource inputs = encoding.EncodeInputs(CsvTable.Read(flower, "flower", encoding.ReadOptions));
var batch = new Batch();
inputs.Fill([0], batch);
float[] scores = saved.Network.Predict(saved.InputShape, batch.Inputs);
string species = saved.Classes![scores.Index().MaxBy(score => score.Item).Index];
Console.WriteLine($"the new flower is {species}");

return accuracy / 5 >= 0.93 && species == "Iris-virginica" ? 0 : 1;

(Sequential, Preprocessing) Train(ulong seed)
{
    // Every part has each species in the same proportion. The validation rows say when to stop, the test rows judge in the end.
    Split rows = Split.Create(schema, validationFraction: 0.15, testFraction: 0.2, seed);
    Preprocessing preprocessing = Preprocessing.Fit(table, schema, rows.Train);
    var network = Sequential.Build("linear:64 relu linear:32 relu linear:3", new Shape(preprocessing.Width), new RandomSource(seed));
    var trainer = new Trainer(network, loss, new Adam(), new TrainerOptions { Seed = seed });
    TrainingResult result = trainer.Fit(preprocessing.Encode(table, rows.Train), preprocessing.Encode(table, rows.Validation));
    ClassificationMetrics test = Evaluation.Of(network, loss, preprocessing.Encode(table, rows.Test)).Classification!;
    Console.WriteLine($"split {seed}: {result.Epochs} epochs, the best was {result.BestEpoch}; {test.ConfusionMatrix[1, 2] + test.ConfusionMatrix[2, 1]} of {test.TotalWeight} test rows confused");
    accuracy += test.Accuracy;
    return (network, preprocessing);
}
