using Microsoft.Extensions.Logging;

namespace Myelin.Hosting;

/// <summary>What a served model logs.</summary>
internal static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Information, "The model {Name} is loaded from {Path}; weights {Weights}.")]
    internal static partial void Loaded(ILogger logger, string name, string path, string weights);

    [LoggerMessage(2, LogLevel.Information, "The model {Name} is replaced by the new {Path}; weights {Weights}.")]
    internal static partial void Reloaded(ILogger logger, string name, string path, string weights);

    [LoggerMessage(3, LogLevel.Error, "The model {Name} serves on as it is, since the new {Path} is refused: {Reason}")]
    internal static partial void Refused(ILogger logger, string name, string path, string reason);
}
