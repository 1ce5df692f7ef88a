namespace Myelin.Losses;

/// <summary>
/// Which triplets of a batch count. For an anchor, positives are the other rows of its class and negatives the rows of other classes. Among equal
/// distances the first row counts.
/// </summary>
public enum TripletMining
{
    /// <summary>
    /// Every triplet whose margin is not kept; an anchor's loss is their mean (Hermans, Beyer and Leibe 2017, "batch all", with its mean over terms
    /// above 0 taken anchor by anchor).
    /// </summary>
    All,

    /// <summary>The farthest positive with the nearest negative (Hermans, Beyer and Leibe 2017, "batch hard").</summary>
    BatchHard,

    /// <summary>
    /// Each positive with the nearest negative that is farther than it, or, where none is, with the farthest negative; an anchor's loss is the mean over its
    /// positives (Schroff, Kalenichenko and Philbin 2015).
    /// </summary>
    SemiHard,
}
