namespace Myelin.Losses;

/// <summary>A loss for targets and predictions that were divided by a scale.</summary>
/// <param name="Loss">The loss of the divided numbers, whose minimum is where it was.</param>
/// <param name="Unit">What its values are multiplied by to be in the target's own units.</param>
public readonly record struct ScaledLoss(Loss Loss, float Unit);
