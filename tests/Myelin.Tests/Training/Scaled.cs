using Myelin.Data;
using Myelin.Tensors;

namespace Myelin.Tests.Training;

/// <summary>Rows whose targets were divided by a scale.</summary>
internal sealed class Scaled(IDataSource source, float scale) : IDataSource
{
    public int Count => source.Count;

    public Shape InputShape => source.InputShape;

    public int ClassCount => source.ClassCount;

    public int TargetCount => source.TargetCount;

    public double TargetScale => scale;

    public bool HasWeights => source.HasWeights;

    public void Fill(ReadOnlySpan<int> rows, Batch batch) => source.Fill(rows, batch);
}
