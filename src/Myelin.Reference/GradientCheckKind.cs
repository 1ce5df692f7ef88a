namespace Myelin.Reference;

/// <summary>What <see cref="GradientCheck"/> compares.</summary>
public enum GradientCheckKind
{
    /// <summary>The function's value in float32 with that of the double-precision replay.</summary>
    Value,

    /// <summary>The engine's gradient with that of the double-precision replay.</summary>
    EngineAgainstReplay,

    /// <summary>The double-precision gradient with difference quotients of the double-precision value.</summary>
    ReplayAgainstDifferences,

    /// <summary>The engine's gradient with difference quotients of the float32 value, where there is no replay.</summary>
    EngineAgainstDifferences,

    /// <summary>The function's value in float32 with that of a second call, where there is no replay.</summary>
    Repetition,
}
