#:project ../src/Myelin/Myelin.csproj

// Tensors are arrays of float32 with a shape. Operations on them compute at once; on a tape they are also recorded, so that the
// gradient of a result by everything that went into it can be asked for. That is all that training a network needs.

using Myelin.Autograd;
using Myelin.Tensors;

// Values are given row by row. Tensors never change, and there is nothing to dispose.
var matrix = new Tensor(new Shape(2, 3), 1, 2, 3, 4, 5, 6);
var row = new Tensor(new Shape(1, 3), 10, 20, 30);
Console.WriteLine($"matrix            {matrix}");
Console.WriteLine($"matrix + row      {matrix + row}");          // an axis of size 1 is repeated
Console.WriteLine($"sum over axis 0   {matrix.Sum(0)}");
Console.WriteLine($"matrix · matrixᵀ  {matrix.MatMul(matrix.Permute(1, 0))}");

// Shapes that do not fit are refused, and the message says what was expected.
try
{
    _ = matrix + new Tensor(new Shape(3), 10, 20, 30);
}
catch (ArgumentException wrong)
{
    Console.WriteLine($"refused           {wrong.Message}");
}

// A straight line through four points, y = w x + b, by gradient descent written out. The tape owns the memory of a step.
var x = new Tensor(new Shape(4, 1), 0, 1, 2, 3);
var y = new Tensor(new Shape(4, 1), 1, 3, 5, 7);
var tape = new Tape();
float w = 0, b = 0;
Tensor kept = default;
for (int step = 1; step <= 200; step++)
{
    using StepScope scope = tape.BeginStep(training: false);
    Tensor slope = tape.Variable(new Tensor(new Shape(1, 1), w));
    Tensor offset = tape.Variable(new Tensor(new Shape(1, 1), b));
    Tensor error = slope * x + offset - y;
    Tensor loss = (error * error).Mean();
    tape.Backward(loss);
    w -= 0.1f * tape.Gradient(slope).ToScalar();
    b -= 0.1f * tape.Gradient(offset).ToScalar();
    if (step % 50 == 0) Console.WriteLine($"step {step}: loss {loss.ToScalar():E2}, w {w:F4}, b {b:F4}");
    kept = loss;
}

// A tensor ends with its step, since the next step uses the same memory. Using it afterwards is an error, never a wrong number.
bool refused = false;
try
{
    kept.ToScalar();
}
catch (InvalidOperationException)
{
    refused = true;
}

bool good = refused && Math.Abs(w - 2) < 0.001f && Math.Abs(b - 1) < 0.001f;
Console.WriteLine(good ? "The line is y = 2 x + 1." : "The line was not found.");
return good ? 0 : 1;
