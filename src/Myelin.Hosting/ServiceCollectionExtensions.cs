using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Myelin.Hosting;

/// <summary>Registers models in a host.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Registers a model as the <see cref="ServedModel"/>. It is loaded when the host starts, and a new file is taken while it serves.</summary>
    /// <param name="services">The services.</param>
    /// <param name="path">The model's file.</param>
    /// <param name="configure">Changes the options; null leaves them.</param>
    /// <exception cref="ArgumentException">No path.</exception>
    public static IServiceCollection AddMyelinModel(this IServiceCollection services, string path, Action<ServedModelOptions>? configure = null)
    {
        ServedModelOptions options = Options(services, path, configure);
        services.AddSingleton(provider => Make(provider, Path.GetFileNameWithoutExtension(options.Path), options));
        return services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<ServedModel>());
    }

    /// <summary>Registers a model under a name, as a keyed service. It is loaded when the host starts, and a new file is taken while it serves.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name, which is the key.</param>
    /// <param name="path">The model's file.</param>
    /// <param name="configure">Changes the options; null leaves them.</param>
    /// <exception cref="ArgumentException">No name, or no path.</exception>
    public static IServiceCollection AddKeyedMyelinModel(this IServiceCollection services, string name, string path,
        Action<ServedModelOptions>? configure = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ServedModelOptions options = Options(services, path, configure);
        services.AddKeyedSingleton(name, (provider, _) => Make(provider, name, options));
        return services.AddSingleton<IHostedService>(provider => provider.GetRequiredKeyedService<ServedModel>(name));
    }

    private static ServedModelOptions Options(IServiceCollection services, string path, Action<ServedModelOptions>? configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var options = new ServedModelOptions { Path = path };
        configure?.Invoke(options);
        services.TryAddSingleton(provider => new ModelMeter(provider.GetService<IMeterFactory>()));
        return options;
    }

    private static ServedModel Make(IServiceProvider provider, string name, ServedModelOptions options) => new(
        name, options, provider.GetService<ILoggerFactory>()?.CreateLogger<ServedModel>() ?? NullLogger<ServedModel>.Instance,
            provider.GetRequiredService<ModelMeter>());
}
