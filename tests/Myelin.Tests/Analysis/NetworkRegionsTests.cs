using Myelin.Analysis;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Analysis;

/// <summary>Regions of whole networks: what a region says of its outputs is what the engine computes there, on a grid that knows nothing of polygons.</summary>
public sealed class NetworkRegionsTests
{
    private const double Half = 3;
    private const int Side = 120;

    private static readonly Shape Plane = new(2);

    public static TheoryData<string> Networks =>
    [
        "linear:1", "linear:3 relu linear:1", "linear:5 relu linear:4 relu linear:2",
        "linear:4 leaky-relu:slope=0.2 dropout:0.5 linear:3 relu linear:1", "linear:4 relu6 linear:3 relu6 linear:2",
        "linear:3 prelu:per=channel linear:3 rrelu linear:1", "linear:4 step linear:3 step linear:1 step", "linear:3 step linear:2 relu linear:1",
        "relu linear:3 relu", "linear:12 relu linear:8 relu linear:1", "linear:3 identity relu linear:2",
    ];

    [Theory, MemberData(nameof(Networks))]
    public void Every_region_is_the_affine_map_that_the_network_computes_there(string text)
    {
        for (int seed = 1; seed <= 3; seed++) AgreesWithGrid(Drawn(text, seed), $"{text}, seed {seed}");
    }

    /// <summary>Small whole weights make lines that are parallel, coincident, concurrent, on the window's edge, or no lines at all.</summary>
    [Theory]
    [InlineData("linear:4 step linear:2 step")]
    [InlineData("linear:4 relu linear:3 relu linear:1")]
    [InlineData("linear:3 relu6 linear:3 step linear:2")]
    [InlineData("linear:5 leaky-relu:slope=0.5 linear:2 relu")]
    public void Degenerate_networks_agree_with_the_grid_too(string text)
    {
        var random = new System.Random(11);
        for (int run = 0; run < 40; run++)
        {
            Sequential network = Sequential.Build(text, Plane, new RandomSource(1));
            foreach (Parameter parameter in network.Parameters)
            {
                Span<float> values = parameter.Value.Slot.Span;
                for (int i = 0; i < values.Length; i++) values[i] = random.Next(-2, 3) / (parameter.Kind == ParameterKind.Bias ? 2f : 1f);
            }

            AgreesWithGrid(network, $"{text}, run {run}");
        }
    }

    [Fact]
    public void Units_that_are_the_same_in_exact_numbers_make_no_slivers()
    {
        // The second layer sees 0.1 h, 0.2 h and 0.3 h of one unit: 0.1 + 0.2 - 0.3 is not 0 in binary.
        var network = new Sequential(
            new Linear(new Tensor(new Shape(1, 2), 0.3f, 0.7f), new Tensor(new Shape(1), 0.1f)),
            new Linear(new Tensor(new Shape(3, 1), 0.1f, 0.2f, 0.3f), new Tensor(new Shape(3), 0, 0, 0)),
            new Linear(new Tensor(new Shape(2, 3), 3, 0, -1, 1.5f, 0, -0.5f), new Tensor(new Shape(2), 0, 0), Activations.Activation.Parse("relu")));
        Assert.True(PolyhedralRegions.InWindow(network, -Half, Half, -Half, Half).Count <= 2);
    }

    [Fact]
    public void Four_lines_in_general_position_reach_eleven_regions_and_a_second_layer_adds_none_to_steps()
    {
        float[] weights = [1, 0.3f, 0.4f, -1, 1, 1, -0.2f, 1], biases = [0.2f, 0.3f, -0.7f, 0.9f];
        Linear First() => new(new Tensor(new Shape(4, 2), weights), new Tensor(new Shape(4), biases), Activations.Activation.Parse("step"));
        IReadOnlyList<PolyhedralRegion> one = PolyhedralRegions.InWindow(new Sequential(First()), -9, 9, -9, 9);
        Assert.Equal((11, 11L), (one.Count, PolyhedralRegions.MostRegions(4, 2)));
        Assert.All(one, region => Assert.Equal(region.Code.Select(digit => new Line(0, 0, digit)), region.Outputs));
        var two = new Sequential(First(), new Linear(4, 3, new RandomSource(2), Activations.Activation.Parse("step")));
        IReadOnlyList<PolyhedralRegion> after = PolyhedralRegions.InWindow(two, -9, 9, -9, 9);
        Assert.Equal(one.Select(region => string.Concat(region.Code)), after.Select(region => string.Concat(region.Code.Take(4))));
        Assert.Equal(one.Select(region => region.Area), after.Select(region => region.Area));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Rows_are_counted_by_region_for_any_number_of_inputs(int inputs)
    {
        var random = new System.Random(2);
        var shape = new Shape(inputs);
        Sequential network = Sequential.Build("linear:3 relu linear:2 step", shape, new RandomSource(4));
        float[] rows = [.. Enumerable.Range(0, 500 * inputs).Select(_ => 4 * random.NextSingle() - 2)];
        IReadOnlyList<RegionCount> counts = PolyhedralRegions.CountOverData(network, shape, rows);
        Assert.Equal(Enumerable.Range(0, 500), counts.SelectMany(count => count.Rows).Order());
        Assert.Equal(counts.Count, counts.Select(count => string.Concat(count.Code)).Distinct().Count());
        Assert.True(counts.Zip(counts.Skip(1)).All(pair => pair.First.Rows.Count >= pair.Second.Rows.Count));
        float[] hidden = network.FirstLayers(1, shape).Predict(shape, rows), outputs = network.Predict(shape, rows);
        foreach (RegionCount count in counts)
        {
            foreach (int row in count.Rows)
                Assert.Equal(count.Code,
                    [.. Enumerable.Range(0, 3).Select(unit => hidden[3 * row + unit] > 0 ? 1 : 0),
                    .. Enumerable.Range(0, 2).Select(unit => (int)outputs[2 * row + unit])]);
        }

        Assert.True(counts.Select(count => string.Concat(count.Code.Take(3))).Distinct().Count() <= PolyhedralRegions.MostRegions(3, inputs));
        Assert.Empty(PolyhedralRegions.CountOverData(network, shape, []));
    }

    [Fact]
    public void Channels_of_images_have_slopes_of_their_own()
    {
        var shape = new Shape(3, 2, 2);
        Sequential network = Sequential.Build("prelu:per=channel flatten linear:8 relu", shape, new RandomSource(5));
        network.Store.Change(0, static (values, _) => (values[0], values[1], values[2]) = (-4, 0.1f, 3));
        Assert.Equal([-4, 0.1f, 3], network.Children[0].Layer.OwnParameters[0].Value.ToArray());
        var random = new System.Random(6);
        float[] rows = [.. Enumerable.Range(0, 300 * shape.Count).Select(_ => 4 * random.NextSingle() - 2)], outputs = network.Predict(shape, rows);
        IReadOnlyList<RegionCount> counts = PolyhedralRegions.CountOverData(network, shape, rows);
        Assert.Equal(Enumerable.Range(0, 300), counts.SelectMany(count => count.Rows).Order());
        foreach ((RegionCount count, int row) in counts.SelectMany(count => count.Rows.Select(row => (count, row))))
            Assert.Equal([.. rows.AsSpan(12 * row, 12).ToArray().Select(value => value > 0 ? 1 : 0),
                .. outputs.AsSpan(8 * row, 8).ToArray().Select(value => value > 0 ? 1 : 0)], count.Code);
    }

    [Fact]
    public void What_has_no_regions_is_refused_by_name()
    {
        Sequential Build(string text, int inputs = 2) => Sequential.Build(text, new Shape(inputs), new RandomSource(1));
        string Error<TException>(Sequential network) where TException : Exception =>
            Assert.Throws<TException>(() => PolyhedralRegions.InWindow(network, -1, 1, -1, 1)).Message;
        Assert.Contains("not of 'linear:3 tanh'", Error<InvalidInputException>(Build("linear:3 tanh linear:1")), StringComparison.Ordinal);
        Assert.Contains("not of 'batch-norm", Error<InvalidInputException>(Build("linear:3 batch-norm relu linear:1")), StringComparison.Ordinal);
        Assert.Contains("takes rows of 3 inputs here, not 2", Error<ArgumentException>(Build("linear:3 relu", 3)), StringComparison.Ordinal);
        Sequential broken = Build("linear:3 relu");
        broken.Parameters.First().Value.Slot.Span[0] = float.NaN;
        Assert.Contains("not finite", Error<InvalidInputException>(broken), StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => PolyhedralRegions.CountOverData(broken, Plane, [1, 2]));
        Assert.Throws<ArgumentException>(() => PolyhedralRegions.CountOverData(Build("linear:3 relu"), Plane, [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => PolyhedralRegions.InWindow(Build("linear:3 relu"), 1, 1, 0, 1));
    }

    private static Sequential Drawn(string text, int seed)
    {
        Sequential network = Sequential.Build(text, Plane, new RandomSource((ulong)seed));
        var random = new System.Random(seed);
        foreach (Parameter parameter in network.Parameters)
        {
            Span<float> values = parameter.Value.Slot.Span;
            for (int i = 0; i < values.Length; i++) values[i] = parameter.Kind == ParameterKind.Scale ? random.NextSingle() : 3 * random.NextSingle() - 1.5f;
        }

        return network;
    }

    private static void AgreesWithGrid(Sequential network, string where)
    {
        IReadOnlyList<PolyhedralRegion> regions = PolyhedralRegions.InWindow(network, -Half, Half, -Half, Half);
        Assert.Equal(4 * Half * Half, regions.Sum(region => region.Area), 1e-8);
        Dictionary<string, PolyhedralRegion> byCode = regions.ToDictionary(region => string.Concat(region.Code));
        double cell = 2 * Half / Side;
        float[] points = [.. Enumerable.Range(0, Side * Side)
            .SelectMany(i => new[] { (float)(-Half + (i / Side + 0.5) * cell), (float)(-Half + (i % Side + 0.5) * cell) })];
        float[] outputs = network.Predict(Plane, points);
        int width = outputs.Length / (Side * Side);
        int onLines = 0;
        foreach (RegionCount seen in PolyhedralRegions.CountOverData(network, Plane, points))
        {
            // A code without area is that of points on a line.
            if (!byCode.TryGetValue(string.Concat(seen.Code), out PolyhedralRegion? region))
            {
                onLines += seen.Rows.Count;
                continue;
            }

            double border = region.Corners.Zip([.. region.Corners.Skip(1), region.Corners[0]], (a, b) => Math.Abs(a.X1 - b.X1) + Math.Abs(a.X2 - b.X2)).Sum();
            Assert.True(Math.Abs(region.Area - seen.Rows.Count * cell * cell) <= 2 * cell * border + 4 * cell * cell,
                $"{where}: {string.Concat(seen.Code)} has the area {region.Area} and {seen.Rows.Count} points");
            foreach (int row in seen.Rows)
            {
                for (int output = 0; output < width; output++)
                    Assert.True(Math.Abs(region.Outputs[output].At(points[2 * row], points[2 * row + 1]) - outputs[row * width + output]) < 1e-3
                        || IsNearLine(network, points.AsSpan(2 * row, 2)), $"{where}: {string.Concat(seen.Code)} at row {row}");
            }
        }

        Assert.True(onLines <= Side * 12, $"{where}: {onLines} points lie in no region");
    }

    /// <summary>Whether the point lies where the network jumps within rounding: a step that float32 takes the other way.</summary>
    private static bool IsNearLine(Sequential network, ReadOnlySpan<float> point)
    {
        float[] around = [.. new[] { (-1, 0), (1, 0), (0, -1), (0, 1) }.SelectMany(step => new[] { step.Item1 * 1e-4f, step.Item2 * 1e-4f })];
        for (int i = 0; i < around.Length; i++) around[i] += point[i % 2];
        return PolyhedralRegions.CountOverData(network, Plane, around).Count > 1;
    }
}
