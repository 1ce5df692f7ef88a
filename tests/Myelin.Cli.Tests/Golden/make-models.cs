#:project ../../../src/Myelin.Classical/Myelin.Classical.csproj
#:project ../../../src/Myelin.Tables/Myelin.Tables.csproj
#:property PublishAot=false
#:property RestorePackagesWithLockFile=false

// Golden models made in C#, into the folder that the argument names: every layer, activation and initialiser, a network beside its
// preprocessing, and models that are put together from others. Beside NAME.safetensors stand NAME.inputs.txt and NAME.outputs.txt,
// one row a line, each float32 as the eight hexadecimal digits of its bits.

using System.Globalization;
using Myelin.Activations;
using Myelin.Classical;
using Myelin.Data;
using Myelin.Ensembles;
using Myelin.Initializers;
using Myelin.Kernels;
using Myelin.Layers;
using Myelin.Losses;
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

string folder = args[0], samples = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "..", "..", "..", "samples");
using var index = new StreamWriter(Path.Combine(folder, "models.txt")) { NewLine = "\n" };
uint state = 1;

// Two epochs move the weights and the running statistics away from where they start.
Shape three = new(3), image = new(2, 6, 6);
foreach (string name in ActivationCatalog.All.Names.Where(name => !Activation.Parse(name).IsFlat))
    Learn($"activation-{name}", $"linear:3 {name} batch-norm {name} linear:2", three);
Learn("activation-step", "step batch-norm linear:2", three);
Learn(
    "activation-options",
    "linear:3 leaky-relu:slope=0.3 batch-norm:momentum=0.3,epsilon=0.001 elu:alpha=0.5 linear:3 scaled-elu:scale=1.5,alpha=0.7"
        + " linear:2 approximate-sigmoid:form=formula",
    three);
Learn("initializers", string.Join(' ', InitializerCatalog.All.Names.Select(name => $"linear:3,initializer={name} tanh")) + " linear:2", three);
Learn(
    "layers-of-vectors",
    "linear:4 leaky-relu:slope=0.2 batch-norm dropout:0.25 linear:4 selu alpha-dropout:0.2 prelu:slope=0.1,per=channel,zero=one prelu rrelu"
        + " residual(linear:4 tanh residual(linear:4)) l2-normalize linear:2",
    three);
Learn(
    "layers-of-images",
    "conv:3,3,padding=1 relu batch-norm pool:2,stride=1 rrelu:lower=0.1,upper=0.3 residual(conv:3,3,padding=1 tanh conv:3,1,initializer=he-normal)"
        + " prelu:per=channel conv:2,3,stride=2 leaky-relu:slope=0.3 pool:2 flatten linear:2",
    image);
Learn("flatten-first", "flatten linear:3 relu linear:2", image);
Learn("loss-of-vectors", "linear:3 tanh linear:2", three, new CosineLoss());

// What the command cannot say: a loss of one's own name, classes without preprocessing, the largest seed.
Save("own-words", Network("linear:3 tanh linear:2", three, 5), three, Rows(three, 6), model =>
    model with { Loss = "a-loss-of-my-own:delta=2", Classes = ["ä, \"b\"", ""], Seed = ulong.MaxValue });

// A step has no slope, so that no weight before it can be learnt.
Save("linear-step", Network("linear:3 step linear:2", three, 7), three, Rows(three, 6));

// Models that are put together from others.
var ensemble = new Ensemble(three, [Network("linear:2 tanh linear:2", three, 1), Network("linear:2 tanh linear:2", three, 2)]);
Save("ensemble-mean", ensemble.ToNetwork(), three, Rows(three, 6));
Save("ensemble-side-by-side", ensemble.SideBySide(), three, Rows(three, 6));
Save("first-layers", Network("linear:3 relu linear:3 tanh linear:2", three, 3).FirstLayers(2, three), three, Rows(three, 6));
Save("linear-model", new LinearModel(new double[,] { { 1.0 / 3, -2, 1e-3 }, { Math.PI, 0, -1e6 } }, [0.1, -0.2]).ToNetwork(), three, Rows(three, 6));

// As in examples/03-iris-from-csv.cs, and the same for a number whose target is scaled. NAME.csv holds the rows before preprocessing.
FromTable("table-of-classes", "iris.csv", "species", new CrossEntropyLoss());
FromTable("table-of-numbers", "housing.csv", "median_house_value", new HuberLoss(20000));
return 0;

void Learn(string name, string text, Shape shape, Loss? loss = null)
{
    Sequential network = Network(text, shape, 7);
    float[] rows = Rows(shape, 16), targets = Rows(new Shape(2), 16);
    loss ??= new MeanSquaredErrorLoss();
    var options = new TrainerOptions { Epochs = 2, BatchSize = 4, LearningRate = new Constant(0.05f), Seed = 3 };
    new Trainer(network, loss, new Adam(), options).Fit(MemorySource.WithTargets(shape, rows, targets, targetCount: 2));
    float[] asked = [.. new float[shape.Count], .. Rows(shape, 5), .. Rows(shape, 1, scale: 1000)];
    Save(name, network, shape, asked, model => model with { Loss = loss.Canonical });
}

void FromTable(string name, string file, string target, Loss loss)
{
    Table table = CsvTable.Read(Path.Combine(samples, file));
    TableSchema schema = TableSchema.Infer(table, new TableOptions { Target = target });
    Split split = Split.Create(schema, validationFraction: 0.15, testFraction: 0.2, seed: 1);
    Preprocessing preprocessing = Preprocessing.Fit(table, schema, split.Train);
    Sequential network = Network($"linear:6 relu linear:{Math.Max(1, schema.Classes.Count)}", new Shape(preprocessing.Width), 1);
    new Trainer(network, loss, new Adam(), new TrainerOptions { Seed = 1, Epochs = 3 })
        .Fit(preprocessing.Encode(table, split.Train), preprocessing.Encode(table, split.Validation));
    var batch = new Batch();
    int[] rows = [0, 70, 149];
    string[] lines = File.ReadAllLines(Path.Combine(samples, file));
    File.WriteAllText(Path.Combine(folder, $"{name}.csv"), string.Concat(rows.Select(row => lines[row + 1]).Prepend(lines[0]).Select(line => line + "\n")));
    preprocessing.EncodeInputs(table).Fill(rows, batch);
    Save(name, network, new Shape(preprocessing.Width), batch.Inputs.ToArray(), model => model with
    {
        Loss = loss.Canonical,
        Classes = schema.Classes.Count == 0 ? null : schema.Classes,
        Seed = 1,
        Preprocessing = preprocessing.ToJson(),
    });
}

void Save(string name, Sequential network, Shape shape, float[] rows, Func<SavedModel, SavedModel>? change = null)
{
    var plain = new SavedModel { Network = network, InputShape = shape, Loss = "mse" };
    SavedModel model = change?.Invoke(plain) ?? plain;
    ModelFile.Save(Path.Combine(folder, $"{name}.safetensors"), model);
    float[] outputs = network.Predict(shape, rows);
    if (outputs.Any(output => !float.IsFinite(output))) throw new InvalidOperationException($"{name} predicts {string.Join(", ", outputs)}.");
    if (outputs.Chunk(network.OutputShape(shape).Count).Select(row => string.Join(' ', row)).Distinct().Count() < 2)
        throw new InvalidOperationException($"{name} predicts the same of every row.");
    Write($"{name}.inputs.txt", rows, shape.Count);
    Write($"{name}.outputs.txt", outputs, network.OutputShape(shape).Count);
    index.WriteLine($"{name} {model.WeightsSha256}");
}

void Write(string name, float[] values, int width) =>
    File.WriteAllText(Path.Combine(folder, name), string.Concat(values.Chunk(width).Select(row => string.Join(' ', row.Select(Bits)) + "\n")));

string Bits(float value) => BitConverter.SingleToUInt32Bits(value).ToString("x8", CultureInfo.InvariantCulture);

Sequential Network(string text, Shape shape, ulong seed) => Sequential.Build(text, shape, new RandomSource(seed));

// Numbers from -2 to 2, times the scale.
float[] Rows(Shape shape, int count, float scale = 1)
{
    var rows = new float[count * shape.Count];
    for (int i = 0; i < rows.Length; i++)
    {
        state = unchecked(state * 1664525 + 1013904223);
        rows[i] = ((state >> 8) / (float)(1 << 22) - 2) * scale;
    }

    return rows;
}
