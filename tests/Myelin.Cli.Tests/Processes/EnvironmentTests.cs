using Xunit;

namespace Myelin.Cli.Tests.Processes;

/// <summary>Variables of the environment do not choose other code for models that are solved for.</summary>
public sealed class EnvironmentTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("train $IRIS --model-kind logistic")]
    [InlineData("train two.csv --model-kind svm")]
    [InlineData("train $HOUSING --model-kind ridge")]
    [InlineData("project $IRIS")]
    public void A_native_provider_that_is_asked_for_changes_nothing(string command)
    {
        folder.Write("two.csv", Samples.TwoClasses);
        Cli.Result result = ShellProcess.Run(folder,
            $"HOUSING={Samples.Housing}; $MYELIN {command} --quiet --model a && export MathNetNumericsLAProvider=MKL && $MYELIN {command} --quiet "
                + $"--model b && cmp a b");
        Assert.True(result.ExitCode == 0, result.Error);
    }
}
