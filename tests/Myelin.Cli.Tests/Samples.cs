namespace Myelin.Cli.Tests;

/// <summary>Files of the repository, and small ones made up.</summary>
internal static class Samples
{
    /// <summary>Twelve rows of two numbers and a class that the first number decides.</summary>
    internal const string TwoClasses = "x1,x2,y\n1,5,no\n2,3,no\n3,8,no\n4,1,no\n5,7,no\n6,2,no\n11,5,yes\n12,3,yes\n13,8,yes\n14,1,yes\n15,7,yes\n16,2,yes\n";

    internal static string Repository { get; } = FindRepository();

    internal static string Iris => Path.Combine(Repository, "samples", "iris.csv");

    internal static string Housing => Path.Combine(Repository, "samples", "housing.csv");

    /// <summary>IDX images of 4x4 pixels, one bright row each, which is their label; the labels beside them.</summary>
    internal static string WriteImages(TemporaryFolder folder, string name, int count, int classes, int labelOffset = 0)
    {
        var pixels = new List<byte> { 0, 0, 8, 3, 0, 0, 0, (byte)count, 0, 0, 0, 4, 0, 0, 0, 4 };
        var labels = new List<byte> { 0, 0, 8, 1, 0, 0, 0, (byte)count };
        for (int i = 0; i < count; i++)
        {
            int label = i % classes;
            for (int pixel = 0; pixel < 16; pixel++) pixels.Add((byte)(pixel / 4 == label ? 200 + i % 7 : (i + pixel) % 11));
            labels.Add((byte)(label + labelOffset));
        }

        File.WriteAllBytes(folder.File($"{name}-labels-idx1-ubyte"), [.. labels]);
        string images = folder.File($"{name}-images-idx3-ubyte");
        File.WriteAllBytes(images, [.. pixels]);
        return images;
    }

    private static string FindRepository()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Myelin.slnx"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Myelin.slnx.");
    }
}
