using Myelin.Layers;
using Myelin.Tensors;

namespace Myelin.Classical;

/// <summary>y = W x + b in double precision: what the fits of linear models find, and a network of one linear layer.</summary>
public sealed class LinearModel
{
    private readonly double[,] coefficients;
    private readonly double[] intercepts;

    /// <summary>Creates a model from its numbers.</summary>
    /// <param name="coefficients">W, <c>[outputs, inputs]</c>.</param>
    /// <param name="intercepts">b, one an output.</param>
    /// <exception cref="ArgumentException">The sizes do not belong together.</exception>
    public LinearModel(double[,] coefficients, ReadOnlySpan<double> intercepts)
    {
        ArgumentNullException.ThrowIfNull(coefficients);
        if (coefficients.GetLength(0) != intercepts.Length)
            throw new ArgumentException($"{coefficients.GetLength(0)} rows of coefficients need as many intercepts, not {intercepts.Length}.",
                nameof(intercepts));
        (this.coefficients, this.intercepts) = ((double[,])coefficients.Clone(), intercepts.ToArray());
    }

    /// <summary>Inputs a row.</summary>
    public int Inputs => coefficients.GetLength(1);

    /// <summary>Outputs a row.</summary>
    public int Outputs => coefficients.GetLength(0);

    /// <summary>b, one an output.</summary>
    public IReadOnlyList<double> Intercepts => intercepts;

    /// <summary>One coefficient of W.</summary>
    /// <param name="output">The output, counted from 0.</param>
    /// <param name="input">The input, counted from 0.</param>
    public double Coefficient(int output, int input) => coefficients[output, input];

    /// <summary>The outputs for one row.</summary>
    /// <param name="row">The row's inputs.</param>
    /// <exception cref="ArgumentException">A row of another length.</exception>
    public double[] Predict(ReadOnlySpan<double> row)
    {
        if (row.Length != Inputs) throw new ArgumentException($"This model takes rows of {Inputs} inputs, not {row.Length}.", nameof(row));
        double[] outputs = [.. intercepts];
        for (int output = 0; output < Outputs; output++)
        {
            for (int i = 0; i < row.Length; i++) outputs[output] += coefficients[output, i] * row[i];
        }

        return outputs;
    }

    /// <summary>The model that a linear layer is, such as one that <see cref="ToNetwork()"/> made and a file brought back.</summary>
    /// <param name="layer">A layer without an activation.</param>
    /// <exception cref="ArgumentException">A layer with an activation.</exception>
    public static LinearModel Of(Linear layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer.Activation is { IsIdentity: false })
            throw new ArgumentException($"'{layer.Canonical}' is no linear model, since it has an activation.", nameof(layer));
        float[] weight = layer.Weight.Value.ToArray(), bias = layer.Bias.Value.ToArray();
        var coefficients = new double[bias.Length, layer.Inputs];
        var intercepts = new double[bias.Length];
        for (int output = 0; output < bias.Length; output++)
        {
            intercepts[output] = bias[output];
            for (int i = 0; i < layer.Inputs; i++) coefficients[output, i] = weight[(output * layer.Inputs) + i];
        }

        return new LinearModel(coefficients, intercepts);
    }

    /// <summary>The same model as a network of one linear layer, its numbers rounded to float32.</summary>
    public Sequential ToNetwork() => new(ToLayer());

    /// <summary>The network of a model whose rows have axes of their own, such as images: they are flattened first.</summary>
    /// <param name="inputShape">The shape of one row.</param>
    /// <exception cref="ArgumentException">The shape has another number of elements than the model has inputs.</exception>
    public Sequential ToNetwork(Shape inputShape)
    {
        if (inputShape.Count != Inputs)
            throw new ArgumentException($"A linear model of {Inputs} inputs takes no rows of shape {inputShape}.", nameof(inputShape));
        return inputShape.Rank > 1 ? new Sequential(new Flatten(), ToLayer()) : ToNetwork();
    }

    private Linear ToLayer() => new(
        new Tensor(new Shape(Outputs, Inputs), [.. coefficients.Cast<double>().Select(value => (float)value)]),
        new Tensor(new Shape(Outputs), Array.ConvertAll(intercepts, value => (float)value)));
}
