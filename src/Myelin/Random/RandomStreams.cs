namespace Myelin.Random;

/// <summary>
/// The streams of a seed that are taken for one purpose, all in one place so that no two meet: a training's layers take theirs from
/// <see cref="RandomSource"/>, which deals from 0 upwards, and the others lie far from those.
/// </summary>
internal static class RandomStreams
{
    /// <summary>The order in which an evaluation compares rows, drawn with seed 0.</summary>
    internal const uint Evaluation = 0;

    /// <summary>
    /// Where k-means begins, with the number of the start as the step. A layer may have the same number: k-means is no part of a network's training.
    /// </summary>
    internal const uint ClusterStart = 1;

    /// <summary>"BAGG": the rows of bagging, with the member as the step.</summary>
    internal const uint Bagging = 0x4241_4747;

    /// <summary>"SPLT": the split of rows into training, validation and test, with the class as the step.</summary>
    internal const uint Split = 0x5350_4C54;

    /// <summary>The order of rows in a training, with the epoch as the step.</summary>
    internal const uint Order = uint.MaxValue;
}
