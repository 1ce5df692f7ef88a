using Myelin.Autograd;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Tensors;

namespace Myelin.Training;

/// <summary>
/// What a training is done with: a network, a loss, an optimizer and settings. <see cref="Fit"/> trains from beginning to end. <see cref="Start"/>
/// gives the training as an object that can be stopped, looked at and gone on with; <see cref="Resume"/> goes on from a state that was kept. Seed,
/// data and settings determine the weights to the bit, for any number of threads.
/// </summary>
/// <remarks>
/// Batches come in a seeded order, a step each; validation follows each epoch, and the best weights are brought back. Rows of weight 0 are left out.
/// Where a layer needs more rows than a last batch has (<see cref="Layer.FewestTrainingRows"/>), the batch before takes them.
/// </remarks>
/// <example>
/// <code>
/// var random = new RandomSource(seed: 1);
/// var network = Sequential.Build("linear:8 tanh linear:1", new Shape(2), random);
/// var trainer = new Trainer(network, new MeanSquaredErrorLoss(), new Adam());
/// TrainingResult result = trainer.Fit(training, validation);
/// </code>
/// </example>
public sealed class Trainer
{
    /// <summary>Prepares trainings; the network's parameters move into its <see cref="Layer.Store"/>.</summary>
    /// <param name="network">The network.</param>
    /// <param name="loss">The loss to make small, with parameters such as Huber's δ in the target's own units.</param>
    /// <param name="optimizer">The rule that changes the weights; it belongs to this trainer from now on.</param>
    /// <param name="options">The settings; by default those of <see cref="TrainerOptions"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting out of range.</exception>
    /// <exception cref="ArgumentException">
    /// Weights that are not frozen lie before an activation whose slope is 0 everywhere, such as <see cref="Activations.Step"/>; a micro-batch size with a loss
    /// that is no mean over rows; or the optimizer serves another trainer, or has taken steps already.
    /// </exception>
    /// <exception cref="InvalidOperationException">Layers of the network lie in the store of another one.</exception>
    public Trainer(Layer network, Loss loss, Optimizer optimizer, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        (Network, Loss, Optimizer, Options) = (network, loss, optimizer, options ?? new TrainerOptions());
        Options.Validate();
        Options.RequireFor(loss);
        FlatActivations.Refuse(network);
        Store = network.Store;
        Penalised = Options.Penalty?.WeightsOf(network) ?? [];
        Tape = new Tape(recording: true, Options.Shards, name: "a trainer");
        // Last, so that a trainer that cannot be made leaves the optimizer free.
        optimizer.BelongToTrainer(Store);
    }

    internal Layer Network { get; }

    internal Loss Loss { get; }

    internal Optimizer Optimizer { get; }

    internal TrainerOptions Options { get; }

    internal ParameterStore Store { get; }

    internal Tensor[] Penalised { get; }

    internal Tape Tape { get; }

    /// <summary>The training that was begun last: the one that the optimizer's state belongs to.</summary>
    internal TrainingRun? Latest { get; private set; }

    private int isRunning;

    /// <summary>
    /// Trains from the beginning, with the weights that the network has now, until the epochs are over, the patience is, or the caller cancels; in
    /// each case the best weights are in the network at the end. Called again it trains again from the beginning: the optimizer starts anew, and
    /// nothing is compared with earlier losses.
    /// </summary>
    /// <param name="training">The rows to learn from.</param>
    /// <param name="validation">The rows that decide which weights are best; none: the last ones.</param>
    /// <param name="listener">Hears of steps and epochs.</param>
    /// <param name="cancellationToken">Ends the training after the step under way. To go on after that, use <see cref="Start"/>.</param>
    /// <exception cref="ArgumentException">No training rows, or rows that do not fit the network or are not what the source promises.</exception>
    /// <exception cref="NonFiniteException">A loss, a gradient or a weight is NaN or infinite; the network holds the best weights so far, or without
    /// validation rows those that it had then.</exception>
    public TrainingResult Fit(IDataSource training, IDataSource? validation = null, ITrainingListener? listener = null,
        CancellationToken cancellationToken = default) =>
        Start(training, validation).Continue(listener, cancellationToken);

    /// <summary>
    /// Begins a training with the weights that the network has now; no step is taken before <see cref="TrainingRun.Continue"/>. A training begun
    /// earlier with this trainer cannot go on then.
    /// </summary>
    /// <param name="training">The rows to learn from.</param>
    /// <param name="validation">The rows that decide which weights are best; none: the last ones.</param>
    /// <exception cref="ArgumentException">No training rows, or rows that do not fit the network or are not what the source promises.</exception>
    /// <exception cref="InvalidOperationException">A training of this trainer is under way.</exception>
    public TrainingRun Start(IDataSource training, IDataSource? validation = null)
    {
        var run = new TrainingRun(this, training, validation);
        Enter();
        Optimizer.Clear();
        Latest = run;
        Leave();
        return run;
    }

    /// <summary>
    /// Goes on from a state of a training with the same network, optimizer, settings and data: <see cref="TrainingRun.Continue"/> takes the next
    /// step. A training begun earlier with this trainer cannot go on then.
    /// </summary>
    /// <param name="state">The state.</param>
    /// <param name="training">The rows to learn from.</param>
    /// <param name="validation">The rows that decide which weights are best.</param>
    /// <exception cref="ArgumentException">
    /// The state is one of another network (names or shapes differ), optimizer, or of other settings or numbers of rows; the message names the first
    /// difference, and nothing has changed.
    /// </exception>
    public TrainingRun Resume(TrainingState state, IDataSource training, IDataSource? validation = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        var run = new TrainingRun(this, training, validation);
        Enter();
        try
        {
            run.Restore(state);
            Latest = run;
        }
        finally
        {
            Leave();
        }

        return run;
    }

    /// <summary>Claims the trainer for a call that changes what it holds.</summary>
    /// <exception cref="InvalidOperationException">Such a call is under way, on another thread or around this one.</exception>
    internal void Enter()
    {
        if (Interlocked.Exchange(ref isRunning, 1) != 0)
            throw new InvalidOperationException("A training of this trainer is under way; wait for its end, or use a trainer, an optimizer and a "
                + "network of its own for another.");
    }

    internal void Leave() => Volatile.Write(ref isRunning, 0);
}
