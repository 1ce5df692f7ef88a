using System.Text;
using Myelin.Tables.Columns;
using Sylvan.Data.Csv;

namespace Myelin.Tables.Reading;

/// <summary>
/// Reads CSV files, plain or compressed with gzip, into tables. Encoding (UTF-8, UTF-16), separator (comma, semicolon, tab, vertical
/// bar), quotes and, unless the separator is a comma, the decimal comma are detected. Cells and names are trimmed; line ends of any
/// kind are one; blank lines are skipped. Missing cells are empty, <c>?</c>, <c>NA</c> or <c>NaN</c>. A column whose other cells are
/// all numbers is numeric; thousands separators make a cell text, and infinite numbers are an error.
/// </summary>
public static class CsvTable
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is known of it; the defaults expect a header.</param>
    /// <exception cref="InvalidInputException">The file cannot be read, or is no table; the message names the line.</exception>
    public static Table Read(string path, TableOptions? options = null) => Read([path], options);

    /// <summary>Reads several files of the same columns as one table, in the order given.</summary>
    /// <param name="paths">One or more files.</param>
    /// <param name="options">What is known of them; the defaults expect a header in each.</param>
    /// <exception cref="InvalidInputException">A file cannot be read, or is no table, or has other columns than the first.</exception>
    public static Table Read(IReadOnlyList<string> paths, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0) throw new ArgumentException("At least one file is needed.", nameof(paths));
        var files = new List<SourceFile>();
        try
        {
            foreach (string path in paths) files.Add(SourceFile.Open(path));
            return Read(files, options ?? new TableOptions());
        }
        finally
        {
            foreach (var file in files) file.Dispose();
        }
    }

    /// <summary>Reads a stream to its end and closes it; it need not be seekable.</summary>
    /// <param name="stream">The data, for example standard input.</param>
    /// <param name="name">What to call the data in messages.</param>
    /// <param name="options">What is known of it; the defaults expect a header.</param>
    /// <exception cref="InvalidInputException">The data is no table.</exception>
    public static Table Read(Stream stream, string name, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var file = SourceFile.Open(stream, name);
        return Read([file], options ?? new TableOptions());
    }

    private static Table Read(List<SourceFile> files, TableOptions options)
    {
        var asText = new HashSet<string>(options.Categorical, StringComparer.Ordinal);
        while (true)
        {
            var pass = new CsvPass(options, asText);
            foreach (var file in files) ReadFile(pass, file);
            string[] again = [.. pass.Columns.Where(column => column.MustReread).Select(column => column.Name)];
            if (again.Length == 0) return pass.ToTable(string.Join(", ", files.Select(file => file.Name)));
            asText.UnionWith(again);
        }
    }

    private static void ReadFile(CsvPass pass, SourceFile file)
    {
        int line = 1;
        try
        {
            var format = CsvFormat.Detect(file);
            using var reader = format.Open(file);
            pass.StartFile(file.Name, format);
            while (reader.Read())
            {
                pass.Add(reader, line);
                line += reader.GetRawRecordSpan().Count('\n');
            }

            pass.EndFile();
        }
        catch (InvalidDataException e)
        {
            throw new InvalidInputException($"{file.Name} is damaged or cut off: its gzip data is not complete; fetch or compress the file again.", e);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidInputException($"{file.Name} holds bytes that are not UTF-8 or UTF-16 text; save it as UTF-8, or give a CSV file.", e);
        }
        catch (CsvInvalidCharacterException e)
        {
            throw new InvalidInputException($"{file.Name}, line {line}: a quote is not closed, or text follows the closing quote; write a quote "
                + $"inside quotes twice.", e);
        }
        catch (CsvRecordTooLargeException e)
        {
            throw new InvalidInputException($"{file.Name}, line {line}: the row is longer than 4 million characters; close the quote that is left "
                + $"open, or give a CSV file.", e);
        }
    }
}
