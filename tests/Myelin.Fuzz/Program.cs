using System.CommandLine;
using System.Diagnostics;

namespace Myelin.Fuzz;

/// <summary>
/// Gives every reader of the library inputs that were changed at random, and finds exceptions that it does not document, messages with control
/// characters or without end, hangs, and more memory than 1 GB. A round is its seed: <c>--target model --seed 17 --rounds 1</c> replays what the
/// round with the seed 17 did.
/// </summary>
internal static class Program
{
    private const int MostFailures = 20;

    private static int Main(string[] args)
    {
        Option<string> name = new("--target") { Description = "The one reader to try; by default each." };
        Option<int> seed = new("--seed") { Description = "The seed of the first round; the next ones follow." };
        Option<long> rounds = new("--rounds") { Description = "The rounds for each reader.", DefaultValueFactory = _ => long.MaxValue };
        Option<double> seconds = new("--seconds") { Description = "The time for each reader.", DefaultValueFactory = _ => double.PositiveInfinity };
        var command = new RootCommand("Reads inputs changed at random.") { name, seed, rounds, seconds };
        command.SetAction(parsed => Run(parsed.GetValue(name), parsed.GetValue(seed), parsed.GetValue(rounds), parsed.GetValue(seconds)));
        return command.Parse(args).Invoke();
    }

    private static int Run(string? name, int seed, long rounds, double seconds)
    {
        if (rounds == long.MaxValue && double.IsInfinity(seconds)) seconds = 5;
        Target[] targets =
        [
            new TensorTarget(), new WeightsTarget(), new ModelTarget(), new PreprocessingTarget(), new TableTarget(compressed: false),
            new TableTarget(compressed: true), new ImageTarget(), new CaseTarget(),
            .. GrammarTarget.All, new CommandTarget(),
        ];
        Target[] chosen = [.. targets.Where(target => name is null || target.Name == name)];
        if (chosen.Length == 0)
        {
            Console.Error.WriteLine($"There is no reader '{name}'; there are {string.Join(", ", targets.Select(target => target.Name))}.");
            return 2;
        }

        bool replays = rounds == 1;
        using var watch = new Watch();
        int failures = 0;
        foreach (Target target in chosen) failures += Try(target, seed, rounds, TimeSpan.FromSeconds(Math.Min(seconds, 1e6)), watch, replays);
        Directory.Delete(ScratchFile.Folder, recursive: true);
        return failures == 0 ? 0 : 1;
    }

    private static int Try(Target target, int seed, long rounds, TimeSpan time, Watch watch, bool shows)
    {
        var clock = Stopwatch.StartNew();
        var kinds = new HashSet<string>(StringComparer.Ordinal);
        long done = 0, read = 0;
        for (; done < rounds && clock.Elapsed < time && kinds.Count < MostFailures; done++)
        {
            int own = unchecked(seed + (int)done);
            watch.Begin($"{target.Name} --seed {own}");
            byte[] input = target.Make(new System.Random(own));
            try
            {
                target.Read(input);
                read++;
            }
            catch (Exception exception)
            {
                if (shows) Console.WriteLine(exception);
                string? wrong = Wrong(target, exception);
                if (wrong is not null && kinds.Add($"{exception.GetType()}{exception.StackTrace?.Split('\n')[0]}"))
                    Console.WriteLine($"FAIL {target.Name} --seed {own}: {wrong}");
            }
        }

        Console.WriteLine($"{target.Name}: {done} rounds, {read} of them read to the end, {kinds.Count} kinds of failure, "
            + $"{clock.Elapsed.TotalSeconds:0.0} s, {Process.GetCurrentProcess().PeakWorkingSet64 >> 20} MB at most");
        return kinds.Count;
    }

    private static string? Wrong(Target target, Exception exception)
    {
        if (!target.Documents(exception)) return $"{exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}";
        try
        {
            Message.Require(exception.Message, Message.Longest);
            return null;
        }
        catch (InvalidOperationException wrong)
        {
            return wrong.Message;
        }
    }
}
