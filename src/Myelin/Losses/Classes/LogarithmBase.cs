using Myelin.Grammar;

namespace Myelin.Losses;

/// <summary>The base of a loss's logarithm, which is its unit: nats for e, bits for 2.</summary>
public enum LogarithmBase
{
    /// <summary>The natural logarithm; nats.</summary>
    E,

    /// <summary>The binary logarithm; bits.</summary>
    Two,
}

/// <summary>Bases in the grammar, and as a factor of the natural logarithm.</summary>
internal static class LogarithmBases
{
    // 1 / ln 2.
    private const float BitsOfNat = 1.44269504f;

    internal static ChoiceOption<LogarithmBase> Option { get; } = new("base", "the base of the logarithm, e for nats and 2 for bits",
        ("e", LogarithmBase.E), ("2", LogarithmBase.Two));

    internal static float Factor(this LogarithmBase logarithm) => logarithm == LogarithmBase.Two ? BitsOfNat : 1;
}
