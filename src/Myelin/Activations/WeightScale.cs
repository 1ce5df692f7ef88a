namespace Myelin.Activations;

/// <summary>The family of initialisers that suits an activation.</summary>
public enum WeightScale
{
    /// <summary>Variance 2 / (inputs + outputs): functions that are nearly linear around 0 (Glorot and Bengio, 2010).</summary>
    Glorot,

    /// <summary>Variance 2 / inputs: functions that are 0 on half the line (He et al., 2015).</summary>
    He,

    /// <summary>Variance 1 / inputs: self-normalising functions (LeCun et al., 1998; Klambauer et al., 2017).</summary>
    LeCun,
}
