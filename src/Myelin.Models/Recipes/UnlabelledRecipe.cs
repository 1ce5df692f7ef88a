using Myelin.Layers;
using Myelin.Losses;
using Myelin.Models.Datasets;
using Myelin.Models.Evaluations;
using Myelin.Serialization;
using Myelin.Tables;

namespace Myelin.Models.Recipes;

/// <summary>
/// A recipe of models that are learnt from rows without a target: all rows of a table are learnt from, and no column is left out for a target.
/// </summary>
public abstract record UnlabelledRecipe : Recipe
{
    private protected UnlabelledRecipe() { }

    private protected abstract TaskKind Task { get; }

    private protected abstract ulong RandomSeed { get; }

    private protected abstract string Method { get; }

    /// <summary>A column that is left out of the rows, or null.</summary>
    private protected virtual string? Beside => null;

    /// <summary>Learns from the rows.</summary>
    private protected abstract Found Find(UnlabelledRows rows);

    private protected sealed override Run Train(TrainingCall call)
    {
        UnlabelledRows rows = call.Dataset.PrepareUnlabelled(Task, Beside);
        string target = Task == TaskKind.Clusters ? "cluster" : "projection";
        string[] notes = [$"{rows.Source.Count} rows, {rows.Inputs.Count} inputs:", .. rows.Notes];
        var plan = new RunPlan(Method, IsNetwork: false, null, null,
            new DataFacts(call.Dataset.Names, null, Task, target, rows.Source.Count, 0, 0, notes, rows.Warnings));
        Found found = Find(rows);
        call.Listener.OnPlan(plan, this);
        var settings = new SettingList { { "data", call.Dataset.Names }, { "model_kind", Method } };
        settings.AddRange(found.Settings);
        settings.Add("recipe", Canonical);
        TrainedModel model = TrainedModel.Of(new SavedModel
        {
            Network = found.Network,
            InputShape = found.Encoding.InputShape,
            Loss = new MeanSquaredErrorLoss().Canonical,
            Classes = found.Encoding.Classes.Count == 0 ? null : found.Encoding.Classes,
            Seed = RandomSeed,
            Preprocessing = found.Encoding.ToJson(),
            Training = settings.ToJson(),
        });
        model.RequireNumbers(rows.Source);
        return new Run
        {
            Recipe = this,
            Plan = plan,
            Model = model,
            Training = new ModelEvaluation(rows.Source.Count, found.Scores, null, null, null),
            Clusters = found.Clusters,
            Comparison = found.Comparison,
            Components = found.Components,
            End = RunEnd.Solved,
            Seconds = call.Clock.Elapsed.TotalSeconds,
            TrainingSource = rows.Source,
        };
    }

    /// <summary>What was learnt.</summary>
    private protected sealed record Found(Sequential Network, DataEncoding Encoding, Scores Scores, SettingList Settings)
    {
        internal IReadOnlyList<ClusterFacts>? Clusters { get; init; }

        internal ClusterComparison? Comparison { get; init; }

        internal IReadOnlyList<ComponentFacts>? Components { get; init; }
    }
}
