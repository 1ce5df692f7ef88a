namespace Myelin.Tables;

/// <summary>What is predicted from a row.</summary>
public enum TaskKind
{
    /// <summary>A number.</summary>
    Regression,

    /// <summary>One of two classes; the positive one, 1, is the second in ordinal order.</summary>
    Binary,

    /// <summary>One of several classes.</summary>
    Classes,

    /// <summary>Which of several clusters a row belongs to; there is no target column.</summary>
    Clusters,

    /// <summary>Coordinates of a row among fewer dimensions; there is no target column.</summary>
    Projection,
}
