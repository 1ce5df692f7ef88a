namespace Myelin.Models.Predictions;

/// <summary>What a model gives for a row.</summary>
public enum PredictionKind
{
    /// <summary>A number in the target's units: <see cref="NumberPrediction"/>.</summary>
    Number,

    /// <summary>A class with probabilities: <see cref="ClassPrediction"/>.</summary>
    Class,

    /// <summary>A class by scores: <see cref="ScorePrediction"/>.</summary>
    Score,

    /// <summary>A cluster: <see cref="ClusterPrediction"/>.</summary>
    Cluster,

    /// <summary>Coordinates from an encoder: <see cref="CoordinatesPrediction"/>.</summary>
    Embedding,

    /// <summary>Coordinates in a projection: <see cref="CoordinatesPrediction"/>.</summary>
    Projection,
}
