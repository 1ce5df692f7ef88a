using Myelin.Autograd;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Tensors;

namespace Myelin.Tests.Guides;

/// <summary>
/// Two networks against each other: one makes rows of noise, the other tells them from real ones.
/// Source: Goodfellow et al., "Generative adversarial nets" (2014).
/// </summary>
public sealed class AdversarialLoop(Layer generator, Layer critic, Optimizer generatorRule, Optimizer criticRule)
{
    private readonly ParameterStore generatorStore = generator.Store;
    private readonly ParameterStore criticStore = critic.Store;
    private readonly BinaryCrossEntropyLoss loss = new();
    private readonly Tape tape = new();

    /// <summary>Changes the critic alone: real rows get 1, made ones 0.</summary>
    public void CriticStep(Tensor real, Tensor noise, float rate)
    {
        float[] made = generator.Predict(new Shape(noise.Shape[1]), noise.ToArray());
        using StepScope step = tape.BeginStep(training: true);
        Tensor ofReal = critic.Forward(tape.Input(real)), ofMade = critic.Forward(tape.Input(real.Shape, made));
        tape.Backward(loss.Compute(ofReal, Same(1, real)) + loss.Compute(ofMade, Same(0, real)));
        criticRule.Step(criticStore, rate);
    }

    /// <summary>Changes the generator alone, so that the critic takes what it makes for real.</summary>
    public void GeneratorStep(Tensor noise, float rate)
    {
        using StepScope step = tape.BeginStep(training: true);
        Tensor made = generator.Forward(tape.Input(noise));
        tape.Backward(loss.Compute(critic.Forward(made), Same(1, noise)));
        generatorRule.Step(generatorStore, rate);
    }

    /// <summary>Holds the critic's weights in a range.</summary>
    public void LimitCritic(float limit) => criticStore.Change(limit, static (weights, limit) =>
    {
        foreach (ref float weight in weights) weight = Math.Clamp(weight, -limit, limit);
    });

    private static Labels Same(int label, Tensor rows) => new([.. Enumerable.Repeat(label, rows.Shape[0])]);
}
