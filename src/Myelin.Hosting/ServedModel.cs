using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Myelin.Models;
using Myelin.Models.Predictions;

namespace Myelin.Hosting;

/// <summary>
/// A model that serves from any number of threads, and takes a new file while it does. All of a model is swapped as one, so a call is answered by the
/// model before or by the one after, never by a mixture. It loads with the host, which does not start without its model.
/// </summary>
public sealed class ServedModel : IHostedService, IDisposable
{
    private readonly ServedModelOptions options;
    private readonly ILogger logger;
    private readonly ModelMeter meter;
    private readonly Lock reloading = new();
    private FileSystemWatcher? watcher;
    private Timer? settling;
    private TrainedModel? current;

    internal ServedModel(string name, ServedModelOptions options, ILogger logger, ModelMeter meter) =>
        (Name, this.options, this.logger, this.meter) = (name, options, logger, meter);

    /// <summary>The name under which it is registered; that of the file where it has none.</summary>
    public string Name { get; }

    /// <summary>
    /// The model as it is now; loaded at the first call where no host has started it. A caller that needs several answers of one model keeps it.
    /// </summary>
    /// <exception cref="InvalidInputException">There has been no model yet, and the file is refused.</exception>
    public TrainedModel Current
    {
        get
        {
            if (Volatile.Read(ref current) is { } now) return now;
            lock (reloading)
            {
                if (current is null) Load();
                return current!;
            }
        }
    }

    /// <summary>Predicts one record; see <see cref="TrainedModel.Predict"/>.</summary>
    /// <typeparam name="T">The record's type.</typeparam>
    /// <param name="record">The record.</param>
    public Prediction Predict<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(T record)
    {
        TrainedModel model = Current;
        long started = Stopwatch.GetTimestamp();
        Prediction prediction = model.Predict(record);
        meter.Predicted(Name, rows: 1, Stopwatch.GetElapsedTime(started));
        return prediction;
    }

    /// <summary>Predicts records, all by the same model; see <see cref="TrainedModel.PredictAll{T}(IEnumerable{T})"/>.</summary>
    /// <typeparam name="T">The records' type.</typeparam>
    /// <param name="records">The records.</param>
    public IReadOnlyList<Prediction> PredictAll<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicProperties)] T>(IEnumerable<T> records)
    {
        TrainedModel model = Current;
        long started = Stopwatch.GetTimestamp();
        IReadOnlyList<Prediction> predictions = model.PredictAll(records);
        meter.Predicted(Name, predictions.Count, Stopwatch.GetElapsedTime(started));
        return predictions;
    }

    /// <summary>Takes the file as it is now. Where it is refused, the model before serves on.</summary>
    /// <returns>Whether the file was taken; the log says why not.</returns>
    public bool Reload()
    {
        lock (reloading)
        {
            try
            {
                Load();
                return true;
            }
            catch (Exception wrong) when (wrong is InvalidInputException or IOException or UnauthorizedAccessException)
            {
                LogMessages.Refused(logger, Name, options.Path, wrong.Message);
                meter.Reloaded(Name, taken: false);
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Current;
        if (options.ReloadOnChange) Watch();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        watcher?.Dispose();
        settling?.Dispose();
    }

    private void Load()
    {
        TrainedModel next = TrainedModel.Load(options.Path, options.Catalogs);
        TrainedModel? before = current;
        if (before is not null && (next.Gives, next.Target) != (before.Gives, before.Target))
            throw new InvalidInputException($"{options.Path} gives a {next.Gives} for '{next.Target}', and callers expect a {before.Gives} for "
                + $"'{before.Target}'; serve it under another name.");
        Volatile.Write(ref current, next);
        string hash = next.WeightsSha256;
        if (before is null)
        {
            LogMessages.Loaded(logger, Name, options.Path, hash);
            return;
        }

        LogMessages.Reloaded(logger, Name, options.Path, hash);
        meter.Reloaded(Name, taken: true);
    }

    private void Watch()
    {
        string path = Path.GetFullPath(options.Path);
        settling = new Timer(_ => Reload());
        watcher = new FileSystemWatcher(Path.GetDirectoryName(path)!,
            Path.GetFileName(path))
        { NotifyFilter = NotifyFilters.FileName | NotifyFilters.LastWrite | NotifyFilters.Size };
        watcher.Changed += Settle;
        watcher.Created += Settle;
        watcher.Renamed += Settle;
        watcher.EnableRaisingEvents = true;
    }

    // A file that is written in pieces tells of each; the last one counts.
    private void Settle(object sender, FileSystemEventArgs change)
    {
        if (change.ChangeType != WatcherChangeTypes.Deleted) settling!.Change(options.Settle, Timeout.InfiniteTimeSpan);
    }
}
