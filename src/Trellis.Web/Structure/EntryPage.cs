using System.Text;
using Microsoft.AspNetCore.Mvc;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Structure;

/// <summary>One entry of the structure: what it says, where it stands, what it leans on, and what uses it.</summary>
public sealed class EntryPage : SitePage
{
    public override Text Heading => new(TitleOf(Entry!), TitleOf(Entry!));

    public override string Way => "/structure";

    public EntryKind? Kind { get; private set; }

    public Entry? Entry { get; private set; }

    /// <summary>As it stands in its file.</summary>
    public string Written { get; private set; } = "";

    public IReadOnlyList<(Text What, IReadOnlyList<EntryLink> Links)> Says { get; private set; } = [];

    public IReadOnlyList<(Text What, IReadOnlyList<EntryLink> Links)> UsedBy { get; private set; } = [];

    /// <summary>What the record says of it; nothing while there is none.</summary>
    public IReadOnlyList<(Text What, IReadOnlyList<EntryLink> Links)> Recorded { get; private set; } = [];

    /// <summary>Whether the structure says who answers a proposal to change it.</summary>
    public bool MayPropose => Entry!.HoldsOn(Site.Today) && Trellis.Web.Pilots.Proposing.TypeOf(InForce.Structure, Site.Today) is not null;

    public IActionResult OnGet(string kind, string id)
    {
        Kind = EntryKinds.Of(kind);
        Entry = Kind?.Of(InForce.Structure).FirstOrDefault(entry => entry.Id == id && entry.HoldsOn(Site.Today)) ?? Kind?.Of(InForce.Structure).LastOrDefault(entry => entry.Id == id);
        if (Entry is null) return new NotFoundResult();
        Written = LinesOf(Entry);
        var words = new EntryWords(this);
        Says = words.Says(Entry);
        UsedBy = words.UsedBy(Entry);
        if (Site.Desk is { } desk) Recorded = new EntryRecord(this, desk).Of(Entry);
        return Page();
    }

    /// <summary>The lines of a file on which an entry stands.</summary>
    internal static string LinesOf(Entry entry)
    {
        if (entry.At.File is not { } file) return "";
        var (start, past) = EditingEntries.LinesOf(entry);
        return Encoding.UTF8.GetString(file.Bytes.AsSpan(start, past - start)).ReplaceLineEndings("\n");
    }
}

/// <summary>A name on a page, and where it leads; an empty address leads nowhere.</summary>
public sealed record EntryLink(string Name, string Address, string Beside = "");
