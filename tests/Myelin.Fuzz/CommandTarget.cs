using System.Text;
using Myelin.Cli;

namespace Myelin.Fuzz;

/// <summary>Whole commands on a changed model: one line of what is wrong and no half output, or none.</summary>
internal sealed class CommandTarget() : Target("command")
{
    private static readonly string Rows =
        ScratchFile.Write(
        Encoding.UTF8.GetBytes("sepal_length,sepal_width,petal_length,petal_width,species\n5.1,3.5,1.4,0.2,setosa\n6.1,2.9,4.7,1.4,versicolor\n"), "rows.csv");

    private readonly byte[][] examples = Examples.Files("tests/Myelin.Cli.Tests/Golden/models-0.1", "*.safetensors");

    internal override bool Documents(Exception exception) => false;

    internal override byte[] Make(System.Random random) => ModelEdits.Apply(examples[random.Next(examples.Length)], random);

    internal override void Read(byte[] input)
    {
        string path = ScratchFile.Write(input, "command.safetensors");
        string[][] commands = [["describe", path], ["describe", path, "--json"], ["predict", path, Rows], ["evaluate", path, Rows], ["regions", path]];
        string[] args = commands[(input.Length + input.LastOrDefault()) % commands.Length];
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        int code = MyelinCommandLine.Run(args, new Terminal { Output = output, Error = new MessageWriter(error), OpenInput = () => Stream.Null });
        string said = error.ToString(), shown = output.ToString();
        if (code is not (0 or 1 or 2)) throw new InvalidOperationException($"{args[0]} ended with {code}.");
        if (code == 2 && shown.Length > 0) throw new InvalidOperationException($"{args[0]} wrote output beside '{said}'.");
        if (code != 0 && !said.Split('\n').Any(line => line.StartsWith("error: ", StringComparison.Ordinal)))
            throw new InvalidOperationException($"{args[0]} ended with {code} and said '{said}'.");
        Message.Require(said.Replace("\n", "", StringComparison.Ordinal), longest: 20_000);
        if (args[0] != "predict") Message.Require(shown.Replace("\n", "", StringComparison.Ordinal), longest: int.MaxValue);
    }
}
