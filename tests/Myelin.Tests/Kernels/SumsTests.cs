using Myelin.Kernels;
using Xunit;

namespace Myelin.Tests.Kernels;

public sealed class SumsTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    public void Shards_are_summed_apart_and_joined_in_a_binary_tree(int shards)
    {
        float[] x = Samples.Make(1000 * shards + 1, seed: 7);
        float[] sums = [.. Enumerable.Range(0, shards)
            .Select(shard => Sums.Of(x.AsSpan()[Shard.Start(x.Length, shards, shard)..Shard.Start(x.Length, shards, shard + 1)]))];
        Assert.Equal(Tree(sums), Sums.OfShards(x, shards));
    }

    private static float Tree(ReadOnlySpan<float> sums) => sums.Length == 1 ? sums[0] : Tree(sums[..(sums.Length / 2)]) + Tree(sums[(sums.Length / 2)..]);
}
