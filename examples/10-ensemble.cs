#:project ../src/Myelin.Tables/Myelin.Tables.csproj

// Ten networks, each on rows of iris drawn with replacement: their mean, their vote, and all ten as one wide network that is saved like any other.

using Myelin.Data;
using Myelin.Ensembles;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Tables;
using Myelin.Tables.Columns;
using Myelin.Tables.Encodings;
using Myelin.Tables.Reading;
using Myelin.Tables.Splits;
using Myelin.Training;

Table table = CsvTable.Read(Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "..", "samples", "iris.csv"));
TableSchema schema = TableSchema.Infer(table, new TableOptions { Target = "species" });
Split split = Split.Create(schema, validationFraction: 0, testFraction: 0.3, seed: 1);
Preprocessing preprocessing = Preprocessing.Fit(table, schema, split.Train);
TableSource training = preprocessing.Encode(table, split.Train), test = preprocessing.Encode(table, split.Test);

Ensemble ensemble = Bagging.Fit(members: 10, training, seed: 1, (rows, seed) =>
{
    var network = Sequential.Build("linear:16 relu linear:3", training.InputShape, new RandomSource(seed));
    new Trainer(network, new CrossEntropyLoss(), new Adam(), new TrainerOptions { Epochs = 60, LearningRate = new Constant(0.01f), Seed = seed }).Fit(rows);
    return network;
});

Sequential network = ensemble.ToNetwork();
var batch = new Batch();
test.Fill([.. Enumerable.Range(0, test.Count)], batch);
float[] inputs = batch.Inputs.ToArray();
int[] truth = batch.Labels.ToArray(), votes = ensemble.Vote(inputs);
double Accuracy(Layer model) => Evaluation.Of(model, new CrossEntropyLoss(), test).Classification!.Accuracy;
double[] alone = [.. ensemble.Members.Select(Accuracy)];
int inVotes = votes.Zip(truth).Count(pair => pair.First == pair.Second);
Console.WriteLine($"a member alone: accuracy {alone.Min():0.000} to {alone.Max():0.000}; their mean: {Accuracy(network):0.000}; their vote: {(double)inVotes / test.Count:0.000}");

// The wide network holds the members unchanged: the same outputs, bit for bit.
float[] together = ensemble.SideBySide().Predict(training.InputShape, inputs);
int outputs = ensemble.OutputShape.Count, width = ensemble.Members.Count * outputs;
bool equal = ensemble.Members.Index().All(member => member.Item.Predict(training.InputShape, inputs).Index()
    .All(output => output.Item.Equals(together[output.Index / outputs * width + member.Index * outputs + output.Index % outputs])));
Console.WriteLine($"as one network: {network.Canonical}; every member's outputs unchanged: {equal}");
return equal && Accuracy(network) > 0.9 ? 0 : 1;
