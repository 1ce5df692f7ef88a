namespace Myelin.Optimizers;

/// <summary>What an optimizer needs to go on exactly where it was.</summary>
/// <param name="Canonical">The optimizer with its options.</param>
/// <param name="Steps">The number of steps taken, 0 or more.</param>
/// <param name="Values">The state buffers in the optimizer's order; each is as long as the store, or empty before the first step.</param>
public sealed record OptimizerState(string Canonical, long Steps, IReadOnlyList<float[]> Values);
