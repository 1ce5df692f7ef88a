using System.Runtime.Intrinsics;

namespace Myelin.Kernels;

/// <summary>A function of one variable over 16 lanes.</summary>
internal interface ILaneMap1
{
    Vector512<float> Invoke(Vector512<float> a);
}

/// <summary>A function of one variable with two results over 16 lanes.</summary>
internal interface ILaneMap1To2
{
    Vector512<float> Invoke(Vector512<float> a, out Vector512<float> second);
}

/// <summary>A function of two variables over 16 lanes.</summary>
internal interface ILaneMap2
{
    Vector512<float> Invoke(Vector512<float> a, Vector512<float> b);
}

/// <summary>A function of three variables over 16 lanes.</summary>
internal interface ILaneMap3
{
    Vector512<float> Invoke(Vector512<float> a, Vector512<float> b, Vector512<float> c);
}
