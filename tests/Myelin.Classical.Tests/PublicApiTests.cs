using Myelin.TestKit;
using Xunit;

namespace Myelin.Classical.Tests;

/// <summary>The public surface of the package Myelin.Classical.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void It_is_as_recorded() => PublicApi.Check(typeof(KMeans).Assembly);
}
