namespace Myelin.Models.Datasets;

/// <summary>How a part of a row enters the network.</summary>
/// <param name="Name">A column, or a channel of an image.</param>
/// <param name="Kind">How it enters: numeric, categorical, pixels, ignored.</param>
/// <param name="Width">How many inputs it gives.</param>
/// <param name="Details">How values are scaled, told apart, or why they are ignored.</param>
public sealed record InputDescription(string Name, string Kind, int Width, string Details);
