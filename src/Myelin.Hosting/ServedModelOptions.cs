namespace Myelin.Hosting;

/// <summary>What is served, and how.</summary>
public sealed class ServedModelOptions
{
    /// <summary>The model's file.</summary>
    public string Path { get; set; } = "";

    /// <summary>Whether a new file at that place is taken while the model serves; by default true.</summary>
    public bool ReloadOnChange { get; set; } = true;

    /// <summary>
    /// How long the file must have been left alone before it is taken, 0 or more; by default half a second. Files that Myelin saves appear whole; a
    /// copy may take a while.
    /// </summary>
    public TimeSpan Settle { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The catalogues that know the model's members, where a program has its own.</summary>
    public Catalogs Catalogs { get; set; } = Catalogs.Default;
}
