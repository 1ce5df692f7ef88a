using Myelin.Autograd;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Tensors;

namespace Myelin.Benchmarks.Compare;

/// <summary>Myelin's side of a training: what the trainer does in a step.</summary>
internal sealed class MyelinTraining(Training training) : IContender
{
    private readonly Sequential network = training.Build();
    private readonly Tape tape = new();
    private readonly Loss loss = Loss.Parse(training.Loss);
    private readonly Optimizer optimizer = Optimizer.Parse(training.Optimizer);
    private readonly Leaf inputs = new(new Shape([training.Rows, .. training.Input.ToArray()]), training.Inputs);
    private readonly Leaf targets = new(training.Output, training.HasLabels ? new float[training.Output.Count] : training.Targets);
    private readonly Labels labels = training.HasLabels ? new Labels(training.Labels) : default;
    private ParameterStore? store;
    private float value;
    private uint step;

    public void Step()
    {
        store ??= network.Store;
        using StepScope scope = tape.BeginStep(training: true, step++);
        Tensor prediction = network.Forward(inputs.On(tape));
        Tensor mean = loss.Compute(prediction, training.HasLabels ? labels : (Targets)targets.On(tape));
        value = mean.ToScalar();
        tape.Backward(mean);
        optimizer.Step(store, training.Rate);
    }

    public double Result() => value;

    public void Dispose()
    {
    }
}
