#:project ../src/Myelin.Classical/Myelin.Classical.csproj
#:project ../src/Myelin.Tables/Myelin.Tables.csproj

// Four columns of iris in two dimensions, in three ways: principal components, a linear autoencoder that finds the same plane by training,
// and the hidden layer of a network that was trained to tell the species apart.

using Myelin.Classical;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Tables;
using Myelin.Tables.Columns;
using Myelin.Tables.Encodings;
using Myelin.Tables.Reading;
using Myelin.Tensors;
using Myelin.Training;

Table table = CsvTable.Read(Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "..", "samples", "iris.csv"));
TableSchema schema = TableSchema.Infer(table, new TableOptions { Target = "species" });
Preprocessing preprocessing = Preprocessing.Fit(table, schema, schema.Rows);
TableSource rows = preprocessing.Encode(table, schema.Rows);
Shape shape = rows.InputShape;
var batch = new Batch();
rows.Fill([.. Enumerable.Range(0, rows.Count)], batch);
float[] inputs = batch.Inputs.ToArray();

PrincipalComponents components = PrincipalComponents.Fit(Samples.Of(rows));
Console.WriteLine($"two principal components explain {components.ExplainedShares.Take(2).Sum():0.0000} of the variance");

// The autoencoder's targets are its inputs; two neurons in between have to carry them.
var autoencoder = Sequential.Build("linear:2 linear:4", shape, new RandomSource(1));
var slowly = new TrainerOptions { Epochs = 3000, BatchSize = rows.Count, LearningRate = new Constant(0.2f), Patience = 0 };
new Trainer(autoencoder, new MeanSquaredErrorLoss(), new Sgd(momentum: 0.9f), slowly).Fit(MemorySource.WithTargets(shape, inputs, inputs, shape.Count));
LinearModel encoder = LinearModel.Of((Linear)autoencoder.Children[0].Layer);
double angle = Subspaces.LargestAngle(Directions(2, (k, i) => components.Component(k)[i]), Directions(2, encoder.Coefficient));
Console.WriteLine($"a linear autoencoder spans the same plane: the largest angle is {angle:0.0e+0} radians");
Console.WriteLine($"but along axes of its own: {string.Join(" ", Enumerable.Range(0, 4).Select(i => $"{encoder.Coefficient(0, i):0.000}"))} instead of {string.Join(" ", components.Component(0).ToArray().Select(value => $"{value:0.000}"))}");

// A hidden layer that was trained with the species projects the rows so that they lie apart.
var network = Sequential.Build("linear:16 relu linear:2 tanh linear:3", shape, new RandomSource(1));
new Trainer(network, new CrossEntropyLoss(), new Adam(), new TrainerOptions { Epochs = 200, LearningRate = new Constant(0.01f) }).Fit(rows);
Sequential hidden = network.FirstLayers(2, shape);
double inComponents = Neighbours(components.Projection(2).ToNetwork().Predict(shape, inputs)), inHidden = Neighbours(hidden.Predict(shape, inputs));
Console.WriteLine($"rows whose nearest other row is of their species: {inComponents:0.000} in two components, {inHidden:0.000} in the hidden layer '{hidden.Canonical}'");
return angle < 1e-3 && inHidden > inComponents ? 0 : 1;

double[,] Directions(int count, Func<int, int, double> value)
{
    var directions = new double[count, shape.Count];
    for (int k = 0; k < count; k++)
    {
        for (int i = 0; i < shape.Count; i++) directions[k, i] = value(k, i);
    }

    return directions;
}

double Neighbours(float[] points)
{
    int right = 0;
    for (int row = 0; row < rows.Count; row++)
    {
        int nearest = Enumerable.Range(0, rows.Count).Where(other => other != row)
            .MinBy(other => Math.Pow(points[2 * other] - points[2 * row], 2) + Math.Pow(points[2 * other + 1] - points[2 * row + 1], 2));
        if (batch.Labels[nearest] == batch.Labels[row]) right++;
    }

    return (double)right / rows.Count;
}
