using System.Diagnostics.CodeAnalysis;
using Trellis.Information.Looks;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Information;

/// <summary>
/// A look that stands in the record, flushed. What it covers may be shown to the officer who looked, and nothing else: whatever opens a personal value for an official asks
/// for one. There is no way to make one but to have it entered.
/// </summary>
public sealed class CommittedLook
{
    private readonly Dictionary<RowId, ValuesSeen> _seen;

    private CommittedLook(LookRuling ruling, Receipt receipt)
    {
        (Ruling, Receipt) = (ruling, receipt);
        _seen = ruling.Seen.ToDictionary(static one => one.Subject);
    }

    /// <summary>Where its entries stand: one for each subject.</summary>
    public Receipt Receipt { get; }

    public ActorId By => Ruling.Seen[0].By;

    public PostAt Seat => Ruling.Seen[0].Seat;

    public string Purpose => Ruling.Seen[0].Purpose;

    public LookReason Reason => Ruling.Seen[0].Reason;

    public IReadOnlyCollection<RowId> Subjects => _seen.Keys;

    /// <summary>What was asked for and is kept back: items, and subjects as register/key, with why.</summary>
    public IReadOnlyList<(string What, Refusal Why)> Withheld => Ruling.Withheld;

    private LookRuling Ruling { get; }

    /// <summary>Every item of every subject that may be shown.</summary>
    public IReadOnlyList<(RowId Row, string Item)> Covered => [.. Ruling.Seen.SelectMany(static one => one.Items.Where(static item => item != LookingAtValues.Words).Select(item => (one.Subject, item)))];

    /// <summary>Whether an item of a subject may be shown.</summary>
    public bool Covers(RowId subject, string item) => _seen.TryGetValue(subject, out var seen) && seen.Items.Contains(item, StringComparer.Ordinal);

    /// <summary>Whether anything of a person may be shown, by the id under which their values are sealed: register/key, or the bare key where they filed something themselves.</summary>
    public bool CoversPerson(string person) => Subjects.Any(one => one.ToString() == person || (one.Register == "person" && one.Key == person));

    /// <summary>Only what the writer says it has stored makes one.</summary>
    internal static bool TryMake(PendingLook pending, Settled settled, [NotNullWhen(true)] out CommittedLook? look)
    {
        look = settled is Settled.Done { Receipt: { Count: > 0 } receipt } && pending.Ruling is { } ruling && ruling.Seen.Count == receipt.Count ? new CommittedLook(ruling, receipt) : null;
        return look is not null;
    }
}
