using Myelin.Autograd;
using Myelin.Layers;
using Myelin.Operations;
using Myelin.Random;
using Myelin.Tensors;
using Myelin.Tests.Families;
using Myelin.Tests.Kernels;
using Xunit;

namespace Myelin.Tests.Layers;

/// <summary>How many rows are taken at once, and which networks are refused.</summary>
public sealed class NetworkMemoryTests
{
    private static readonly Shape Image = new(1, 28, 28);

    [Theory]
    [InlineData("linear:64 relu linear:32 relu linear:3", 4 + 64 + 32 + 3, 256, 4)]
    [InlineData("relu", 2 * 32_768, 256, 32_768)]
    [InlineData("relu", 2 * 32_769, 255, 32_769)]
    [InlineData("conv:64,3 relu", 65_536 + 64 * 254 * 254, 3, 1, 256, 256)]
    [InlineData("conv:64,3 relu pool:2 flatten linear:2", 65_536 + 64 * (254 * 254 + 3 * 127 * 127) + 2, 2, 1, 256, 256)]
    [InlineData("conv:400,1 pool:255", 65_536 + 400 * (256 * 256 + 2), 1, 1, 256, 256)]
    [InlineData("dropout:0.5 alpha-dropout:0.5 rrelu batch-norm prelu l2-normalize", 5 * 32_768, 102, 32_768)]
    [InlineData("residual(linear:1000 relu residual(relu linear:1000))", 1000 * (1 + 1 + 1 + 1 + 1 + 1), 256, 1000)]
    public void Rows_at_once_follow_the_written_rule(string text, long values, int rows, params int[] input)
    {
        var shape = new Shape(input);
        Sequential network = Sequential.Build(text, shape, new RandomSource(1));
        Assert.Equal((4 * values, rows), (NetworkMemory.OfRow(network, shape), NetworkMemory.RowsAtOnce(network, shape)));
    }

    [Fact]
    public void Rows_at_once_are_at_least_one_and_at_most_what_the_caller_says()
    {
        Assert.Equal(1, NetworkMemory.RowsAtOnce(long.MaxValue, 256));
        Assert.Equal(1024, NetworkMemory.RowsAtOnce(0, 1024));
        Assert.Equal(1024, NetworkMemory.RowsAtOnce(NetworkMemory.Budget / 1024, 1024));
        Assert.Equal(1023, NetworkMemory.RowsAtOnce(NetworkMemory.Budget / 1024 + 1, 1024));
    }

    [Theory, MemberData(nameof(LayerTests.Texts), MemberType = typeof(LayerTests))]
    public void Values_per_row_are_those_that_a_tape_keeps(string text)
    {
        const int rows = 3;
        Sequential network = LayerTests.Build(text);
        foreach (bool training in (bool[])[false, true])
        {
            var tape = new Tape(recording: training);
            using StepScope step = tape.BeginStep(training);
            network.Forward(tape.Variable(LayerTests.Rows(text, rows)));
            long kept = tape.Operations.Sum(operation => (training ? 2L : 1L) * operation.Result.Count
                + (operation is MaxPoolOperation or RandomFactorOperation ? operation.Result.Count : 0));
            Assert.Equal(kept, rows * network.ValuesPerRow(LayerTests.Input(text), training));
        }
    }

    [Theory]
    [InlineData("linear:40 tanh batch-norm residual(linear:40 relu) linear:3", 20)]
    [InlineData("conv:5,3,padding=1 relu pool:2 conv:6,3 tanh flatten linear:4", 1, 28, 28)]
    public void Predictions_have_the_same_bits_however_many_rows_are_taken_at_once(string text, params int[] input)
    {
        const int rows = 600;
        var shape = new Shape(input);
        Sequential network = Sequential.Build(text, shape, new RandomSource(1));
        float[] inputs = Samples.Make(rows * shape.Count, 1), expected = network.Predict(shape, inputs);
        foreach (int atOnce in (int[])[1, 7, 100, 256, rows])
        {
            var claiming = new Claiming(network, atOnce);
            Assert.Equal(expected, claiming.Predict(shape, inputs));
            Assert.Equal(rows, claiming.Taken.Sum());
            Assert.Equal(Math.Min(atOnce, 256), claiming.Taken.Max());
        }
    }

    [Fact]
    public void Memory_of_a_prediction_does_not_grow_with_its_rows()
    {
        const int rows = 60;
        var shape = new Shape(1, 128, 128);
        // A row takes 7.9 MB, all rows together 470 MB.
        Sequential network = Sequential.Build("conv:128,3 relu pool:126 flatten linear:2", shape, new RandomSource(1));
        float[] inputs = Samples.Make(rows * shape.Count, 1), outputs = new float[2 * rows];
        long before = GC.GetAllocatedBytesForCurrentThread();
        network.Predict(shape, inputs, outputs);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, NetworkMemory.Budget + (4 << 20));
    }

    [Fact]
    public void A_prediction_is_refused_only_where_a_single_row_takes_more_than_there_is()
    {
        Sequential network = Sequential.Build("conv:8,3 relu flatten linear:2", Image, new RandomSource(1));
        long row = 4 * (784 + 2 * 8 * 26 * 26 + 2);
        NetworkMemory.RequirePrediction(network, Image, "m.safetensors", row);
        string message = Assert.Throws<InvalidInputException>(() => NetworkMemory.RequirePrediction(network, Image, "m.safetensors", row - 1)).Message;
        Assert.StartsWith("m.safetensors has a network in which a single row takes 0 MiB, and 0 MiB are there; ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_is_refused_only_where_parameters_and_a_batch_take_more_than_there_is()
    {
        Sequential network = Sequential.Build("dropout:0.5 linear:100", new Shape(1000), new RandomSource(1));
        // Six times the parameters; the input once, masked values with gradient and factor, results with gradient.
        long parameters = 24 * 100_100, batch = 32 * 4 * (1000 + 3 * 1000 + 2 * 100);
        NetworkMemory.RequireTraining(network, new Shape(1000), 32, parameters + batch);
        Assert.Contains("2 MiB for the parameters and 0 MiB for a batch of 32 rows, and 2 MiB are there; choose a smaller batch",
            Refused(32, parameters + batch - 1), StringComparison.Ordinal);
        Assert.Contains("has 100100 parameters, whose training takes 2 MiB, and 1 MiB are there; choose smaller layers.", Refused(32, 2 << 20 - 1),
            StringComparison.Ordinal);
        Assert.Contains("for a batch of 2147483647 rows", Refused(int.MaxValue, 1L << 40), StringComparison.Ordinal);

        string Refused(int rows, long available) =>
            Assert.Throws<InvalidInputException>(() => NetworkMemory.RequireTraining(network, new Shape(1000), rows, available)).Message;
    }
}
