using System.Diagnostics.CodeAnalysis;
using System.Text;
using Trellis.Ledger;
using Trellis.Ledger.Auditing;

namespace Trellis.Information.Exchange;

/// <summary>Evidence whose every part was checked.</summary>
/// <param name="Given">The owner's entry.</param>
/// <param name="At">When the owner entered it.</param>
/// <param name="Receipt">Its path to a checkpoint that the owner signed.</param>
public sealed record CheckedEvidence(ExchangeEvent.EvidenceGiven Given, DateTimeOffset At, TlogProof Receipt, IReadOnlyList<GivenValue> Values);

/// <summary>
/// Whether an answer proves what it says: the owner's entry tells of this dealing, commits to each value, and stands in the owner's record under a checkpoint that the owner signed.
/// Nothing of it is believed because the message was signed.
/// </summary>
public static class CheckingEvidence
{
    /// <param name="request">The digest of what was asked.</param>
    /// <param name="items">What was asked for.</param>
    /// <param name="owner">The key of the owner's record.</param>
    /// <param name="known">The newest head of the owner's record that was seen before; its record must continue it.</param>
    /// <param name="why">The first part that does not hold.</param>
    public static bool TryCheck(MessageBody.Answer answer, string request, IReadOnlyList<string> items, NoteVerifier owner, KnownHead? known, [NotNullWhen(true)] out CheckedEvidence? evidence, [NotNullWhen(false)] out Text? why)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(owner);
        evidence = null;
        why = answer.Answers != request ? new Text("它答复的是别的请求。", "It answers another request.") : null;
        if (why is not null || !TryProve(answer.Dealing, answer.Receipt, owner, out var receipt, out var entry, out var happened, out why)) return false;
        if (happened is not ExchangeEvent.EvidenceGiven given) why = new("条目记的不是给出凭证。", "The entry does not tell of evidence that was given.");
        else if (given.Request != request) why = new("条目记的是别的请求。", "The entry tells of another request.");
        else if (!SameItems(given.Items, items) || !SameItems([.. answer.Values.Select(static one => one.Item)], items)) why = new("给出的不是所要的数据项。", "What was given is not what was asked for.");
        else if (known is not null && !Continues(known, receipt.Checkpoint.Checkpoint.Head, answer.Links)) why = new($"对方的记录不再接着先前看到的 {known.Size} 个条目：它被退回，或者给各方看的不是同一份。", $"The other's record does not continue the {known.Size} entries that were seen before: it was set back, or others are shown another one.");
        else if (FirstUnheld(answer.Values, entry) is { } item) why = new($"{item} 的值和条目的承诺不符。", $"The value of {item} is not the one that the entry commits to.");
        else
        {
            evidence = new CheckedEvidence(given, entry.At, receipt, answer.Values);
            why = null;
            return true;
        }

        return false;
    }

    /// <summary>The receipt of an entry about a dealing, under a checkpoint that a record signed.</summary>
    public static bool TryProve(
        string dealing, string written, NoteVerifier owner, [NotNullWhen(true)] out TlogProof? receipt, [NotNullWhen(true)] out Entry? entry, [NotNullWhen(true)] out ExchangeEvent? happened, [NotNullWhen(false)] out Text? why)
    {
        ArgumentNullException.ThrowIfNull(owner);
        (entry, happened) = (null, null);
        if (!TlogProof.TryRead(Encoding.UTF8.GetBytes(written), out receipt, out var fault) || !Entry.TryRead(receipt.Extra.Span, out entry, out fault))
        {
            why = new Text("回执或其中的条目读不出来。", fault);
            return false;
        }

        why = null;
        if (receipt.Checkpoint.Checkpoint.Origin != owner.Name) why = new("检查点是另一份记录的。", "The checkpoint is that of another record.");
        else if (!receipt.Checkpoint.Note.TryVerify([owner], out _, out fault)) why = new("检查点不是它签的。", fault);
        else if (!receipt.Holds(Tree.Leaf(receipt.Extra.Span))) why = new("条目不在检查点所签的记录里。", "The entry does not stand in the record whose checkpoint was signed.");
        else if (ReadOf(entry) is not { } read || FoldingDealings.KeyOf(read) is not { } key || key[(key.LastIndexOf(':') + 1)..] != dealing) why = new("条目说的不是这次交换。", "The entry is not about this dealing.");
        else happened = read;
        return why is null && happened is not null;
    }

    /// <summary>Judges a copy of evidence that somebody kept, by itself and without a network.</summary>
    /// <returns>Null where the note is no answer of the exchange.</returns>
    public static AuditReport? Audit(SignedNote note, string called, TrustedKeys trusted)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(trusted);
        if (!ExchangeMessage.TryRead(note.Text, out var message, out _) || message.Body is not MessageBody.Answer answer || !TlogProof.TryRead(Encoding.UTF8.GetBytes(answer.Receipt), out var receipt, out _)) return null;
        // What the receipt in it proves is judged as any receipt is; then the values, and who signed the answer.
        if (ReceiptAudit.Of(receipt, called, trusted, null, out _) is not { } report) return null;
        var proven = new List<Proven>(report.Proven);
        var doubts = new List<Doubt>(report.Doubts);
        if (report.Received is { } entry && ReadOf(entry) is ExchangeEvent.EvidenceGiven given && given.Dealing == answer.Dealing && given.Request == answer.Answers && SameItems(given.Items, [.. answer.Values.Select(static one => one.Item)]))
        {
            if (FirstUnheld(answer.Values, entry) is { } item) doubts.Add(new Doubt(DoubtKind.ValueDiffers) { Entry = receipt.Index, Place = item });
            else proven.Add(new Proven(ProvenKind.ValuesOpen) { Count = answer.Values.Count });
        }
        else doubts.Add(new Doubt(DoubtKind.ReceiptDiffers) { Entry = receipt.Index });

        if (trusted.Keys.Count > 0 && !note.TryVerify(trusted.Keys, out _, out var fault)) doubts.Add(new Doubt(DoubtKind.SignatureWrong) { Detail = fault });
        return report with { Proven = proven, Doubts = doubts, DoubtCount = report.DoubtCount + doubts.Count - report.Doubts.Count };
    }

    private static bool Continues(KnownHead known, TreeHead now, IReadOnlyList<string> links) =>
        new ConsistencyProof(known.Size, now.Size, [.. links.Select(static one => new TreeHash(Convert.FromHexString(one)))]).Holds(new TreeHash(Convert.FromHexString(known.Root)), now.Root);

    private static ExchangeEvent? ReadOf(Entry entry)
    {
        try
        {
            return ExchangeWire.Read(entry.Event, entry.Fields);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private static bool SameItems(FixedList<string> one, IReadOnlyList<string> other) => one.Count == other.Count && one.Order(StringComparer.Ordinal).SequenceEqual(other.Order(StringComparer.Ordinal), StringComparer.Ordinal);

    private static string? FirstUnheld(IReadOnlyList<GivenValue> values, Entry entry)
    {
        foreach (var value in values)
        {
            var field = ExchangeWire.ValuePrefix + value.Item;
            if (!entry.Personal.Any(one => one.Name == field && one.Commitment.Holds(Convert.FromHexString(value.Salt), field, Encoding.UTF8.GetBytes(value.Value)))) return value.Item;
        }

        return null;
    }
}
