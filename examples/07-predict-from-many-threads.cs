#:project ../src/Myelin/Myelin.csproj

// A trained network is safe to use from any number of threads, without locks and without copies: its weights do not change, and each call
// rents memory of its own. A row's prediction is the same to the last bit, whoever computes it and in whatever company.

using System.Diagnostics;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;

const int Rows = 20_000, Inputs = 32, Outputs = 10;
var row = new Shape(Inputs);
var network = Sequential.Build("linear:64 relu linear:64 tanh linear:10", row, new RandomSource(seed: 1));
var inputs = new float[Rows * Inputs];
new Philox(seed: 1, stream: 100).FillNormal(inputs, step: 0, row: 0);

// All rows in one call.
var clock = Stopwatch.StartNew();
float[] together = network.Predict(row, inputs);
Console.WriteLine($"one call of {Rows} rows        {clock.Elapsed.TotalMilliseconds,6:F1} ms");

// A row a call, from as many threads as the machine likes. Predicting into memory that exists allocates nothing.
var alone = new float[Rows * Outputs];
clock.Restart();
Parallel.For(0, Rows, i => network.Predict(row, inputs.AsSpan(i * Inputs, Inputs), alone.AsSpan(i * Outputs, Outputs)));
Console.WriteLine($"{Rows} calls of one row each  {clock.Elapsed.TotalMilliseconds,6:F1} ms on up to {Environment.ProcessorCount} threads");

// Bits are compared, not values: even 0 and -0 would count as different.
int different = together.Zip(alone).Count(pair => BitConverter.SingleToInt32Bits(pair.First) != BitConverter.SingleToInt32Bits(pair.Second));
Console.WriteLine($"{different} of {together.Length} outputs differ");
return different == 0 ? 0 : 1;
