namespace Myelin.Benchmarks.Compare;

/// <summary>One side of a comparison, ready to run.</summary>
internal interface IContender : IDisposable
{
    /// <summary>Does the work once.</summary>
    void Step();

    /// <summary>What the last step computed, as one number: a training's loss, for example. Both sides must agree.</summary>
    double Result();
}
