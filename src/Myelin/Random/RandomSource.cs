namespace Myelin.Random;

/// <summary>
/// Deals the streams of one seed in order: whoever draws random numbers, such as a layer, takes one when it is made. Not for several threads at once.
/// </summary>
/// <param name="seed">The seed of every stream.</param>
public sealed class RandomSource(ulong seed)
{
    private uint next;

    /// <summary>The seed of every stream.</summary>
    public ulong Seed => seed;

    /// <summary>The next stream: 0, 1, 2, …</summary>
    public Philox Next() => new(seed, checked(next++));
}
