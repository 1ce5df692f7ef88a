using Myelin.Layers;

namespace Myelin.Reference;

/// <summary>What <see cref="GradientCheck"/> checks besides the inputs, and how the step runs.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>A layer that the function applies, whose parameters are checked like inputs. None by default.</summary>
    public Layer? Layer { get; init; }

    /// <summary>The double-precision twins of a user's own functions. None by default.</summary>
    public ReferenceTwins? Twins { get; init; }

    /// <summary>Whether dropout drops and batch normalisation uses the batch's statistics. False by default.</summary>
    public bool IsTraining { get; init; }

    /// <summary>The number of the step, which dropout's draws depend on. 0 by default.</summary>
    public uint Step { get; init; }

    /// <summary>
    /// Inputs with more elements than this, at least 1, are moved along one random direction instead of along each coordinate. 256 by default.
    /// </summary>
    public int MostCoordinates { get; init; } = 256;

    /// <summary>The seed of the random directions. 1 by default.</summary>
    public ulong Seed { get; init; } = 1;
}
