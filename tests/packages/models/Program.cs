using System.Globalization;
using Microsoft.Data.Sqlite;
using Myelin.Models;
using Myelin.Models.Datasets;
using Myelin.Models.Predictions;
using Myelin.Models.Recipes;

// Trains from a database, saves, loads, and predicts single records from eight threads: Houses <housing.csv> <model.safetensors>.
(string csv, string path) = (args[0], args[1]);
using var database = new SqliteConnection("Data Source=:memory:");
database.Open();
string[] lines = File.ReadAllLines(csv), columns = lines[0].Split(',');
Execute($"CREATE TABLE houses ({string.Join(", ", columns.Select(column => $"{column} {(column == "ocean_proximity" ? "TEXT" : "REAL")}"))})");
using (SqliteTransaction all = database.BeginTransaction())
{
    foreach (string line in lines.Skip(1))
        Execute($"INSERT INTO houses VALUES ({string.Join(", ", line.Split(',').Select(cell => cell.Length == 0 ? "NULL" : $"'{cell}'"))})");
    all.Commit();
}

using SqliteCommand query = database.CreateCommand();
query.CommandText = "SELECT * FROM houses";
Run run = new NetworkRecipe { Epochs = 20 }.Train(Dataset.FromReader(query.ExecuteReader(), target: "median_house_value"));
Console.WriteLine($"{run.Recipe}: {run.Test}");
run.Model.Save(path);
TrainedModel model = TrainedModel.Load(path);
Console.WriteLine(model.WeightsSha256);

House[] houses = [.. Enumerable.Range(0, 800)
    .Select(i => new House(-124 + (i % 10), 32 + (i % 9), 10 + (i % 40), 2000 + i, 400, i % 7 == 0 ? null : 900, 380, 1 + (i % 8),
    i % 2 == 0 ? "INLAND" : "NEAR BAY"))];
var single = new float[houses.Length];
Parallel.For(0, houses.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => single[i] = ((NumberPrediction)model.Predict(houses[i])).Value);
float[] together = [.. model.PredictAll(houses).Cast<NumberPrediction>().Select(prediction => prediction.Value)];
Console.WriteLine(single.Average().ToString(CultureInfo.InvariantCulture));
return single.AsSpan().SequenceEqual(together) ? 0 : 1;

void Execute(string text)
{
    using SqliteCommand command = database.CreateCommand();
    command.CommandText = text;
    command.ExecuteNonQuery();
}

internal sealed record House(
    double longitude, double latitude, double housing_median_age, double total_rooms, double total_bedrooms, double? population, double households,
        double median_income, string ocean_proximity);
