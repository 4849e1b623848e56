using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Ledger;
using Trellis.Runtime.Ledger;
using Trellis.Web.Process;
using Trellis.Web.Shared;

namespace Trellis.Web.Ledger;

/// <summary>What pages about the record share: an entry as anybody is told of it.</summary>
public abstract class RecordPages : SitePage
{
    public override string Way => "/record";

    public SignedCheckpoint? Signed { get; private protected set; }

    /// <summary>To the minute where that tells nothing about anybody.</summary>
    public string When(ToldEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.IsAboutRules ? Show.Moment(entry.At) : Show.Day(InForce.DayOf(entry.At));
    }
}

/// <summary>The record as anybody sees it: its newest signed head and who co-signed it, its latest entries, and how to find and verify one.</summary>
public sealed class RecordPage : RecordPages
{
    private const int RowsOfPage = 20;

    public override Text Heading => new("记录", "The record");

    public IReadOnlyList<Cosigner> Cosigners { get; private set; } = [];

    public IReadOnlyList<ToldEntry> Entries { get; private set; } = [];

    /// <summary>Before which entry the next page begins; null where there is nothing older.</summary>
    public long? Older { get; private set; }

    public bool IsNewest { get; private set; } = true;

    /// <summary>What was looked for, as it was written.</summary>
    public string Sought { get; private set; } = "";

    /// <summary>Why nothing was found; empty where nothing was looked for.</summary>
    public string WhyNot { get; private set; } = "";

    /// <summary>What is said of what was looked for where it is no single entry; null for nothing.</summary>
    public Text? Told { get; private set; }

    /// <summary>Whether what somebody saved and what stands here do not fit together.</summary>
    public bool IsContradicted { get; private set; }

    /// <summary>Before which entry one looks on for a digest; null where everything was looked through.</summary>
    public long? LookOn { get; private set; }

    /// <param name="past">Before which entry a digest is looked for; null for the end.</param>
    public IActionResult OnGet(string? find, string? before, string? past)
    {
        Signed = Site.Checkpoint();
        if (Signed is not { } signed || Site.Ledger is not { } ledger) return Page();
        if (find is not null && FoundAt(find, past, signed, ledger) is { } found) return LocalRedirect(found);
        var from = PositionIn(before, signed.Checkpoint.Size);
        IsNewest = from is null;
        Entries = [.. ledger.Latest(from, RowsOfPage).Select(one => TellingEntries.Of(one.Position, one.Entry, Today))];
        Older = Entries is [.., { Position: > 0 and var oldest }] ? oldest : null;
        Cosigners = Site.Cosigners(signed);
        return Page();
    }

    /// <returns>Where it is; null where it is not found, and why is told.</returns>
    private string? FoundAt(string find, string? past, SignedCheckpoint signed, ServedLedger ledger)
    {
        var size = signed.Checkpoint.Size;
        Sought = find.Length <= SoughtEntry.LongestWritten ? find.Trim() : "";
        switch (SoughtEntry.Read(find))
        {
            case SoughtEntry.Position(var at) when at < size:
                return string.Create(CultureInfo.InvariantCulture, $"/record/{at}");
            case SoughtEntry.Position:
                WhyNot = Say($"还没有这一条：签过名的最后一条是第 {Showing.Number(size - 1)} 条。刚刚记下的，过几秒再找。", $"There is no such entry yet: the last one under a signature is {Showing.Number(size - 1)}. What was entered just now is there in some seconds.");
                break;
            case SoughtEntry.MatterNumber(var spoken):
                if (Reader is { } reader && Site.Desk is { } desk && MatterAddress.Seen(desk, reader, spoken) is not null) return $"/matters/{spoken}/receipt";
                if (Site.Desk?.Questions.FindPublic(spoken) is not null) return $"/public/{spoken}";
                // Whether there is such a matter is not told either.
                WhyNot = Reader is null
                    ? Say("按受理号找，只有看得到这件事项的人才能找到。请先登录；或者填回执上条目的序号，谁都能找。", "By the number of a matter only those find it who may see the matter. Sign in first; or write the number of the entry that its receipt says, by which anybody finds it.")
                    : Say("没有这个受理号，或者这件事项不归您看。请核对号码；回执上条目的序号谁都能找。", "There is no matter of this number, or it is not yours to see. Check the number; by the number of the entry that a receipt says anybody finds it.");
                break;
            case SoughtEntry.Digest(var hash):
                switch (ledger.Find(hash, PositionIn(past, size)))
                {
                    case FoundDigest.Entry(var at):
                        return string.Create(CultureInfo.InvariantCulture, $"/record/{at}");
                    case FoundDigest.Root(var many, var signedAt):
                        Told = new Text($"这是前 {Showing.Number(many)} 条的树根，{Show.Moment(signedAt)}签名。", $"This is the root over the first {Showing.Number(many)} entries, signed on {Show.Moment(signedAt)}.");
                        break;
                    case FoundDigest.No { Before: > 0 and var least }:
                        LookOn = least;
                        Told = new Text($"第 {Showing.Number(least)} 条以后没有这个哈希值，更早的还没有找。", $"Nothing from entry {Showing.Number(least)} on has this digest; what is older has not been looked through yet.");
                        break;
                    default:
                        WhyNot = Say("记录里没有哪一条、也没有哪个签过名的树根是这个哈希值。请核对有没有抄错；刚刚记下的，过几秒再找。", "No entry of the record has this digest, and no root that was signed. See whether it was copied right; what was entered just now is there in some seconds.");
                        break;
                }

                break;
            case SoughtEntry.Saved(var origin, _, _) when origin != signed.Checkpoint.Origin:
                WhyNot = Say($"这个检查点是另一份记录（{origin}）的；这里的记录叫 {signed.Checkpoint.Origin}。", $"This checkpoint is of another record, {origin}; the one here is called {signed.Checkpoint.Origin}.");
                break;
            case SoughtEntry.Saved(_, var many, _) when many > size:
                WhyNot = Say($"这个检查点有 {Showing.Number(many)} 条，这里签过名的只有 {Showing.Number(size)} 条。刚刚才签的，过几秒再试；过后仍是这样，请把检查点交给见证方或者审计人员。", $"This checkpoint has {Showing.Number(many)} entries, and only {Showing.Number(size)} stand here under a signature. Where it was signed just now, try again in some seconds; where this goes on, show the checkpoint to a witness or an auditor.");
                break;
            case SoughtEntry.Saved(_, var many, var root):
                IsContradicted = ledger.RootAt(many) != root;
                Told = IsContradicted
                    ? new Text($"不一样：这里前 {Showing.Number(many)} 条的树根和您保存的不同。请把您的检查点连同签名保存好，交给见证方或者审计人员；两个签名放在一起就是证据。", $"They differ: the root over the first {Showing.Number(many)} entries here is another than yours. Keep your checkpoint with its signatures, and show it to a witness or an auditor: both signatures together are the proof.")
                    : new Text($"一样：您保存的检查点正是这里的前 {Showing.Number(many)} 条，从那以后没有改写过它们。", $"They are the same: what you saved is the first {Showing.Number(many)} entries here, and none of them was rewritten since.");
                break;
            default:
                WhyNot = Say("看不懂这个写法。请填条目的序号，如 17；或者回执二维码里的网址；或者受理号，如 2026-0000123；或者哈希值、保存下来的检查点。", "This cannot be read. Write the number of an entry, such as 17; or the address in the code of a receipt; or the number of a matter, such as 2026-0000123; or a digest, or a checkpoint that you saved.");
                break;
        }

        return null;
    }

    private static long? PositionIn(string? written, long size) => written is not null && long.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked < size ? asked : null;
}

/// <summary>One entry as anybody is told of it, with its receipt.</summary>
public sealed class RecordEntryPage : RecordPages
{
    public override Text Heading => new($"第 {Showing.Number(Entry!.Position)} 条", $"Entry {Showing.Number(Entry.Position)}");

    public ToldEntry? Entry { get; private set; }

    /// <summary>The digest by which the tree holds it.</summary>
    public string Digest { get; private set; } = "";

    /// <summary>Where it is verified, with its receipt filled in already.</summary>
    public string Verifies { get; private set; } = "";

    public IActionResult OnGet(long position)
    {
        Signed = Site.Checkpoint();
        if (Signed is not { } signed || Site.Ledger is not { } ledger || position < 0) return new NotFoundResult();
        // The page of the record says why it is not there.
        if (position >= signed.Checkpoint.Size) return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/record?find={position}"));
        if (ledger.Latest(position + 1, 1) is not [var (_, entry)] || VerifierPage.AddressWith(ledger, position, Language) is not { } verifies) return new NotFoundResult();
        Entry = TellingEntries.Of(position, entry, Today);
        (Verifies, Digest) = (verifies, Tree.Leaf(entry.Encode()).ToString());
        return Page();
    }
}
