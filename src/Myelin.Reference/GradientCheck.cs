using Myelin.Autograd;
using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Reference;

/// <summary>
/// Checks the gradient of any function that is computed with tensors. The engine's float32 gradient is compared with a replay of the
/// same step in double precision, element by element, and the replay's gradient with difference quotients of the replay.
/// </summary>
/// <remarks>
/// A difference is allowed up to: engine against replay 1e-4 of the element + 1e-5 of the largest derivative by the same input + 1e-6
/// of the largest by any; replay against differences a tenth of that and what the quotients themselves leave open (which at a kink is
/// every slope between the sides). Where a function has no double-precision twin and none is given in the options, the function's own float32 values are
/// differenced instead: 1e-3, 1e-3 and 1e-4, and what the quotients leave open; the report says so. The function must give the same value each time
/// it is called.
/// </remarks>
/// <example>
/// <code>
/// GradientReport report = GradientCheck.Run(x => (x[0].Exp() * x[1]).Sum(), a, b);
/// if (!report.IsGood) Console.WriteLine(report);
/// </code>
/// </example>
public static class GradientCheck
{
    private const double DoubleStep = 1.0 / (1 << 20), SingleStep = 1.0 / (1 << 6);
    private const double DoublePrecision = 1.0 / (1L << 50), SinglePrecision = 1.0 / (1 << 22);

    private static readonly Tolerance ReplayTolerance = new(1e-4, 1e-5, 1e-6);
    private static readonly Tolerance DoubleDifferenceTolerance = new(1e-5, 1e-6, 1e-7);
    private static readonly Tolerance SingleDifferenceTolerance = new(1e-3, 1e-3, 1e-4);

    /// <summary>Checks the gradient of a function by its inputs.</summary>
    /// <param name="function">A function of tensors whose result is a single number.</param>
    /// <param name="inputs">Where to check it, away from kinks if the report is to be sharp.</param>
    /// <exception cref="InvalidOperationException">The result is not a single number, or depends on nothing that is checked.</exception>
    public static GradientReport Run(Func<Tensor[], Tensor> function, params Tensor[] inputs) => Run(function, inputs, new GradientCheckOptions());

    /// <summary>Checks the gradient of a function by its inputs and by the parameters of a layer.</summary>
    /// <param name="function">A function of tensors whose result is a single number.</param>
    /// <param name="inputs">Where to check it.</param>
    /// <param name="options">The layer, twins of a user's functions, and how the step runs.</param>
    /// <exception cref="InvalidOperationException">The result is not a single number, or depends on nothing that is checked.</exception>
    public static GradientReport Run(Func<Tensor[], Tensor> function, Tensor[] inputs, GradientCheckOptions options)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MostCoordinates, 1, nameof(options));
        float[][] buffers = [.. options.Layer?.Buffers.Select(buffer => buffer.Span.ToArray()) ?? []];
        try
        {
            return Check(function, inputs, options);
        }
        finally
        {
            foreach ((LayerBuffer buffer, float[] before) in options.Layer?.Buffers.Zip(buffers) ?? []) before.CopyTo(buffer.Span);
        }
    }

    private static GradientReport Check(Func<Tensor[], Tensor> function, Tensor[] inputs, GradientCheckOptions options)
    {
        var tape = new Tape();
        using StepScope step = tape.BeginStep(options.IsTraining, options.Step);
        Tensor[] variables = [.. inputs.Select(tape.Variable)];
        Tensor scalar = function(variables);
        tape.Backward(scalar);
        Parameter[] parameters = [.. options.Layer?.Parameters ?? []];
        Operand[] operands =
        [
            .. variables.Select((variable, i) => new Operand(i, $"input {i}", variable, Gradient(tape, variable))),
            .. parameters.Select((parameter, i) => new Operand(inputs.Length + i, parameter.Name, parameter.Value, Gradient(tape, parameter.Value))),
        ];
        ReferenceTape reference;
        try
        {
            reference = ReferenceTape.Replay(tape, options.Twins);
        }
        catch (NotSupportedException missing)
        {
            return new GradientReport([.. CheckByDifferences(function, inputs, options, scalar.ToScalar(), operands)], missing.Message);
        }

        reference.Backward(scalar);
        return new GradientReport([.. CheckByReplay(reference, scalar, options, operands)], withoutReplay: null);
    }

    private static IEnumerable<GradientDifference> CheckByReplay(ReferenceTape reference, Tensor scalar, GradientCheckOptions options, Operand[] operands)
    {
        double exact = reference.Value(scalar).Scalar;
        yield return new GradientDifference(GradientCheckKind.Value, "", -1, -1, scalar.ToScalar(), exact, 1e-4 * Math.Abs(exact) + 1e-5);
        double[][] gradients =
            [.. operands.Select(operand => reference.Knows(operand.Tensor) ? reference.Gradient(operand.Tensor) : new double[operand.Gradient.Length])];
        double largest = gradients.Max(Largest);
        foreach ((Operand operand, double[] gradient) in operands.Zip(gradients))
        {
            double own = Largest(gradient);
            for (int i = 0; i < gradient.Length; i++)
                yield return operand.Compare(GradientCheckKind.EngineAgainstReplay, i, operand.Gradient[i], gradient[i],
                    ReplayTolerance.At(gradient[i], own, largest));
            if (!reference.Knows(operand.Tensor)) continue;
            ReferenceTensor here = reference.Value(operand.Tensor);
            foreach ((int element, double[] direction, double unit) in Directions(here.Values, options))
            {
                var quotient = new DifferenceQuotient(h => reference.ValueWith(scalar, operand.Tensor, here.Moved(direction, h)), unit * DoubleStep,
                    DoublePrecision);
                double slope = gradient.Zip(direction, (a, b) => a * b).Sum(), length = Math.Sqrt(direction.Sum(part => part * part));
                double allowed = quotient.Uncertainty + DoubleDifferenceTolerance.At(slope, own * length, largest * length);
                yield return operand.Compare(GradientCheckKind.ReplayAgainstDifferences, element, slope, quotient.Middle, allowed);
            }
        }
    }

    private static IEnumerable<GradientDifference> CheckByDifferences(Func<Tensor[], Tensor> function, Tensor[] inputs, GradientCheckOptions options,
        float value, Operand[] operands)
    {
        var tape = new Tape(recording: false);
        yield return new GradientDifference(GradientCheckKind.Repetition, "", -1, -1, value, Evaluate(inputs), 0);
        double largest = operands.Max(operand => Largest(operand.Gradient));
        foreach (Operand operand in operands)
        {
            double own = Largest(operand.Gradient);
            float[] here = operand.Tensor.ToArray();
            foreach ((int element, double[] direction, double unit) in Directions(Array.ConvertAll(here, value => (double)value), options))
            {
                var quotient = new DifferenceQuotient(h => ValueAt(operand, Moved(here, direction, h)), unit * SingleStep, SinglePrecision);
                double slope = operand.Gradient.Zip(direction, (a, b) => a * b).Sum(), length = Math.Sqrt(direction.Sum(part => part * part));
                double allowed = quotient.Uncertainty + SingleDifferenceTolerance.At(quotient.Middle, own * length, largest * length);
                yield return operand.Compare(GradientCheckKind.EngineAgainstDifferences, element, slope, quotient.Middle, allowed);
            }
        }

        double ValueAt(Operand operand, float[] moved)
        {
            if (operand.Index < inputs.Length)
            {
                Tensor[] changed = [.. inputs];
                changed[operand.Index] = new Tensor(inputs[operand.Index].Shape, moved);
                return Evaluate(changed);
            }

            Slot parameter = operand.Tensor.Slot;
            float[] before = parameter.Span.ToArray();
            parameter.Overwrite(moved);
            try
            {
                return Evaluate(inputs);
            }
            finally
            {
                parameter.Overwrite(before);
            }
        }

        float Evaluate(Tensor[] at)
        {
            using StepScope step = tape.BeginStep(options.IsTraining, options.Step);
            return function(Array.ConvertAll(at, tape.Input)).ToScalar();
        }
    }

    /// <summary>Each coordinate, to be moved in units of its size where that is above 1; or one random direction where there are too many.</summary>
    private static IEnumerable<(int Element, double[] Direction, double Unit)> Directions(double[] at, GradientCheckOptions options)
    {
        double[] units = [.. at.Select(value => double.IsFinite(value) ? Math.ScaleB(1, Math.Max(0, Math.ILogB(value))) : 1)];
        if (at.Length > options.MostCoordinates)
        {
            var uniform = new float[at.Length];
            new Philox(options.Seed, stream: 0).FillUniform(uniform, step: 0, row: 0);
            yield return (-1, [.. units.Select((unit, i) => uniform[i] < 0.5f ? -unit : unit)], 1);
            yield break;
        }

        for (int i = 0; i < at.Length; i++)
        {
            var direction = new double[at.Length];
            direction[i] = 1;
            yield return (i, direction, units[i]);
        }
    }

    private static float[] Moved(float[] here, double[] direction, double step) => [.. here.Select((value, i) => (float)(value + step * direction[i]))];

    private static double[] Gradient(Tape tape, Tensor of) => Array.ConvertAll(tape.Gradient(of).ToArray(), value => (double)value);

    private static double Largest(double[] gradient) => gradient.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();

    /// <summary>A tensor whose gradient is checked.</summary>
    private sealed record Operand(int Index, string Name, Tensor Tensor, double[] Gradient)
    {
        internal GradientDifference Compare(GradientCheckKind check, int element, double actual, double reference, double allowed) =>
            new(check, Name, Index, element, actual, reference, allowed);
    }

    /// <summary>What is allowed, in parts of the element itself, of the largest derivative by the same input, and of the largest by any.</summary>
    private readonly record struct Tolerance(double OfElement, double OfInput, double OfAll)
    {
        internal double At(double element, double ofInput, double ofAll) => OfElement * Math.Abs(element) + OfInput * ofInput + OfAll * ofAll;
    }
}
