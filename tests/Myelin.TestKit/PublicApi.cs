using System.Reflection;
using PublicApiGenerator;

namespace Myelin.TestKit;

/// <summary>What a package shows to its users, recorded in a file: a change of it is seen before it is released.</summary>
public static class PublicApi
{
    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    public static void Check(Assembly package) => Snapshot.Check($"{package.GetName().Name}.api", package.GeneratePublicApi(Options).ReplaceLineEndings("\n"));
}
