using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Myelin.Models;
using Myelin.Models.Datasets;
using Myelin.Models.Recipes;
using Myelin.TestKit;
using Xunit;

namespace Myelin.Hosting.Tests;

/// <summary>A model in a host: loaded with it, replaced while it serves, watched.</summary>
public sealed class ServedModelTests : IDisposable
{
    private static readonly Lazy<TrainedModel> First = new(() => Train(1)), Second = new(() => Train(2));

    private readonly string path = Path.Combine(Path.GetTempPath(), $"served-{Guid.NewGuid():N}.safetensors");
    private readonly List<string> logged = [];

    public void Dispose() => File.Delete(path);

    [Fact]
    public async Task A_new_file_is_taken_while_threads_predict()
    {
        First.Value.Save(path);
        using IHost host = Host(services => services.AddMyelinModel(path, options => options.Settle = TimeSpan.FromMilliseconds(20)));
        await host.StartAsync(TestContext.Current.CancellationToken);
        var served = host.Services.GetRequiredService<ServedModel>();
        string before = Answer(First.Value), after = Answer(Second.Value);
        Assert.NotEqual(before, after);
        var seen = new System.Collections.Concurrent.ConcurrentBag<string>();
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Task[] callers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            string answer;
            do seen.Add(answer = $"{served.Predict(Row())}");
            while (answer != after && !enough.IsCancellationRequested);
        }))];
        Second.Value.Save(path);
        await Task.WhenAll(callers);
        Assert.Equal([after, before], seen.Distinct().OrderBy(answer => answer == before));
        Assert.Contains(logged, line => line.Contains("is replaced by the new", StringComparison.Ordinal));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_file_that_is_refused_changes_nothing()
    {
        First.Value.Save(path);
        using IHost host = Host(services => services.AddMyelinModel(path, options => options.ReloadOnChange = false));
        await host.StartAsync(TestContext.Current.CancellationToken);
        var served = host.Services.GetRequiredService<ServedModel>();
        File.WriteAllText(path, "torn");
        Assert.False(served.Reload());
        new ClusterRecipe().Train(Dataset.FromCsv(TestData.Sample("iris.csv"))).Model.Save($"{path}.other");
        File.Move($"{path}.other", path, overwrite: true);
        Assert.False(served.Reload());
        Assert.Equal(First.Value.WeightsSha256, served.Current.WeightsSha256);
        Assert.Contains(logged, line => line.Contains("gives a Cluster for 'cluster', and callers expect a Class for 'species'", StringComparison.Ordinal));
        Second.Value.Save(path);
        Assert.True(served.Reload());
        Assert.Equal(Second.Value.WeightsSha256, served.Current.WeightsSha256);
    }

    [Fact]
    public async Task A_host_does_not_start_without_its_model()
    {
        using IHost host = Host(services => services.AddMyelinModel(path));
        await Assert.ThrowsAsync<InvalidInputException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddKeyedMyelinModel("name", " "));
    }

    [Fact]
    public async Task Models_have_names_and_are_counted()
    {
        First.Value.Save(path);
        using IHost host = Host(services => services.AddKeyedMyelinModel("a", path).AddKeyedMyelinModel("b", path));
        long rows = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "myelin.predictions") own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, tags, _) => rows += tags[0].Value is "b" ? count : 0);
        listener.Start();
        await host.StartAsync(TestContext.Current.CancellationToken);
        host.Services.GetRequiredKeyedService<ServedModel>("a").Predict(Row());
        host.Services.GetRequiredKeyedService<ServedModel>("b").PredictAll([Row(), Row()]);
        Assert.Equal(2, rows);
    }

    private static TrainedModel Train(ulong seed) =>
        new NetworkRecipe { Epochs = 10, Seed = seed }.Train(Dataset.FromCsv(TestData.Sample("iris.csv"), target: "species")).Model;

    private static string Answer(TrainedModel model) => $"{model.Predict(Row())}";

    private static Dictionary<string, object?> Row() => new() { ["sepal_length"] = 6.7, ["sepal_width"] = 3.1, ["petal_length"] = 5.6, ["petal_width"] = 2.4 };

    private IHost Host(Action<IServiceCollection> add) => new HostBuilder()
        .ConfigureLogging(logging => logging.AddProvider(new Recorder(logged)))
        .ConfigureServices(add)
        .Build();

    private sealed class Recorder(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines) lines.Add(formatter(state, exception));
        }

        public void Dispose() { }
    }
}
