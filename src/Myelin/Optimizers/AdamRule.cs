using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Myelin.Grammar;
using Myelin.Kernels;

namespace Myelin.Optimizers;

/// <summary>The update that Adam and AdamW share, in one pass over weights, gradients and both moments.</summary>
internal sealed class AdamRule
{
    internal static readonly string[] StateNames = ["first_moment", "second_moment"];

    private readonly float beta1;
    private readonly float beta2;
    private readonly float epsilon;

    internal AdamRule(float beta1, float beta2, float epsilon)
    {
        if (!(beta1 >= 0 && beta1 < 1)) throw new ArgumentOutOfRangeException(nameof(beta1), beta1, "Adam's beta1 is from 0 to below 1.");
        if (!(beta2 >= 0 && beta2 < 1)) throw new ArgumentOutOfRangeException(nameof(beta2), beta2, "Adam's beta2 is from 0 to below 1.");
        if (!(epsilon >= 0)) throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "Adam's epsilon is 0 or more.");
        (this.beta1, this.beta2, this.epsilon) = (beta1, beta2, epsilon);
    }

    internal string Options => $"beta1={Spec.Text(beta1)},beta2={Spec.Text(beta2)},epsilon={Spec.Text(epsilon)}";

    internal void Update(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> firstMoment, Span<float> secondMoment, long step, float learningRate, float weightFactor)
    {
        float rate = (float)(learningRate / (1 - Power(beta1, step)));
        float correction = (float)(1 / (1 - Power(beta2, step)));
        ref float w = ref MemoryMarshal.GetReference(weights);
        ref float m = ref MemoryMarshal.GetReference(firstMoment);
        ref float v = ref MemoryMarshal.GetReference(secondMoment);
        ref float g = ref MemoryMarshal.GetReference(gradients);
        for (nint i = 0; i < weights.Length; i += Lanes.Count)
        {
            Vector512<float> gradient = Lanes.Load(ref g, i);
            Vector512<float> first = Lanes.Load(ref m, i) * beta1 + gradient * (1 - beta1);
            Vector512<float> second = Lanes.Load(ref v, i) * beta2 + gradient * gradient * (1 - beta2);
            Lanes.Store(first, ref m, i);
            Lanes.Store(second, ref v, i);
            Vector512<float> size = Vector512.Sqrt(second * correction) + Vector512.Create(epsilon);
            Lanes.Store(Lanes.Load(ref w, i) * weightFactor - first * rate / size, ref w, i);
        }
    }

    // The library's power function is not the same on every machine; a product is.
    private static double Power(double value, long exponent)
    {
        double power = 1;
        for (; exponent > 0; exponent >>= 1, value *= value)
        {
            if ((exponent & 1) == 1) power *= value;
        }

        return power;
    }
}
