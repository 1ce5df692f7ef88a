using Myelin.Classical;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Models.Predictions;

namespace Myelin.Models.Evaluations;

/// <summary>How well a saved model without a target fits rows.</summary>
internal static class UnsupervisedScores
{
    // Components are orthonormal in double precision, and saved in float32.
    private const double Tolerance = 1e-5;

    /// <summary>Measures clusters by distances to their centres, and principal components by the variance that they keep.</summary>
    /// <exception cref="InvalidInputException">A hidden layer, whose features have nothing to be measured by.</exception>
    internal static Scores Of(Sequential network, PredictionKind gives, IDataSource rows, string name)
    {
        LinearModel? linear = network.Children is [(_, Linear { Activation: null or { IsIdentity: true } } only)] ? LinearModel.Of(only) : null;
        if (gives == PredictionKind.Cluster && linear is not null)
        {
            var samples = Samples.Of(rows);
            return Scores.Of(KMeans.Of(linear, samples), samples);
        }

        return linear is not null && IsOrthonormal(linear)
            ? Scores.OfProjection(PrincipalComponents.KeptShare(linear, Samples.Of(rows)))
            : throw new InvalidInputException($"{name} holds the hidden layers '{network.Canonical}', whose features have no score of their own; "
                + $"evaluate the network that they come from.");
    }

    private static bool IsOrthonormal(LinearModel projection)
    {
        for (int a = 0; a < projection.Outputs; a++)
        {
            for (int b = a; b < projection.Outputs; b++)
            {
                double product = 0;
                for (int i = 0; i < projection.Inputs; i++) product += projection.Coefficient(a, i) * projection.Coefficient(b, i);
                if (Math.Abs(product - (a == b ? 1 : 0)) > Tolerance) return false;
            }
        }

        return true;
    }
}
