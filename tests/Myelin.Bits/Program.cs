using System.Globalization;
using System.Runtime.Intrinsics;
using MathNet.Numerics;
using Myelin;
using Myelin.Bits;

// Arguments: the number of threads and the seed. Prints what the process got, then one fingerprint a network or model.
Processor.Threads = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1;
Control.MaxDegreeOfParallelism = Processor.Threads;
ulong seed = args.Length > 1 ? ulong.Parse(args[1], CultureInfo.InvariantCulture) : 1;
Console.WriteLine($"threads {Processor.Threads}, 512 bits {Vector512.IsHardwareAccelerated}, 256 bits {Vector256.IsHardwareAccelerated}, fused "
    + $"{Processor.IsAccelerated}");
foreach ((string name, string fingerprint) in Workloads.Run(seed).Concat(ClassicalWorkloads.Run(seed))) Console.WriteLine($"{name} {fingerprint}");
