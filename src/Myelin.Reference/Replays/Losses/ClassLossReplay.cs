using Myelin.Losses;
using Myelin.Reference.Twins;

namespace Myelin.Reference.Replays;

/// <summary>Losses of whole rows of logits.</summary>
internal sealed class ClassLossReplay(LossOperation operation, ClassLossReference f) : LossReplay(operation)
{
    protected override double Evaluate(double[] predictions, int label, double[] gradient) => f.Evaluate(predictions, label, gradient);

    protected override double Evaluate(double[] predictions, double[] targets, double[] gradient) => f.Evaluate(predictions, targets, gradient);

    protected override double Divisor(int label) => f.Divisor(label);
}
