using Myelin.Losses;
using Myelin.Reference.Functions;

namespace Myelin.Reference.Replays;

/// <summary>The cosine loss of rows.</summary>
internal sealed class CosineReplay(LossOperation operation) : LossReplay(operation)
{
    protected override double Evaluate(double[] predictions, int label, double[] gradient) => throw new NotSupportedException("The cosine loss has no labels.");

    protected override double Evaluate(double[] predictions, double[] targets, double[] gradient) => CosineReference.Evaluate(predictions, targets, gradient);

    protected override double Divisor(int label) => 1;
}
