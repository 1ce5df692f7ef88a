using Myelin.Layers;
using static TorchSharp.torch;
using Conv2d = Myelin.Layers.Conv2d;
using F = TorchSharp.torch.nn.functional;
using Flatten = Myelin.Layers.Flatten;
using Linear = Myelin.Layers.Linear;
using MaxPool2d = Myelin.Layers.MaxPool2d;

namespace Myelin.Benchmarks.Compare;

/// <summary>
/// libtorch's side of a training, from the same initial weights. Activations run in place, gradients are set to none, and what a step
/// makes is disposed one by one, which costs less than a scope that keeps lists.
/// </summary>
internal sealed class PeerTraining : IContender
{
    private readonly List<Func<Tensor, Tensor>> layers = [];
    private readonly List<TorchSharp.Modules.Parameter> parameters = [];
    private readonly List<Tensor> intermediate = [];
    private readonly Func<Tensor, Tensor> loss;
    private readonly optim.Optimizer optimizer;
    private readonly Tensor inputs;
    private Tensor? value;

    internal PeerTraining(Training training)
    {
        Sequential network = training.Build();
        long[] shape = [training.Rows, .. training.Input.ToArray().Select(size => (long)size)];
        inputs = tensor(training.Inputs, shape);
        foreach ((_, Layer layer) in network.Children) Add(layer);
        loss = LossOf(training);
        optimizer = training.Optimizer switch
        {
            "adam" => optim.Adam(parameters, training.Rate),
            "sgd" => optim.SGD(parameters, training.Rate),
            "sgd:momentum=0.9" => optim.SGD(parameters, training.Rate, momentum: 0.9),
            _ => throw new NotSupportedException(training.Optimizer),
        };
    }

    public void Step()
    {
        Tensor x = inputs;
        foreach (Func<Tensor, Tensor> layer in layers) intermediate.Add(x = layer(x));
        value?.Dispose();
        value = loss(x);
        value.backward();
        optimizer.step();
        optimizer.zero_grad();
        foreach (Tensor tensor in intermediate) tensor.Dispose();
        intermediate.Clear();
    }

    public double Result() => value!.item<float>();

    public void Dispose()
    {
        value?.Dispose();
        inputs.Dispose();
        optimizer.Dispose();
        foreach (TorchSharp.Modules.Parameter parameter in parameters) parameter.Dispose();
    }

    private static Func<Tensor, Tensor> LossOf(Training training)
    {
        if (training.HasLabels)
        {
            Tensor labels = tensor([.. training.Labels.Select(label => (long)label)]);
            return x => F.cross_entropy(x, labels);
        }

        Tensor targets = tensor(training.Targets, [.. training.Output.ToArray().Select(size => (long)size)]);
        return training.Loss switch
        {
            "mse" => x => F.mse_loss(x, targets),
            "huber" => x => F.huber_loss(x, targets),
            "binary-cross-entropy" => x => F.binary_cross_entropy_with_logits(x, targets),
            _ => throw new NotSupportedException(training.Loss),
        };
    }

    private void Add(Layer layer)
    {
        switch (layer)
        {
            case Linear:
                (Tensor weight, Tensor bias) = (Copy(layer, 0), Copy(layer, 1));
                layers.Add(x => F.linear(x, weight, bias));
                AddActivation(layer.Canonical);
                break;
            case Conv2d convolution:
                (Tensor filters, Tensor biases) = (Copy(layer, 0), Copy(layer, 1));
                long[] strides = [convolution.Stride, convolution.Stride], padding = [convolution.Padding, convolution.Padding];
                layers.Add(x => F.conv2d(x, filters, biases, strides, padding));
                AddActivation(layer.Canonical);
                break;
            case MaxPool2d pool:
                layers.Add(x => F.max_pool2d(x, pool.Window, pool.Stride));
                break;
            case Flatten:
                layers.Add(x => x.flatten(1));
                break;
            default:
                throw new NotSupportedException(layer.Canonical);
        }
    }

    private void AddActivation(string canonical)
    {
        string name = canonical.Split(' ').Last();
        if (name == "relu") layers.Add(x => x.relu_());
        else if (name == "tanh") layers.Add(x => x.tanh_());
        else if (name == "selu") layers.Add(x => x.selu_());
        else if (canonical.Contains(' ', StringComparison.Ordinal)) throw new NotSupportedException(canonical);
    }

    private TorchSharp.Modules.Parameter Copy(Layer layer, int index)
    {
        Myelin.Tensors.Tensor own = layer.OwnParameters[index].Value;
        var parameter = new TorchSharp.Modules.Parameter(tensor(own.ToArray(), [.. own.Shape.ToArray().Select(size => (long)size)]));
        parameters.Add(parameter);
        return parameter;
    }
}
