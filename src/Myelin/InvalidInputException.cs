namespace Myelin;

/// <summary>
/// Something the user gave is wrong: a file, a name, an option, a row. The message is one line that says what is wrong, where
/// it is, and what to do about it, so that a program may print it as it is.
/// </summary>
public sealed class InvalidInputException : Exception
{
    /// <summary>Creates the exception with its one-line message.</summary>
    /// <param name="message">What is wrong, where, and the remedy.</param>
    public InvalidInputException(string message) : base(message) { }

    /// <summary>Creates the exception with its one-line message and the cause behind it.</summary>
    /// <param name="message">What is wrong, where, and the remedy.</param>
    /// <param name="innerException">The cause.</param>
    public InvalidInputException(string message, Exception innerException) : base(message, innerException) { }
}
