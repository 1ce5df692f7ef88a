using Myelin.Grammar;

namespace Myelin;

/// <summary>
/// Something the user gave is wrong: a file, a name, an option, a row. The message is one line that says what is wrong, where
/// it is, and what to do about it, so that a program may print it as it is: texts from outside that it quotes are shortened, and control characters
/// in them shown (<see cref="OneLine"/>).
/// </summary>
public sealed class InvalidInputException : Exception
{
    /// <summary>Creates the exception with its one-line message.</summary>
    /// <param name="message">What is wrong, where, and the remedy.</param>
    public InvalidInputException(string message) : base(OneLine.Clean(message)) { }

    /// <summary>Creates the exception with its one-line message and the cause behind it.</summary>
    /// <param name="message">What is wrong, where, and the remedy.</param>
    /// <param name="innerException">The cause.</param>
    public InvalidInputException(string message, Exception innerException) : base(OneLine.Clean(message), innerException) { }

    /// <summary>Creates the exception with its one-line message, given as an interpolated string.</summary>
    /// <param name="message">What is wrong, where, and the remedy.</param>
    /// <param name="innerException">The cause, or null.</param>
    public InvalidInputException(MessageText message, Exception? innerException = null) : base(message.ToString(), innerException) { }

    /// <summary>
    /// The property whose value is wrong, with whose name the message begins; null where it is none. A program whose users know the property under
    /// another name, such as an option's, can put that in its place.
    /// </summary>
    public string? Setting { get; init; }
}
