#:sdk Microsoft.NET.Sdk.Web
#:project ../src/Myelin.Hosting/Myelin.Hosting.csproj

// A web server that serves a model, and takes a new one while it answers. A flower comes as JSON, its species goes back. Run as it is, it asks itself: 200 requests
// from eight clients, in the middle of which a new model replaces the old one. Every answer is that of one of the two, none is lost.

using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Myelin.Hosting;
using Myelin.Models;
using Myelin.Models.Datasets;
using Myelin.Models.Predictions;
using Myelin.Models.Recipes;

string samples = Path.Combine((string)AppContext.GetData("EntryPointFileDirectoryPath")!, "..", "samples");
Dataset flowers = Dataset.FromCsv(Path.Combine(samples, "iris.csv"), target: "species");
TrainedModel first = new NetworkRecipe { Epochs = 20 }.Train(flowers).Model, second = new NetworkRecipe().Train(flowers).Model;
string path = Path.Combine(Path.GetTempPath(), $"served-{Environment.ProcessId}.safetensors");
first.Save(path);

WebApplicationBuilder builder = WebApplication.CreateBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("Myelin", LogLevel.Information);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddMyelinModel(path, options => options.Settle = TimeSpan.FromMilliseconds(50));
await using WebApplication app = builder.Build();
app.MapPost("/predict", (Flower flower, ServedModel model) => model.Predict(flower) is ClassPrediction species
    ? Results.Ok(new Answer(species.Label, species.Probability))
    : Results.Problem("The model gives no class."));
await app.StartAsync();
string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

var asked = new Flower(6.1, 2.8, 4.7, 1.2);
Answer before = Of(first), after = Of(second);
using var client = new HttpClient { BaseAddress = new Uri(address) };
var answers = new Answer[200];
int answered = 0;
await Parallel.ForAsync(0, answers.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, stop) =>
{
    if (i == 50) second.Save(path);
    // The second half comes when the new model has been seen, or after ten seconds.
    for (int wait = 0; i >= 100 && wait < 1000 && !answers.Any(answer => answer == after); wait++)
    {
        await Task.Delay(10, stop);
        if (i == 100) answers[i] = await Ask(stop);
    }

    answers[i] = await Ask(stop);
    Interlocked.Increment(ref answered);
});
await app.StopAsync();
File.Delete(path);

int old = answers.Count(answer => answer == before), fresh = answers.Count(answer => answer == after);
Console.WriteLine($"{answered} answers on {address}: {old} of the first model ({before}), {fresh} of the second ({after})");
return old > 0 && fresh > 0 && old + fresh == answers.Length ? 0 : 1;

async Task<Answer> Ask(CancellationToken stop)
{
    using HttpResponseMessage response = await client.PostAsJsonAsync("/predict", asked, stop);
    return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Answer>(stop))!;
}

Answer Of(TrainedModel model)
{
    var species = (ClassPrediction)model.Predict(asked);
    return new Answer(species.Label, species.Probability);
}

// Properties are columns by name, and names of JSON properties but for their case.
internal sealed record Flower(double sepal_length, double sepal_width, double petal_length, double petal_width);

internal sealed record Answer(string Species, float Probability);
