namespace Myelin.Kernels;

/// <summary>Memory for the length of a kernel's call, from a stack that each thread keeps: nothing is allocated once the sizes have been seen.</summary>
internal readonly ref struct Scratch : IDisposable
{
    [ThreadStatic]
    private static List<Storage>? pool;

    [ThreadStatic]
    private static int depth;

    private Scratch(Span<float> span) => Span = span;

    internal Span<float> Span { get; }

    /// <summary>Takes memory of undefined content; dispose it in reverse order of taking.</summary>
    internal static Scratch Take(int length)
    {
        pool ??= [];
        if (depth == pool.Count) pool.Add(new Storage(length));
        else if (pool[depth].Capacity < length) pool[depth] = new Storage(length);
        return new Scratch(pool[depth++].Span[..length]);
    }

    public void Dispose() => depth--;
}
