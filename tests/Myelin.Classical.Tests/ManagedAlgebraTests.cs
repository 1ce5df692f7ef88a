using System.Reflection;
using MathNet.Numerics.Providers.LinearAlgebra;
using Xunit;

namespace Myelin.Classical.Tests;

/// <summary>Runs alone, since the choice that it makes is the process's.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    internal const string Name = "alone";
}

/// <summary>Models are solved by managed code, whatever the host has chosen, and the host's choice comes back.</summary>
[Collection(AloneCollection.Name)]
public sealed class ManagedAlgebraTests : IDisposable
{
    private readonly ILinearAlgebraProvider before = LinearAlgebraControl.Provider;
    private readonly ILinearAlgebraProvider host = DispatchProxy.Create<ILinearAlgebraProvider, Unwanted>();
    private readonly Samples numbers;
    private readonly Samples classes;

    public ManagedAlgebraTests()
    {
        LinearAlgebraControl.Provider = host;
        var random = new System.Random(3);
        double[,] inputs = new double[30, 3], targets = new double[30, 1];
        var labels = new int[30];
        for (int row = 0; row < 30; row++)
        {
            for (int i = 0; i < 3; i++) inputs[row, i] = random.NextDouble();
            (targets[row, 0], labels[row]) = (inputs[row, 0] - inputs[row, 1], row % 2);
        }

        (numbers, classes) = (Samples.Of(inputs, targets), Samples.Of(inputs, labels));
    }

    public void Dispose() => LinearAlgebraControl.Provider = before;

    [Fact]
    public void Every_solver_is_managed_and_the_hosts_choice_comes_back()
    {
        foreach (Action solve in (Action[])
        [
            () => LeastSquares.Fit(numbers),
            () => new LeastSquares(numbers).WithRidge(0.1),
            () => LogisticRegression.Fit(classes, 0.1),
            () => SupportVectorMachine.Fit(classes, 0.1),
            () => PrincipalComponents.Fit(numbers),
            () => Subspaces.LargestAngle(new double[,] { { 1, 0, 0 }, { 0, 1, 0 } }, new double[,] { { 1, 0, 0 }, { 0, 1, 1 } }),
        ])
        {
            solve();
            Assert.Same(host, LinearAlgebraControl.Provider);
        }
    }

    [Fact]
    public void Solvers_on_several_threads_are_managed_until_the_last_has_ended()
    {
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, _ => LeastSquares.Fit(numbers));
        Assert.Same(host, LinearAlgebraControl.Provider);
    }

    [Fact]
    public void A_solver_that_fails_gives_the_choice_back()
    {
        Assert.ThrowsAny<ArgumentException>(() => Subspaces.LargestAngle(new double[,] { { 0, 0 } }, new double[,] { { 1, 0 } }));
        Assert.Same(host, LinearAlgebraControl.Provider);
    }

    /// <summary>Takes the host's place and computes nothing.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1852", Justification = "The proxy is derived from it.")]
    private class Unwanted : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(ILinearAlgebraProvider.InitializeVerify) or nameof(ILinearAlgebraProvider.FreeResources) => null,
            nameof(ILinearAlgebraProvider.IsAvailable) => true,
            _ => throw new InvalidOperationException($"The host's provider was asked for {targetMethod.Name}."),
        };
    }
}
