namespace Myelin.Grammar;

/// <summary>The numbers that an option may have: finite ones between two ends, each of which belongs to them or not.</summary>
public readonly record struct NumberRange
{
    private readonly float minimum;
    private readonly float maximum;
    private readonly bool isAbove;
    private readonly bool isBelow;

    private NumberRange(float minimum, float maximum, bool isAbove, bool isBelow) =>
        (this.minimum, this.maximum, this.isAbove, this.isBelow) = (minimum, maximum, isAbove, isBelow);

    /// <summary>The smallest number, or the one that all are above.</summary>
    public float Minimum => minimum;

    /// <summary>The largest number, or the one that all are below.</summary>
    public float Maximum => maximum;

    /// <summary>From one number to another, both included.</summary>
    /// <param name="minimum">The smallest number.</param>
    /// <param name="maximum">The largest number.</param>
    public static NumberRange Between(float minimum, float maximum) => new(minimum, maximum, isAbove: false, isBelow: false);

    /// <summary>From one number to below another.</summary>
    /// <param name="minimum">The smallest number.</param>
    /// <param name="limit">What all are below.</param>
    public static NumberRange Below(float minimum, float limit) => new(minimum, limit, isAbove: false, isBelow: true);

    /// <summary>Above one number, up to another.</summary>
    /// <param name="limit">What all are above.</param>
    /// <param name="maximum">The largest number.</param>
    public static NumberRange Above(float limit, float maximum = float.MaxValue) => new(limit, maximum, isAbove: true, isBelow: false);

    /// <summary>A number and all that are larger.</summary>
    /// <param name="minimum">The smallest number.</param>
    public static NumberRange AtLeast(float minimum) => Between(minimum, float.MaxValue);

    /// <summary>Whether a number is one of them; NaN and ±∞ are in no range.</summary>
    /// <param name="number">The number.</param>
    public bool Contains(float number) => (isAbove ? number > minimum : number >= minimum) && (isBelow ? number < maximum : number <= maximum);

    /// <summary>The range in words, such as <c>from 0 to below 1</c>.</summary>
    public override string ToString()
    {
        string from = Spec.Text(minimum), to = Spec.Text(maximum);
        if (maximum == float.MaxValue) return isAbove ? $"above {from}" : $"of {from} or more";
        return $"{(isAbove ? "above" : "from")} {from} {(isAbove ? "and at most" : "to")} {(isBelow ? "below " : "")}{to}";
    }
}
