using System.Runtime.CompilerServices;
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

    internal unsafe void Update(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> firstMoment, Span<float> secondMoment, long step, float learningRate, float weightFactor)
    {
        float rate = (float)(learningRate / (1 - Power(beta1, step)));
        float correction = (float)(1 / (1 - Power(beta2, step)));
        fixed (float* w = weights, g = gradients, m = firstMoment, v = secondMoment)
        {
            var pass = new Pass(w, g, m, v, weights.Length, beta1, beta2, epsilon, rate, correction, weightFactor);
            Workers.Run(pass, (weights.Length + Pass.PartLength - 1) / Pass.PartLength);
        }
    }

    /// <summary>The pass over a range of weights.</summary>
    private readonly unsafe struct Pass(float* w, float* g, float* m, float* v, int length, float beta1, float beta2, float epsilon, float rate, float correction, float weightFactor) : IJob
    {
        internal const int PartLength = 1 << 14;

        private readonly float* w = w;
        private readonly float* g = g;
        private readonly float* m = m;
        private readonly float* v = v;

        [MethodImpl(HotLoop.Options)]
        public void Run(int part)
        {
            Vector512<float> tiny = Vector512.Create(epsilon);
            nint end = Math.Min(length, (nint)(part + 1) * PartLength);
            for (nint i = (nint)part * PartLength; i < end; i += Lanes.Count)
            {
                Vector512<float> gradient = Vector512.Load(g + i);
                Vector512<float> first = Subnormal.Flush(Vector512.Load(m + i) * beta1 + gradient * (1 - beta1));
                Vector512<float> second = Subnormal.Flush(Vector512.Load(v + i) * beta2 + gradient * gradient * (1 - beta2));
                first.Store(m + i);
                second.Store(v + i);
                (Vector512.Load(w + i) * weightFactor - first * rate / (Vector512.Sqrt(second * correction) + tiny)).Store(w + i);
            }
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
