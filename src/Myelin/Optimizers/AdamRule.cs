using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Myelin.Grammar;
using Myelin.Kernels;

namespace Myelin.Optimizers;

/// <summary>The update that Adam and AdamW share, in one pass over weights, gradients and both moments.</summary>
internal sealed class AdamRule
{
    internal static readonly string[] StateNames = ["first_moment", "second_moment"];

    internal static readonly NumberOption Beta1Option = new("beta1", "how much of the mean gradient goes on, β₁", Adam.DefaultBeta1, NumberRange.Below(0, 1));
    internal static readonly NumberOption Beta2Option = new("beta2", "how much of the mean squared gradient goes on, β₂", Adam.DefaultBeta2,
        NumberRange.Below(0, 1));
    internal static readonly NumberOption EpsilonOption = new("epsilon", "what is added to the root, ε", Adam.DefaultEpsilon, NumberRange.Between(0, 1));

    private readonly float beta1;
    private readonly float beta2;
    private readonly float epsilon;

    internal AdamRule(float beta1, float beta2, float epsilon)
    {
        (this.beta1, this.beta2, this.epsilon) = (Beta1Option.Require(beta1), Beta2Option.Require(beta2), EpsilonOption.Require(epsilon));
    }

    internal string Options => $"{Beta1Option.Text(beta1)},{Beta2Option.Text(beta2)},{EpsilonOption.Text(epsilon)}";

    internal unsafe void Update(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> firstMoment, Span<float> secondMoment, long step,
        float learningRate, float weightFactor)
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
    private readonly unsafe struct Pass(float* w, float* g, float* m, float* v, int length, float beta1, float beta2, float epsilon, float rate,
        float correction, float weightFactor) : IJob
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
