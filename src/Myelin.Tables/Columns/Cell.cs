namespace Myelin.Tables.Columns;

/// <summary>What the text of a cell says.</summary>
internal enum Cell
{
    Missing,
    Number,
    NotFinite,
    TooLarge,
    Text,
}
