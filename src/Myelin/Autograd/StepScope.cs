namespace Myelin.Autograd;

/// <summary>
/// A step under way on a tape; disposing it ends the step and every tensor of it. Disposing it again does nothing, also when the next step has begun.
/// </summary>
public readonly struct StepScope : IDisposable
{
    private readonly Tape tape;
    private readonly long number;

    internal StepScope(Tape tape, long number) => (this.tape, this.number) = (tape, number);

    /// <summary>Ends the step: its tensors throw from now on, and their memory serves the next step.</summary>
    public void Dispose() => tape?.EndStep(number);
}
