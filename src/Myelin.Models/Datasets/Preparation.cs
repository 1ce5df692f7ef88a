namespace Myelin.Models.Datasets;

/// <summary>How rows are to be shared out and encoded.</summary>
/// <param name="ValidationFraction">The part of all rows for validation.</param>
/// <param name="TestFraction">The part of all rows for the test.</param>
/// <param name="Test">Rows of their own for the test, or null.</param>
/// <param name="Seed">The seed.</param>
/// <param name="ScaleTarget">Whether a regression's target may be shifted and scaled.</param>
internal readonly record struct Preparation(double ValidationFraction, double TestFraction, Dataset? Test, ulong Seed, bool ScaleTarget);
