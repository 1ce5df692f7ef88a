namespace Myelin.Layers;

/// <summary>What part a parameter plays, which decides whether penalties act on it.</summary>
public enum ParameterKind
{
    /// <summary>Factors of the inputs: penalties act on them.</summary>
    Weight,

    /// <summary>Terms that do not depend on the inputs: penalties act on them only where asked to.</summary>
    Bias,

    /// <summary>Factor and term of a normalisation, slope of an activation: penalties leave them alone, since their neutral value is not 0.</summary>
    Scale,
}
