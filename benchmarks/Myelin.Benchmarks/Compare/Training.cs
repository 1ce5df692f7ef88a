using Myelin.Layers;
using Myelin.Random;
using Myelin.Tensors;

namespace Myelin.Benchmarks.Compare;

/// <summary>A network, its data and how it learns: everything that both sides are made from.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="Layers">The network in Myelin's grammar.</param>
/// <param name="Input">The shape of a row.</param>
/// <param name="Rows">Rows a step.</param>
/// <param name="Loss">The loss in Myelin's grammar.</param>
/// <param name="Optimizer">The optimizer in Myelin's grammar.</param>
/// <param name="Rate">The learning rate.</param>
internal sealed record Training(string Name, string Layers, Shape Input, int Rows, string Loss, string Optimizer, float Rate)
{
    /// <summary>Whether the loss compares with class labels.</summary>
    internal bool HasLabels => Loss == "cross-entropy";

    /// <summary>The shape of the network's output, rows first.</summary>
    internal Shape Output => Build().OutputShape(Input).Batch(Rows);

    internal float[] Inputs => Name == "train/xor" ? [0, 0, 0, 1, 1, 0, 1, 1] : SampleData.Normal(Rows * Input.Count, 1);

    internal float[] Targets => Name == "train/xor" ? [0, 1, 1, 0] : SampleData.Normal(Output.Count, 2);

    internal int[] Labels => SampleData.Labels(Rows, Output[1], 3);

    /// <summary>The network with its initial weights, the same at every call.</summary>
    internal Sequential Build() => Sequential.Build(Layers, Input, new RandomSource(1));

    internal Workload ToWorkload()
    {
        (double multiplyAdds, double ofFirst, double parameters) = Count();
        // Every layer multiplies forward and for both gradients; nobody needs the gradient by the network's input.
        double operations = 2 * (3 * multiplyAdds - ofFirst);
        // What the optimizer reads and writes: weight, gradient, state.
        int passes = Optimizer == "adam" ? 7 : Optimizer == "sgd" ? 3 : 5;
        return new Workload(Name, operations, parameters * passes * sizeof(float), () => new MyelinTraining(this), () => new PeerTraining(this));
    }

    private (double MultiplyAdds, double OfFirst, double Parameters) Count()
    {
        double sum = 0, first = 0;
        Sequential network = Build();
        Shape shape = Input;
        foreach ((_, Layer layer) in network.Children)
        {
            shape = layer.OutputShape(shape);
            double own = layer switch
            {
                Linear linear => (double)Rows * linear.Inputs * linear.Outputs,
                Conv2d convolution => (double)Rows * shape.Count * convolution.Channels * convolution.Kernel * convolution.Kernel,
                _ => 0,
            };
            if (first == 0) first = own;
            sum += own;
        }

        return (sum, first, network.ParameterCount);
    }
}
