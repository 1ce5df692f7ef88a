using System.CommandLine;
using BenchmarkDotNet.Running;
using Myelin.Benchmarks.Compare;

namespace Myelin.Benchmarks;

/// <summary>The measurements behind docs/performance.md.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        var threads = new Option<int>("--threads") { Description = "Threads of both sides.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var filter = new Option<string>("--filter") { Description = "Only workloads whose name contains this text.", DefaultValueFactory = _ => "" };
        var rounds = new Option<int>("--rounds") { Description = "How often all sides take turns.", DefaultValueFactory = _ => 7 };
        var json = new Option<bool>("--json") { Description = "A line of JSON for each workload." };
        var side = new Argument<string>("side") { Description = "myelin or libtorch." };
        var count = new Argument<int>("threads") { Description = "Threads of libtorch." };
        var results = new Argument<int>("results") { Description = "How many steps' results to write first." };
        var name = new Argument<string>("workload") { Description = "The workload's name." };

        var compare = new Command("compare", "Times Myelin and libtorch on the same work, taking turns.") { threads, filter, rounds, json };
        compare.SetAction(parsed => Comparison.Run(new ComparisonOptions(parsed.GetValue(threads), parsed.GetValue(filter)!, parsed.GetValue(rounds), parsed.GetValue(json))));

        var serve = new Command("serve", "Runs libtorch's side; compare starts it.") { name, count, results };
        serve.SetAction(parsed => PeerServer.Serve(parsed.GetValue(name)!, parsed.GetValue(count), parsed.GetValue(results)));

        var build = new Option<string>("--build") { Description = "The other build's Myelin.Benchmarks.dll.", Required = true };
        var against = new Command("against", "Times this build and another one of Myelin on the same work, taking turns.") { build, threads, filter, rounds };
        against.SetAction(parsed => BuildComparison.Run(new ComparisonOptions(parsed.GetValue(threads), parsed.GetValue(filter)!, parsed.GetValue(rounds), Json: false), parsed.GetValue(build)!));

        var serveOwn = new Command("serve-own", "Runs this build's side; against starts it.") { name, count, results };
        serveOwn.SetAction(parsed => PeerServer.ServeOwn(parsed.GetValue(name)!, parsed.GetValue(count), parsed.GetValue(results)));

        var memory = new Command("memory", "The peak memory of each training, every side in a process of its own.") { filter };
        memory.SetAction(parsed => PeakMemory.Compare(parsed.GetValue(filter)!));

        var alone = new Command("alone", "Runs one side of one workload and prints the peak memory of the process.") { side, name };
        alone.SetAction(parsed => PeakMemory.RunAlone(parsed.GetValue(side)!, parsed.GetValue(name)!));

        var kernels = new Command("kernels", "Times single kernels with BenchmarkDotNet, whose options are taken: kernels --filter '*Product*'.") { TreatUnmatchedTokensAsErrors = false };
        kernels.SetAction(parsed => BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run([.. parsed.UnmatchedTokens]).Any() ? 0 : 1);

        return new RootCommand("Measures Myelin.") { compare, serve, against, serveOwn, memory, alone, kernels }.Parse(args).Invoke();
    }
}
