using System.Globalization;
using System.Runtime.CompilerServices;

namespace Myelin.Models.Datasets;

/// <summary>
/// How the rows of a <see cref="Dataset"/> are shared out at random: some to learn from, some to choose by, some to judge by. The same seed gives the
/// same rows. With classes each part has every class in the proportion of the whole, as far as whole rows allow.
/// </summary>
public sealed record DataSplit
{
    /// <summary>
    /// The part of all rows for the validation, by which the best epoch is chosen and training stops; from 0 to below 1. Null, the default, leaves it
    /// to the recipe: 0.15 where a model is trained step by step, 0 where it is solved for, since nothing is chosen then.
    /// </summary>
    public double? ValidationFraction { get; init => field = value is { } part ? Checked(part) : null; }

    /// <summary>The part of all rows for the test, from 0 to below 1; by default 0.2. Without effect where <see cref="Test"/> is given.</summary>
    public double TestFraction { get; init => field = Checked(value); } = 0.2;

    /// <summary>The seed of the draw; null, the default, takes the recipe's.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Rows of their own to judge by; null, the default, sets a part of the rows aside.</summary>
    public Dataset? Test { get; init; }

    private static double Checked(double part, [CallerMemberName] string? name = null) => part is >= 0 and < 1
        ? part
        : throw new ArgumentOutOfRangeException(name, part,
            string.Create(CultureInfo.InvariantCulture, $"{name} is {part}, but it must be a number from 0 to less than 1."));
}
