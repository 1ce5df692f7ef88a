using Myelin.Autograd;
using Myelin.Data;
using Myelin.Layers;
using Myelin.Losses;
using Myelin.Optimizers;
using Myelin.Random;
using Myelin.Tensors;
using Myelin.Tests.Kernels;
using Myelin.Training;
using Xunit;

namespace Myelin.Tests.Training;

/// <summary>Parameters that are frozen, or have a rate or a decay of their own, beside others that have not.</summary>
public sealed class ParameterRuleTests
{
    private static readonly Shape Input = new(4);

    public static TheoryData<string> Optimizers =>
        [.. OptimizerCatalog.All.Names, "sgd:momentum=0.9", "sgd:momentum=0.9,nesterov=true", "adamw:weight-decay=0.1,biases=false"];

    [Theory, MemberData(nameof(Optimizers))]
    public void Each_is_trained_as_by_an_optimizer_of_its_own(string spec)
    {
        Sequential mixed = Network();
        Parameter[] parameters = [.. mixed.Parameters];
        (parameters[0].RateFactor, parameters[1].WeightDecay, parameters[2].RateFactor, parameters[2].WeightDecay, parameters[4].WeightDecay) = (0.5f,
            0.25f, 3, 0, 0.125f);
        parameters[5].IsFrozen = true;
        var optimizer = Optimizer.Parse(spec);
        Steps(mixed, optimizer, 0.01f, weightDecay: null);
        for (int i = 0; i < parameters.Length; i++)
        {
            Sequential alone = Network();
            var own = Optimizer.Parse(spec);
            float decay = parameters[i].WeightDecay ?? (own.DecaysBiases || parameters[i].Kind == ParameterKind.Weight ? own.WeightDecay : 0);
            foreach (Parameter parameter in alone.Parameters) parameter.WeightDecay = decay;
            if (!parameters[i].IsFrozen) Steps(alone, own, 0.01f * parameters[i].RateFactor, weightDecay: null);
            Assert.Equal(alone.Parameters.ElementAt(i).Value.ToArray(), parameters[i].Value.ToArray());
        }

        ParameterRange frozen = mixed.Store.Ranges[5];
        for (int state = 0; state < optimizer.StateNames.Count; state++)
        {
            Assert.All(optimizer.StateValues(state).Slice(frozen.Start, frozen.Length).ToArray(), value => Assert.Equal(0, value));
            Assert.Contains(optimizer.StateValues(state).ToArray(), value => value != 0);
        }
    }

    [Fact]
    public void Decay_without_biases_is_on_weights_alone()
    {
        Sequential network = Network(), before = Network();
        network.Store.ChangeGradients(0, static (gradients, _) => gradients.Clear());
        new AdamW(weightDecay: 0.5f, biases: false).Step(network.Store, 0.5f);
        foreach ((Parameter now, Parameter then) in network.Parameters.Zip(before.Parameters))
            Assert.Equal(then.Value.ToArray().Select(value => now.Kind == ParameterKind.Weight ? 0.75f * value : value), now.Value.ToArray());
        Assert.Equal("adamw:weight-decay=0.5,beta1=0.9,beta2=0.999,epsilon=1E-08,biases=false", new AdamW(weightDecay: 0.5f, biases: false).Canonical);
        Assert.DoesNotContain("biases", new AdamW().Canonical, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_optimizer_decays_on_request()
    {
        Sequential network = Network(), before = Network();
        network.Store.ChangeGradients(0, static (gradients, _) => gradients.Clear());
        new Sgd().Step(network.Store, 0.5f, weightDecay: 0.5f);
        Assert.Equal(before.Store.Values.ToArray().Select(value => 0.75f * value), network.Store.Values.ToArray());
        foreach (float wrong in (float[])[-1, float.NaN, float.PositiveInfinity])
            Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd().Step(network.Store, 0.5f, wrong));
    }

    [Theory, MemberData(nameof(Optimizers))]
    public void A_step_that_would_turn_signs_or_has_no_rate_changes_nothing(string spec)
    {
        Sequential network = Network();
        Parameter bias = network.Parameters.ElementAt(1);
        (bias.RateFactor, bias.WeightDecay) = (4, 0.5f);
        float[] before = network.Store.Values.ToArray();
        var optimizer = Optimizer.Parse(spec);
        foreach ((float rate, float? decay, string words) in (ReadOnlySpan<(float, float?, string)>)
        [
            (1, 3, "'0.weight' has the learning rate 1 and the weight decay 3, whose product 3 is not from 0 to 1"),
                (1, 0, "'0.bias' has the learning rate 4 and the weight decay 0.5, whose product 2 is not from 0 to 1"),
            (3e38f, 0, "The learning rate 3E+38 times the factor 4 of the parameter '0.bias' is beyond float32"),
        ])
            Assert.Contains(words,
                Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.Step(network.Store, rate, decay)).Message, StringComparison.Ordinal);
        Assert.Equal(0, optimizer.Steps);
        Assert.Equal(before, network.Store.Values.ToArray());
        optimizer.Step(network.Store, 0.5f, 2);
        // What is frozen is not decayed.
        bias.IsFrozen = true;
        optimizer.Step(network.Store, 1, 1);
        bias.IsFrozen = false;
        var options = new TrainerOptions { Epochs = 2, BatchSize = 40, LearningRate = 0.5f, WeightDecay = 3 };
        var trainer = new Trainer(network, new CrossEntropyLoss(), Optimizer.Parse(spec), options);
        string message = Assert.Throws<InvalidInputException>(() => trainer.Fit(Rows(40))).Message;
        Assert.Contains("That was at step 1 (epoch 1, batch 1).", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_frozen_stays_and_has_gradient_zero()
    {
        Sequential network = Network();
        network.Children[0].Layer.Freeze();
        network.Children[2].Layer.Freeze();
        string[] frozen = ["0.weight", "0.bias", "2.weight", "2.bias"];
        Assert.Equal(frozen, network.Parameters.Where(parameter => parameter.IsFrozen).Select(parameter => parameter.Name));
        float[][] before = [.. network.Parameters.Select(parameter => parameter.Value.ToArray())],
            buffers = [.. network.Buffers.Select(buffer => buffer.Value.ToArray())];
        new Trainer(network, new CrossEntropyLoss(), new AdamW(), new TrainerOptions { Epochs = 3, BatchSize = 7 }).Fit(Rows(40));
        foreach ((Parameter parameter, float[] then) in network.Parameters.Zip(before))
        {
            if (parameter.IsFrozen) Assert.Equal(then, parameter.Value.ToArray());
            else Assert.NotEqual(then, parameter.Value.ToArray());
            ParameterRange range = network.Store.Ranges.Single(range => range.Name == parameter.Name);
            Assert.Equal(parameter.IsFrozen, network.Store.Gradients.Slice(range.Start, range.Length).ToArray().All(value => value == 0));
        }

        // A batch normalisation that is frozen is the function that it was.
        Assert.Equal(buffers, network.Buffers.Select(buffer => buffer.Value.ToArray()));
        network.Unfreeze();
        new Trainer(network, new CrossEntropyLoss(), new AdamW(), new TrainerOptions { Epochs = 1, BatchSize = 7 }).Fit(Rows(40));
        Assert.All(network.Parameters.Zip(before), pair => Assert.NotEqual(pair.Second, pair.First.Value.ToArray()));
        Assert.NotEqual(buffers, network.Buffers.Select(buffer => buffer.Value.ToArray()));
    }

    [Fact]
    public void The_rest_learns_to_the_bit_as_if_the_frozen_layer_were_a_function_of_the_inputs()
    {
        Sequential whole = Sequential.Build("linear:8 tanh linear:3", Input, new RandomSource(1)), first = whole.FirstLayers(1, Input);
        var last = new Sequential(new Linear(8, 3, new RandomSource(9)));
        last.Store.Change(whole.Parameters.Skip(2).ToArray(), static (values, from) =>
        {
            from[0].Value.CopyTo(values[..24]);
            from[1].Value.CopyTo(values.Slice(32, 3));
        });
        MemorySource rows = Rows(40), features = MemorySource.WithLabels(new Shape(8), first.Predict(Input, Samples.Make(160, 2)), Labels(40), 3);
        whole.Children[0].Layer.Freeze();
        foreach ((Layer network, IDataSource source) in (ReadOnlySpan<(Layer, IDataSource)>)[(whole, rows), (last, features)])
            new Trainer(network, new CrossEntropyLoss(), new Adam(), new TrainerOptions { Epochs = 5, BatchSize = 8 }).Fit(source);
        Assert.Equal(last.Parameters.Select(parameter => parameter.Value.ToArray()), whole.Parameters.Skip(2).Select(parameter => parameter.Value.ToArray()));
    }

    [Fact]
    public void A_rule_that_changes_between_steps_is_followed_from_the_next_step_on()
    {
        Sequential network = Network();
        Parameter parameter = network.Parameters.First();
        var optimizer = new Adam();
        Steps(network, optimizer, 0.01f, weightDecay: null);
        foreach ((Action<Parameter> change, bool moves) in (ReadOnlySpan<(Action<Parameter>, bool)>)
        [
            (one => one.IsFrozen = true, false), (one => one.IsFrozen = false, true), (one => one.RateFactor = 0, false), (one => one.RateFactor = 1, true),
        ])
        {
            float[] before = parameter.Value.ToArray();
            change(parameter);
            Steps(network, optimizer, 0.01f, weightDecay: null);
            Assert.Equal(moves, !before.SequenceEqual(parameter.Value.ToArray()));
        }

        // A weight that no gradient moves.
        float start = parameter.Value.At(0);
        parameter.WeightDecay = 0.5f;
        network.Store.ChangeGradients(0, static (gradients, _) => gradients.Clear());
        new Sgd().Step(network.Store, 0.5f);
        Assert.Equal(0.75f * start, parameter.Value.At(0));
        var own = new Sgd();
        own.Step(network.Store, 0.5f);
        parameter.WeightDecay = 0;
        own.Step(network.Store, 0.5f);
        Assert.Equal(0.75f * (0.75f * start), parameter.Value.At(0));
    }

    [Fact]
    public void A_training_goes_on_only_with_the_same_rules()
    {
        Sequential network = Network(), again = Network();
        var options = new TrainerOptions { Epochs = 4, BatchSize = 8 };
        TrainingRun run = new Trainer(network, new CrossEntropyLoss(), new Adam(), options).Start(Rows(40));
        run.Continue(new Thaw(network, atEpoch: 2));
        TrainingState state = run.Capture();
        Assert.DoesNotContain(state.Settings, setting => setting.Contains("frozen", StringComparison.Ordinal));
        var trainer = new Trainer(again, new CrossEntropyLoss(), new Adam(), options);
        again.Parameters.First().RateFactor = 0.1f;
        Assert.Contains("the parameter '0.weight' with 0.1 times the learning rate",
            Assert.Throws<ArgumentException>(() => trainer.Resume(state, Rows(40))).Message, StringComparison.Ordinal);
        again.Parameters.First().RateFactor = 1;
        trainer.Resume(state, Rows(40));
        Assert.Equal(network.Store.Values.ToArray(), again.Store.Values.ToArray());
    }

    [Fact]
    public void A_training_goes_on_only_with_the_same_rules_of_what_is_frozen_and_of_layers_without_names()
    {
        var options = new TrainerOptions { Epochs = 2, BatchSize = 8 };
        TrainingState State(Layer network) => New(network).Start(Rows(40)).Capture();
        Trainer New(Layer network) => new(network, new CrossEntropyLoss(), new Adam(), options);
        Sequential one = Network(), other = Network();
        foreach (Sequential network in (Sequential[])[one, other]) network.Parameters.First().IsFrozen = true;
        one.Parameters.First().RateFactor = 0.1f;
        Assert.Contains("'0.weight' frozen, with 0.1 times",
            Assert.Throws<ArgumentException>(() => New(other).Resume(State(one), Rows(40))).Message, StringComparison.Ordinal);
        other.Parameters.First().RateFactor = 0.1f;
        other.Parameters.First().WeightDecay = 0.5f;
        Assert.Contains("weight decay 0.5", Assert.Throws<ArgumentException>(() => New(other).Resume(State(one), Rows(40))).Message, StringComparison.Ordinal);
        Two first = new(), second = new(), third = new();
        first.Children[0].Layer.Freeze();
        second.Children[1].Layer.Freeze();
        third.Children[0].Layer.Freeze();
        Assert.Contains("parameter 1 of the network",
            Assert.Throws<ArgumentException>(() => New(second).Resume(State(first), Rows(40))).Message, StringComparison.Ordinal);
        _ = New(third).Resume(State(first), Rows(40));
    }

    [Fact]
    public void Frozen_weights_before_an_activation_without_slope_are_no_matter()
    {
        Sequential network = Sequential.Build("linear:3 step linear:1", Input, new RandomSource(1));
        network.Children[0].Layer.Freeze();
        float[] before = network.Parameters.First().Value.ToArray();
        var trainer = new Trainer(network, new MeanSquaredErrorLoss(), new Sgd(), new TrainerOptions { Epochs = 1 });
        MemorySource rows = MemorySource.WithTargets(Input, Samples.Make(40, 1), Samples.Make(10, 2));
        trainer.Fit(rows);
        Assert.Equal(before, network.Parameters.First().Value.ToArray());
        network.Unfreeze();
        Assert.Contains("'step' of layer 0", Assert.Throws<ArgumentException>(() => trainer.Start(rows)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Freezing_everything_in_mid_training_is_told_with_its_step()
    {
        Sequential network = Network();
        var trainer = new Trainer(network, new CrossEntropyLoss(), new Adam(), new TrainerOptions { Epochs = 3, BatchSize = 20 });
        string message = Assert.Throws<InvalidOperationException>(() => trainer.Fit(Rows(40), listener: new FreezeAll(network))).Message;
        Assert.Contains("Every parameter of the network is frozen at step 3 (epoch 2, batch 1)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_meant_is_refused()
    {
        Sequential network = Network();
        Parameter parameter = network.Parameters.First();
        foreach (float wrong in (float[])[-1, float.NaN, float.PositiveInfinity])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => parameter.RateFactor = wrong);
            Assert.Throws<ArgumentOutOfRangeException>(() => parameter.WeightDecay = wrong);
        }

        network.Freeze();
        Assert.Contains("Every parameter of the network is frozen",
            Assert.Throws<InvalidOperationException>(() => new Trainer(network, new CrossEntropyLoss(), new Adam()).Fit(Rows(9))).Message,
            StringComparison.Ordinal);
        network.Unfreeze();
        var tape = new Tape();
        using StepScope step = tape.BeginStep(training: false);
        _ = network.Forward(tape.Input(Input.Batch(1), new float[4]));
        Assert.Contains("takes part in the open step", Assert.Throws<InvalidOperationException>(network.Freeze).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_that_computes_with_a_frozen_parameter_does_not_see_it_unfrozen(bool allFrozen)
    {
        Sequential network = Sequential.Build("linear:8 tanh linear:3", Input, new RandomSource(1));
        Layer first = network.Children[0].Layer;
        if (allFrozen) network.Freeze();
        else first.Freeze();
        if (allFrozen) _ = network.Store;
        Tape one = new(), other = new();
        using (one.BeginStep(training: true))
        {
            Tensor y = network.Forward(one.Variable(Tensor.Ones(Input.Batch(2)))).Sum();
            using (other.BeginStep(training: true))
            {
                // A frozen parameter serves steps of several tapes.
                _ = first.Forward(other.Input(Tensor.Ones(Input.Batch(2))));
                Assert.Contains("open step", Assert.Throws<InvalidOperationException>(first.Unfreeze).Message, StringComparison.Ordinal);
            }

            Assert.Contains("open step",
                Assert.Throws<InvalidOperationException>(() => first.Parameters.Last().IsFrozen = false).Message, StringComparison.Ordinal);
            one.Backward(y);
        }

        network.Unfreeze();
        Assert.DoesNotContain(network.Parameters, parameter => parameter.IsFrozen);
        // A tape that only predicts keeps nobody from it.
        network.Freeze();
        var reading = new Tape(recording: false);
        using StepScope step = reading.BeginStep(training: false);
        _ = network.Forward(reading.Input(Tensor.Ones(Input.Batch(2))));
        network.Unfreeze();
    }

    private static void Steps(Sequential network, Optimizer optimizer, float rate, float? weightDecay)
    {
        for (int step = 0; step < 5; step++)
        {
            network.Store.ChangeGradients(step, static (gradients, seed) => Samples.Make(gradients.Length, seed).CopyTo(gradients));
            optimizer.Step(network.Store, rate, weightDecay);
        }
    }

    private static Sequential Network() => Sequential.Build("linear:8 prelu batch-norm linear:3", Input, new RandomSource(1));

    private static int[] Labels(int count) => [.. Enumerable.Range(0, count).Select(row => row % 3)];

    private static MemorySource Rows(int count) => MemorySource.WithLabels(Input, Samples.Make(count * 4, 2), Labels(count), 3);

    private sealed class FreezeAll(Layer network) : ITrainingListener
    {
        public void OnEpoch(EpochEvent epoch) => network.Freeze();
    }

    /// <summary>A network of a program's own, whose layers nobody gives a name.</summary>
    private sealed class Two : Layer
    {
        private readonly Linear first = new(4, 4, new RandomSource(1)), second = new(4, 3, new RandomSource(2));

        public override string Canonical => "two";

        public override IReadOnlyList<(string Name, Layer Layer)> Children => [("first", first), ("second", second)];

        public override Shape OutputShape(Shape inputShape) => second.OutputShape(first.OutputShape(inputShape));

        protected override Tensor Compute(Tensor x) => second.Forward(first.Forward(x));
    }

    private sealed class Thaw : ITrainingListener
    {
        private readonly Layer layer;
        private readonly int atEpoch;

        internal Thaw(Layer layer, int atEpoch)
        {
            (this.layer, this.atEpoch) = (layer.Children[0].Layer, atEpoch);
            this.layer.Freeze();
        }

        public void OnEpoch(EpochEvent epoch)
        {
            if (epoch.Epoch == atEpoch) layer.Unfreeze();
        }
    }
}
