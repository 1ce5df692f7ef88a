using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;

namespace Myelin.Benchmarks.Compare;

/// <summary>
/// libtorch as a process of its own, so that neither side's threads and memory disturb the other. Where its binding needs a newer C++
/// library than the system's, the binding is prepared once and the process started with a small library before all others.
/// </summary>
internal sealed class Peer : ISide
{
    private static string? preload;
    private static string? missing;

    private readonly Process process;
    private readonly List<double> microseconds = [];

    private Peer(Process process, string name) => (this.process, Name) = (process, name);

    public string Name { get; }

    public IReadOnlyList<double> Rounds => microseconds;

    /// <summary>The version of libtorch, once a process has loaded it.</summary>
    internal static string Version { get; private set; } = "not there";

    /// <summary>What the first steps computed.</summary>
    internal double[] Results { get; private set; } = [];

    /// <summary>
    /// Every way of running the peer that may be its best: with one thread and with all; and, where the processor has AVX-512, with its
    /// kernels for AVX2 too, since several of its AVX-512 kernels are slower. Empty where libtorch does not load.
    /// </summary>
    internal static List<Peer> Start(string workload, int threads, int results)
    {
        string?[] capabilities = Vector512.IsHardwareAccelerated && Environment.GetEnvironmentVariable(CapabilityVariable) is null ? [null, "avx2"] : [null];
        var peers = new List<Peer>();
        foreach (int count in new[] { 1, threads }.Distinct())
        {
            foreach (string? capability in capabilities)
            {
                if (StartOne(workload, count, capability, results) is { } peer) peers.Add(peer);
            }
        }

        return peers;
    }

    /// <summary>Myelin as another build, or this one, has it.</summary>
    /// <param name="program">The build's <c>Myelin.Benchmarks.dll</c>.</param>
    /// <param name="workload">The workload.</param>
    /// <param name="threads">Its threads.</param>
    /// <param name="results">How many steps' results it gives first.</param>
    internal static Peer StartBuild(string program, string workload, int threads, int results)
    {
        Process process = Process.Start(new ProcessStartInfo("dotnet", [program, "serve-own", workload, $"{threads}", $"{results}"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        string answer = process.StandardOutput.ReadLine() ?? "";
        if (!answer.StartsWith(PeerServer.Ready, StringComparison.Ordinal)) throw new InvalidOperationException($"{program} does not serve '{workload}': {answer}");
        var peer = new Peer(process, program);
        peer.Results = [.. Enumerable.Range(0, results).Select(_ => peer.ReadNumber())];
        return peer;
    }

    public void Measure()
    {
        process.StandardInput.WriteLine(PeerServer.Measure);
        microseconds.Add(ReadNumber());
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }

    /// <summary>Starts this program anew with a preload, if one is needed.</summary>
    internal static Process StartProcess(string[] arguments, string? capability = null)
    {
        // Started as `dotnet Myelin.Benchmarks.dll`, the process is the runtime's host, which has to be told the program.
        string host = Environment.ProcessPath!, program = typeof(Peer).Assembly.Location;
        bool isProgram = Path.GetFileNameWithoutExtension(host) != "dotnet";
        var start = new ProcessStartInfo(host, isProgram ? arguments : [program, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        // Without these the C library gives large blocks back after each step, and fetching them anew costs up to three times the work itself.
        foreach (string variable in (string[])["MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"]) start.Environment.TryAdd(variable, "1073741824");
        start.Environment.TryAdd("MALLOC_TOP_PAD_", "268435456");
        if (preload is not null) start.Environment["LD_PRELOAD"] = preload;
        if (capability is not null) start.Environment[CapabilityVariable] = capability;
        return Process.Start(start)!;
    }

    private const string CapabilityVariable = "ATEN_CPU_CAPABILITY";

    private static Peer? StartOne(string workload, int threads, string? capability, int results)
    {
        if (missing is not null) return null;
        Process process = StartProcess(["serve", workload, $"{threads}", $"{results}"], capability);
        string answer = process.StandardOutput.ReadLine() ?? "";
        if (!answer.StartsWith(PeerServer.Ready, StringComparison.Ordinal))
        {
            process.Dispose();
            if (preload is null && (preload = PeerPreparation.Run()) is not null) return StartOne(workload, threads, capability, results);
            missing = answer.Replace(PeerServer.CannotLoad, "", StringComparison.Ordinal);
            Console.Error.WriteLine($"libtorch does not load ({missing}); only Myelin and the limits of the machine are measured.");
            return null;
        }

        Version = answer[PeerServer.Ready.Length..];
        var peer = new Peer(process, $"{threads}{(capability is null ? "" : $", {capability}")}");
        peer.Results = [.. Enumerable.Range(0, results).Select(_ => peer.ReadNumber())];
        return peer;
    }

    private double ReadNumber() => double.Parse(
        process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"The process of {Name} ended with code {process.ExitCode}."),
        CultureInfo.InvariantCulture);
}
