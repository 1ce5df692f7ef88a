namespace Myelin.Tables.Columns;

/// <summary>Where rows come from: the file and line of every row, kept only where the line is not the one after the last row's.</summary>
internal sealed class RowOrigins
{
    private readonly List<(int Row, string File, int Line)> runs = [];

    internal void Add(int row, string file, int line)
    {
        if (runs.Count == 0 || runs[^1].File != file || line - runs[^1].Line != row - runs[^1].Row) runs.Add((row, file, line));
    }

    /// <summary>For example <c>iris.csv, line 5</c>; null where rows come from no file.</summary>
    internal string? Where(int row)
    {
        int run = runs.FindLastIndex(run => run.Row <= row);
        return run < 0 ? null : $"{runs[run].File}, line {runs[run].Line + row - runs[run].Row}";
    }
}
