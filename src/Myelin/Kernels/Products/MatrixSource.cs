namespace Myelin.Kernels;

/// <summary>The operands of a plain matrix product, both with strides.</summary>
internal readonly unsafe struct MatrixSource(float* a, nint aRowStride, nint aColumnStride, float* b, nint bRowStride, nint bColumnStride, int length)
    : IProductSource
{
    private readonly float* a = a;
    private readonly float* b = b;
    private readonly nint bRowStride = bRowStride;
    private readonly nint bColumnStride = bColumnStride;
    private readonly int length = length;

    public int Chunks { get; } = Math.Max(1, (length + MatrixMultiply.ChunkLength - 1) / MatrixMultiply.ChunkLength);

    public int Length(int chunk) => Math.Min(MatrixMultiply.ChunkLength, length - chunk * MatrixMultiply.ChunkLength);

    public nint LeftRowStride { get; } = aRowStride;

    public nint LeftStepStride { get; } = aColumnStride;

    public float* Left(int chunk) => a + chunk * MatrixMultiply.ChunkLength * LeftStepStride;

    public bool RightInPlace => bColumnStride == 1;

    public nint RightStepStride => bRowStride;

    public float* Right(int chunk, int column) => b + chunk * MatrixMultiply.ChunkLength * bRowStride + column * bColumnStride;

    public void PackRight(int chunk, int column, int count, float* panel) =>
        Panel.Pack(Right(chunk, column), bRowStride, bColumnStride, Length(chunk), count, panel, RegisterTile.MaxColumns);
}
