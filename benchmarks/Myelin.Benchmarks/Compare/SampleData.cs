namespace Myelin.Benchmarks.Compare;

/// <summary>Numbers to compute with, the same in every run.</summary>
internal static class SampleData
{
    /// <summary>Numbers of a normal distribution.</summary>
    internal static float[] Normal(int count, int seed)
    {
        var random = new System.Random(seed);
        var values = new float[count];
        for (int i = 0; i < count; i++) values[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return values;
    }

    /// <summary>Class labels.</summary>
    internal static int[] Labels(int count, int classes, int seed)
    {
        var random = new System.Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(classes))];
    }

    /// <summary>0 or 1 each.</summary>
    internal static float[] Coins(int count, int seed) => [.. Labels(count, 2, seed).Select(label => (float)label)];
}
