using System.CommandLine;
using System.Text;

namespace Myelin.Cli.Options;

/// <summary>An option that names columns: separated by commas, in double quotes where a name holds a comma; may be given several times.</summary>
internal sealed class ColumnsOption : Option<string[]>
{
    internal ColumnsOption(string name, string description) : base(name)
    {
        (Description, HelpName, Arity, AllowMultipleArgumentsPerToken) = (description, "a,b", ArgumentArity.OneOrMore, false);
        DefaultValueFactory = _ => [];
        CustomParser = result => [.. result.Tokens.SelectMany(token => Split(token.Value)).Where(column => column.Length > 0)];
    }

    private static List<string> Split(string text)
    {
        var names = new List<string>();
        var name = new StringBuilder();
        bool quoted = false;
        foreach (char c in text)
        {
            if (c == '"') quoted = !quoted;
            else if (c == ',' && !quoted) Close();
            else name.Append(c);
        }

        Close();
        return names;

        void Close()
        {
            names.Add(name.ToString().Trim());
            name.Clear();
        }
    }
}
