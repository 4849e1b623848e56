using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using Trellis.Diagnosis.Checks;
using Trellis.Structure;
using Trellis.Structure.Findings;
using Trellis.Structure.Vocabulary;
using Trellis.Web.Shared;

namespace Trellis.Web.Structure;

/// <summary>What the check finds in the structure in force: faults of rules, never of people.</summary>
public sealed class FindingsPage : SitePage
{
    private const int RowsOfPage = 40;

    /// <summary>A version is checked once, when somebody first asks; it lives as long as the structure itself.</summary>
    private static readonly ConditionalWeakTable<GovernanceStructure, IReadOnlyList<Finding>> Known = [];

    public override Text Heading => new("结构里查出的问题", "What the check found");

    public override string Way => "/structure";

    public IReadOnlyList<(string Code, Text Title, int Count)> Codes { get; private set; } = [];

    public string Code { get; private set; } = "";

    public int Total { get; private set; }

    public int At { get; private set; } = 1;

    public int Pages => Math.Max(1, (Total + RowsOfPage - 1) / RowsOfPage);

    public IReadOnlyList<Finding> Shown { get; private set; } = [];

    public IActionResult OnGet(string? code, string? at)
    {
        var all = Known.GetValue(InForce.Structure, structure => CheckingStructures.Check(ReadingStructures.Read(structure.Files, Environment.ProcessorCount), Site.Today, Environment.ProcessorCount).Findings);
        Codes = [.. all.GroupBy(static finding => finding.Code).OrderBy(static group => group.Key.Code, StringComparer.Ordinal).Select(static group => (group.Key.Code, group.Key.Title, group.Count()))];
        Code = Codes.Any(one => one.Code == code) ? code! : "";
        var kept = all.Where(finding => Code.Length == 0 || finding.Code.Code == Code).OrderByDescending(static finding => finding.Severity).ToList();
        Total = kept.Count;
        At = int.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var wished) ? Math.Clamp(wished, 1, Pages) : 1;
        Shown = [.. kept.Skip((At - 1) * RowsOfPage).Take(RowsOfPage)];
        return Page();
    }

    public string Address(int page) => $"/structure/findings?at={page}{(Code.Length > 0 ? $"&code={Code}" : "")}";

    public string Where(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        var names = finding.Group is { } group && InForce.Structure.Groups.On(group, Site.Today) is { } known
            ? Say($"{known.Name.Zh}（{finding.Places.Count} 处）", $"{known.Name.En} ({finding.Places.Count})")
            : string.Join(Say("、", ", "), finding.Places.Take(6).Select(place => NameOf(new UnitId(place))));
        return finding.Group is null && finding.Places.Count > 6 ? Say($"{names} 等 {finding.Places.Count} 处", $"{names} and {finding.Places.Count - 6} more") : names;
    }

    /// <summary>The page of the entry that a finding is about; empty where it has none.</summary>
    public static string PageOf(Finding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        if (finding.Address is not { } address || address.Split('/') is not [var word, var id, ..]) return "";
        return EntryKinds.All.FirstOrDefault(kind => Words.Of(kind.Kind).Word == word) is { } found ? $"/structure/{found.Word}/{id}" : "";
    }
}
