namespace Myelin.Activations;

/// <summary>The family of initialisers that suits an activation.</summary>
public enum WeightScale
{
    /// <summary>
    /// Variance 2 / (inputs + outputs) (Glorot and Bengio, 2010). What the networks here start best from, ReLU's included: measured in
    /// docs/decisions.
    /// </summary>
    Glorot,

    /// <summary>Variance 2 / inputs: for deep stacks of functions that are 0 on half the line (He et al., 2015). By name only.</summary>
    He,

    /// <summary>Variance 1 / inputs: self-normalising functions (LeCun et al., 1998; Klambauer et al., 2017).</summary>
    LeCun,
}
