#:project ../src/Myelin.Classical/Myelin.Classical.csproj
#:project ../src/Myelin.Tables/Myelin.Tables.csproj

// The same model can be given other objectives. On iris: a perceptron that stops where its plane separates two species, a support vector machine that
// looks for the widest gap between them, least squares and ridge for a number, principal components, and clusters that never see the species.

using Myelin.Classical;
using Myelin.Tables.Columns;
using Myelin.Tables.Reading;

string samples = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "..", "samples");
Table iris = CsvTable.Read(Path.Combine(samples, "iris.csv"));
double[,] inputs = Columns(iris, "sepal_length", "sepal_width", "petal_length", "petal_width");
int[] species = [.. ((TextColumn)iris["species"]).Codes];

// Setosa against versicolor: the rows that are one of the two.
int[] two = [.. Enumerable.Range(0, species.Length).Where(row => species[row] < 2)];
Samples pair = Samples.Of(Rows(inputs, two), [.. two.Select(row => species[row])]);
Perceptron perceptron = Perceptron.Learn(pair);
SupportVectorMachine machine = SupportVectorMachine.Fit(pair, lambda: 0.0001);
Console.WriteLine($"perceptron: {perceptron.Updates} updates (bound {perceptron.Bound:0}), support vector machine: margin {machine.Margin:0.000} held by rows {string.Join(", ", machine.SupportVectors)}");

// XOR has no separating plane, and the rule finds out why.
Perceptron xor = Perceptron.Learn(Samples.Of(new double[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }, [0, 1, 1, 0]));
Console.WriteLine($"XOR: separated {xor.IsSeparating}; rows taken {string.Join(", ", xor.Contradiction!)} times with their signs add up to nothing");

// Petal width from the other three columns, by least squares and with growing penalties.
Samples widths = Samples.Of(Columns(iris, "sepal_length", "sepal_width", "petal_length"), Columns(iris, "petal_width"));
foreach ((double lambda, LinearModel model) in new LeastSquares(widths).Path(0, 0.1, 1, 10))
    Console.WriteLine($"lambda {lambda,4}: {model.Coefficient(0, 0),7:0.000} {model.Coefficient(0, 1),7:0.000} {model.Coefficient(0, 2),7:0.000} intercept {model.Intercepts[0],6:0.000}");

PrincipalComponents components = PrincipalComponents.Fit(Samples.Of(inputs));
KMeans clusters = KMeans.Fit(Samples.Of(inputs), count: 3);
int together = Enumerable.Range(0, 3).Sum(k => Enumerable.Range(0, 3).Max(kind => Enumerable.Range(0, species.Length).Count(row => clusters.Clusters[row] == k && species[row] == kind)));
Console.WriteLine($"two components explain {components.ExplainedShares.Take(2).Sum():P1} of the variance; three clusters of inertia {clusters.Inertia:0.00} put {together} of {species.Length} flowers with their own kind");
return perceptron.IsSeparating && machine.Margin > 0.2 && !xor.IsSeparating && together > 120 ? 0 : 1;

static double[,] Columns(Table table, params string[] names)
{
    var values = new double[table.RowCount, names.Length];
    for (int column = 0; column < names.Length; column++)
    {
        var numbers = (NumericColumn)table[names[column]];
        for (int row = 0; row < table.RowCount; row++) values[row, column] = numbers.Values[row];
    }

    return values;
}

static double[,] Rows(double[,] table, int[] rows)
{
    var chosen = new double[rows.Length, table.GetLength(1)];
    for (int row = 0; row < rows.Length; row++)
    {
        for (int column = 0; column < table.GetLength(1); column++) chosen[row, column] = table[rows[row], column];
    }

    return chosen;
}
