using Myelin.Tensors;

namespace Myelin.Data;

/// <summary>
/// Images whose pixels stay bytes until they are batched. A channel's input value is <c>pixel · scale + offset</c>, computed in double and
/// rounded once; by default pixel / 255. The arrays are used, not copied.
/// </summary>
public sealed class ImageSource : IDataSource, IPlacedRows
{
    private const int ByteValues = 256;

    private readonly byte[] pixels;
    private readonly byte[]? labels;
    private readonly float[][] values;

    /// <summary>Creates a source whose inputs are pixel / 255.</summary>
    /// <param name="inputShape">One image's shape, <c>[channels, height, width]</c>.</param>
    /// <param name="pixels">The images one after another, each channel by channel and row by row.</param>
    /// <param name="labels">A label for each image, or none.</param>
    /// <param name="classCount">The number of classes, 1 to 256; 0 without labels.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or a label is out of range.</exception>
    public ImageSource(Shape inputShape, byte[] pixels, byte[]? labels = null, int classCount = 0)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (inputShape.Rank != 3 || inputShape.Count == 0)
            throw new ArgumentException($"An image's shape is [channels, height, width], not {inputShape}.", nameof(inputShape));
        if (pixels.Length % inputShape.Count != 0)
            throw new ArgumentException($"{pixels.Length} pixels are not whole images of shape {inputShape}.", nameof(pixels));
        InputShape = inputShape;
        Count = pixels.Length / inputShape.Count;
        if (labels is null != (classCount == 0) || classCount is < 0 or > ByteValues)
            throw new ArgumentException($"Labels come with 1 to {ByteValues} classes, no labels with 0, not {classCount}.", nameof(classCount));
        if (labels is not null && labels.Length != Count)
            throw new ArgumentException($"{Count} images need {Count} labels, not {labels.Length}.", nameof(labels));
        if (labels is not null && Array.FindIndex(labels, label => label >= classCount) is var row and >= 0)
            throw new ArgumentException($"Image {row} has label {labels[row]}; with {classCount} classes labels are 0 to {classCount - 1}.", nameof(labels));
        (this.pixels, this.labels, ClassCount) = (pixels, labels, classCount);
        var values = new float[ByteValues];
        for (int pixel = 0; pixel < ByteValues; pixel++) values[pixel] = pixel / 255f;
        this.values = new float[inputShape[0]][];
        Array.Fill(this.values, values);
    }

    private ImageSource(ImageSource source, float[][] values)
    {
        (pixels, labels, InputShape, Count, ClassCount, Files) = (source.pixels, source.labels, source.InputShape, source.Count, source.ClassCount,
            source.Files);
        this.values = values;
    }

    /// <summary>The files that the images come from, each with the number of its images; empty where they come from none.</summary>
    internal IReadOnlyList<(string Path, int Count)> Files { get; init; } = [];

    /// <inheritdoc/>
    string? IPlacedRows.Where(int row)
    {
        foreach ((string path, int count) in Files)
        {
            if (row < count) return $"{path}, image {row + 1}";
            row -= count;
        }

        return null;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <inheritdoc/>
    public Shape InputShape { get; }

    /// <inheritdoc/>
    public int ClassCount { get; }

    /// <inheritdoc/>
    public int TargetCount => 0;

    /// <inheritdoc/>
    public bool HasWeights => false;

    /// <summary>
    /// The same images with other input values: <c>pixel · scale + offset</c>. With scale 1 / s and offset -m / s of <see cref="ChannelStatistics"/>
    /// they are standardized.
    /// </summary>
    /// <param name="scale">A factor for each channel.</param>
    /// <param name="offset">An addend for each channel.</param>
    /// <exception cref="ArgumentException">Not one value a channel.</exception>
    public ImageSource Scaled(ReadOnlySpan<double> scale, ReadOnlySpan<double> offset)
    {
        int channels = InputShape[0];
        if (scale.Length != channels || offset.Length != channels)
            throw new ArgumentException($"{channels} channels need {channels} factors and addends, not {scale.Length} and {offset.Length}.", nameof(scale));
        var scaled = new float[channels][];
        for (int channel = 0; channel < channels; channel++)
        {
            scaled[channel] = new float[ByteValues];
            for (int pixel = 0; pixel < ByteValues; pixel++) scaled[channel][pixel] = (float)((pixel * scale[channel]) + offset[channel]);
        }

        return new ImageSource(this, scaled);
    }

    /// <summary>
    /// Mean and standard deviation (divisor: the number of pixels) of the pixels of each channel, in units of 0…255, over some images; NaN over none.
    /// </summary>
    /// <param name="rows">Image numbers from 0 to <see cref="Count"/> - 1.</param>
    public (double Mean, double StandardDeviation)[] ChannelStatistics(ReadOnlySpan<int> rows)
    {
        int plane = InputShape.CountBehind(0);
        var statistics = new (double, double)[InputShape[0]];
        for (int channel = 0; channel < statistics.Length; channel++)
        {
            long sum = 0;
            long sumOfSquares = 0;
            foreach (int row in rows)
            {
                foreach (byte pixel in Plane(row, channel, plane))
                {
                    sum += pixel;
                    sumOfSquares += pixel * pixel;
                }
            }

            double count = (double)rows.Length * plane;
            double mean = sum / count;
            statistics[channel] = (mean, Math.Sqrt(Math.Max(0, (sumOfSquares / count) - (mean * mean))));
        }

        return statistics;
    }

    /// <inheritdoc/>
    public void Fill(ReadOnlySpan<int> rows, Batch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        batch.Resize(this, rows.Length);
        int plane = InputShape.CountBehind(0);
        Span<float> inputs = batch.Inputs;
        foreach (int row in rows)
        {
            for (int channel = 0; channel < values.Length; channel++)
            {
                ReadOnlySpan<byte> from = Plane(row, channel, plane);
                ReadOnlySpan<float> table = values[channel];
                for (int i = 0; i < from.Length; i++) inputs[i] = table[from[i]];
                inputs = inputs[plane..];
            }
        }

        if (labels is null) return;
        for (int i = 0; i < rows.Length; i++) batch.Labels[i] = labels[rows[i]];
    }

    private ReadOnlySpan<byte> Plane(int row, int channel, int plane) => pixels.AsSpan((row * InputShape.Count) + (channel * plane), plane);
}
