using Myelin.Data;
using Myelin.Layers;
using Myelin.Random;

namespace Myelin.Ensembles;

/// <summary>
/// Bootstrap aggregating: each member of an ensemble learns from as many rows as there are, drawn with replacement, so that each sees about 63.2 % of
/// them (1 - 1/e) and the members' mistakes differ. Source: Breiman, "Bagging predictors" (1996).
/// </summary>
/// <example>
/// <code>
/// Ensemble ensemble = Bagging.Fit(members: 10, training, seed: 1, (rows, seed) =>
/// {
///     var network = Sequential.Build("linear:16 relu linear:3", training.InputShape, new RandomSource(seed));
///     new Trainer(network, new CrossEntropyLoss(), new Adam(), new TrainerOptions { Seed = seed }).Fit(rows, validation);
///     return network;
/// });
/// </code>
/// </example>
public static class Bagging
{
    /// <summary>
    /// The rows of one member: as many as there are, each drawn from all with equal chance, so that some occur several times and others not at all.
    /// </summary>
    /// <param name="training">All training rows.</param>
    /// <param name="member">The member, counted from 0.</param>
    /// <param name="seed">The seed of the ensemble.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative member.</exception>
    public static SubsetSource Rows(IDataSource training, int member, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfNegative(member);
        var stream = new Philox(seed, RandomStreams.Bagging);
        var rows = new int[training.Count];
        for (int i = 0; i < rows.Length; i++) rows[i] = (int)stream.Below((uint)rows.Length, (uint)member, (uint)i);
        return new SubsetSource(training, rows);
    }

    /// <summary>
    /// Fits an ensemble. The first member's seed is the ensemble's, the next one's is larger by one, and so on: so initial weights and the order of
    /// rows differ, too.
    /// </summary>
    /// <param name="members">How many members, at least 1.</param>
    /// <param name="training">The rows to learn from.</param>
    /// <param name="seed">The seed of all that is random.</param>
    /// <param name="fit">Makes and trains one member from its rows and its seed.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one member.</exception>
    public static Ensemble Fit(int members, IDataSource training, ulong seed, Func<IDataSource, ulong, Sequential> fit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(members, 1);
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(fit);
        return new Ensemble(training.InputShape,
            [.. Enumerable.Range(0, members).Select(member => fit(Rows(training, member, seed), MemberSeed(seed, member)))]);
    }

    /// <summary>The seed of a member: the ensemble's plus the member's number, modulo 2⁶⁴.</summary>
    /// <param name="seed">The seed of the ensemble.</param>
    /// <param name="member">The member, counted from 0.</param>
    public static ulong MemberSeed(ulong seed, int member) => unchecked(seed + (ulong)member);
}
