namespace Myelin.Kernels;

/// <summary>A number known when the code is compiled: each size of a tile is a method of its own without a branch.</summary>
internal interface INumber
{
    static abstract int Value { get; }
}

internal readonly struct One : INumber { public static int Value => 1; }
internal readonly struct Two : INumber { public static int Value => 2; }
internal readonly struct Three : INumber { public static int Value => 3; }
internal readonly struct Four : INumber { public static int Value => 4; }
internal readonly struct Five : INumber { public static int Value => 5; }
internal readonly struct Six : INumber { public static int Value => 6; }
internal readonly struct Seven : INumber { public static int Value => 7; }
internal readonly struct Eight : INumber { public static int Value => 8; }
internal readonly struct Nine : INumber { public static int Value => 9; }
internal readonly struct Ten : INumber { public static int Value => 10; }
internal readonly struct Eleven : INumber { public static int Value => 11; }
internal readonly struct Twelve : INumber { public static int Value => 12; }
