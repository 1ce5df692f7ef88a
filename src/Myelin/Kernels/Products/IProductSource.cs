namespace Myelin.Kernels;

/// <summary>
/// The operands of a product, k cut into chunks: the left one as strided rows of each chunk, the right one either in place or as
/// panels that are packed on demand.
/// </summary>
internal unsafe interface IProductSource
{
    /// <summary>How many chunks k has.</summary>
    int Chunks { get; }

    /// <summary>The number of steps in a chunk, 1 to <see cref="MatrixMultiply.ChunkLength"/>.</summary>
    int Length(int chunk);

    /// <summary>Distance between rows of the left operand.</summary>
    nint LeftRowStride { get; }

    /// <summary>Distance between steps of k in the left operand.</summary>
    nint LeftStepStride { get; }

    /// <summary>The left operand's element of row 0 and the chunk's first step.</summary>
    float* Left(int chunk);

    /// <summary>Whether the columns of the right operand are neighbours in memory, so that full vectors of them can be read in place.</summary>
    bool RightInPlace { get; }

    /// <summary>Distance between steps of k in the right operand, where it can be read in place.</summary>
    nint RightStepStride { get; }

    /// <summary>The right operand's element of the chunk's first step and a column, where it can be read in place.</summary>
    float* Right(int chunk, int column);

    /// <summary>
    /// Writes columns of the right operand as the rows of a panel, one row of <see cref="RegisterTile.MaxColumns"/> per step;
    /// the rest of each row is padding of any finite value.
    /// </summary>
    void PackRight(int chunk, int column, int count, float* panel);
}
