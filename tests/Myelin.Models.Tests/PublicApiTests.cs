using Myelin.TestKit;
using Xunit;

namespace Myelin.Models.Tests;

/// <summary>The public surface of the package Myelin.Models.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void It_is_as_recorded() => PublicApi.Check(typeof(TrainedModel).Assembly);
}
