using System.ComponentModel;
using System.Diagnostics;

namespace Myelin.Benchmarks.Compare;

/// <summary>Makes libtorch's binding load on systems whose C++ library is older than GCC 13's.</summary>
internal static class PeerPreparation
{
    /// <summary>The library to load before all others, or null where it cannot be made, which standard error says.</summary>
    internal static string? Run()
    {
        // A failed load has put a copy of the binding here.
        string folder = Path.Combine(AppContext.BaseDirectory, "cpu"), shim = Path.Combine(folder, "libiosinit.so");
        if (File.Exists(shim)) return shim;
        string wrong;
        try
        {
            string script = Path.Combine(AppContext.BaseDirectory, "torchsharp-on-old-libstdcxx.py");
            using Process process = Process.Start(new ProcessStartInfo("python3", [script, folder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            wrong = process.StandardError.ReadToEnd().TrimEnd().Split('\n')[^1];
            process.WaitForExit();
            if (process.ExitCode == 0) return shim;
        }
        catch (Win32Exception notThere)
        {
            wrong = notThere.Message;
        }

        Console.Error.WriteLine($"libtorch's binding needs a newer C++ library than this system's, and preparing it failed ({wrong}); that takes python3, patchelf and g++.");
        return null;
    }
}
