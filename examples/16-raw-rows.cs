#:project ../src/Myelin.Models/Myelin.Models.csproj

// From raw rows to a model that predicts raw rows. A recipe does all that example 03 does by hand: it reads off what columns are for, shares rows
// out, learns how rows enter the network from the training rows alone, trains, and judges the result on rows that it never saw.

using Myelin.Models;
using Myelin.Models.Datasets;
using Myelin.Models.Predictions;
using Myelin.Models.Recipes;

string samples = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "..", "samples");
Dataset houses = Dataset.FromCsv(Path.Combine(samples, "housing.csv"), target: "median_house_value");

// Recipes are values: settings with defaults, a text form, and `with`.
Recipe[] recipes = [new LinearRecipe(), new NetworkRecipe(), new NetworkRecipe { Loss = new Myelin.Losses.HuberLoss(20_000), Epochs = 50 }];
Run[] runs = [.. recipes.Select(recipe => recipe.Train(houses))];
foreach (Run each in runs) Console.WriteLine($"{each.Recipe,-60} {each.Test!.Scores!["rmse"],10:F0} dollars off in the root mean square");
Console.WriteLine($"{runs[0].Baseline!,-60} {runs[0].Baseline!.Scores["rmse"],10:F0}");

// A linear model can be read: dollars for one more of each column.
foreach ((string input, double dollars) in runs[0].Linear!.Inputs.Zip(runs[0].Linear!.Outputs[0].Coefficients).Take(3)) Console.WriteLine($"{input}: {dollars:F0} dollars each");

// One file predicts raw rows, from any number of threads, in dollars.
string path = Path.Combine(Path.GetTempPath(), $"houses-{Environment.ProcessId}.safetensors");
runs[1].Model.Save(path);
TrainedModel model = TrainedModel.Load(path);
File.Delete(path);
var house = new House(-122.2, 37.8, 40, 2000, 400, 900, 380, 4.5, "NEAR BAY");
float[] found = [.. Enumerable.Range(0, 64).AsParallel().Select(_ => ((NumberPrediction)model.Predict(house)).Value)];
Console.WriteLine($"a house near the bay: {found[0]:F0} dollars");

bool learnt = runs.All(each => each.Test!.Scores!["r2"] > 0.5);
return learnt && found.Distinct().Count() == 1 && found[0] is > 100_000 and < 500_000 ? 0 : 1;

// Properties are columns by name; the target is not needed.
internal sealed record House(
    double longitude, double latitude, double housing_median_age, double total_rooms, double total_bedrooms, double population, double households, double median_income, string ocean_proximity);
