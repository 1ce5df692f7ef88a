namespace Myelin.Cli;

/// <summary>A result cannot be written to the standard output. The message is one line with the remedy.</summary>
/// <param name="message">The message.</param>
/// <param name="innerException">What the system says, or null.</param>
internal sealed class LostOutputException(string message, Exception? innerException = null) : IOException(message, innerException);
