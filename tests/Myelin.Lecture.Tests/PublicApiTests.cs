using Myelin.TestKit;
using Xunit;

namespace Myelin.Lecture.Tests;

/// <summary>The public surface of the package Myelin.Lecture.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void It_is_as_recorded() => PublicApi.Check(typeof(Language).Assembly);
}
