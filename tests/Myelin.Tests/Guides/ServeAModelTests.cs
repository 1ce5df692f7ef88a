using System.Text.Json.Nodes;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.TestKit;
using Myelin.Tests.Families;
using Myelin.Tests.Kernels;
using Xunit;

namespace Myelin.Tests.Guides;

/// <summary>The service that docs/guides/serve-a-model.md shows predicts with one whole model at a time, and refuses what it says.</summary>
public sealed class ServeAModelTests : IDisposable
{
    private const int Inputs = 3, Outputs = 2, Count = 40;

    private static readonly Shape Row = new(Inputs);
    private static readonly float[] Rows = Samples.Make(Count * Inputs, 1);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_prediction_is_one_models_and_after_the_last_reload_the_new_ones()
    {
        string[] paths = [Save("a", seed: 1, shift: 0.5f), Save("b", seed: 2, shift: -2)];
        float[][] expected = [.. paths.Select(Expected)];
        var service = new PredictionService(paths[0]);
        int[] seen = new int[3];
        bool isLast = false, isOver = false;
        Task[] callers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            var outputs = new float[Count * Outputs];
            while (!Volatile.Read(ref isOver))
            {
                bool begunAfterTheLast = Volatile.Read(ref isLast);
                service.Predict(Rows, outputs);
                int which = Array.FindIndex(expected, outputs.SequenceEqual);
                Assert.True(which >= 0, "a prediction of neither model");
                if (begunAfterTheLast) Assert.Equal(1, which);
                Interlocked.Increment(ref seen[begunAfterTheLast ? 2 : which]);
            }
        }, TestContext.Current.CancellationToken))];
        try
        {
            for (int i = 0; i < 100 || (seen.Take(2).Min() < 100 && !callers.Any(caller => caller.IsCompleted)); i++)
                service.Reload(paths[(i + 1) % 2]);
            service.Reload(paths[1]);
            Volatile.Write(ref isLast, true);
            while (Volatile.Read(ref seen[2]) < 100 && !callers.Any(caller => caller.IsCompleted)) Thread.Yield();
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            await Task.WhenAll(callers);
        }
    }

    [Fact]
    public void A_file_that_is_refused_leaves_the_model_that_serves()
    {
        string good = Save("good", seed: 1, shift: 1), wide = Save("wide", seed: 1, shift: 1, outputs: 3);
        string bare = folder.File("bare"), broken = folder.File("broken");
        ModelFile.Save(bare, Model(1, 1, Outputs) with { Preprocessing = null });
        using (SafeTensorsFile file = SafeTensorsFile.Open(good))
        {
            var tensors = file.Entries.Select(entry =>
            {
                var values = new float[entry.Shape.Count];
                file.ReadFloats(entry.Name, values);
                values[0] = float.NaN;
                return (entry.Name, entry.Shape, (ReadOnlyMemory<float>)values);
            });
            SafeTensorsFile.Write(broken, tensors, file.Metadata);
        }

        byte[] whole = File.ReadAllBytes(good);
        string[] refused = [wide, bare, broken, folder.File("absent"), folder.Write("torn", whole[..^4]), folder.Write("text", "hello, world"u8.ToArray())];
        var service = new PredictionService(good);
        foreach (string path in refused)
        {
            string message = Assert.Throws<InvalidInputException>(() => service.Reload(path)).Message;
            Assert.DoesNotContain('\n', message);
            var outputs = new float[Count * Outputs];
            service.Predict(Rows, outputs);
            Assert.Equal(Expected(good), outputs);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(Count)]
    public void A_prediction_of_sizes_that_were_seen_allocates_nothing(int count)
    {
        var service = new PredictionService(Save("m", seed: 1, shift: 1));
        var outputs = new float[count * Outputs];
        Assert.Equal(0, Allocations.PerRun(() => service.Predict(Rows.AsSpan(0, count * Inputs), outputs)));
    }

    [Fact]
    public void A_row_whose_prediction_is_NaN_is_refused_by_its_number()
    {
        var service = new PredictionService(Save("m", seed: 1, shift: 1));
        float[] rows = [.. Rows];
        rows[7 * Inputs] = float.NaN;
        var outputs = new float[Count * Outputs];
        Assert.Contains("row 7 ", Assert.Throws<ArgumentException>(() => service.Predict(rows, outputs)).Message, StringComparison.Ordinal);
        for (int row = 0; row < Count; row++)
        {
            if (row == 7) Assert.All(outputs[(row * Outputs)..((row + 1) * Outputs)], output => Assert.True(float.IsNaN(output)));
            else Assert.Equal(Expected(folder.File("m"))[(row * Outputs)..((row + 1) * Outputs)], outputs[(row * Outputs)..((row + 1) * Outputs)]);
        }

        Assert.Throws<ArgumentException>(() => service.Predict(Rows.AsSpan(1), new float[Count * Outputs]));
        Assert.Throws<ArgumentException>(() => service.Predict(Rows, new float[Count * Outputs - 1]));
    }

    [Fact]
    public void Loading_weights_into_the_network_that_serves_tears_predictions()
    {
        string path = folder.File("new");
        ModelFile.Save(path, new SavedModel { Network = Layers(2), InputShape = Row, Loss = "mse" });
        Sequential serving = Layers(1), old = Layers(1), replaced = Layers(2);
        float[] torn;
        var meanwhile = new Meanwhile();
        var network = new Sequential(serving.Children[0].Layer, meanwhile, serving.Children[1].Layer);
        meanwhile.Act = () => ModelFile.LoadWeights(path, network, name => name[0] == '3' ? $"2{name[1..]}" : name);
        torn = network.Predict(Row, Rows);
        meanwhile.Act = () => { };
        Assert.NotEqual(old.Predict(Row, Rows), torn);
        Assert.NotEqual(replaced.Predict(Row, Rows), torn);
        Assert.Equal(replaced.Predict(Row, Rows), network.Predict(Row, Rows));

        static Sequential Layers(ulong seed) => Sequential.Build("linear:6 tanh linear:2", Row, new RandomSource(seed));
    }

    private static SavedModel Model(ulong seed, float shift, int outputs) => new()
    {
        Network = Sequential.Build($"linear:6 relu linear:{outputs}", Row, new RandomSource(seed)),
        InputShape = Row,
        Loss = "mse",
        Preprocessing = new JsonObject { ["shift"] = new JsonArray(shift, 1, 2), ["scale"] = new JsonArray(1, shift, 3) },
    };

    private string Save(string name, ulong seed, float shift, int outputs = Outputs)
    {
        string path = folder.File(name);
        ModelFile.Save(path, Model(seed, shift, outputs));
        return path;
    }

    private static float[] Expected(string path)
    {
        SavedModel model = ModelFile.Load(path);
        float shift = (float)model.Preprocessing!["shift"]![0]!;
        (float[] shifts, float[] scales) = ([shift, 1, 2], [1, shift, 3]);
        return model.Network.Predict(Row, [.. Rows.Select((value, i) => (value - shifts[i % Inputs]) * scales[i % Inputs])]);
    }

    /// <summary>Does something in the middle of a prediction, as another thread may.</summary>
    private sealed class Meanwhile : Layer
    {
        internal Action Act { get; set; } = () => { };

        public override string Canonical => "meanwhile";

        public override Shape OutputShape(Shape inputShape) => inputShape;

        protected override Tensor Compute(Tensor x)
        {
            Act();
            return x;
        }
    }
}
