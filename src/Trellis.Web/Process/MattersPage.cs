using Microsoft.AspNetCore.Mvc;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>One's own matters, or those of one's unit.</summary>
public sealed class MattersPage : SitePage
{
    private const int RowsOfPage = 50;

    /// <summary>Exact up to here; beyond, the exact number is counted for whoever asks.</summary>
    public const int CountedUnasked = 1_000;

    public override Text Heading => Reader is Actor.Resident ? new("我的事项", "My matters") : new("本单位事项", "Our matters");

    public override string Way => "/matters";

    public bool Closed { get; private set; }

    public DateTimeOffset Now { get; private set; }

    public IReadOnlyList<MatterLine> Lines { get; private set; } = [];

    public string? Next { get; private set; }

    /// <summary>What a resident began and has not filed.</summary>
    public IReadOnlyList<KeptDraft> Drafts { get; private set; } = [];

    /// <summary>The type whose draft was kept just now; null for none.</summary>
    public string? JustKept { get; private set; }

    public async Task<IActionResult> OnPostAsync(long forget)
    {
        if (Reader is not Actor.Resident { Person: var person } || Site.Desk is not { } desk) return LocalRedirect("/sign-in");
        await desk.DeleteDraftAsync(person, forget);
        return LocalRedirect("/matters");
    }

    /// <summary>The type to which the list is narrowed; empty for none.</summary>
    public string Type { get; private set; } = "";

    /// <summary>Types whose matters the list may be narrowed to.</summary>
    public IReadOnlyList<(string Id, string Name)> Types => [.. InForce.Structure.Matters.All.Where(type => type.HoldsOn(Site.Today)).Select(type => (type.Id, Say(type.Name))).OrderBy(static one => one.Item2, StringComparer.Ordinal)];

    /// <summary>How many the list holds; null where it is not told.</summary>
    public long? Count { get; private set; }

    /// <summary>Whether there are more than are counted unasked.</summary>
    public bool IsMore { get; private set; }

    /// <summary>The address of this list with something else of it.</summary>
    public string Address(bool closed, string? type = null, string? after = null, bool all = false)
    {
        var asked = new List<string>();
        if (closed) asked.Add("closed=yes");
        if ((type ?? Type) is { Length: > 0 } named) asked.Add($"type={named}");
        if (after is not null) asked.Add($"after={Uri.EscapeDataString(after)}");
        if (all) asked.Add("count=all");
        return asked.Count == 0 ? "/matters" : $"/matters?{string.Join('&', asked)}";
    }

    public IActionResult OnGet(string? closed, string? after, string? saved, string? type, string? count)
    {
        if (Reader is not { } reader || Site.Desk is not { } desk) return LocalRedirect("/sign-in");
        Closed = closed == "yes";
        Type = type is not null && InForce.Structure.Matters.Has(type) ? type : "";
        var filter = new MatterFilter { Closed = Closed, State = Closed && reader is Actor.Resident ? MatterState.Closed : null, Type = Type.Length > 0 ? Type : null };
        if (desk.Questions.List(reader, filter, Closed ? MatterOrder.Newest : MatterOrder.Promise, after, RowsOfPage) is not { } page) return new NotFoundResult();
        if (reader is Actor.Resident { Person: var person } && !Closed && after is null) (Drafts, JustKept) = (desk.Drafts(person), saved);
        if (reader is Actor.Officer)
        {
            Count = desk.Questions.Count(reader, filter, count == "all" ? null : CountedUnasked);
            IsMore = count != "all" && Count > CountedUnasked;
        }

        // A resident's list holds both; what is over stands under its own heading.
        (Lines, Next, Now) = (Closed ? page.Rows : [.. page.Rows.Where(static line => line.State != MatterState.Closed)], page.Next, Site.Time.GetUtcNow());
        return Page();
    }

    public string TypeName(string type) => InForce.Structure.Matters.Of(type) is [.., var last] ? Say(last.Name) : type;

    public string Result(MatterLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return line.Result is { } result && Enum.TryParse<ClosureKind>(result.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var kind) ? ClosureWords.Of(this, kind) : Say("办结", "closed");
    }
}

/// <summary>How people call the ways in which a matter ends.</summary>
internal static class ClosureWords
{
    public static string Of(SitePage page, ClosureKind kind) => page.Say(kind switch
    {
        ClosureKind.Solved => new("已解决", "solved"),
        ClosureKind.Explained => new("已解释", "explained"),
        ClosureKind.Refused => new("不予办理", "refused"),
        ClosureKind.OutOfReach => new("超出权限，已转报", "out of reach, referred on"),
        ClosureKind.Unanswered => new("没有回音，已结束（不算解决）", "ended without an answer (not counted as solved)"),
        ClosureKind.Withdrawn => new("本人撤回", "withdrawn"),
        _ => throw new InvalidOperationException("An unknown kind of closure."),
    });
}
