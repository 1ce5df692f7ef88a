using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Myelin.Models;
using Myelin.Tables.Columns;
using Xunit;

namespace Myelin.Cli.Tests;

/// <summary>The numbers of the guide to limits are those of the code.</summary>
public sealed partial class LimitsGuideTests
{
    private static readonly Assembly[] Assemblies = [typeof(InvalidInputException).Assembly, typeof(Table).Assembly,
        typeof(Lecture.Cases.CaseFile).Assembly, typeof(Classical.Samples).Assembly, typeof(TrainedModel).Assembly, typeof(Terminal).Assembly];

    [Fact]
    public void Every_limit_of_the_guide_is_the_codes()
    {
        Match[] rows = [.. File.ReadLines(Path.Combine(Samples.Repository, "docs/guides/limits.md")).Select(line => Row().Match(line))
            .Where(row => row.Success)];
        Assert.True(rows.Length >= 18, $"The guide has {rows.Length} limits.");
        foreach (Match row in rows)
        {
            string name = row.Groups["name"].Value, type = name[..name.LastIndexOf('.')];
            Type? holder = Assemblies.Select(assembly => assembly.GetType(type)).OfType<Type>().SingleOrDefault();
            Assert.True(holder is not null, $"There is no {type}.");
            FieldInfo? field = holder.GetField(name[(type.Length + 1)..], BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic);
            Assert.True(field is not null, name);
            Assert.Equal((name, Convert.ToInt64(field.GetRawConstantValue(), CultureInfo.InvariantCulture)),
                (name, long.Parse(row.Groups["number"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture)));
        }
    }

    [GeneratedRegex(@"^\| [^|]+ \| (?<number>[\d,]+) \| `(?<name>Myelin\.[\w.]+)` \|$")]
    private static partial Regex Row();
}
