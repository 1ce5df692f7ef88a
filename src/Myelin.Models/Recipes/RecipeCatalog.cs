using Myelin.Grammar;

namespace Myelin.Models.Recipes;

/// <summary>All kinds of models by name; the one place where a text becomes a recipe. Adding a kind adds a line here.</summary>
public static class RecipeCatalog
{
    /// <summary>The catalogue.</summary>
    public static Catalog<Recipe> All { get; } = With(Catalogs.Default);

    /// <summary>The recipes of models that are solved for, as they are without settings.</summary>
    internal static IReadOnlyList<SolvedRecipe> Solved { get; } = [.. All.Members.Select(member => All.Parse(member.Name)).OfType<SolvedRecipe>()];

    /// <summary>The catalogue of recipes that name members of a program's own catalogues.</summary>
    /// <param name="catalogs">The catalogues that know losses, activations, layers, optimizers and so on.</param>
    public static Catalog<Recipe> With(Catalogs catalogs)
    {
        ArgumentNullException.ThrowIfNull(catalogs);
        return new Catalog<Recipe>("recipe",
            NetworkRecipe.Member(catalogs),
            EnsembleRecipe.Member(catalogs),
            EncoderRecipe.Member(catalogs),
            LinearRecipe.Member(),
            RidgeRecipe.Member(),
            LogisticRecipe.Member(),
            SupportVectorRecipe.Member(),
            ClusterRecipe.Member(),
            ProjectionRecipe.Member());
    }
}
