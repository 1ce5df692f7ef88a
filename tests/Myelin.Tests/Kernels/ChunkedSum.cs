
using Myelin.Kernels;

namespace Myelin.Tests.Kernels;

/// <summary>The contract of every product's sums, one term at a time.</summary>
internal struct ChunkedSum
{
    private float chain;
    private float finished;
    private int length;
    private bool any;

    /// <summary>Starts from a value to which the chunks are added.</summary>
    internal ChunkedSum(float start)
    {
        finished = start;
        any = true;
    }

    internal readonly float Total => length == 0 ? finished : any ? finished + chain : chain;

    internal void Add(float a, float b)
    {
        chain = MathF.FusedMultiplyAdd(a, b, chain);
        if (++length == MatrixMultiply.ChunkLength) EndChunk();
    }

    internal void EndChunk()
    {
        finished = Total;
        any |= length > 0;
        chain = 0;
        length = 0;
    }
}
