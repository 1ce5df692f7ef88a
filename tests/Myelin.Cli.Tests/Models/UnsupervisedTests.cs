using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace Myelin.Cli.Tests.Models;

/// <summary>Clusters and projections of rows without targets: saved, described, evaluated and predicted as networks are.</summary>
public sealed class UnsupervisedTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Model => folder.File("model.safetensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Clusters_of_iris_are_found_saved_and_read_by_every_command()
    {
        string rows = folder.File("rows.csv");
        JsonObject json = Fit("cluster", Samples.Iris, "--clusters", "3", "--seed", "2", "--compare", "species", "--output", rows);
        // scikit-learn 1.2.1, KMeans(3, n_init=1000) on the standardised columns: 140.96581663.
        Assert.Equal(140.966, (double)json["metrics"]!["inertia"]!, 0.001);
        Assert.Equal(1 - (140.966 / 600), (double)json["metrics"]!["explained_share"]!, 1e-5);
        Assert.Equal(150, json["clusters"]!.AsArray().Sum(cluster => (int)cluster!["rows"]!));
        JsonNode comparison = json["comparison"]!;
        Assert.Equal(["Iris-setosa", "Iris-versicolor", "Iris-virginica"], comparison["values"]!.AsArray().Select(value => (string)value!));
        Assert.Contains("50", comparison["rows"]![0]!.AsArray().Select(count => $"{count}"));
        JsonNode evaluated = JsonNode.Parse(Cli.Good("evaluate", Model, Samples.Iris, "--json"))!;
        Assert.Equal((double)json["metrics"]!["inertia"]!, (double)evaluated["metrics"]!["inertia"]!, 1e-3);
        Assert.Equal("clusters", (string?)evaluated["task"]);
        string predicted = Cli.Good("predict", Model, Samples.Iris);
        Assert.Equal(File.ReadAllText(rows), predicted);
        string[] counted = [.. predicted.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).GroupBy(line => line)
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key}: {group.Count()}")];
        Assert.Equal(counted, json["clusters"]!.AsArray().Select(cluster => $"{cluster!["cluster"]}: {cluster["rows"]}"));
        JsonNode described = JsonNode.Parse(Cli.Good("describe", Model, "--json"))!;
        Assert.Equal(("clusters", "k-means", (string?)json["weights_sha256"]),
            ((string?)described["task"], (string?)described["training"]!["model_kind"], (string?)described["weights_sha256"]));
        Assert.Contains("1, 2, 3", Cli.Good("describe", Model), StringComparison.Ordinal);
    }

    [Fact]
    public void A_centre_is_the_mean_of_its_rows_in_their_units()
    {
        string path = folder.Write("two.csv", "size,colour\n1,red\n3,red\n1001,blue\n1003,green\n");
        JsonObject json = Fit("cluster", path, "--clusters", "2");
        JsonNode[] clusters = [.. json["clusters"]!.AsArray().OrderBy(cluster => (double)cluster!["center"]!["size"]!)!];
        Assert.Equal([2, 1002], clusters.Select(cluster => Math.Round((double)cluster["center"]!["size"]!, 3)));
        Assert.Equal([0, 1], clusters.Select(cluster => (double)cluster["center"]!["colour=blue"]! + (double)cluster["center"]!["colour=green"]!));
        Assert.Equal([2, 2], clusters.Select(cluster => (int)cluster["rows"]!));
    }

    [Fact]
    public void The_report_shows_clusters_centres_and_the_column_beside_them() =>
        Snapshot.Check("cluster-iris", Cli.Good("cluster", Samples.Iris, "--compare", "species", "--model", Model, "--quiet").Split("Model:")[0]);

    [Fact]
    public void The_same_seed_gives_the_same_file()
    {
        Fit("cluster", Samples.Iris, "--ignore", "species");
        byte[] first = File.ReadAllBytes(Model);
        Fit("cluster", Samples.Iris, "--ignore", "species", "--threads", "1");
        Assert.Equal(first, File.ReadAllBytes(Model));
    }

    [Fact]
    public void Weights_count_a_row_several_times()
    {
        string twice = folder.Write("twice.csv", "a,b\n0,0\n0,0\n1,2\n5,5\n"), weighted = folder.Write("weighted.csv", "a,b,w\n0,0,2\n1,2,1\n5,5,1\n");
        JsonObject plain = Fit("cluster", twice, "--clusters", "2"), counted = Fit("cluster", weighted, "--clusters", "2", "--weight-column", "w");
        // Columns are standardised without weights, so only the grouping is the same.
        Assert.Equal(3, plain["clusters"]!.AsArray().Max(cluster => (int)cluster!["rows"]!));
        Assert.Equal(2, counted["clusters"]!.AsArray().Max(cluster => (int)cluster!["rows"]!));
        Assert.Equal((double)counted["metrics"]!["inertia"]!,
            (double)JsonNode.Parse(Cli.Good("evaluate", Model, weighted, "--json"))!["metrics"]!["inertia"]!, 1e-5);
    }

    [Fact]
    public void Principal_components_of_iris_explain_what_scikit_learn_says()
    {
        string rows = folder.File("rows.csv");
        JsonObject json = Fit("project", Samples.Iris, "--ignore", "species", "--output", rows);
        // scikit-learn 1.2.1, PCA(2) on the standardised columns.
        double[] shares = [.. json["components"]!.AsArray().Select(component => (double)component!["explained_share"]!)];
        Assert.Equal([0.7277, 0.2303], shares.Select(share => Math.Round(share, 4)));
        Assert.Equal([0.5224, -0.2634, 0.5813, 0.5656], json["components"]![0]!["coefficients"]!.AsObject().Select(pair => Math.Round((double)pair.Value!, 4)));
        Assert.Equal(shares.Sum(), (double)JsonNode.Parse(Cli.Good("evaluate", Model, Samples.Iris, "--json"))!["metrics"]!["explained_share"]!, 1e-6);
        string predicted = Cli.Good("predict", Model, Samples.Iris);
        Assert.Equal(File.ReadAllText(rows), predicted);
        string[] lines = predicted.Split('\n');
        Assert.Equal("projection_1,projection_2", lines[0]);
        Assert.Equal([-2.2645, 0.5057], lines[1].Split(',').Select(cell => Math.Round(double.Parse(cell, CultureInfo.InvariantCulture), 4)));
        Assert.Equal(150, JsonNode.Parse(Cli.Good("predict", Model, Samples.Iris, "--json"))!["projections"]!.AsArray().Count);
        Assert.Contains("95.8 %", Cli.Good("project", Samples.Iris, "--ignore", "species", "--model", Model, "--quiet"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hidden_layer_projects_as_the_network_does()
    {
        string network = folder.File("network.safetensors"), rows = folder.File("rows.csv");
        Cli.Good("train", Samples.Iris, "--model", network, "--hidden", "5,2", "--epochs", "3", "--quiet");
        JsonObject json = Fit("project", Samples.Iris, "--network", network, "--output", rows);
        Assert.Equal(("2", "linear:5 relu linear:2 relu", 2), ((string?)json["layer"], (string?)json["layers"], (int)json["width"]!));
        Assert.Equal(File.ReadAllText(rows), Cli.Good("predict", Model, Samples.Iris));
        Assert.Equal(5, (int)Fit("project", Samples.Iris, "--network", network, "--layer", "0")["width"]!);
        // Rows need no target for it.
        string bare = folder.Write("bare.csv", "sepal_length,sepal_width,petal_length,petal_width\n5.1,3.5,1.4,0.2\n");
        Assert.Equal(2, Cli.Good("predict", Model, bare).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Cli.Result refused = Cli.Run("evaluate", Model, Samples.Iris);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("holds the hidden layers 'linear:5 relu', whose features have no score of their own; evaluate the network that they "
            + "come from.", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_convolution_projects_images()
    {
        string images = Samples.WriteImages(folder, "train", 24, 3), network = folder.File("network.safetensors");
        Cli.Good("train", images, "--model", network, "--layers", "conv:2,3 relu flatten linear:6 relu", "--epochs", "2", "--quiet");
        Assert.Equal(6, (int)Fit("project", images, "--network", network)["width"]!);
        JsonObject json = Fit("project", images, "--network", network, "--layer", "0");
        Assert.Equal(8, (int)json["width"]!);
        Assert.EndsWith("flatten", (string)json["layers"]!, StringComparison.Ordinal);
        Assert.Equal(25, Cli.Good("predict", Model, images).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void A_file_without_header_is_clustered_and_predicted()
    {
        string path = folder.Write("bare.csv", "1,5\n2,6\n91,95\n92,96\n");
        Fit("cluster", path, "--no-header", "--clusters", "2");
        string[] lines = Cli.Good("predict", Model, path).Split('\n');
        Assert.Equal((lines[1], lines[3]), (lines[2], lines[4]));
        Assert.NotEqual(lines[1], lines[3]);
    }

    private JsonObject Fit(string command, string path, params string[] options) =>
        JsonNode.Parse(Cli.Good([command, path, "--model", Model, "--json", "--quiet", .. options]))!.AsObject();
}
