using Myelin.TestKit;
using Xunit;

namespace Myelin.Reports.Tests;

/// <summary>The public surface of the package Myelin.Reports.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void It_is_as_recorded() => PublicApi.Check(typeof(Report).Assembly);
}
