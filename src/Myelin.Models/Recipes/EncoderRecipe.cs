using Myelin.Grammar;
using Myelin.Losses;
using Myelin.Models.Datasets;
using Myelin.Models.Predictions;
using Myelin.Tables;

namespace Myelin.Models.Recipes;

/// <summary>A network that gives each row an embedding of length 1, so that rows of a class come to lie near each other.</summary>
public sealed record EncoderRecipe : NeuralRecipe
{
    internal const string Name = "encoder";

    private static readonly WholeOption EmbeddingOption = new("embedding", "the width of the embedding that an encoder gives", 16, 1, 1 << 16);

    /// <summary>The width of the embedding, from 1 to 65,536; by default 16.</summary>
    public int Embedding { get; init => field = EmbeddingOption.Require(value, nameof(Embedding)); } = 16;

    /// <summary>The loss, which compares the rows of a batch; by default the triplet loss.</summary>
    public Loss Loss { get; init => field = Checked(value); } = new TripletLoss();

    /// <inheritdoc/>
    public override string Kind => Name;

    /// <inheritdoc/>
    public override string Canonical =>
        Text(EmbeddingOption.TextUnlessDefault(Embedding),
        Loss.Canonical == new TripletLoss().Canonical ? null : NetworkRecipe.LossOption.Text(Loss.Canonical));

    private protected override bool ScalesTarget => NetworkRecipe.AllowsScaling(Loss);

    // An embedding is narrow already, so the layer before it is wide.
    private protected override IReadOnlyList<int> UsualHidden => [256];

    private protected override int UsualBatchSize => 128;

    internal static Member<Recipe> Member(Catalogs catalogs) => new(Name, "A network that gives each row an embedding, near those of its class.",
        spec => Read(new EncoderRecipe { Embedding = EmbeddingOption.Read(spec), Loss = NetworkRecipe.ReadLoss(spec, catalogs) ?? new TripletLoss() },
            spec, catalogs), [EmbeddingOption, NetworkRecipe.LossOption, .. CommonOptions])
    { Suits = "classes by their neighbours, also classes that training never saw" };

    private protected override Loss LossFor(TaskKind task) => TaskLosses.For(Loss, task);

    private protected override string OutputLayer(DataEncoding data) => $"linear:{Embedding} l2-normalize";

    private protected override IReadOnlyList<string> Check(PreparedRows rows, int batchSize)
    {
        // Rows of different parts of a batch are not compared.
        int classes = rows.Encoding.Classes.Count, compared = Math.Min(MicroBatchSize ?? batchSize, batchSize);
        (string part, string setting) = compared < batchSize ? ("micro-batch", nameof(MicroBatchSize)) : ("batch", nameof(BatchSize));
        if (Math.Min(compared, rows.Training.Count) > MinedTripletsOperation.MostRows)
            throw new InvalidInputException($"{setting} is {compared}, but an encoder's loss compares every two rows of a batch; take at most "
                + $"{MinedTripletsOperation.MostRows} rows.")
            { Setting = setting };
        return compared >= 2 * classes
            ? []
            : [$"a {part} of {compared} rows holds less than two of each of {classes} classes on average, so that most rows find no other of their "
                + $"class to learn from; raise the {part} size to {2 * classes} or more."];
    }

    private static Loss Checked(Loss? loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return TaskLosses.TrainsEncoder(loss) ? loss
            : throw new ArgumentException($"The loss '{loss}' trains no encoder; take the triplet loss, or {nameof(NetworkRecipe)}.", nameof(loss));
    }
}
