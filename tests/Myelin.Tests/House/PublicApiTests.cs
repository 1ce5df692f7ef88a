using Myelin.Reference;
using Myelin.TestKit;
using Xunit;

namespace Myelin.Tests.House;

/// <summary>The public surface of the packages Myelin and Myelin.Reference.</summary>
public sealed class PublicApiTests
{
    [Theory]
    [InlineData(typeof(Catalogs))]
    [InlineData(typeof(GradientCheck))]
    public void It_is_as_recorded(Type inside) => PublicApi.Check(inside.Assembly);
}
