using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>Stores the sums as they are.</summary>
internal readonly struct NoEpilogue : IEpilogue
{
    public Vector512<float> Apply(Vector512<float> sums, int row, int column, int count) => sums;
}
