using MathNet.Numerics.Providers.LinearAlgebra;

namespace Myelin.Classical;

/// <summary>
/// The linear algebra that solves the models: managed code, whatever the host or the variable MathNetNumericsLAProvider has chosen for the process,
/// so that a model has the same bits everywhere. The host's choice comes back when the last solver that is under way has ended.
/// </summary>
internal sealed class ManagedAlgebra : IDisposable
{
    private static readonly Lock Choice = new();

    private static int users;
    private static ILinearAlgebraProvider? hosts;

    private bool isOver;

    private ManagedAlgebra()
    {
    }

    /// <summary>Chooses it until the result is disposed of.</summary>
    internal static ManagedAlgebra Use()
    {
        lock (Choice)
        {
            if (users++ == 0)
            {
                hosts = OfHost();
                LinearAlgebraControl.Provider = ManagedLinearAlgebraProvider.Instance;
            }
        }

        return new ManagedAlgebra();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Choice)
        {
            if (isOver) return;
            isOver = true;
            if (--users == 0 && hosts is not null) LinearAlgebraControl.Provider = hosts;
        }
    }

    // The first question loads what the variable names, which need not be there; then the host has nothing to come back to.
    private static ILinearAlgebraProvider? OfHost()
    {
        try
        {
            return LinearAlgebraControl.Provider;
        }
        catch (Exception wrong) when (wrong is NotSupportedException or TypeInitializationException)
        {
            return null;
        }
    }
}
