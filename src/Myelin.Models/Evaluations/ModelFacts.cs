using Myelin.Classical;
using Myelin.Tables.Encodings;

namespace Myelin.Models.Evaluations;

/// <summary>One output of a linear model in the columns' units: output = intercept + Σ coefficient · column.</summary>
/// <param name="Output">The target, or the class whose score it is.</param>
/// <param name="Intercept">The output where all inputs are 0.</param>
/// <param name="Coefficients">By how much the output grows with each input.</param>
public sealed record LinearOutput(string Output, double Intercept, IReadOnlyList<double> Coefficients);

/// <summary>The coefficients of a linear model, in the units of the columns and of the target.</summary>
/// <param name="Inputs">The inputs' names: a column, a category as <c>column=category</c>, or <c>column missing</c>.</param>
/// <param name="Outputs">The outputs: one for a number or one of two classes, otherwise one for each class.</param>
public sealed record LinearFacts(IReadOnlyList<string> Inputs, IReadOnlyList<LinearOutput> Outputs)
{
    // x' = (x - mean) / scale as inputs enter the model, and y = y' · target scale + target mean.
    internal static LinearFacts Of(LinearModel model, IReadOnlyList<(string Name, Standardization Scaling)> inputs, Standardization target,
        IReadOnlyList<string> outputs) => new(
        [.. inputs.Select(input => input.Name)],
        [.. outputs.Select((name, k) =>
        {
            double[] coefficients = [.. inputs.Select((input, i) => model.Coefficient(k, i) * target.Scale / input.Scaling.Scale)];
            double shift = inputs.Select((input, i) => coefficients[i] * input.Scaling.Mean).Sum();
            return new LinearOutput(name, (model.Intercepts[k] * target.Scale) + target.Mean - shift, coefficients);
        })]);
}

/// <summary>How a support vector machine separates.</summary>
/// <param name="Margin">The distance from the separating plane to where the score is ±1, between inputs as they enter the model.</param>
/// <param name="SupportVectors">How many training rows hold the margin.</param>
public sealed record MarginFacts(double Margin, int SupportVectors);

/// <summary>A cluster.</summary>
/// <param name="Cluster">Its number, counted from 1.</param>
/// <param name="Rows">How many rows belong to it.</param>
/// <param name="MeanSquaredDistance">Of its rows to its centre, as inputs enter the model.</param>
/// <param name="Center">Its centre by the inputs' names, in the columns' units.</param>
public sealed record ClusterFacts(int Cluster, int Rows, double MeanSquaredDistance, IReadOnlyList<(string Input, double Value)> Center);

/// <summary>How many rows of each value of a column are in each cluster.</summary>
/// <param name="Column">The column, which clusters were found without.</param>
/// <param name="Values">Its values in ordinal order; <c>missing</c> is the last where cells are.</param>
/// <param name="Rows">For each value the number of rows in each cluster.</param>
public sealed record ClusterComparison(string Column, IReadOnlyList<string> Values, IReadOnlyList<IReadOnlyList<int>> Rows);

/// <summary>A principal component.</summary>
/// <param name="Component">Its number, counted from 1.</param>
/// <param name="Variance">The variance along it.</param>
/// <param name="ExplainedShare">The share of all variance.</param>
/// <param name="Coefficients">What it is made of, by the inputs' names.</param>
public sealed record ComponentFacts(int Component, double Variance, double ExplainedShare, IReadOnlyList<(string Input, double Value)> Coefficients);
