using Myelin.Functions;
using Myelin.Reference.Twins;

namespace Myelin.Reference;

/// <summary>
/// Where replay finds the double-precision twin of a function: Myelin's own are known, those of a user's functions are added here.
/// </summary>
/// <example><code>var twins = new ReferenceTwins().Add((Softsign function) => new SoftsignReference());</code></example>
public sealed class ReferenceTwins
{
    private readonly Dictionary<Type, Func<object, object>> added = [];

    /// <summary>Myelin's own twins alone.</summary>
    internal static ReferenceTwins Own { get; } = new();

    /// <summary>Adds the twin of a function of one variable.</summary>
    /// <typeparam name="TFunction">The function's type.</typeparam>
    /// <param name="twin">Makes the twin for a function with its constants.</param>
    /// <returns>This object.</returns>
    public ReferenceTwins Add<TFunction>(Func<TFunction, ScalarReference> twin) where TFunction : IUnaryFunction => AddAny(twin);

    /// <summary>Adds the twin of a function of two variables.</summary>
    /// <typeparam name="TFunction">The function's type.</typeparam>
    /// <param name="twin">Makes the twin for a function with its constants.</param>
    /// <returns>This object.</returns>
    public ReferenceTwins Add<TFunction>(Func<TFunction, BinaryReference> twin) where TFunction : IBinaryFunction => AddAny(twin);

    /// <summary>Adds the twin of an elementwise loss.</summary>
    /// <typeparam name="TFunction">The function's type.</typeparam>
    /// <param name="twin">Makes the twin for a function with its constants.</param>
    /// <returns>This object.</returns>
    public ReferenceTwins Add<TFunction>(Func<TFunction, ElementLossReference> twin) where TFunction : IElementLossFunction => AddAny(twin);

    /// <summary>Adds the twin of a loss of rows of logits.</summary>
    /// <typeparam name="TFunction">The function's type.</typeparam>
    /// <param name="twin">Makes the twin for a function with its constants.</param>
    /// <returns>This object.</returns>
    public ReferenceTwins Add<TFunction>(Func<TFunction, ClassLossReference> twin) where TFunction : IClassLossFunction => AddAny(twin);

    internal ScalarReference Of(IUnaryFunction function) => Find<ScalarReference>(function) ?? TwinCatalog.Of(function);

    internal BinaryReference Of(IBinaryFunction function) => Find<BinaryReference>(function) ?? TwinCatalog.Of(function);

    internal ElementLossReference Of(IElementLossFunction function) => Find<ElementLossReference>(function) ?? TwinCatalog.Of(function);

    internal ClassLossReference Of(IClassLossFunction function) => Find<ClassLossReference>(function) ?? TwinCatalog.Of(function);

    internal static NotSupportedException Unknown(object function) =>
        new($"The reference has no double-precision twin of the function '{function.GetType().Name}'. Add one to {nameof(ReferenceTwins)}.");

    private ReferenceTwins AddAny<TFunction, TTwin>(Func<TFunction, TTwin> twin) where TTwin : class
    {
        ArgumentNullException.ThrowIfNull(twin);
        added[typeof(TFunction)] = function => twin((TFunction)function);
        return this;
    }

    private TTwin? Find<TTwin>(object function) where TTwin : class =>
        added.TryGetValue(function.GetType(), out Func<object, object>? twin) ? (TTwin)twin(function) : null;
}
