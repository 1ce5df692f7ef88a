using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Myelin.Tables.Columns;

namespace Myelin.Tables.Reading;

/// <summary>
/// Reads rows of typed cells into tables: those of any database's reader, and records in memory. A number is a number; a text, a Boolean value, a
/// date and the like becomes what a CSV file would hold (<c>true</c>, <c>2026-11-30</c>), so that the same rows give the same table wherever they
/// come from; null and <see cref="DBNull"/> are missing cells.
/// </summary>
public static class CellTable
{
    /// <summary>Reads the rows that are left of a reader, which stays open.</summary>
    /// <param name="reader">The reader, before the first row that counts.</param>
    /// <param name="name">What to call the data in messages.</param>
    /// <param name="options">What is known of the columns.</param>
    /// <exception cref="InvalidInputException">No rows, two columns of one name, a cell that is no number, text or date, or one that contradicts the
    /// options.</exception>
    public static Table Read(DbDataReader reader, string name, TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        CellColumn[] columns = [.. Enumerable.Range(0, reader.FieldCount)
            .Select(i => new CellColumn(reader.GetName(i) is { Length: > 0 } given ? given : $"c{i + 1}", name))];
        int rows = 0;
        while (reader.Read())
        {
            for (int i = 0; i < columns.Length; i++) columns[i].Add(reader.GetValue(i));
            rows++;
        }

        return ToTable(name, columns, rows, [], options);
    }

    /// <summary>
    /// Reads records: each public property is a column, or each key where the records are dictionaries. Properties of other types than numbers,
    /// texts, dates and the like are left out, with a warning.
    /// </summary>
    /// <typeparam name="T">The records' type.</typeparam>
    /// <param name="records">The records.</param>
    /// <param name="name">What to call the data in messages.</param>
    /// <param name="options">What is known of the columns.</param>
    /// <exception cref="InvalidInputException">No records, none of their properties a column, or a cell that contradicts the options.</exception>
    public static Table Read<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(IEnumerable<T> records, string name,
        TableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(records);
        if (typeof(IEnumerable<KeyValuePair<string, object?>>).IsAssignableFrom(typeof(T)))
            return OfPairs(records.Cast<IEnumerable<KeyValuePair<string, object?>>>(), name, options);
        PropertyInfo[] all = [.. typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.CanRead && property.GetIndexParameters().Length == 0)];
        PropertyInfo[] properties = Array.FindAll(all, property => CellColumn.Holds(property.PropertyType));
        if (properties.Length == 0)
            throw new InvalidInputException($"{name}: the type {typeof(T).Name} has no public property that holds a number, a text or a date, so "
                + $"its records have no columns.");
        string[] warnings = [.. all.Except(properties)
            .Select(property => $"{name}: the property {property.Name} holds {property.PropertyType.Name}, which is no number, text or date, and "
                + $"is left out.")];
        CellColumn[] columns = Array.ConvertAll(properties, property => new CellColumn(property.Name, name));
        int rows = 0;
        foreach (T record in records)
        {
            if (record is null) throw new InvalidInputException($"{name}, row {rows + 1}: the record is null; leave it out.");
            for (int i = 0; i < columns.Length; i++) columns[i].Add(properties[i].GetValue(record));
            rows++;
        }

        return ToTable(name, columns, rows, warnings, options);
    }

    // A key that a record lacks is a missing cell.
    private static Table OfPairs(IEnumerable<IEnumerable<KeyValuePair<string, object?>>> records, string name, TableOptions? options)
    {
        var columns = new List<CellColumn>();
        var byKey = new Dictionary<string, CellColumn>(StringComparer.Ordinal);
        int rows = 0;
        foreach (IEnumerable<KeyValuePair<string, object?>> record in records)
        {
            foreach ((string key, object? value) in record)
            {
                if (!byKey.TryGetValue(key, out CellColumn? column))
                {
                    columns.Add(column = byKey[key] = new CellColumn(key, name));
                    column.FillTo(rows);
                }

                column.Add(value);
            }

            rows++;
            foreach (CellColumn column in columns) column.FillTo(rows);
        }

        return ToTable(name, columns, rows, [], options);
    }

    private static Table ToTable(string name, IReadOnlyList<CellColumn> columns, int rows, IReadOnlyList<string> warnings, TableOptions? options)
    {
        if (rows == 0 || columns.Count == 0) throw new InvalidInputException($"{name} holds no rows; give one or more.");
        if (columns.GroupBy(column => column.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidInputException($"{name}: two columns are named '{twice.Key}'; rename one.");
        return new Table(name, [.. columns.Select(column => column.Build((options ?? new TableOptions()).DeclaredKind(column.Name)))],
            hasHeader: true, warnings, new RowOrigins());
    }
}
