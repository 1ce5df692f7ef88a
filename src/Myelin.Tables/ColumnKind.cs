namespace Myelin.Tables;

/// <summary>How a column enters the network.</summary>
public enum ColumnKind
{
    /// <summary>As a number, standardised.</summary>
    Numeric,

    /// <summary>As one of several categories, one place each.</summary>
    Categorical,

    /// <summary>Not at all.</summary>
    Ignored,
}
