using System.Globalization;
using TorchSharp;

namespace Myelin.Benchmarks.Compare;

/// <summary>The process of one side: measures a workload each time it is asked to on standard input.</summary>
internal static class PeerServer
{
    internal const string Ready = "ready ", Measure = "measure", CannotLoad = "cannot load ";

    /// <summary>Serves Myelin as this build has it.</summary>
    internal static int ServeOwn(string name, int threads, int results)
    {
        Processor.Threads = threads;
        return Answer(Workloads.All.Single(workload => workload.Name == name).Ours(), "myelin", results, Console.Out);
    }

    /// <summary>Serves libtorch.</summary>
    internal static int Serve(string name, int threads, int results)
    {
        TextWriter output = Console.Out;
        // A failing load writes pages about what it tried.
        Console.SetOut(TextWriter.Null);
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
            torch.set_num_threads(threads);
        }
        catch (Exception wrong) when (wrong is NotSupportedException or DllNotFoundException or TypeInitializationException or FileNotFoundException or EntryPointNotFoundException)
        {
            output.WriteLine(CannotLoad + (wrong.InnerException ?? wrong).Message.Split('\n')[0]);
            return 1;
        }

        return Answer(Workloads.All.Single(workload => workload.Name == name).Theirs(), torch.__version__, results, output);
    }

    private static int Answer(IContender contender, string version, int results, TextWriter output)
    {
        using IContender disposed = contender;
        output.WriteLine($"{Ready}{version}");
        for (int i = 0; i < results; i++)
        {
            contender.Step();
            Write(contender.Result());
        }

        var timer = new StepTimer(contender);
        timer.WarmUp();
        while (Console.In.ReadLine() == Measure) Write(timer.Measure());
        return 0;

        void Write(double value)
        {
            output.WriteLine(value.ToString("R", CultureInfo.InvariantCulture));
            output.Flush();
        }
    }
}
