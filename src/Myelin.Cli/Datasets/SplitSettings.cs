namespace Myelin.Cli.Datasets;

/// <summary>How rows are shared out.</summary>
/// <param name="ValidationFraction">The part of all rows for validation.</param>
/// <param name="TestFraction">The part of all rows for the test.</param>
/// <param name="Seed">The seed.</param>
internal readonly record struct SplitSettings(double ValidationFraction, double TestFraction, ulong Seed);
