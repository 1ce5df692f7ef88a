using Xunit;

namespace Myelin.Tests.Kernels;

/// <summary>Tests that set the process's number of threads run one after the other.</summary>
[CollectionDefinition(nameof(WorkersCollection), DisableParallelization = true)]
public sealed class WorkersCollection;
