using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Myelin.Data;
using Myelin.Tables;
using Myelin.Tables.Columns;
using Myelin.Tables.Reading;

namespace Myelin.Models.Datasets;

/// <summary>
/// Raw rows, wherever they come from: CSV files, a database, records, arrays or images. It says where rows are and what is known of their columns;
/// they are read when they are needed, and what the columns are for is read off their cells where nothing is said.
/// </summary>
/// <example>
/// <code>
/// Dataset flowers = Dataset.FromCsv("iris.csv", target: "species");
/// Dataset customers = Dataset.FromReader(command.ExecuteReader(), target: "left");
/// Dataset orders = Dataset.FromRecords(list, target: nameof(Order.Price));
/// </code>
/// </example>
public abstract class Dataset
{
    private protected Dataset(IReadOnlyList<string> names) => Names = names;

    /// <summary>What the data is called: the names of its files without their folders, or the name that it was given.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The columns to predict; empty where nothing is said, and the last column is taken, or none where a model needs none.</summary>
    public abstract IReadOnlyList<string> Targets { get; }

    /// <summary>Rows of a CSV file, plain or compressed with gzip.</summary>
    /// <param name="path">The file.</param>
    /// <param name="target">The column to predict; null takes the last.</param>
    /// <param name="options">What else is known of the columns; see <see cref="TableOptions"/>.</param>
    public static Dataset FromCsv(string path, string? target = null, TableOptions? options = null) => FromCsv([path], target, options);

    /// <summary>Rows of several CSV files of the same columns, one after the other.</summary>
    /// <param name="paths">One or more files.</param>
    /// <param name="target">The column to predict; null takes the last.</param>
    /// <param name="options">What else is known of the columns.</param>
    public static Dataset FromCsv(IReadOnlyList<string> paths, string? target = null, TableOptions? options = null)
    {
        string[] files = Checked(paths);
        return new TableDataset(NamesOf(files), known => CsvTable.Read(files, known), Known(target, options), isOnce: false);
    }

    /// <summary>Rows of a stream of CSV, such as the standard input. It is read to its end once, and closed.</summary>
    /// <param name="stream">The stream; it need not be seekable.</param>
    /// <param name="name">What to call the data in messages.</param>
    /// <param name="target">The column to predict; null takes the last.</param>
    /// <param name="options">What else is known of the columns.</param>
    public static Dataset FromCsv(Stream stream, string name, string? target = null, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return new TableDataset([name], known => CsvTable.Read(stream, name, known), Known(target, options), isOnce: true);
    }

    /// <summary>
    /// The rows that are left of any database's reader, of which each column is a field. They are read once; the reader stays open. Numbers are
    /// numbers; a text, a Boolean value, a date and the like is what it would be in a CSV file, so that a text column whose cells are all numbers is
    /// numeric; <see cref="DBNull"/> is a missing cell.
    /// </summary>
    /// <param name="reader">The reader, before its first row that counts.</param>
    /// <param name="target">The column to predict; null takes the last.</param>
    /// <param name="options">What else is known of the columns.</param>
    /// <param name="name">What to call the data in messages.</param>
    public static Dataset FromReader(DbDataReader reader, string? target = null, TableOptions? options = null, string name = "the query")
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new TableDataset([name], known => CellTable.Read(reader, name, known), Known(target, options), isOnce: true);
    }

    /// <summary>
    /// Records in memory, of which each public property is a column; null is a missing cell, and cells are taken as <see cref="FromReader"/> takes
    /// them. They are enumerated when they are needed.
    /// </summary>
    /// <typeparam name="T">The records' type, such as a class, a record, or an anonymous type.</typeparam>
    /// <param name="records">The records.</param>
    /// <param name="target">The property to predict; null takes the last.</param>
    /// <param name="options">What else is known of the columns.</param>
    /// <param name="name">What to call the data in messages; by default the type's name.</param>
    public static Dataset FromRecords<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(
        IEnumerable<T> records, string? target = null, TableOptions? options = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(records);
        string called = name ?? typeof(T).Name;
        return new TableDataset([called], known => CellTable.Read(records, called, known), Known(target, options), isOnce: false);
    }

    /// <summary>Rows of a table in memory.</summary>
    /// <param name="table">The table.</param>
    /// <param name="target">The column to predict; null takes the last.</param>
    /// <param name="options">What else is known of the columns.</param>
    public static Dataset FromTable(Table table, string? target = null, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new TableDataset([table.Name], _ => table, Known(target, options), isOnce: true);
    }

    /// <summary>Images of one size: IDX files with their labels beside them, or CIFAR-10 records.</summary>
    /// <param name="paths">The files of images.</param>
    /// <param name="task">What the labels are; null is one of two classes where there are two, else one of several.</param>
    public static Dataset FromImages(IReadOnlyList<string> paths, TaskKind? task = null)
    {
        string[] files = Checked(paths);
        return new ImageDataset(NamesOf(files), files, task);
    }

    /// <summary>Whether a file holds images, by its content.</summary>
    /// <param name="path">The file.</param>
    public static bool IsOfImages(string path) => ImageFiles.Recognizes(path);

    /// <summary>Shares the rows out and learns from those for training how they become inputs.</summary>
    internal abstract PreparedRows Prepare(Preparation how);

    /// <summary>All rows without a target, as clusters and projections are learnt from them.</summary>
    /// <param name="task">Clusters or a projection.</param>
    /// <param name="beside">A column that is left out, or null.</param>
    internal abstract UnlabelledRows PrepareUnlabelled(TaskKind task, string? beside);

    private static string[] Checked(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        return paths.Count > 0 ? [.. paths] : throw new ArgumentException("There are no files; give one or more.", nameof(paths));
    }

    private static string[] NamesOf(string[] paths) => Array.ConvertAll(paths, path => Path.GetFileName(path));

    private static TableOptions Known(string? target, TableOptions? options)
    {
        TableOptions known = options ?? new TableOptions();
        return target is null ? known : known with { Target = target };
    }
}
