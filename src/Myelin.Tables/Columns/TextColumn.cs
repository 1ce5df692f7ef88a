namespace Myelin.Tables.Columns;

/// <summary>A column of text, kept as a list of distinct texts in ordinal order and one number a row.</summary>
public sealed class TextColumn : Column
{
    /// <summary>The code of a missing cell.</summary>
    public const int Missing = -1;

    private readonly string[] categories;
    private readonly int[] codes;

    /// <summary>Creates a column from its parts, which are used, not copied.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="categories">The distinct texts, strictly rising in ordinal order.</param>
    /// <param name="codes">For each row the index of its text, or <see cref="Missing"/>.</param>
    public TextColumn(string name, string[] categories, int[] codes) : base(name)
    {
        ArgumentNullException.ThrowIfNull(categories);
        ArgumentNullException.ThrowIfNull(codes);
        for (int i = 1; i < categories.Length; i++)
        {
            if (string.CompareOrdinal(categories[i - 1], categories[i]) >= 0)
                throw new ArgumentException($"Categories '{categories[i - 1]}' and '{categories[i]}' are not in strictly rising ordinal order.",
                    nameof(categories));
        }

        if (Array.FindIndex(codes, code => code < Missing || code >= categories.Length) is var row and >= 0)
            throw new ArgumentException($"Row {row} has code {codes[row]}; with {categories.Length} categories codes are -1 to "
                + $"{categories.Length - 1}.", nameof(codes));
        (this.categories, this.codes) = (categories, codes);
    }

    /// <inheritdoc/>
    public override int Count => codes.Length;

    /// <summary>The distinct texts in ordinal order.</summary>
    public IReadOnlyList<string> Categories => categories;

    /// <summary>For each row the index of its text in <see cref="Categories"/>, or <see cref="Missing"/>.</summary>
    public ReadOnlySpan<int> Codes => codes;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => codes[row] == Missing;

    /// <inheritdoc/>
    public override TextColumn AsText() => this;
}
