namespace Myelin.Kernels;

/// <summary>Which axis of a product its bias runs along.</summary>
internal enum BiasAxis
{
    /// <summary>One bias per row: channels of an image.</summary>
    Rows,

    /// <summary>One bias per column: outputs of a linear layer.</summary>
    Columns,
}
