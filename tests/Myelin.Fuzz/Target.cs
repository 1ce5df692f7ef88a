namespace Myelin.Fuzz;

/// <summary>A reader of something that nobody has checked.</summary>
/// <param name="name">What the command line calls it.</param>
internal abstract class Target(string name)
{
    internal string Name => name;

    /// <summary>Whether an exception is one that the reader is documented to throw.</summary>
    internal virtual bool Documents(Exception exception) => exception is InvalidInputException;

    /// <summary>Takes an example and changes it.</summary>
    internal abstract byte[] Make(System.Random random);

    /// <summary>Reads it.</summary>
    internal abstract void Read(byte[] input);
}
