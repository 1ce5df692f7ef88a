using Myelin.Losses;
using Myelin.Reference.Twins;

namespace Myelin.Reference.Replays;

/// <summary>Elementwise losses: a row's loss is the mean over its elements; a label is the target value of a single prediction.</summary>
internal sealed class ElementLossReplay(LossOperation operation, ElementLossReference f) : LossReplay(operation)
{
    protected override double Evaluate(double[] predictions, int label, double[] gradient) => Evaluate(predictions, [label], gradient);

    protected override double Evaluate(double[] predictions, double[] targets, double[] gradient)
    {
        double sum = 0;
        for (int i = 0; i < predictions.Length; i++)
        {
            sum += f.Value(predictions[i], targets[i]);
            gradient[i] = f.Derivative(predictions[i], targets[i]) / predictions.Length;
        }

        return sum / predictions.Length;
    }

    protected override double Divisor(int label) => 1;
}
