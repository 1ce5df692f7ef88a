using System.Buffers.Binary;
using Xunit;

namespace Myelin.Slow.Tests;

/// <summary>
/// 700 images of 256x256 through a convolution whose results take 16.5 MB an image: predicted and evaluated in less memory than a training step of a
/// usual batch takes.
/// </summary>
public sealed class MemoryTests
{
    private const int Images = 700;

    // In hexadecimal, as the runtime reads it: 384 MiB. All images at once would take 11.8 GB.
    private const string HeapLimit = "18000000";

    [Fact]
    public void Prediction_and_evaluation_of_large_images_follow_the_network()
    {
        string folder = Directory.CreateTempSubdirectory("myelin-memory-").FullName;
        try
        {
            string few = Write("few", 20), many = Write("many", Images), model = Path.Combine(folder, "m.safetensors"),
                predictions = Path.Combine(folder, "p.csv");
            Run("train", few, "--layers", "conv:64,3 relu pool:4 flatten", "--batch", "2", "--epochs", "1", "--model", model);
            Run("predict", model, many, "--output", predictions);
            Run("evaluate", model, many);
            Assert.Equal(Images + 1, File.ReadLines(predictions).Count());

            string Write(string name, int count)
            {
                string images = Path.Combine(folder, $"{name}-images-idx3-ubyte");
                var header = new byte[16];
                foreach ((int place, int value) in (ReadOnlySpan<(int, int)>)[(0, 0x803), (4, count), (8, 256), (12, 256)])
                    BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(place), value);
                var pixels = new byte[count * 256 * 256];
                new System.Random(1).NextBytes(pixels);
                File.WriteAllBytes(images, [.. header, .. pixels]);
                BinaryPrimitives.WriteInt32BigEndian(header, 0x801);
                File.WriteAllBytes(Path.Combine(folder, $"{name}-labels-idx1-ubyte"),
                    [.. header[..8], .. Enumerable.Range(0, count).Select(i => (byte)(i % 3))]);
                return images;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Run(params string[] arguments) =>
        Child.Run("dotnet", [Path.Combine(AppContext.BaseDirectory, "Myelin.Cli.dll"), .. arguments, "--quiet"], ("DOTNET_GCHeapHardLimit", HeapLimit));
}
