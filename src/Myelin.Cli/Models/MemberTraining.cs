using Myelin.Cli.Datasets;
using Myelin.Cli.Reports;
using Myelin.Data;
using Myelin.Ensembles;
using Myelin.Layers;
using Myelin.Tensors;
using Myelin.Training;

namespace Myelin.Cli.Models;

/// <summary>The training of one network, or of the members of an ensemble one after the other, each on rows drawn anew.</summary>
internal sealed class MemberTraining
{
    private readonly Func<ulong, Sequential> build;
    private readonly Func<Sequential, ulong, Trainer> trainer;
    private readonly ulong seed;
    private readonly Sequential first;
    private Sequential? result;

    /// <summary>Prepares a training, and refuses members that are not to be put together.</summary>
    /// <param name="build">Makes an untrained network from its seed.</param>
    /// <param name="trainer">Makes a network's trainer from its seed.</param>
    /// <param name="seed">The seed of all.</param>
    /// <param name="inputShape">The shape of one row.</param>
    /// <param name="members">The number of members; null for one network that sees every row.</param>
    internal MemberTraining(Func<ulong, Sequential> build, Func<Sequential, ulong, Trainer> trainer, ulong seed, Shape inputShape, int? members)
    {
        (this.build, this.trainer, this.seed, Members) = (build, trainer, seed, members);
        first = build(seed);
        if (members is { } claimed) _ = new Ensemble(inputShape, [.. Enumerable.Repeat(first, claimed)]).ToNetwork();
    }

    /// <summary>The layers of one network.</summary>
    internal string Canonical => Members is null ? first.Canonical : $"{Members} of {first.Canonical}, and their mean";

    /// <summary>The number of members that an ensemble is to have; null for one network.</summary>
    internal int? Members { get; }

    /// <summary>The trained network: of an ensemble the wide one that gives the members' mean.</summary>
    internal Sequential Result => result ?? throw new InvalidOperationException("Nothing has been trained.");

    /// <summary>Whether the user ended the training.</summary>
    internal bool IsInterrupted { get; private set; }

    /// <summary>Trains.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="display">Gives what shows the training of a member with a name, or of one network.</param>
    /// <param name="cancellationToken">Ends the training after the step under way.</param>
    /// <returns>How each training ended that finished an epoch.</returns>
    internal IReadOnlyList<TrainingResult> Run(TrainingData rows, Func<string?, TrainingDisplay> display, CancellationToken cancellationToken)
    {
        var results = new List<TrainingResult>();
        var networks = new List<Sequential>();
        for (int member = 0; member < (Members ?? 1) && !IsInterrupted; member++)
        {
            ulong ownSeed = Bagging.MemberSeed(seed, member);
            Sequential network = member == 0 ? first : build(ownSeed);
            Trainer own = trainer(network, ownSeed);
            IDataSource seen = Members is null ? rows.Training : Bagging.Rows(rows.Training, member, seed);
            TrainingResult ended = display(Members is { } count ? $"Network {member + 1} of {count}:" : null).Show(listener => own.Fit(seen, rows.Validation, listener, cancellationToken));
            IsInterrupted = ended.Reason == StopReason.Cancelled;
            if (ended.BestEpoch == 0) continue;
            results.Add(ended);
            networks.Add(network);
        }

        if (networks.Count > 0) result = Members is null ? networks[0] : new Ensemble(rows.Training.InputShape, networks).ToNetwork();
        return results;
    }
}
