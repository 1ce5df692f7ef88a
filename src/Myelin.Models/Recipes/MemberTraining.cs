using Myelin.Data;
using Myelin.Ensembles;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Models.Datasets;
using Myelin.Models.Evaluations;
using Myelin.Training;

namespace Myelin.Models.Recipes;

/// <summary>The training of one network, or of the members of an ensemble one after the other, each on rows drawn anew.</summary>
internal sealed class MemberTraining
{
    private readonly Func<ulong, Sequential> build;
    private readonly Func<Sequential, ulong, Trainer> trainer;
    private readonly ulong seed;
    private readonly PreparedRows rows;
    private readonly Loss loss;
    private readonly int? members;
    private readonly Sequential first;

    /// <summary>Prepares a training, and refuses members that are not to be put together.</summary>
    /// <param name="build">Makes an untrained network from its seed.</param>
    /// <param name="trainer">Makes a network's trainer from its seed.</param>
    /// <param name="seed">The seed of all.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="members">The number of members; null for one network that sees every row.</param>
    internal MemberTraining(Func<ulong, Sequential> build, Func<Sequential, ulong, Trainer> trainer, ulong seed, PreparedRows rows, Loss loss, int? members)
    {
        (this.build, this.trainer, this.seed, this.rows, this.loss, this.members) = (build, trainer, seed, rows, loss, members);
        first = build(seed);
        if (members is { } claimed) _ = new Ensemble(rows.Encoding.InputShape, [.. Enumerable.Repeat(first, claimed)]).ToNetwork();
    }

    /// <summary>The layers of one network.</summary>
    internal string Canonical => members is null ? first.Canonical : $"{members} of {first.Canonical}, and their mean";

    /// <summary>Trains.</summary>
    /// <param name="call">What is asked for.</param>
    /// <param name="settings">What is saved, from how each training ended.</param>
    /// <exception cref="OperationCanceledException">Cancelled before the first epoch ended.</exception>
    internal Fitted Run(TrainingCall call, Func<IReadOnlyList<TrainingResult>, SettingList> settings)
    {
        var curve = new CurveListener(call.Listener);
        var (results, networks) = (new List<TrainingResult>(), new List<Sequential>());
        StopReason last = StopReason.Completed;
        bool Ends() => last is StopReason.Cancelled or StopReason.Stopped;
        for (int member = 0; member < (members ?? 1) && !Ends(); member++)
        {
            ulong ownSeed = Bagging.MemberSeed(seed, member);
            Sequential network = member == 0 ? first : build(ownSeed);
            Trainer own = trainer(network, ownSeed);
            IDataSource seen = members is null ? rows.Training : Bagging.Rows(rows.Training, member, seed);
            TrainingResult ended = curve.Follow(member + 1, members ?? 1, network, () => own.Fit(seen, rows.Validation, curve, call.CancellationToken));
            last = ended.Reason;
            if (ended.BestEpoch == 0) continue;
            results.Add(ended);
            networks.Add(network);
        }

        if (networks.Count == 0)
            throw new OperationCanceledException("The training was ended before its first epoch was, so there is no model.", call.CancellationToken);
        return new Fitted(members is null ? networks[0] : new Ensemble(rows.Training.InputShape, networks).ToNetwork(), EndOf(results, last), settings(results))
        {
            Members = members is null ? [new MemberRun(results[0], null, null)] : [.. results.Zip(networks, Judge)],
            Curve = curve.Epochs,
        };
    }

    private MemberRun Judge(TrainingResult result, Sequential network)
    {
        ModelEvaluation? Of(IDataSource? part) => part is null ? null : ModelEvaluation.Of(part.Count, Evaluation.Of(network, loss, part));
        return new MemberRun(result, Of(rows.Validation), Of(rows.Test));
    }

    private static RunEnd EndOf(IReadOnlyList<TrainingResult> results, StopReason last) => last switch
    {
        StopReason.Cancelled => RunEnd.Cancelled,
        StopReason.Stopped => RunEnd.Stopped,
        _ => results.Any(result => result.Reason == StopReason.Completed) ? RunEnd.Completed : RunEnd.NoImprovement,
    };

    /// <summary>Keeps the curve of a training, and passes on what happens.</summary>
    private sealed class CurveListener(IRunListener next) : ITrainingListener
    {
        private readonly List<EpochRecord> epochs = [];
        private int member;
        private Sequential network = null!;
        private float rate;

        internal IReadOnlyList<EpochRecord> Epochs => epochs;

        internal TrainingResult Follow(int number, int count, Sequential trained, Func<TrainingResult> train)
        {
            (member, network) = (number, trained);
            next.OnMember(number, count);
            TrainingResult result = train();
            next.OnMemberEnd(number, result);
            return result;
        }

        public void OnStep(in StepEvent step)
        {
            rate = step.LearningRate;
            next.OnStep(step);
        }

        public void OnEpoch(EpochEvent epoch)
        {
            Scores? scores = epoch.Validation is { } validation ? Scores.Of(validation) : null;
            var record = new EpochRecord(member, epoch.Epoch, epoch.TrainingLoss, epoch.Penalty, epoch.Validation?.Loss, scores, rate,
                Norm(network.Store.Gradients), epoch.IsBest, epoch.Elapsed);
            epochs.Add(record);
            next.OnEpoch(epoch);
            next.OnEpochRecord(record);
        }

        private static double Norm(ReadOnlySpan<float> gradients)
        {
            double sum = 0;
            foreach (float gradient in gradients) sum += (double)gradient * gradient;
            return Math.Sqrt(sum);
        }
    }
}
