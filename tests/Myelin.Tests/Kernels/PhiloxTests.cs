using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Myelin.Random;
using Xunit;

namespace Myelin.Tests.Kernels;

public class PhiloxTests
{
    /// <summary>The known answers for philox4x32-10 in Random123 1.14, tests/kat_vectors.</summary>
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0ul, new[] { 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u })]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0ul, new[] { 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu })]
    [InlineData(0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0x299f31d0a4093822ul, new[] { 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u })]
    public void Block_gives_the_known_answers(uint stream, uint step, uint row, uint block, ulong seed, uint[] expected)
    {
        uint[] actual = new uint[4];
        new Philox(seed, stream).Block(step, row, block).CopyTo(actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Uniform_numbers_are_the_upper_24_bits_of_the_blocks()
    {
        var philox = new Philox(7, 3);
        float[] actual = new float[10];
        philox.FillUniform(actual, 5, 11);
        for (int i = 0; i < actual.Length; i++)
            Assert.Equal((philox.Block(5, 11, (uint)i / 4)[i % 4] >> 8) / 16777216f, actual[i]);
    }

    [Fact]
    public void Uniform_numbers_fill_the_unit_interval_evenly()
    {
        int[] counts = new int[20];
        foreach (float value in Uniform(200_000)) counts[(int)(value * counts.Length)]++;
        // Five standard deviations of a count of 10,000.
        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void Normal_numbers_follow_Box_and_Muller()
    {
        float[] uniform = Uniform(10_000), normal = Normal(10_000);
        for (int i = 0; i < normal.Length; i += 2)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - (double)uniform[i])), angle = 2 * Math.PI * uniform[i + 1];
            Assert.Equal(radius * Math.Cos(angle), normal[i], 2e-6);
            Assert.Equal(radius * Math.Sin(angle), normal[i + 1], 2e-6);
        }
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_distribution()
    {
        const int count = 400_000;
        double[] moments = new double[5];
        foreach (float value in Normal(count))
        {
            for (int power = 1; power < moments.Length; power++) moments[power] += Math.Pow(value, power) / count;
        }
        // Five standard deviations each.
        Assert.Equal(0, moments[1], 0.008);
        Assert.Equal(1, moments[2], 0.0112);
        Assert.Equal(0, moments[3], 0.031);
        Assert.Equal(3, moments[4], 0.078);
    }

    [Fact]
    public void Values_do_not_depend_on_how_the_row_is_cut()
    {
        float[] uniform = Uniform(70), normal = Normal(70);
        for (int length = 0; length <= 70; length++)
        {
            Assert.Equal(uniform[..length], Uniform(length));
            Assert.Equal(normal[..length], Normal(length));
        }
    }

    [Fact]
    public void Seed_stream_step_and_row_each_change_every_value()
    {
        float[][] fills = [Uniform(8), Uniform(8, seed: 2), Uniform(8, seed: 1 + (1ul << 32)), Uniform(8, stream: 1), Uniform(8, step: 1), Uniform(8, row: 1)];
        for (int i = 0; i < 8; i++) Assert.Equal(fills.Length, fills.Select(fill => fill[i]).Distinct().Count());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Shuffle_keeps_the_values(int count)
    {
        int[] values = [.. Enumerable.Range(0, count)];
        new Philox(1, 0).Shuffle(values, 0);
        Assert.Equal(Enumerable.Range(0, count), values.Order());
    }

    [Fact]
    public void Shuffle_gives_every_order_equally_often()
    {
        const int draws = 24_000;
        var counts = new Dictionary<string, int>();
        var philox = new Philox(1, 0);
        for (uint step = 0; step < draws; step++)
        {
            int[] values = [0, 1, 2, 3];
            philox.Shuffle(values, step);
            string order = string.Join(' ', values);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(24, counts.Count);
        // Five standard deviations of a count of 1,000.
        Assert.All(counts.Values, count => Assert.InRange(count, 845, 1155));
    }

    [Fact]
    public void Source_deals_the_streams_in_order()
    {
        var source = new RandomSource(9);
        Assert.Equal(9ul, source.Seed);
        for (uint stream = 0; stream < 3; stream++) Assert.Equal(new Philox(9, stream).Block(0, 0, 0), source.Next().Block(0, 0, 0));
    }

    /// <summary>The hash is committed: any machine, vector width or compiler that gives other bits fails here.</summary>
    [Fact]
    public void Bits_are_the_same_everywhere()
    {
        int[] order = [.. Enumerable.Range(0, 1000)];
        new Philox(1, 0).Shuffle(order, 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        VectorMathTests.Append(hash, Uniform(10_001));
        VectorMathTests.Append(hash, Normal(100_001));
        VectorMathTests.Append(hash, [.. order.Select(value => (float)value)]);
        Assert.Equal("bcb3ef9908a9b518c4bd481c79a415782fc2839899c75f7e06a239426c698f00", Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    private static float[] Uniform(int count, ulong seed = 1, uint stream = 0, uint step = 0, uint row = 0)
    {
        float[] values = new float[count];
        new Philox(seed, stream).FillUniform(values, step, row);
        return values;
    }

    private static float[] Normal(int count)
    {
        float[] values = new float[count];
        new Philox(1, 0).FillNormal(values, 0, 0);
        return values;
    }
}
