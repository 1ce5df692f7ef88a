namespace Myelin.Autograd;

/// <summary>A step under way on a tape; disposing it ends the step and every tensor of it.</summary>
public readonly struct StepScope : IDisposable
{
    private readonly Tape tape;

    internal StepScope(Tape tape) => this.tape = tape;

    /// <summary>Ends the step: its tensors throw from now on, and their memory serves the next step.</summary>
    public void Dispose() => tape.EndStep();
}
