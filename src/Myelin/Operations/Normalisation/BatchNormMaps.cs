using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Kernels;

namespace Myelin.Operations;

/// <summary>(x - shift) · scale + offset.</summary>
internal readonly struct Shifted(float shift, float scale, float offset) : ILaneMap1
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Invoke(Vector512<float> x) => (x - Vector512.Create(shift)) * scale + Vector512.Create(offset);
}

/// <summary>(x - mean)².</summary>
internal readonly struct SquaredDeviation(float mean) : ILaneMap1
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Invoke(Vector512<float> x)
    {
        Vector512<float> deviation = x - Vector512.Create(mean);
        return deviation * deviation;
    }
}

/// <summary>dy · x̂.</summary>
internal readonly struct TimesNormalised(float mean, float scale) : ILaneMap2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Invoke(Vector512<float> x, Vector512<float> dy) => dy * ((x - Vector512.Create(mean)) * scale);
}

/// <summary>factor · (dy - (meanOfGradient + x̂ · meanOfProduct)).</summary>
internal readonly struct InputGradient(float mean, float scale, float factor, float meanOfGradient, float meanOfProduct) : ILaneMap2
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Invoke(Vector512<float> x, Vector512<float> dy) =>
        (dy - (Vector512.Create(meanOfGradient) + (x - Vector512.Create(mean)) * scale * meanOfProduct)) * factor;
}
