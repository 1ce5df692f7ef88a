namespace Myelin.Classical;

/// <summary>A model's steps came to no end that is exact enough to give away.</summary>
public sealed class NotConvergedException : Exception
{
    internal NotConvergedException(string message, Exception? cause = null) : base(message, cause)
    {
    }
}
