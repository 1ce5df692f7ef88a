namespace Myelin.Tests.Families;

/// <summary>The points that functions are tried at.</summary>
internal static class Sweep
{
    /// <summary>Every exponent with several mantissas and both signs, a fine grid around 0, ±10,000, kinks with their neighbours, subnormal numbers.</summary>
    internal static float[] Points { get; } = [.. Make()];

    /// <summary>Fewer points, for functions of two variables.</summary>
    internal static float[] Coarse { get; } =
        [0, -0f, float.Epsilon, 1e-38f, 1e-20f, 1e-7f, 0.01f, 0.1f, 0.25f, 0.4999999f, 0.5f, 0.75f, 1, 1.0000001f, 1.5f, 2, 3, 8, 15.5f, 17, 20, 80,
            87.5f, 89, 104, 1000, 10_000,
         -float.Epsilon, -1e-38f, -1e-20f, -1e-7f, -0.01f, -0.1f, -0.25f, -0.5f, -1, -1.5f, -2, -3, -8, -15.5f, -17, -20, -80, -87.5f, -89, -104,
             -1000, -10_000];

    private static IEnumerable<float> Make()
    {
        foreach (uint bits in Enumerable.Range(0, 255 * 32).Select(i => ((uint)i << 18) + (uint)(i * 2654435761L % (1 << 18))))
        {
            yield return BitConverter.UInt32BitsToSingle(bits);
            yield return -BitConverter.UInt32BitsToSingle(bits);
        }

        for (int i = -40_000; i <= 40_000; i++) yield return i * 0.003f;
        foreach (float kink in (float[])[0, 1, -1, 3, -3, 88.72f, -87.34f, -103.97f, 10_000, -10_000, float.MaxValue, -float.MaxValue])
        {
            yield return kink;
            yield return MathF.BitIncrement(kink) is var above && float.IsFinite(above) ? above : kink;
            yield return MathF.BitDecrement(kink) is var below && float.IsFinite(below) ? below : kink;
        }
    }
}
