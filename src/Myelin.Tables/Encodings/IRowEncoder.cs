namespace Myelin.Tables.Encodings;

/// <summary>A column of a table, ready to be written as inputs; what a row gives depends on that row alone.</summary>
internal interface IRowEncoder
{
    /// <summary>Writes one row's inputs to zeroed room of the feature's width.</summary>
    void Write(int row, Span<float> inputs);
}
