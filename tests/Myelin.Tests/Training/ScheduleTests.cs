using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Schedules;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Training;

/// <summary>Schedules against their formulas in double precision, at both ends, and in trainings that go on later.</summary>
public sealed class ScheduleTests
{
    private const int StepsPerEpoch = 4, Epochs = 10, Total = StepsPerEpoch * Epochs;

    private static readonly double[] Losses = [5, 4, 4, 4.5, 3, 3, 3, 3, 3, 2];

    private static readonly Dictionary<string, Func<int, double>> Formulas = new()
    {
        ["0.25"] = _ => 0.25,
        ["constant:0.25"] = _ => 0.25,
        ["linear-decay:0.4"] = step => 0.4 * (Total - step) / Total,
        ["linear-decay:0.4,end=0.1"] = step => 0.1 + (0.3 * (Total - step) / Total),
        ["step-decay:1,every=3,factor=0.5"] = step => Math.Pow(0.5, step / StepsPerEpoch / 3),
        ["exponential-decay:1,factor=0.9"] = step => Math.Pow(0.9, (double)step / StepsPerEpoch),
        ["cosine-decay:0.5,end=0.1"] = step => 0.1 + (0.4 * (1 + Math.Cos(Math.PI * step / Total)) / 2),
        ["cosine-decay:0.5,warm-up=2.5"] = step => 0.5 * (1 + Math.Cos(Math.PI * step / Total)) / 2 * Math.Min(1, (step + 1) / 10.0),
        ["one-cycle:1"] = step =>
            step < 12 ? 1 - (0.96 * (1 + Math.Cos(Math.PI * step / 12)) / 2) : 4e-6 + ((1 - 4e-6) * (1 + Math.Cos(Math.PI * (step - 12) / 28)) / 2),
        ["one-cycle:1,rise=0"] = step => 4e-6 + ((1 - 4e-6) * (1 + Math.Cos(Math.PI * step / Total)) / 2),
        ["one-cycle:1,rise=1"] = step => 1 - (0.96 * (1 + Math.Cos(Math.PI * Math.Min(step, Total) / Total)) / 2),
        ["warm-up:0.2,epochs=2"] = step => 0.2 * Math.Min(1, (step + 1) / 8.0),
        ["warm-up:0.2,epochs=0"] = _ => 0.2,
        // Two epochs without a better loss end after epochs 4, 7 and 9.
        ["reduce-on-plateau:1,factor=0.5,patience=2"] = step => Math.Pow(0.5, (step / StepsPerEpoch) switch { < 4 => 0, < 7 => 1, < 9 => 2, _ => 3 }),
        ["reduce-on-plateau:1,factor=0.1,patience=2,smallest=0.05"] = step => (step / StepsPerEpoch) switch { < 4 => 1, < 7 => 0.1, _ => 0.05 },
    };

    public static TheoryData<string> Texts => [.. Formulas.Keys];

    [Theory, MemberData(nameof(Texts))]
    public void A_schedule_follows_its_formula(string text)
    {
        Schedule schedule = Schedule.Parse(text);
        for (int step = 0; step <= Total; step++)
        {
            double expected = Formulas[text](step);
            float found = schedule.At(new SchedulePoint(step, Total, StepsPerEpoch, Losses[..(step / StepsPerEpoch)]));
            // Terms of about 1 are added up in float32.
            Assert.True(Math.Abs(expected - found) <= 1e-6 * Math.Max(expected, 0.2), $"{text} at step {step}: {found}, not {expected}");
        }
    }

    [Theory, MemberData(nameof(Texts))]
    public void The_canonical_form_makes_the_same_schedule(string text)
    {
        Schedule schedule = Schedule.Parse(text), again = Schedule.Parse(schedule.Canonical);
        Assert.Equal(schedule.Canonical, again.Canonical);
        for (int step = 0; step < Total; step++)
        {
            var point = new SchedulePoint(step, Total, StepsPerEpoch, Losses[..(step / StepsPerEpoch)]);
            Assert.Equal(schedule.At(point), again.At(point));
        }
    }

    [Fact]
    public void A_number_is_a_constant()
    {
        Schedule rate = 0.01f;
        Assert.Equal("constant:0.01", rate.Canonical);
        Assert.Throws<ArgumentOutOfRangeException>(() => (Schedule)float.NaN);
        Assert.Contains("value is a number of 0 or more", Assert.Throws<InvalidInputException>(() => Schedule.Parse("-1")).Message, StringComparison.Ordinal);
        Assert.Contains("did you mean 'cosine-decay'", Assert.Throws<InvalidInputException>(() => Schedule.Parse("cosine-decey:1")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_that_goes_on_sees_the_losses_that_it_had()
    {
        MemorySource rows = Rows(30, 1), judged = Rows(12, 2);
        float[] Rates(int stopAfter)
        {
            Sequential network = Sequential.Build("linear:6 tanh linear:1", new Shape(3), new RandomSource(1));
            var heard = new Heard();
            TrainingRun run = New(network).Start(rows, judged);
            if (stopAfter > 0)
            {
                using var cancel = new CancellationTokenSource();
                heard.CancelAt = (stopAfter, cancel);
                run.Continue(heard, cancel.Token);
                TrainingState state = run.Capture();
                run = New(Sequential.Build("linear:6 tanh linear:1", new Shape(3), new RandomSource(9))).Resume(state, rows, judged);
                Assert.Throws<ArgumentException>(() => New(network).Resume(state with { EpochLosses = [1, 2] }, rows, judged));
            }

            run.Continue(heard);
            return [.. heard.Rates];
        }

        float[] whole = Rates(0);
        Assert.True(whole.Distinct().Count() > 2, "The rate never fell.");
        Assert.Equal(whole, Rates(stopAfter: 37));

        static Trainer New(Layer network) =>
            new(network, new MeanSquaredErrorLoss(), new Sgd(),
            new TrainerOptions { Epochs = 40, BatchSize = 10, Patience = 0, LearningRate = new ReduceOnPlateau(1.5f, 0.5f, patience: 2) });
    }

    private static MemorySource Rows(int count, int seed)
    {
        float[] inputs = Samples.Make(3 * count, seed);
        return MemorySource.WithTargets(new Shape(3), inputs, [.. inputs.Chunk(3).Select(row => (row[0] * row[1]) + row[2])]);
    }

    private sealed class Heard : ITrainingListener
    {
        internal List<float> Rates { get; } = [];

        internal (int Step, CancellationTokenSource Source)? CancelAt { get; set; }

        public void OnStep(in StepEvent step)
        {
            Rates.Add(step.LearningRate);
            if (CancelAt is { } at && step.Step == at.Step) at.Source.Cancel();
        }
    }
}
