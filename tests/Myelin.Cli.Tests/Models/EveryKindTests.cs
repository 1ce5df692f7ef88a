using Xunit;

namespace Myelin.Cli.Tests.Models;

/// <summary>
/// Every kind of model on tables and images: what is saved can be described, used and measured; what cannot be meant is refused, and the model that
/// was there stays.
/// </summary>
public sealed class EveryKindTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("network")]
    [InlineData("ensemble", "--members", "2")]
    [InlineData("logistic")]
    [InlineData("svm")]
    [InlineData("network", "--loss", "triplet", "--batch", "16")]
    [InlineData("network", "--layers", "conv:2,3 relu flatten")]
    public void A_model_of_two_classes_of_images_can_be_used(string kind, params string[] options) =>
        Use(Samples.WriteImages(folder, "two", 24, 2), kind, options);

    [Theory]
    [InlineData("network")]
    [InlineData("ensemble", "--members", "2")]
    [InlineData("logistic")]
    [InlineData("network", "--loss", "triplet", "--batch", "16")]
    public void A_model_of_several_classes_of_images_can_be_used(string kind, params string[] options) =>
        Use(Samples.WriteImages(folder, "three", 30, 3), kind, options);

    [Theory]
    [InlineData("network")]
    [InlineData("ensemble", "--members", "2")]
    [InlineData("logistic")]
    [InlineData("svm")]
    public void A_model_of_two_classes_of_a_table_can_be_used(string kind, params string[] options) =>
        Use(folder.Write("two.csv", Samples.TwoClasses), kind, options);

    [Theory]
    [InlineData("network")]
    [InlineData("ensemble", "--members", "2")]
    [InlineData("logistic")]
    public void A_model_of_several_classes_of_a_table_can_be_used(string kind, params string[] options) => Use(Samples.Iris, kind, options);

    [Theory]
    [InlineData("network")]
    [InlineData("ensemble", "--members", "2")]
    [InlineData("linear")]
    [InlineData("ridge")]
    public void A_model_of_numbers_can_be_used(string kind, params string[] options) => Use(Samples.Housing, kind, options);

    [Theory]
    [InlineData("linear")]
    [InlineData("ridge")]
    [InlineData("svm")]
    public void A_kind_that_images_of_several_classes_cannot_be_meant_for_leaves_the_model_that_was_there(string kind)
    {
        string images = Samples.WriteImages(folder, "three", 30, 3), good = folder.File("good.safetensors");
        Cli.Good("train", Samples.Iris, "--model", good, "--epochs", "1", "--quiet");
        byte[] before = File.ReadAllBytes(good);
        foreach (string[] more in (string[][])[[], ["--test-fraction", "0"]])
        {
            Cli.Result result = Cli.Run(["train", images, "--model-kind", kind, "--model", good, .. more]);
            Assert.Equal(2, result.ExitCode);
            Assert.Equal(before, File.ReadAllBytes(good));
        }
    }

    [Fact]
    public void Logistic_regression_of_images_flattens_them()
    {
        string images = Samples.WriteImages(folder, "three", 30, 3), model = folder.File("m.safetensors");
        foreach (string fraction in (string[])["0.2", "0"])
        {
            Cli.Good("train", images, "--model-kind", "logistic", "--test-fraction", fraction, "--model", model, "--quiet");
            Assert.Contains("\"architecture\": \"flatten linear:3\"", Cli.Good("describe", model, "--json"), StringComparison.Ordinal);
            Assert.Contains("\"accuracy\": 1,", Cli.Good("evaluate", model, images, "--json"), StringComparison.Ordinal);
        }
    }

    private void Use(string data, string kind, string[] options)
    {
        string model = folder.File("m.safetensors"), hidden = folder.File("hidden.safetensors");
        string[] epochs = kind is "network" or "ensemble" ? ["--epochs", "2"] : [];
        foreach (string fraction in (string[])["0.3", "0"])
        {
            Cli.Good(["train", data, "--model-kind", kind, "--test-fraction", fraction, "--model", model, "--quiet", .. epochs, .. options]);
            Assert.NotEmpty(Cli.Good("describe", model));
            Assert.NotEmpty(Cli.Good("predict", model, data));
            Assert.NotEmpty(Cli.Good("evaluate", model, data));
        }

        if (kind != "network") return;
        Cli.Good("project", data, "--network", model, "--model", hidden, "--quiet");
        Assert.NotEmpty(Cli.Good("predict", hidden, data));
    }
}
