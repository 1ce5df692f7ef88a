using System.Text.Json.Nodes;
using Myelin.Serialization;

namespace Myelin.Tables.Encodings;

/// <summary>Shift by a mean and division by a scale, computed in double precision and rounded to float32 once.</summary>
/// <param name="Mean">What is subtracted, finite.</param>
/// <param name="Scale">What divides, finite and above 0.</param>
public readonly record struct Standardization(double Mean, double Scale)
{
    /// <summary>Values as they are: mean 0, scale 1.</summary>
    public static Standardization None => new(0, 1);

    /// <summary>(value - mean) / scale.</summary>
    /// <param name="value">A value in the column's units.</param>
    public float Scaled(float value) => (float)((value - Mean) / Scale);

    /// <summary>scaled · scale + mean.</summary>
    /// <param name="scaled">A value without units.</param>
    public float Original(float scaled) => (float)(scaled * Scale + Mean);

    /// <summary>
    /// Mean and standard deviation of some rows, NaN left out, summed in the rows' order; scale 1 where all are equal, and nothing to shift where
    /// there are none.
    /// </summary>
    internal static Standardization Fit(ReadOnlySpan<float> values, ReadOnlySpan<int> rows)
    {
        double sum = 0, squares = 0;
        (float smallest, float largest) = (float.PositiveInfinity, float.NegativeInfinity);
        int count = 0;
        foreach (int row in rows)
        {
            float value = values[row];
            if (float.IsNaN(value)) continue;
            sum += value;
            (smallest, largest) = (MathF.Min(smallest, value), MathF.Max(largest, value));
            count++;
        }

        if (count == 0) return None;
        // The mean of equal numbers need not come out as that number.
        if (smallest == largest) return new Standardization(smallest, 1);
        double mean = sum / count;
        foreach (int row in rows)
        {
            double deviation = values[row] - mean;
            if (!double.IsNaN(deviation)) squares += deviation * deviation;
        }

        return new Standardization(mean, Math.Sqrt(squares / count));
    }

    internal void Save(JsonObject json) => (json["mean"], json["scale"]) = (Mean, Scale);

    internal static Standardization Load(JsonFields fields)
    {
        double scale = fields.NumberInFloat32("scale");
        return scale > 0 ? new Standardization(fields.NumberInFloat32("mean"), scale) : throw fields.Damaged("scale", $"is {scale}");
    }
}
