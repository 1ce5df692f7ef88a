using Myelin.TestKit;
using Xunit;

namespace Myelin.Hosting.Tests;

/// <summary>The public surface of the package Myelin.Hosting.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void It_is_as_recorded() => PublicApi.Check(typeof(ServedModel).Assembly);
}
