namespace Myelin.Metrics;

/// <summary>The unit of information, which is the base of the logarithm.</summary>
public enum InformationUnit
{
    /// <summary>Base 2: one bit tells two equally likely outcomes apart.</summary>
    Bits,

    /// <summary>Base e: 1 nat is 1.4427 bits. The unit of <see cref="Losses.CrossEntropyLoss"/>.</summary>
    Nats,
}
