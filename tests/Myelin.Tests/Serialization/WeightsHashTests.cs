using System.Security.Cryptography;
using Myelin.Serialization;
using Myelin.Tensors;
using Xunit;

namespace Myelin.Tests.Serialization;

public sealed class WeightsHashTests
{
    private static (string, Shape, ReadOnlyMemory<float>) Tensor(string name, Shape shape, params float[] values) => (name, shape, values);

    [Fact]
    public void The_bytes_are_those_that_the_documentation_states()
    {
        byte[] bytes =
        [
            3, 0, 0, 0, (byte)'a', 0xC3, 0xA9, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0x80, 0x3F, 0, 0, 0xC0, 0x7F,
            1, 0, 0, 0, (byte)'b', 0, 0, 0, 0, 0, 0, 0, 0x80,
        ];
        string hash = WeightsHash.Compute([Tensor("b", new Shape([]), -0f), Tensor("aé", new Shape(1, 2), 1, -float.NaN)]);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), hash);
    }

    [Fact]
    public void Name_shape_and_value_count_and_order_of_arrival_does_not()
    {
        var a = Tensor("a", new Shape(2), 1, 2);
        var b = Tensor("b", new Shape(1), 3);
        string hash = WeightsHash.Compute([a, b]);
        Assert.Equal(hash, WeightsHash.Compute([b, a]));
        Assert.NotEqual(hash, WeightsHash.Compute([a]));
        Assert.NotEqual(hash, WeightsHash.Compute([a, Tensor("c", new Shape(1), 3)]));
        Assert.NotEqual(hash, WeightsHash.Compute([Tensor("a", new Shape(1, 2), 1, 2), b]));
        Assert.NotEqual(hash, WeightsHash.Compute([Tensor("a", new Shape(2), 1, MathF.BitIncrement(2)), b]));
        Assert.NotEqual(WeightsHash.Compute([Tensor("a", new Shape([]), 0f)]), WeightsHash.Compute([Tensor("a", new Shape([]), -0f)]));
    }

    [Fact]
    public void Values_are_cut_into_blocks_without_loss()
    {
        float[] values = [.. Enumerable.Range(0, 40_000).Select(i => (float)i)];
        byte[] bytes = [1, 0, 0, 0, (byte)'a', 1, 0, 0, 0, .. BitConverter.GetBytes(values.Length), .. values.SelectMany(BitConverter.GetBytes)];
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), WeightsHash.Compute([Tensor("a", new Shape(values.Length), values)]));
    }

    [Fact]
    public void Names_occur_once_and_shapes_count_their_values()
    {
        var a = Tensor("a", new Shape(1), 1);
        Assert.Throws<ArgumentException>(() => WeightsHash.Compute([a, a]));
        Assert.Throws<ArgumentException>(() => WeightsHash.Compute([Tensor("a", new Shape(2), 1)]));
    }
}
