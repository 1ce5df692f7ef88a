using Myelin.Data;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Data;

public sealed class ImageSourceTests
{
    private static readonly ImageSource Source = new(new Shape(2, 1, 2), [1, 2, 3, 4, 50, 60, 70, 80, 250, 251, 254, 255], [0, 2, 1], 3);

    private static Batch Fill(ImageSource source, params int[] rows)
    {
        var batch = new Batch();
        source.Fill(rows, batch);
        return batch;
    }

    [Fact]
    public void Rows_come_in_the_order_asked_for()
    {
        var batch = Fill(Source, 2, 0, 2);
        Assert.Equal(new Shape(3, 2, 1, 2), batch.InputShape);
        Assert.Equal(new[] { 250, 251, 254, 255, 1, 2, 3, 4, 250, 251, 254, 255 }.Select(pixel => pixel / 255f), batch.Inputs.ToArray());
        Assert.Equal([1, 0, 1], batch.Labels.ToArray());
    }

    [Fact]
    public void Every_channel_has_its_scale_and_offset()
    {
        var batch = Fill(Source.Scaled([2, 0.5], [-1, 0.25]), 1);
        Assert.Equal([99, 119, 35.25f, 40.25f], batch.Inputs.ToArray());
        Assert.Equal([2], batch.Labels.ToArray());
        Assert.Equal(50 / 255f, Fill(Source, 1).Inputs[0]);
        Assert.Throws<ArgumentException>(() => Source.Scaled([1], [0, 0]));
    }

    [Fact]
    public void Every_default_value_is_the_pixel_divided_by_255()
    {
        var source = new ImageSource(new Shape(1, 16, 16), [.. Enumerable.Range(0, 256).Select(pixel => (byte)pixel)]);
        float[] expected = [.. Enumerable.Range(0, 256).Select(pixel => pixel / 255f)];
        Assert.Equal(expected, Fill(source, 0).Inputs.ToArray());
        Assert.Equal(expected, Fill(source.Scaled([1 / 255.0], [0]), 0).Inputs.ToArray());
    }

    [Fact]
    public void Statistics_standardize_the_rows_they_are_of()
    {
        var statistics = Source.ChannelStatistics([0, 1]);
        Assert.Equal(28.25, statistics[0].Mean);
        Assert.Equal(Math.Sqrt(((1 + 4 + 2500 + 3600) / 4.0) - (28.25 * 28.25)), statistics[0].StandardDeviation);
        Assert.Equal(39.25, statistics[1].Mean);
        Assert.True(double.IsNaN(Source.ChannelStatistics([])[0].Mean));
        Assert.Equal(0, new ImageSource(new Shape(1, 1, 3), [77, 77, 77]).ChannelStatistics([0])[0].StandardDeviation);
    }

    [Fact]
    public void Filling_again_allocates_nothing()
    {
        var source = new SubsetSource(Source, [2, 1]);
        var batch = new Batch();
        int[] rows = [1, 0, 1];
        source.Fill(rows, batch);
        long before = GC.GetAllocatedBytesForCurrentThread();
        source.Fill(rows, batch);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Arrays_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ImageSource(new Shape(4), new byte[4]));
        Assert.Throws<ArgumentException>(() => new ImageSource(new Shape(1, 0, 4), []));
        Assert.Throws<ArgumentException>(() => new ImageSource(new Shape(1, 2, 2), new byte[5]));
        Assert.Throws<ArgumentException>(() => new ImageSource(new Shape(1, 2, 2), new byte[4], [0, 0], 2));
        Assert.Throws<ArgumentException>(() => new ImageSource(new Shape(1, 2, 2), new byte[4], [2], 2));
        Assert.Throws<ArgumentException>(() => new ImageSource(new Shape(1, 2, 2), new byte[4], [0]));
        Assert.Throws<ArgumentException>(() => new ImageSource(new Shape(1, 2, 2), new byte[4], null, 2));
        Assert.Throws<ArgumentException>(() => new ImageSource(new Shape(1, 2, 2), new byte[4], [0], 257));
    }
}
