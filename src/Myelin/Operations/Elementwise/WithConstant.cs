using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Functions;

namespace Myelin.Operations;

/// <summary>A function of two variables of which one is a constant, whichever it is.</summary>
internal interface IWithConstant
{
    /// <summary>What messages call the function.</summary>
    string Name { get; }

    /// <summary>The function of two variables.</summary>
    IBinaryFunction Function { get; }

    /// <summary>The constant.</summary>
    float Constant { get; }

    /// <summary>Whether the constant is the first variable.</summary>
    bool IsFirst { get; }
}

/// <summary>y = f(x, c) for a constant c; y' = ∂f/∂a.</summary>
internal readonly struct WithSecond<TFunction>(float constant) : IUnaryFunction, IWithConstant where TFunction : unmanaged, IBinaryFunction
{
    public static Saved Saves => Saved.Input;

    public static bool StopsGradient => TFunction.StopsGradient;

    public string Name => TFunction.Name;

    public IBinaryFunction Function => default(TFunction);

    public float Constant => constant;

    public bool IsFirst => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => default(TFunction).Value(x, Vector512.Create(constant));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved) => default(TFunction).DerivativeByFirst(saved, Vector512.Create(constant));
}

/// <summary>y = f(c, x) for a constant c; y' = ∂f/∂b.</summary>
internal readonly struct WithFirst<TFunction>(float constant) : IUnaryFunction, IWithConstant where TFunction : unmanaged, IBinaryFunction
{
    public static Saved Saves => Saved.Input;

    public static bool StopsGradient => TFunction.StopsGradient;

    public string Name => TFunction.Name;

    public IBinaryFunction Function => default(TFunction);

    public float Constant => constant;

    public bool IsFirst => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Value(Vector512<float> x) => default(TFunction).Value(Vector512.Create(constant), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Derivative(Vector512<float> saved) => default(TFunction).DerivativeBySecond(Vector512.Create(constant), saved);
}
