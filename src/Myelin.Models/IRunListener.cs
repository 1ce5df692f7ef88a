using Myelin.Training;

namespace Myelin.Models;

/// <summary>Hears what happens in a run: a progress display, a log, a web page. Called on the training thread, so be brief.</summary>
public interface IRunListener : ITrainingListener
{
    /// <summary>The rows have been read and shared out, and it is known what is trained on them. Nothing has been trained.</summary>
    /// <param name="plan">What is trained on what.</param>
    /// <param name="recipe">The recipe.</param>
    void OnPlan(RunPlan plan, Recipe recipe) { }

    /// <summary>The training of a network begins; models that are solved for have none.</summary>
    /// <param name="member">The network, counted from 1.</param>
    /// <param name="members">How many there are: the members of an ensemble, otherwise 1.</param>
    void OnMember(int member, int members) { }

    /// <summary>The training of a network has ended, however it ended.</summary>
    /// <param name="member">The network, counted from 1.</param>
    /// <param name="result">How it ended.</param>
    void OnMemberEnd(int member, TrainingResult result) { }

    /// <summary>
    /// An epoch has ended, and is kept in the run's curve; called behind <see cref="ITrainingListener.OnEpoch"/>, which can stop the training.
    /// </summary>
    /// <param name="epoch">The epoch.</param>
    void OnEpochRecord(EpochRecord epoch) { }

    /// <summary>The run has ended and everything is evaluated.</summary>
    /// <param name="run">The run.</param>
    void OnRun(Run run) { }
}
