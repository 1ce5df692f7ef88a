using System.Reflection;
using PublicApiGenerator;

namespace Myelin.Tests;

/// <summary>What a package shows to its users, recorded in a file: a change of it is seen before it is released.</summary>
internal static class PublicApi
{
    private static readonly ApiGeneratorOptions Options = new() { IncludeAssemblyAttributes = false };

    internal static void Check(Assembly package) => Snapshot.Check($"{package.GetName().Name}.api", package.GeneratePublicApi(Options).ReplaceLineEndings("\n"));
}
