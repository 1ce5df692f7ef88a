namespace Myelin.Losses;

/// <summary>How far two embeddings are apart.</summary>
public enum TripletDistance
{
    /// <summary>‖x - y‖², with the gradient 2 (x - y).</summary>
    Squared,

    /// <summary>‖x - y‖, with the gradient (x - y) / ‖x - y‖, and 0 where the two are equal.</summary>
    Euclidean,
}
