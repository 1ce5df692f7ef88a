using System.Diagnostics.Metrics;

namespace Myelin.Hosting;

/// <summary>What served models measure, under the meter <c>Myelin</c>; each measurement has the model's name as the tag <c>model</c>.</summary>
internal sealed class ModelMeter : IDisposable
{
    internal const string MeterName = "Myelin";

    private readonly Meter meter;
    private readonly bool isOwn;
    private readonly Counter<long> predictions;
    private readonly Histogram<double> durations;
    private readonly Counter<long> reloads;

    internal ModelMeter(IMeterFactory? factory)
    {
        isOwn = factory is null;
        meter = factory?.Create(MeterName) ?? new Meter(MeterName);
        predictions = meter.CreateCounter<long>("myelin.predictions", "{row}", "Rows predicted.");
        durations = meter.CreateHistogram<double>("myelin.prediction.duration", "s", "Seconds of a call.");
        reloads = meter.CreateCounter<long>("myelin.reloads", "{file}", "New files, taken or refused.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // A factory's meters are the factory's.
        if (isOwn) meter.Dispose();
    }

    internal void Predicted(string model, int rows, TimeSpan took)
    {
        var tag = KeyValuePair.Create("model", (object?)model);
        predictions.Add(rows, tag);
        durations.Record(took.TotalSeconds, tag);
    }

    internal void Reloaded(string model, bool taken) =>
        reloads.Add(1, KeyValuePair.Create("model", (object?)model), KeyValuePair.Create("outcome", (object?)(taken ? "taken" : "refused")));
}
