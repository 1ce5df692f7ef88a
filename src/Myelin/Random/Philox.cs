using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Random;

/// <summary>
/// Random numbers that are a function of their place: the key is the seed, the counter is (stream, step, row, element / 4). No state
/// is kept, so any part can be drawn again, in any order and on any thread, and resuming a training needs nothing saved.
/// Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", 2011.
/// </summary>
/// <param name="seed">The key; one seed per training.</param>
/// <param name="stream">Which of the seed's 2³² independent streams; one for each user, as <see cref="RandomSource"/> deals them.</param>
public readonly struct Philox(ulong seed, uint stream)
{
    /// <summary>The seed and the stream: two generators of the same text draw the same numbers.</summary>
    public override string ToString() => $"seed {seed}, stream {stream}";

    private const int BlockLength = 4;

    /// <summary>The four words of one block, each uniform over all of <see cref="uint"/>.</summary>
    /// <param name="step">The training step, or whatever tells one use of the stream from the next.</param>
    /// <param name="row">The row, counted over the whole data, not within a batch.</param>
    /// <param name="block">The block within the row: the element's index / 4.</param>
    public Vector128<uint> Block(uint step, uint row, uint block)
    {
        const ulong multiplier0 = 0xD2511F53, multiplier1 = 0xCD9E8D57;
        const uint keyStep0 = 0x9E3779B9, keyStep1 = 0xBB67AE85;
        const int rounds = 10;
        (uint x0, uint x1, uint x2, uint x3) = (stream, step, row, block);
        (uint key0, uint key1) = ((uint)seed, (uint)(seed >> 32));
        for (int round = 0; round < rounds; round++)
        {
            ulong product0 = multiplier0 * x0, product1 = multiplier1 * x2;
            (x0, x1) = ((uint)(product1 >> 32) ^ x1 ^ key0, (uint)product1);
            (x2, x3) = ((uint)(product0 >> 32) ^ x3 ^ key1, (uint)product0);
            key0 = unchecked(key0 + keyStep0);
            key1 = unchecked(key1 + keyStep1);
        }
        return Vector128.Create(x0, x1, x2, x3);
    }

    /// <summary>Fills with the row's first elements: uniform in [0, 1), multiples of 2⁻²⁴. A shorter fill is the beginning of a longer one.</summary>
    /// <param name="destination">Where the numbers go; may be empty.</param>
    /// <param name="step">The training step.</param>
    /// <param name="row">The row, counted over the whole data.</param>
    public void FillUniform(Span<float> destination, uint step, uint row)
    {
        for (int i = 0; i < destination.Length; i += BlockLength)
            Store(Uniform(step, row, i), destination[i..]);
    }

    /// <summary>
    /// Fills with the row's first elements: normal with mean 0 and variance 1, at most 5.77 in size. A shorter fill is the beginning of a longer one.
    /// </summary>
    /// <param name="destination">Where the numbers go; may be empty.</param>
    /// <param name="step">The training step.</param>
    /// <param name="row">The row, counted over the whole data.</param>
    public void FillNormal(Span<float> destination, uint step, uint row)
    {
        Vector256<float> quarters = Vector256.Create(0f, 1f, 0f, 1f, 0f, 1f, 0f, 1f);
        Vector128<int> even = Vector128.Create(0, 0, 2, 2), odd = Vector128.Create(1, 1, 3, 3);
        for (int i = 0; i < destination.Length; i += 2 * BlockLength)
        {
            Vector128<float> first = Uniform(step, row, i), second = Uniform(step, row, i + BlockLength);
            Vector256<float> normal = BoxMuller<Lanes8>.Normal(
                Vector256.Create(Vector128.Shuffle(first, even), Vector128.Shuffle(second, even)),
                Vector256.Create(Vector128.Shuffle(first, odd), Vector128.Shuffle(second, odd)),
                quarters);
            Store(normal.GetLower(), destination[i..]);
            if (i + BlockLength < destination.Length) Store(normal.GetUpper(), destination[(i + BlockLength)..]);
        }
    }

    /// <summary>Puts the values into a random order, each of the orders as likely as any other. Fisher and Yates 1938, Durstenfeld 1964.</summary>
    /// <param name="values">The values, rearranged in place; may be empty.</param>
    /// <param name="step">The epoch, or whatever tells one use of the stream from the next.</param>
    public void Shuffle(Span<int> values, uint step)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = (int)Below((uint)last + 1, step, (uint)last);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    /// <summary>A whole number from 0 to bound - 1, all equally likely. Lemire, "Fast random integer generation in an interval", 2019.</summary>
    internal uint Below(uint bound, uint step, uint block)
    {
        // 2³² mod bound products share an upper word with one product more than the others do.
        uint surplus = unchecked(0 - bound) % bound;
        for (uint attempt = 0; ; attempt++)
        {
            ulong product = (ulong)Block(step, attempt, block)[0] * bound;
            if ((uint)product >= surplus) return (uint)(product >> 32);
        }
    }

    private Vector128<float> Uniform(uint step, uint row, int element) =>
        Vector128.ConvertToSingle((Block(step, row, (uint)element / BlockLength) >>> 8).AsInt32()) * Vector128.Create(1f / (1 << 24));

    private static void Store(Vector128<float> x, Span<float> destination)
    {
        if (destination.Length >= BlockLength)
        {
            x.CopyTo(destination);
            return;
        }
        for (int i = 0; i < destination.Length; i++) destination[i] = x[i];
    }
}
