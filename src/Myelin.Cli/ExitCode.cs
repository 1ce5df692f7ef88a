namespace Myelin.Cli;

/// <summary>What the process says to its caller.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    internal const int Good = 0;

    /// <summary>A check failed, such as a loss that is no longer finite.</summary>
    internal const int CheckFailed = 1;

    /// <summary>The input, an option or the place for the result is wrong.</summary>
    internal const int WrongInput = 2;

    /// <summary>Ended by Ctrl-C.</summary>
    internal const int Interrupted = 130;

    /// <summary>Ended by SIGTERM.</summary>
    internal const int Terminated = 143;

    /// <summary>Ended by SIGHUP: the terminal is gone.</summary>
    internal const int HungUp = 129;
}
