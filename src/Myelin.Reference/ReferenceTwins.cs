using Myelin.Kernels;
using Myelin.Losses;

namespace Myelin.Reference;

/// <summary>
/// Where replay finds the double-precision twin of a kernel: Myelin's own are known, those of a user's kernels are added here.
/// </summary>
/// <example><code>var twins = new ReferenceTwins().Add((Softsign kernel) => new SoftsignReference());</code></example>
public sealed class ReferenceTwins
{
    private readonly Dictionary<Type, Func<object, object>> added = [];

    /// <summary>Myelin's own twins alone.</summary>
    internal static ReferenceTwins Own { get; } = new();

    /// <summary>Adds the twin of a function of one variable.</summary>
    /// <typeparam name="TKernel">The kernel's type.</typeparam>
    /// <param name="twin">Makes the twin for a kernel with its constants.</param>
    /// <returns>This object.</returns>
    public ReferenceTwins Add<TKernel>(Func<TKernel, ScalarReference> twin) where TKernel : IUnaryKernel => AddAny(twin);

    /// <summary>Adds the twin of a function of two variables.</summary>
    /// <typeparam name="TKernel">The kernel's type.</typeparam>
    /// <param name="twin">Makes the twin for a kernel with its constants.</param>
    /// <returns>This object.</returns>
    public ReferenceTwins Add<TKernel>(Func<TKernel, BinaryReference> twin) where TKernel : IBinaryKernel => AddAny(twin);

    /// <summary>Adds the twin of an elementwise loss.</summary>
    /// <typeparam name="TKernel">The kernel's type.</typeparam>
    /// <param name="twin">Makes the twin for a kernel with its constants.</param>
    /// <returns>This object.</returns>
    public ReferenceTwins Add<TKernel>(Func<TKernel, PairReference> twin) where TKernel : IPairKernel => AddAny(twin);

    /// <summary>Adds the twin of a loss of rows of logits.</summary>
    /// <typeparam name="TKernel">The kernel's type.</typeparam>
    /// <param name="twin">Makes the twin for a kernel with its constants.</param>
    /// <returns>This object.</returns>
    public ReferenceTwins Add<TKernel>(Func<TKernel, RowLossReference> twin) where TKernel : IRowLossKernel => AddAny(twin);

    internal ScalarReference Of(IUnaryKernel kernel) => Find<ScalarReference>(kernel) ?? ScalarReference.Of(kernel);

    internal BinaryReference Of(IBinaryKernel kernel) => Find<BinaryReference>(kernel) ?? BinaryReference.Of(kernel);

    internal PairReference Of(IPairKernel kernel) => Find<PairReference>(kernel) ?? PairReference.Of(kernel);

    internal RowLossReference Of(IRowLossKernel kernel) => Find<RowLossReference>(kernel) ?? RowLossReference.Of(kernel);

    internal static NotSupportedException Unknown(object kernel) =>
        new($"The reference has no double-precision twin of the kernel '{kernel.GetType().Name}'. Add one to {nameof(ReferenceTwins)}.");

    private ReferenceTwins AddAny<TKernel, TTwin>(Func<TKernel, TTwin> twin) where TTwin : class
    {
        ArgumentNullException.ThrowIfNull(twin);
        added[typeof(TKernel)] = kernel => twin((TKernel)kernel);
        return this;
    }

    private TTwin? Find<TTwin>(object kernel) where TTwin : class => added.TryGetValue(kernel.GetType(), out Func<object, object>? twin) ? (TTwin)twin(kernel) : null;
}
