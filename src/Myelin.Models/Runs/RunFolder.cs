using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Myelin.Data;
using Myelin.Serialization;
using Myelin.Training;

namespace Myelin.Models.Runs;

/// <summary>
/// Keeps runs in a folder, each in a numbered folder of its own: <c>plan.json</c> with what is known before the first step, <c>events.jsonl</c> with
/// a line for each epoch while it trains, at most a tenth of a second behind it, and <c>run.json</c>
/// with the result. The first and the last appear whole or not at all. It is a listener: hand it to
/// <see cref="Recipe.Train(Datasets.Dataset, Datasets.DataSplit?, IRunListener?, CancellationToken)"/>.
/// </summary>
/// <example>
/// <code>
/// using var kept = new RunFolder("runs");
/// Run run = new NetworkRecipe().Train(rows, listener: kept);
/// foreach (RunRecord record in RunFolder.List("runs")) Console.WriteLine($"{record.Name}: {record.Recipe}");
/// </code>
/// </example>
public sealed class RunFolder : IRunListener, IDisposable
{
    private const string PlanFile = "plan.json", EventsFile = "events.jsonl", RunFile = "run.json";
    private const long LargestFile = 64 << 20;
    private const int MostRuns = 9999;
    private const int LineBuffer = 1 << 16;

    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(100);

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
    };

    private readonly string folder;
    private readonly IRunListener? next;
    private readonly ArrayBufferWriter<byte> line = new();
    private BufferedStream? events;
    private long flushed;

    /// <summary>Begins to keep a run; its own folder is made when rows have been read and it is known what is trained.</summary>
    /// <param name="folder">The folder of runs; it is made where it does not exist.</param>
    /// <param name="next">Hears everything, too; null for nobody.</param>
    /// <exception cref="InvalidInputException">There is a file of that name.</exception>
    public RunFolder(string folder, IRunListener? next = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (File.Exists(folder)) throw new InvalidInputException($"{folder} is no folder; name one in which runs are kept.");
        (this.folder, this.next) = (folder, next);
    }

    /// <summary>The run's own folder; null before it is made.</summary>
    public string? Path { get; private set; }

    /// <summary>The runs that a folder keeps, in the order of their names.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InvalidInputException">There is no such folder, or a record is damaged, too large, or of a newer format.</exception>
    public static IReadOnlyList<RunRecord> List(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (!Directory.Exists(folder)) throw new InvalidInputException($"{folder} is no folder; name one in which runs are kept.");
        return [.. Directory.EnumerateDirectories(folder).Where(path => File.Exists(System.IO.Path.Combine(path, PlanFile)))
            .Order(StringComparer.Ordinal).Select(Read)];
    }

    /// <inheritdoc/>
    public void OnPlan(RunPlan plan, Recipe recipe)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(recipe);
        Path = Claim(RunJson.OfPlan(plan, recipe, DateTimeOffset.UtcNow));
        events = new BufferedStream(new FileStream(InRun(EventsFile), FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0), LineBuffer);
        next?.OnPlan(plan, recipe);
    }

    /// <inheritdoc/>
    public void OnMember(int member, int members) => next?.OnMember(member, members);

    /// <inheritdoc/>
    public void OnMemberEnd(int member, TrainingResult result) => next?.OnMemberEnd(member, result);

    /// <inheritdoc/>
    public void OnStep(in StepEvent step) => next?.OnStep(step);

    /// <inheritdoc/>
    public void OnEpoch(EpochEvent epoch) => next?.OnEpoch(epoch);

    /// <inheritdoc/>
    public void OnEpochRecord(EpochRecord epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        // A writer upon the file would write to it with each line.
        line.Clear();
        using (var json = new Utf8JsonWriter(line)) RunJson.Write(json, epoch);
        events!.Write(line.WrittenSpan);
        events.WriteByte((byte)'\n');
        // A write costs a fraction of a short epoch, and nobody reads faster than this.
        if (Stopwatch.GetElapsedTime(flushed) >= LongestDelay)
        {
            events.Flush();
            flushed = Stopwatch.GetTimestamp();
        }

        next?.OnEpochRecord(epoch);
    }

    /// <inheritdoc/>
    public void OnRun(Run run)
    {
        ArgumentNullException.ThrowIfNull(run);
        Dispose();
        Write(InRun(RunFile), RunJson.OfRun(run));
        next?.OnRun(run);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        events?.Dispose();
        events = null;
    }

    private static RunRecord Read(string path)
    {
        string events = System.IO.Path.Combine(path, EventsFile), run = System.IO.Path.Combine(path, RunFile);
        int epochs = File.Exists(events) ? File.ReadLines(events).Count() : 0;
        return RunJson.Read(System.IO.Path.GetFileName(path), Fields(System.IO.Path.Combine(path, PlanFile)), File.Exists(run) ? Fields(run) : null, epochs);
    }

    private static JsonFields Fields(string path)
    {
        using FileStream stream = InputFile.OpenStream(path);
        if (stream.Length > LargestFile) throw new InvalidInputException($"{path} has {stream.Length} bytes, and a record has at most {LargestFile}.");
        using var reader = new StreamReader(stream);
        try
        {
            return new JsonFields(StrictJson.Parse(reader.ReadToEnd()) as JsonObject
                ?? throw new InvalidInputException($"{path} is damaged: it is no object."), path);
        }
        catch (JsonException wrong)
        {
            throw new InvalidInputException($"{path} is damaged: {wrong}", wrong);
        }
    }

    // Several programs may keep runs in one folder: the first to move its folder to a number has it. It holds its plan by then, since an empty folder
    // would be replaced by the next.
    private string Claim(JsonObject plan)
    {
        Directory.CreateDirectory(folder);
        string own = System.IO.Path.Combine(folder, $".{Guid.NewGuid():N}");
        Directory.CreateDirectory(own);
        Write(System.IO.Path.Combine(own, PlanFile), plan);
        int number = 1 + Directory.EnumerateDirectories(folder)
            .Select(path => int.TryParse(System.IO.Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out int taken) ? taken
            : 0).DefaultIfEmpty(0).Max();
        for (; number <= MostRuns; number++)
        {
            string path = System.IO.Path.Combine(folder, number.ToString("0000", CultureInfo.InvariantCulture));
            if (Directory.Exists(path)) continue;
            try
            {
                Directory.Move(own, path);
                return path;
            }
            catch (IOException) when (Directory.Exists(path))
            {
                // Another program was faster.
            }
        }

        Directory.Delete(own, recursive: true);
        throw new InvalidInputException($"{folder} keeps {MostRuns} runs already; name another folder.");
    }

    private string InRun(string file) => System.IO.Path.Combine(Path!, file);

    private static void Write(string path, JsonObject json) =>
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(json.ToJsonString(Indented) + "\n")));
}
