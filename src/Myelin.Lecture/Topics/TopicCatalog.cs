using System.Reflection;
using Myelin.Grammar;

namespace Myelin.Lecture.Topics;

/// <summary>
/// The topics in the lecture's order. Adding one adds a line here, and its texts. The command lines run one after another where the files of
/// <c>samples</c> are.
/// </summary>
public static class TopicCatalog
{
    private const string Iris = "myelin train iris.csv --target species";
    private const string Xor = "myelin train xor.csv --test xor.csv --validation-fraction 0 --learning-rate 0.02";
    private const string Bits = "myelin explain cross-entropy-from-probabilities:base=2 --predictions probabilities.csv --reduction sum";
    private const string Housing = "myelin train housing.csv --target median_house_value";

    // What a snippet that serves several topics names, where the topic's own member belongs.
    private static readonly string[] Members = ["\"elu:alpha=1\"", "\"huber:delta=10\"", "\"brier\""];

    /// <summary>The topics.</summary>
    public static IReadOnlyList<Topic> All { get; } =
    [
        new("neuron", [], NeuronTables.Neuron, nameof(Snippets.NeuronOfInputs), $"{Housing} --hidden none"),
        new("perceptron", ["perceptron"], PerceptronTables.Perceptron, nameof(Snippets.PerceptronOfRows), $"{Iris} --hidden none --learning-rate 0.05"),
        new("linear-regression", [], NeuronTables.Regression, nameof(Snippets.RegressionOfRows), $"{Housing} --model-kind linear"),
        new("xor", ["xor"], PerceptronTables.Xor, nameof(Snippets.NetworkOfXor), $"{Xor} --hidden 8 --activation tanh"),
        new("back-propagation", [], NeuronTables.BackPropagation, nameof(Snippets.BackPropagationOfRow), $"{Iris} --optimizer sgd --learning-rate 0.1"),
        new("linear-collapse", ["collapse of linear layers"], LayerTables.Collapse, nameof(Snippets.CollapseOfLayers),
        $"{Xor} --hidden 8 --activation identity"),
        new("activations", [], ActivationTables.All, nameof(Snippets.ActivationAndSlope), $"{Iris} --activation selu"),
        new("sigmoid", ["sigmoid"], ActivationTables.Of("sigmoid"), nameof(Snippets.ActivationAndSlope), $"{Iris} --activation sigmoid"),
        new("tanh", ["tanh"], ActivationTables.Of("tanh"), nameof(Snippets.ActivationAndSlope), $"{Iris} --activation tanh"),
        new("approximate-sigmoid", ["approximate sigmoid"], ActivationTables.ApproximateSigmoid, nameof(Snippets.ActivationAndSlope),
        $"{Iris} --activation approximate-sigmoid"),
        new("relu", ["relu"], ActivationTables.Of("relu"), nameof(Snippets.ActivationAndSlope), $"{Iris} --activation relu"),
        new("leaky-relu", ["leaky_relu"], ActivationTables.Of("leaky-relu:slope=0.1"), nameof(Snippets.ActivationAndSlope),
        $"{Iris} --activation leaky-relu:slope=0.1"),
        new("relu6", ["relu6"], ActivationTables.Of("relu6"), nameof(Snippets.ActivationAndSlope), $"{Iris} --activation relu6"),
        new("prelu", ["prelu"], ActivationTables.ParametricRelu, nameof(Snippets.SlopesThatLearn),
        "myelin train iris.csv --target species --layers \"linear:16 prelu\""),
        new("rrelu", ["rrelu"], ActivationTables.RandomizedRelu, nameof(Snippets.SlopesThatAreDrawn),
        "myelin train iris.csv --target species --layers \"linear:16 rrelu\""),
        new("elu", ["elu"], ActivationTables.Of("elu"), nameof(Snippets.ActivationAndSlope), $"{Iris} --activation elu"),
        new("selu", ["selu"], ActivationTables.Of("selu"), nameof(Snippets.ActivationAndSlope), $"{Iris} --activation selu"),
        new("selu-precision", ["selu coefficient precision"], ActivationTables.Precision, nameof(Snippets.ActivationAndSlope),
        $"{Iris} --activation scaled-elu:scale=1.05,alpha=1.67"),
        new("polyhedral-regions", ["polyhedral regions"], LayerTables.Regions, nameof(Snippets.RegionsOfNetwork), Iris,
        "myelin regions iris.safetensors iris.csv"),
        new("projection", [], ProjectionTables.Projection, nameof(Snippets.PrincipalComponentsOfRows), "myelin project iris.csv --ignore species"),
        new("ensemble", [], EnsembleTables.Ensembles, nameof(Snippets.EnsembleOfNetworks), $"{Iris} --model-kind ensemble"),
        new("objectives", ["k-means objective", "svm hinge"], ObjectiveTables.Objectives, nameof(Snippets.ObjectivesOfRows),
        "myelin cluster iris.csv --ignore species --clusters 3"),
        new("ridge", ["ridge penalty"], ObjectiveTables.Ridge, nameof(Snippets.RidgeOfRows), $"{Housing} --model-kind ridge --penalty ridge:lambda=0.01"),
        new("output-nodes", [], ClassificationTables.OutputNodes, nameof(Snippets.NetworkOfLayers), Iris),
        new("residual", ["residual"], RegressionTables.Residual, nameof(Snippets.LossOfRows), "myelin explain mae --predictions residuals.csv --reduction sum"),
        new("mse-mae", ["mae mse rmse"], RegressionTables.SquaredAndAbsolute, nameof(Snippets.LossOfRows), $"{Housing} --loss mae"),
        new("outliers", [], RegressionTables.Outliers, nameof(Snippets.LossOfRows), $"{Housing} --loss mae"),
        new("descent", ["gradient descent"], RegressionTables.Descent, nameof(Snippets.GradientOfLoss), $"{Housing} --optimizer sgd --learning-rate 0.01"),
        new("huber", ["huber"], RegressionTables.Huber, nameof(Snippets.LossOfRows), "myelin explain huber:delta=10 --predictions residuals.csv",
        $"{Housing} --loss huber:delta=20000"),
        new("error-rate", ["error rate"], ClassificationTables.ErrorRate, nameof(Snippets.ErrorRateOfLabels), Iris),
        new("decision", [], ClassificationTables.Decision, nameof(Snippets.DecisionOfProbabilities), Iris,
        "myelin predict iris.safetensors iris.csv --probabilities"),
        new("information", ["information"], InformationTables.Information, nameof(Snippets.InformationOfOutcomes), Bits),
        new("entropy", ["entropy"], InformationTables.Entropy, nameof(Snippets.InformationOfOutcomes), Bits),
        new("one-hot", ["one-hot"], ClassificationTables.OneHot, nameof(Snippets.OneHotOfLabels), Iris),
        new("cross-entropy", ["cross-entropy"], ClassificationTables.CrossEntropy, nameof(Snippets.LossOfProbabilities), Bits, $"{Iris} --loss cross-entropy"),
        new("model-comparison", [], ClassificationTables.Comparison, nameof(Snippets.LossOfProbabilities), Bits),
        new("focal", ["focal loss"], FocalTables.Focal, nameof(Snippets.FocalOfLogits), $"{Iris} --loss focal:gamma=2"),
        new("imbalance", [], FocalTables.Imbalance, nameof(Snippets.FocalOfLogits), $"{Iris} --loss focal:gamma=2"),
        new("triplet", ["triplet loss"], SimilarityTables.Triplet, nameof(Snippets.TripletOfPoints),
        $"{Iris} --loss triplet --embedding 8 --learning-rate 0.01"),
        new("cosine", ["cosine loss"], SimilarityTables.Cosine, nameof(Snippets.CosineOfVectors),
        "myelin explain cosine --predictions vectors.csv --target u,v,w --reduction sum"),
        new("similarity", [], SimilarityTables.Similarity, nameof(Snippets.LossOfRows),
        "myelin explain huber:delta=1 --predictions residuals.csv --reduction sum"),
        new("mse-for-classification", ["can MSE be a loss for classification"], ClassificationTables.SquaredErrors,
        nameof(Snippets.LossOfProbabilities), "myelin explain brier --predictions probabilities.csv --reduction sum"),
    ];

    /// <summary>Finds a topic.</summary>
    /// <param name="slug">The name.</param>
    /// <exception cref="InvalidInputException">There is no such topic.</exception>
    public static Topic Find(string slug) => All.FirstOrDefault(topic => topic.Slug == slug)
        ?? throw new InvalidInputException($"The lecture has no topic '{slug}'{Nearest.Hint(slug, All.Select(topic => topic.Slug))}; 'myelin "
            + $"lecture' lists them.");

    /// <summary>The C# of a topic: the body of its snippet, which is compiled as it is printed, but for the activation or loss that it names.</summary>
    /// <param name="topic">The topic.</param>
    public static IReadOnlyList<string> Code(Topic topic)
    {
        if (topic.Snippet is null) return [];
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream($"{topic.Snippet}.cs")!);
        string[] lines = reader.ReadToEnd().Split('\n');
        int start = Array.IndexOf(lines, "    {") + 1;
        string Own(string line) =>
            topic.Member is { } own ? Members.Aggregate(line, (text, member) => text.Replace(member, $"\"{own}\"", StringComparison.Ordinal)) : line;
        return [.. lines[start..Array.IndexOf(lines, "    }")].Select(line => line.Length > 8 ? Own(line[8..]) : "")];
    }
}
