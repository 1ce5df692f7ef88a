namespace Myelin.Tables;

/// <summary>How a column enters the network, and why.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="Kind">How it enters.</param>
/// <param name="Reason">Why, as a phrase to be shown: <c>whole numbers rising by one</c>.</param>
public sealed record ColumnChoice(string Name, ColumnKind Kind, string Reason)
{
    /// <summary>The choice as a line: <c>id: ignored, whole numbers rising by one</c>.</summary>
    public override string ToString() => $"{Name}: {(Kind switch
    {
        ColumnKind.Numeric => "numeric",
        ColumnKind.Categorical => "categorical",
        _ => "ignored",
    })}, {Reason}";
}
