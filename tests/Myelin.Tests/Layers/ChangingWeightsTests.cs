using Myelin.Data;
using Myelin.Kernels;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Serialization;
using Myelin.Tensors;
using Myelin.TestKit;
using Myelin.Tests.Kernels;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Layers;

/// <summary>
/// Threads that predict single rows while another changes the weights, and let each other run at the marked points: afterwards every one sees the new
/// weights.
/// </summary>
[Collection(nameof(WorkersCollection))]
public sealed class ChangingWeightsTests : IDisposable
{
    private const int Runs = 1000;
    private const int Readers = 8;

    private static readonly Shape Input = new(6);
    private static readonly float[] Row = Samples.Make(6, 1);

    [ThreadStatic]
    private static System.Random? yields;

    private readonly TemporaryFolder folder = new();
    private int threads;

    public ChangingWeightsTests() => Interleaving.AtPoint = Yield;

    public void Dispose()
    {
        Interleaving.AtPoint = null;
        folder.Dispose();
    }

    [Theory]
    [InlineData("train")]
    [InlineData("load")]
    [InlineData("restore")]
    [InlineData("change")]
    [InlineData("make the store")]
    public void A_prediction_after_a_change_uses_the_new_weights(string how)
    {
        string path = folder.File("other.safetensors");
        Sequential other = Network(2);
        ModelFile.Save(path, new SavedModel { Network = other, InputShape = Input, Loss = "mse", Seed = 2 });
        ParameterSnapshot values = other.Store.Snapshot();
        Labels labels = new[] { 0, 1, 2, 0, 1, 2, 0, 1 };
        var rows = MemorySource.WithLabels(Input, Samples.Make(48, 3), labels.ToArray(), 3);
        float[]? alone = null;
        // Five ways of changing weights share the runs.
        for (int run = 0; run < Runs / 5; run++)
        {
            Sequential network = Network(1);
            // Parameters that lie in no store yet have versions of their own.
            if (how != "make the store" && (how != "load" || run % 2 == 0)) _ = network.Store;
            float[] before = network.Predict(Input, Row);
            bool stop = false;
            var seen = new float[Readers][];
            Thread[] readers = [.. Enumerable.Range(0, Readers).Select(reader => new Thread(() =>
            {
                yields = new System.Random(run * Readers + reader);
                while (!Volatile.Read(ref stop)) _ = network.Predict(Input, Row);
                // The change is over: whatever this thread predicts from now on is of the new weights.
                seen[reader] = network.Predict(Input, Row);
            }))];
            yields = new System.Random(-1 - run);
            foreach (Thread reader in readers) reader.Start();
            Yield();
            switch (how)
            {
                case "train":
                    new Trainer(network, new CrossEntropyLoss(), new Sgd(),
                        new TrainerOptions { Epochs = 2, BatchSize = 4, LearningRate = new Constant(0.5f) }).Fit(rows);
                    break;
                case "load":
                    ModelFile.LoadWeights(path, network);
                    break;
                case "restore":
                    network.Store.Restore(values);
                    break;
                case "change":
                    network.Store.Change(0, static (weights, _) =>
                    {
                        for (int i = 0; i < weights.Length; i++)
                        {
                            if (i % 16 == 0) Interleaving.Point();
                            weights[i] *= 2;
                        }
                    });
                    break;
                default:
                    _ = network.Store;
                    break;
            }

            Volatile.Write(ref stop, true);
            foreach (Thread reader in readers) reader.Join();
            // One thread, without others, says what is right.
            alone ??= network.Predict(Input, Row);
            if (how != "make the store") Assert.NotEqual(before, alone);
            Assert.All(seen, prediction => Assert.Equal(alone, prediction));
        }
    }

    private static Sequential Network(ulong seed) => Sequential.Build("linear:8 tanh linear:3", Input, new RandomSource(seed));

    private void Yield()
    {
        System.Random random = yields ??= new System.Random(Interlocked.Increment(ref threads));
        switch (random.Next(4))
        {
            case 0:
                Thread.Yield();
                break;
            case 1:
                Thread.SpinWait(random.Next(200));
                break;
        }
    }
}
