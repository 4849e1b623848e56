using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Ledger;
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

    public IActionResult OnGet(string? find, string? before)
    {
        Signed = Site.Checkpoint();
        if (Signed is not { } signed || Site.Ledger is not { } ledger) return Page();
        if (find is not null && FoundAt(find, signed.Checkpoint.Size) is { } found) return LocalRedirect(found);
        long? from = before is not null && long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked < signed.Checkpoint.Size ? asked : null;
        IsNewest = from is null;
        Entries = [.. ledger.Latest(from, RowsOfPage).Select(one => TellingEntries.Of(one.Position, one.Entry, Today))];
        Older = Entries is [.., { Position: > 0 and var oldest }] ? oldest : null;
        Cosigners = Site.Cosigners(signed);
        return Page();
    }

    /// <returns>Where it is; null where it is not found, and why is told.</returns>
    private string? FoundAt(string find, long size)
    {
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
            case SoughtEntry.Digest:
                WhyNot = Say("这是一个哈希值，按它找不到条目。请填回执里 index 后面的数字；哈希值可以在核验页上核对。", "This is a digest, by which no entry is found. Write the number behind \"index\" in the receipt; the page that verifies takes the digest.");
                break;
            default:
                WhyNot = Say("看不懂这个写法。请填条目的序号，如 17；或者回执二维码里的网址；或者受理号，如 2026-0000123。", "This cannot be read. Write the number of an entry, such as 17; or the address in the code of a receipt; or the number of a matter, such as 2026-0000123.");
                break;
        }

        return null;
    }
}

/// <summary>One entry as anybody is told of it, with its receipt.</summary>
public sealed class RecordEntryPage : RecordPages
{
    public override Text Heading => new($"第 {Showing.Number(Entry!.Position)} 条", $"Entry {Showing.Number(Entry.Position)}");

    public ToldEntry? Entry { get; private set; }

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
        Verifies = verifies;
        return Page();
    }
}
