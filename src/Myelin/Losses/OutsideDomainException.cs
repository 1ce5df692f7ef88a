namespace Myelin.Losses;

/// <summary>A prediction or a target lies where its loss is not defined: see <see cref="LossDomain"/>.</summary>
public sealed class OutsideDomainException : ArgumentException
{
    internal OutsideDomainException(int row, string problem, string source = "") : base($"Row {row}{source} {problem}") => (Row, Problem) = (row, problem);

    /// <summary>The row, counted from 0.</summary>
    public int Row { get; }

    /// <summary>
    /// What is wrong with the row and what to do about it, to stand behind whatever a program calls the row: <c>has the target -1, and …</c>.
    /// </summary>
    public string Problem { get; }
}
