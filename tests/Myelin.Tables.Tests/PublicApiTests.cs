using Myelin.Tables.Reading;
using Myelin.TestKit;
using Xunit;

namespace Myelin.Tables.Tests;

/// <summary>The public surface of the package Myelin.Tables.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void It_is_as_recorded() => PublicApi.Check(typeof(CsvTable).Assembly);
}
