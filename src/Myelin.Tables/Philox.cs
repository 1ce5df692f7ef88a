namespace Myelin.Tables;

/// <summary>Philox 4x32-10 (Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", 2011): random numbers as a function of a seed and a counter.</summary>
internal readonly struct Philox(ulong seed, uint stream)
{
    /// <summary>Puts the values in random order (Fisher and Yates), the same one for the same seed, stream and step.</summary>
    internal void Shuffle(Span<int> values, uint step)
    {
        for (int i = values.Length - 1; i > 0; i--)
        {
            // The product's upper half is even over 0 to i up to 1 in 2^32.
            int j = (int)(((ulong)Block(step, (uint)i) * (uint)(i + 1)) >> 32);
            (values[i], values[j]) = (values[j], values[i]);
        }
    }

    private uint Block(uint step, uint row)
    {
        (uint x0, uint x1, uint x2, uint x3) = (stream, step, row, 0u);
        (uint k0, uint k1) = ((uint)seed, (uint)(seed >> 32));
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = 0xD2511F53ul * x0, p1 = 0xCD9E8D57ul * x2;
            (x0, x1, x2, x3) = ((uint)(p1 >> 32) ^ x1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ x3 ^ k1, (uint)p0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        return x0;
    }
}
