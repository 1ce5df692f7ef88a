namespace Myelin.Operations;

/// <summary>How often a window fits along an axis.</summary>
internal static class Window
{
    /// <summary>floor((size + 2 padding - window) / stride) + 1.</summary>
    /// <exception cref="ArgumentException">The window is larger than the padded axis.</exception>
    internal static int Count(int size, int window, int stride, int padding)
    {
        long room = size + 2L * padding - window;
        if (room < 0) throw new ArgumentException($"A window of {window} does not fit an axis of {size} with {padding} zeros on each side.", nameof(window));
        return checked((int)(room / stride) + 1);
    }
}
