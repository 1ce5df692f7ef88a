namespace Myelin.Kernels;

/// <summary>The sizes of a max-pooling over square windows without padding; a last window that would not fit is left out.</summary>
internal readonly record struct PoolShape
{
    /// <param name="height">Rows of a plane.</param>
    /// <param name="width">Columns of a plane.</param>
    /// <param name="window">Rows and columns of a window.</param>
    /// <param name="stride">Distance of windows; 0 stands for the window's size.</param>
    internal PoolShape(int height, int width, int window, int stride = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(stride);
        if (window > height || window > width) throw new ArgumentException($"A window of {window} x {window} does not fit a plane of {height} x {width}.");
        Height = height;
        Width = width;
        Window = window;
        Stride = stride == 0 ? window : stride;
    }

    internal int Height { get; }

    internal int Width { get; }

    internal int Window { get; }

    internal int Stride { get; }

    internal int OutputHeight => (Height - Window) / Stride + 1;

    internal int OutputWidth => (Width - Window) / Stride + 1;

    internal int InputLength => checked(Height * Width);

    internal int OutputLength => OutputHeight * OutputWidth;
}
