using System.Buffers.Binary;
using System.IO.Compression;
using Myelin.Data;
using Myelin.Tensors;
using Myelin.TestKit;
using Xunit;

namespace Myelin.Tests.Data;

public sealed class ImageFilesTests : IDisposable
{
    private const int CifarRecord = 3073;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static byte[] Idx(uint magic, uint[] sizes, int bytes)
    {
        var content = new byte[(4 * (1 + sizes.Length)) + bytes];
        BinaryPrimitives.WriteUInt32BigEndian(content, magic);
        for (int i = 0; i < sizes.Length; i++) BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(4 * (i + 1)), sizes[i]);
        for (int i = 0; i < bytes; i++) content[^(i + 1)] = (byte)((bytes - 1 - i) % 251);
        return content;
    }

    private static byte[] Images(int count) => Idx(2051, [(uint)count, 2, 3], count * 6);

    private static byte[] Labels(int count) => Idx(2049, [(uint)count], count);

    private static byte[] Cifar(params byte[] labels) =>
        [.. labels.SelectMany((label, i) => Enumerable.Repeat((byte)(100 + i), CifarRecord - 1).Prepend(label))];

    private static byte[] Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal)) gzip.Write(content);
        return packed.ToArray();
    }

    private static Batch All(ImageSource source)
    {
        var batch = new Batch();
        source.Fill([.. Enumerable.Range(0, source.Count)], batch);
        return batch;
    }

    private void Refused(string message, params string[] paths)
    {
        var exception = Assert.Throws<InvalidInputException>(() => ImageFiles.Open(paths));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
        Assert.Contains(folder.Path, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a-images-idx3-ubyte", "a-labels-idx1-ubyte")]
    [InlineData("a-images-idx3-ubyte.gz", "a-labels-idx1-ubyte.gz")]
    [InlineData("a-images-idx3-ubyte.gz", "a-labels-idx1-ubyte")]
    [InlineData("a-images-idx3-ubyte", "a-labels-idx1-ubyte.gz")]
    [InlineData("images.idx3-ubyte", "labels.idx1-ubyte")]
    [InlineData("images-images.idx3-ubyte", "images-labels.idx1-ubyte")]
    public void Labels_are_found_beside_the_images(string images, string labels)
    {
        string imagesPath = folder.Write(images, images.EndsWith(".gz", StringComparison.Ordinal) ? Pack(Images(4)) : Images(4));
        string labelsPath = folder.Write(labels, labels.EndsWith(".gz", StringComparison.Ordinal) ? Pack(Labels(4)) : Labels(4));
        foreach (var source in new[] { ImageFiles.Open([imagesPath], labelsRequired: true), ImageFiles.Open([labelsPath, imagesPath]) })
        {
            Assert.Equal((4, new Shape(1, 2, 3), 4, 0, false), (source.Count, source.InputShape, source.ClassCount, source.TargetCount, source.HasWeights));
            var batch = All(source);
            Assert.Equal(Enumerable.Range(0, 24).Select(pixel => pixel / 255f), batch.Inputs.ToArray());
            Assert.Equal([0, 1, 2, 3], batch.Labels.ToArray());
        }
    }

    [Fact]
    public void Packing_is_told_by_content_not_by_name()
    {
        string path = folder.Write("a-images-idx3-ubyte", Pack(Images(2)));
        folder.Write("a-labels-idx1-ubyte.gz", Labels(2));
        Assert.Equal([0, 1], All(ImageFiles.Open([path])).Labels.ToArray());
    }

    [Fact]
    public void Labels_may_be_absent_unless_they_are_required()
    {
        string path = folder.Write("a-images-idx3-ubyte", Images(2));
        var source = ImageFiles.Open([path]);
        Assert.Equal(0, source.ClassCount);
        Assert.True(All(source).Labels.IsEmpty);
        var exception = Assert.Throws<InvalidInputException>(() => ImageFiles.Open([path], labelsRequired: true));
        Assert.Contains("expected beside it: a-labels-idx1-ubyte or a-labels-idx1-ubyte.gz", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cifar_records_of_several_files_are_joined()
    {
        string first = folder.Write("1.bin", Cifar(3, 9));
        string second = folder.Write("2.bin.gz", Pack(Cifar(0)));
        var source = ImageFiles.Open([first, second]);
        Assert.Equal((3, new Shape(3, 32, 32), 10), (source.Count, source.InputShape, source.ClassCount));
        var batch = All(source);
        Assert.Equal([3, 9, 0], batch.Labels.ToArray());
        Assert.Equal([100 / 255f, 101 / 255f, 100 / 255f], new[] { batch.Inputs[0], batch.Inputs[3072], batch.Inputs[^1] });
    }

    [Fact]
    public void Idx_files_of_one_shape_are_joined()
    {
        string first = folder.Write("a-images-idx3-ubyte", Images(2));
        folder.Write("a-labels-idx1-ubyte", Labels(2));
        string second = folder.Write("b-images-idx3-ubyte", Images(3));
        Refused("no labels but other files have", first, second);
        folder.Write("b-labels-idx1-ubyte", Labels(3));
        Assert.Equal([0, 1, 0, 1, 2], All(ImageFiles.Open([first, second])).Labels.ToArray());
        Refused("give files of one shape", first, folder.Write("c.bin", Cifar(1)));
    }

    [Fact]
    public void Only_images_are_recognized()
    {
        Assert.True(ImageFiles.Recognizes(folder.Write("a", Images(1))));
        Assert.True(ImageFiles.Recognizes(folder.Write("a", Pack(Labels(1)))));
        Assert.True(ImageFiles.Recognizes(folder.Write("a", Cifar(1))));
        Assert.True(ImageFiles.Recognizes(folder.Write("a", Cifar(9, 9, 9))));
        Assert.False(ImageFiles.Recognizes(folder.Write("a", "a,b\n1,2\n"u8.ToArray())));
        Assert.False(ImageFiles.Recognizes(folder.Write("a", [.. Enumerable.Repeat((byte)'1', CifarRecord * 2)])));
        Assert.False(ImageFiles.Recognizes(folder.Write("a", [.. Enumerable.Repeat((byte)'1', CifarRecord * 2).Prepend((byte)'\n')])));
        Assert.False(ImageFiles.Recognizes(folder.Write("a", [])));
        Assert.False(ImageFiles.Recognizes(TestData.Golden("mixed.safetensors")));
    }

    [Fact]
    public void Headers_that_lie_are_refused()
    {
        Refused("offset 196 (unpacked): expected 6000 pixels of 1000 images of 2x3, found the end of the file after 180",
            folder.Write("a", Pack(Idx(2051, [1000, 2, 3], 180))));
        Refused("found more bytes", folder.Write("a", Idx(2051, [2, 2, 3], 13)));
        Refused("found more bytes", folder.Write("a", Pack(Idx(2051, [2, 2, 3], 13))));
        Refused("offset 4: expected one or more images, found 0", folder.Write("a", Idx(2051, [0, 2, 3], 0)));
        Refused("one or more rows of pixels", folder.Write("a", Idx(2051, [1, 0, 3], 0)));
        Refused("one or more columns of pixels", folder.Write("a", Idx(2051, [1, 2, 0], 0)));
        Refused("at most 2147483591 pixels", folder.Write("a", Idx(2051, [uint.MaxValue, uint.MaxValue, uint.MaxValue], 10)));
        Refused("the number of columns of pixels, found the end", folder.Write("a", Idx(2051, [1, 2], 0)));
        Refused("name the file of the images", folder.Write("a", Labels(1)));
        Refused("neither", folder.Write("a", "text"u8.ToArray()));
        Refused("neither", folder.Write("a", []));
        Refused("does not exist", folder.File("none"));
        Refused("is a folder", folder.Path);
    }

    [Fact]
    public void Labels_that_do_not_fit_are_refused()
    {
        string images = folder.Write("a-images", Images(3));
        string labels = folder.Write("a-labels", Labels(2));
        Refused("holds 2 labels but", images);
        folder.Write("a-labels", Idx(2049, [3], 2));
        Refused("expected 3 labels, found the end of the file after 2", images);
        folder.Write("a-labels", Idx(2049, [uint.MaxValue], 3));
        Refused("at most", images);
        folder.Write("a-labels", Images(3));
        Refused($"{labels}, offset 0: expected magic number 2049 of IDX labels, found 2051", images);
    }

    [Fact]
    public void Damaged_records_are_refused()
    {
        Refused("whole CIFAR-10 records of 3073 bytes, found the end of the file after 6145", folder.Write("a", Cifar(1, 2)[..^1]));
        Refused("as the gzip data's end says, found 6146", folder.Write("a", Pack(Cifar(1, 2))[..^8]));
        Refused("record 2, offset 6146: expected a label from 0 to 9, found 10", folder.Write("a", Cifar(1, 2, 10)));
    }

    [Fact]
    public void A_large_declared_size_takes_no_memory_before_the_bytes_come()
    {
        string path = folder.Write("a", Pack(Idx(2051, [40_000, 200, 200], 1000)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused("found the end of the file after 1000", path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Fact]
    public void A_packed_file_that_unpacks_to_more_than_declared_is_not_unpacked_further()
    {
        string path = folder.Write("a", Pack(Idx(2051, [1, 2, 3], 20_000_000)));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused("found more bytes", path);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4_000_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_cut_is_refused_and_every_flipped_bit_read_or_refused(bool packed)
    {
        byte[] whole = packed ? Pack(Images(9)) : Images(9);
        for (int length = 0; length < whole.Length; length++)
            Assert.False(Reads(whole[..length]), $"A file cut to {length} of {whole.Length} bytes was accepted.");
        int read = 0;
        for (int bit = 0; bit < whole.Length * 8; bit++)
        {
            byte[] damaged = [.. whole];
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            if (Reads(damaged)) read++;
        }

        // Unpacked, every pixel may change and no bit of the header; packed, only bits of the gzip header that mean nothing.
        Assert.InRange(read, packed ? 1 : 9 * 6 * 8, packed ? 10 * 8 : 9 * 6 * 8);
    }

    [Fact]
    public void The_sample_is_read()
    {
        var source = ImageFiles.Open([TestData.Sample("fashion-500-images-idx3-ubyte.gz")], labelsRequired: true);
        Assert.Equal((500, new Shape(1, 28, 28), 10), (source.Count, source.InputShape, source.ClassCount));
        Assert.Equal([52, 54, 47, 49, 53, 51, 53, 49, 50, 42], All(source).Labels.ToArray().CountBy(label => label).OrderBy(pair => pair.Key)
            .Select(pair => pair.Value));
    }

    [Fact]
    public void Fashion_mnist_has_its_published_statistics()
    {
        var source = ImageFiles.Open([TestData.Large("fashion-mnist/train-images-idx3-ubyte.gz")], labelsRequired: true);
        Assert.Equal((60_000, 10), (source.Count, source.ClassCount));
        var (mean, deviation) = Assert.Single(source.ChannelStatistics([.. Enumerable.Range(0, source.Count)]));
        Assert.Equal(0.2860, mean / 255, 4);
        Assert.Equal(0.3530, deviation / 255, 4);
    }

    [Fact]
    public void Cifar_has_its_stated_class_counts()
    {
        var source = ImageFiles.Open([TestData.Large("cifar-10/lossless_train_first4000.bin.gz")]);
        var labels = new Batch();
        source.Fill([.. Enumerable.Range(0, 4000)], labels);
        Assert.Equal([396, 366, 420, 384, 422, 393, 414, 385, 407, 413], labels.Labels.ToArray().CountBy(label => label).OrderBy(pair => pair.Key)
            .Select(pair => pair.Value));
    }

    private bool Reads(byte[] content)
    {
        try
        {
            ImageFiles.Open([folder.Write("a", content)]);
            return true;
        }
        catch (InvalidInputException)
        {
            return false;
        }
    }
}
