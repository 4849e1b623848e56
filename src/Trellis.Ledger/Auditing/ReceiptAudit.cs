namespace Trellis.Ledger.Auditing;

/// <summary>Judges a receipt by itself, without the record and without a network.</summary>
public static class ReceiptAudit
{
    /// <param name="leaf">The hash of the entry, where the holder has it from elsewhere; null for the entry that the receipt carries.</param>
    /// <param name="fault">Why the receipt cannot be judged at all.</param>
    public static AuditReport? Of(TlogProof receipt, string called, TrustedKeys trusted, TreeHash? leaf, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(receipt);
        ArgumentNullException.ThrowIfNull(trusted);
        fault = null;
        if (leaf is null && receipt.Extra.IsEmpty)
        {
            fault = "This receipt does not carry its entry.";
            return null;
        }

        var doubts = new Doubts();
        var proven = new List<Proven>();
        var unproven = new List<Unproven>();
        Entry? entry = null;
        string? unreadable = null;
        if (!receipt.Extra.IsEmpty) Entry.TryRead(receipt.Extra.Span, out entry, out unreadable);
        var hash = leaf ?? Tree.Leaf(receipt.Extra.Span);
        var checkpoint = receipt.Checkpoint.Checkpoint;
        if (leaf is { } given && !receipt.Extra.IsEmpty && Tree.Leaf(receipt.Extra.Span) != given) doubts.Add(new Doubt(DoubtKind.ReceiptDiffers) { Entry = receipt.Index });
        if (receipt.Holds(hash)) proven.Add(new Proven(ProvenKind.EntryIncluded) { Entry = receipt.Index, Size = checkpoint.Size });
        else doubts.Add(new Doubt(DoubtKind.ReceiptDoesNotHold) { Entry = receipt.Index, Size = checkpoint.Size });

        // An entry that a receipt carries and that is not ours to read may be that of another log.
        if (unreadable is not null && leaf is null) doubts.Add(new Doubt(DoubtKind.EntryUnreadable) { Entry = receipt.Index, Detail = unreadable });
        if (entry is null) unproven.Add(new Unproven(UnprovenKind.WhatHappened));
        var answer = Signatures(receipt.Checkpoint, trusted, proven, unproven, doubts);
        if (entry is not null)
        {
            foreach (var seen in answer.Cosigned)
                if (entry.At > seen.At + TimeAudit.Tolerance) doubts.Add(new Doubt(DoubtKind.DatedAfterWitness) { Entry = receipt.Index, Size = seen.Size, Place = seen.Witness });
        }

        unproven.Add(new Unproven(UnprovenKind.RestOfRecord));
        return new AuditReport(AuditedKind.Receipt, called)
        {
            Origin = checkpoint.Origin, Checkpoint = checkpoint.Head, Received = entry, Proven = proven, Unproven = unproven, Doubts = doubts.Kept, DoubtCount = doubts.Count,
        };
    }

    /// <summary>Judges receipts of several entries by themselves, without the record and without a network.</summary>
    public static AuditReport Of(Receipts receipts, string called, TrustedKeys trusted)
    {
        ArgumentNullException.ThrowIfNull(receipts);
        ArgumentNullException.ThrowIfNull(trusted);
        var doubts = new Doubts();
        var proven = new List<Proven>();
        var unproven = new List<Unproven>();
        var entries = new List<(long, Entry)>();
        var checkpoint = receipts.Checkpoint.Checkpoint;
        foreach (var one in receipts.Entries)
        {
            if (!receipts.Holds(one)) doubts.Add(new Doubt(DoubtKind.ReceiptDoesNotHold) { Entry = one.Index, Size = checkpoint.Size });
            else if (Entry.TryRead(one.Bytes.Span, out var entry, out var unreadable)) entries.Add((one.Index, entry));
            else doubts.Add(new Doubt(DoubtKind.EntryUnreadable) { Entry = one.Index, Detail = unreadable });
        }

        if (entries.Count > 0) proven.Add(new Proven(ProvenKind.EntriesIncluded) { Count = entries.Count, Size = checkpoint.Size });
        var answer = Signatures(receipts.Checkpoint, trusted, proven, unproven, doubts);
        foreach (var seen in answer.Cosigned)
            foreach (var (index, entry) in entries)
                if (entry.At > seen.At + TimeAudit.Tolerance) doubts.Add(new Doubt(DoubtKind.DatedAfterWitness) { Entry = index, Size = seen.Size, Place = seen.Witness });
        unproven.Add(new Unproven(UnprovenKind.RestOfRecord));
        return new AuditReport(AuditedKind.Receipts, called)
        {
            Origin = checkpoint.Origin, Checkpoint = checkpoint.Head, ReceivedMany = entries, Proven = proven, Unproven = unproven, Doubts = doubts.Kept, DoubtCount = doubts.Count,
        };
    }

    /// <summary>Judges a checkpoint by itself.</summary>
    public static AuditReport Of(SignedCheckpoint checkpoint, string called, TrustedKeys trusted)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        ArgumentNullException.ThrowIfNull(trusted);
        var doubts = new Doubts();
        var proven = new List<Proven>();
        var unproven = new List<Unproven> { new(UnprovenKind.RestOfRecord) };
        Signatures(checkpoint, trusted, proven, unproven, doubts);
        return new AuditReport(AuditedKind.Checkpoint, called)
        {
            Origin = checkpoint.Checkpoint.Origin, Checkpoint = checkpoint.Checkpoint.Head, Proven = proven, Unproven = unproven, Doubts = doubts.Kept, DoubtCount = doubts.Count,
        };
    }

    /// <summary>Judges any signed note by the keys that are trusted.</summary>
    public static AuditReport Of(SignedNote note, string called, TrustedKeys trusted)
    {
        ArgumentNullException.ThrowIfNull(note);
        ArgumentNullException.ThrowIfNull(trusted);
        var doubts = new Doubts();
        var proven = new List<Proven>();
        var unproven = new List<Unproven>();
        if (trusted.Keys.Count == 0) unproven.Add(new Unproven(UnprovenKind.WhoSigned));
        else if (note.TryVerify(trusted.Keys, out var signed, out var fault)) proven.AddRange(signed.Select(static one => new Proven(ProvenKind.Signed) { Name = one.By.Name }));
        else doubts.Add(new Doubt(DoubtKind.SignatureWrong) { Detail = fault });
        return new AuditReport(AuditedKind.Note, called) { Proven = proven, Unproven = unproven, Doubts = doubts.Kept, DoubtCount = doubts.Count };
    }

    /// <summary>Compares what a receipt or a checkpoint says with another one that was kept. Two of one size must have one root; two sizes are linked by the record alone.</summary>
    public static AuditReport WithSeen(AuditReport report, TreeHead seen, string called)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Checkpoint is not { } head) return report;
        if (head.Size != seen.Size) return report with { Unproven = [.. report.Unproven, new Unproven(UnprovenKind.SeenNotLinked) { Size = seen.Size, Name = called }] };
        if (head.Root == seen.Root) return report with { Proven = [.. report.Proven, new Proven(ProvenKind.ContinuesSeen) { Size = seen.Size, Name = called }] };
        return report with { Doubts = [.. report.Doubts, new Doubt(DoubtKind.SeenContradicted) { Size = seen.Size, Entry = 0, LastEntry = seen.Size - 1, Place = called }], DoubtCount = report.DoubtCount + 1 };
    }

    /// <summary>What the signatures under a checkpoint prove, said in all audits alike.</summary>
    internal static SignatureAnswer Signatures(SignedCheckpoint checkpoint, TrustedKeys trusted, List<Proven> proven, List<Unproven> unproven, Doubts doubts)
    {
        var answer = trusted.Judge(checkpoint);
        if (answer.Doubt is { } doubt) doubts.Add(doubt);
        if (SimulatedRecord.IsOrigin(checkpoint.Checkpoint.Origin)) unproven.Insert(0, new Unproven(UnprovenKind.Simulated));
        AddSignatures(answer, checkpoint.Checkpoint.Size, trusted, proven, unproven);
        return answer;
    }

    /// <summary>The same where the doubts were already taken.</summary>
    public static void AddSignatures(SignatureAnswer answer, long size, TrustedKeys trusted, List<Proven> proven, List<Unproven> unproven)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(trusted);
        if (answer.Signed is { } key) proven.Add(new Proven(ProvenKind.Signed) { Name = key.Name, Size = size });
        else if (answer.Doubt is null) unproven.Add(new Unproven(UnprovenKind.WhoSigned));
        if (trusted.Policy is not { AsksForWitnesses: true }) unproven.Add(new Unproven(UnprovenKind.OneRecordForAll));
        else if (answer.Doubt is null) proven.Add(new Proven(ProvenKind.Witnessed) { Name = string.Join(", ", answer.Cosigned.Select(static one => one.Witness)), Count = answer.Cosigned.Count, Size = size, From = answer.Cosigned.Min(static one => one.At), To = answer.Cosigned.Max(static one => one.At) });
    }
}
