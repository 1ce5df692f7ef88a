using Myelin.Activations;
using Myelin.Grammar;
using Myelin.Initializers;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Penalties;
using Myelin.Schedules;
using Myelin.Training;

namespace Myelin;

/// <summary>
/// The members of every family by name: what texts on a command line, in settings and in model files can name. A program adds its own and hands the
/// result to whoever parses, saves or loads; there is no global list. It never changes, so threads may share one.
/// </summary>
/// <example>
/// <code>
/// Catalogs catalogs = Catalogs.Default.With(Swish.Member).With(Gate.Member);
/// var network = Sequential.Build("linear:16 swish gate linear:1", new Shape(4), new RandomSource(1), catalogs);
/// ModelFile.Save("model.safetensors", model, catalogs);
/// </code>
/// </example>
public sealed record Catalogs
{
    private Catalogs() { }

    /// <summary>Myelin's own members.</summary>
    public static Catalogs Default { get; } = new();

    /// <summary>Activations, each a layer too.</summary>
    public Catalog<Activation> Activations { get; private init; } = ActivationCatalog.All;

    /// <summary>Initialisers.</summary>
    public Catalog<Initializer> Initializers { get; private init; } = InitializerCatalog.All;

    /// <summary>Layers.</summary>
    public Catalog<LayerFactory> Layers { get; private init; } = LayerCatalog.All;

    /// <summary>Losses.</summary>
    public Catalog<Loss> Losses { get; private init; } = LossCatalog.All;

    /// <summary>Metrics that tell the best weights of a training.</summary>
    public Catalog<EvaluationMetric> Metrics { get; private init; } = EvaluationMetricCatalog.All;

    /// <summary>Optimizers.</summary>
    public Catalog<Optimizer> Optimizers { get; private init; } = OptimizerCatalog.All;

    /// <summary>Penalties.</summary>
    public Catalog<Penalty> Penalties { get; private init; } = PenaltyCatalog.All;

    /// <summary>Schedules of learning rates and of other numbers that change during a training.</summary>
    public Catalog<Schedule> Schedules { get; private init; } = ScheduleCatalog.All;

    /// <summary>All families by name, in the plural, with what is stated of their members.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<Member> Members)> Families =>
    [
        ("activations", Activations.Members),
        ("initializers", Initializers.Members),
        ("layers", Layers.Members),
        ("losses", Losses.Members),
        ("metrics", Metrics.Members),
        ("optimizers", Optimizers.Members),
        ("penalties", Penalties.Members),
        ("schedules", Schedules.Members),
    ];

    /// <summary>These catalogues with more activations.</summary>
    /// <param name="members">The activations.</param>
    /// <exception cref="ArgumentException">A name is taken, by an activation or a layer.</exception>
    public Catalogs With(params IReadOnlyList<Member<Activation>> members) => (this with { Activations = Activations.With(members) }).RequireOneMeaning();

    /// <summary>These catalogues with more initialisers.</summary>
    /// <param name="members">The initialisers.</param>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public Catalogs With(params IReadOnlyList<Member<Initializer>> members) => this with { Initializers = Initializers.With(members) };

    /// <summary>These catalogues with more layers.</summary>
    /// <param name="members">The layers.</param>
    /// <exception cref="ArgumentException">A name is taken, by an activation or a layer.</exception>
    public Catalogs With(params IReadOnlyList<Member<LayerFactory>> members) => (this with { Layers = Layers.With(members) }).RequireOneMeaning();

    /// <summary>These catalogues with more losses.</summary>
    /// <param name="members">The losses.</param>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public Catalogs With(params IReadOnlyList<Member<Loss>> members) => this with { Losses = Losses.With(members) };

    /// <summary>These catalogues with more metrics.</summary>
    /// <param name="members">The metrics.</param>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public Catalogs With(params IReadOnlyList<Member<EvaluationMetric>> members) => this with { Metrics = Metrics.With(members) };

    /// <summary>These catalogues with more optimizers.</summary>
    /// <param name="members">The optimizers.</param>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public Catalogs With(params IReadOnlyList<Member<Optimizer>> members) => this with { Optimizers = Optimizers.With(members) };

    /// <summary>These catalogues with more penalties.</summary>
    /// <param name="members">The penalties.</param>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public Catalogs With(params IReadOnlyList<Member<Penalty>> members) => this with { Penalties = Penalties.With(members) };

    /// <summary>These catalogues with more schedules.</summary>
    /// <param name="members">The schedules.</param>
    /// <exception cref="ArgumentException">A name is taken.</exception>
    public Catalogs With(params IReadOnlyList<Member<Schedule>> members) => this with { Schedules = Schedules.With(members) };

    private Catalogs RequireOneMeaning() => Layers.Names.FirstOrDefault(name => name == "residual" || Activations.Find(name) is not null) is { } name
        ? throw new ArgumentException($"'{name}' names a layer and something else, and in a network's text it can mean only one.")
        : this;
}
