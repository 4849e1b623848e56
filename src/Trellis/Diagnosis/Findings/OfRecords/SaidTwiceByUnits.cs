using Trellis.Diagnosis.Records;
using Trellis.Structure;

namespace Trellis.Diagnosis.Findings.OfRecords;

/// <summary>A field of a form that several of the units that fill it in say they are asked twice, in a year, and that is still asked. Counted and not estimated: a fact and no test. What one unit says has its own matter and its owner's answer.</summary>
internal static class SaidTwiceByUnits
{
    public const int Days = 365;

    /// <summary>Fewer could be one office's way of reading the form.</summary>
    private const int Several = 2;

    public static IEnumerable<Tested> Find(RecordEvidence evidence)
    {
        foreach (var (field, said) in evidence.Counts.Forms.Twice)
        {
            if (evidence.Today.Structure.Forms.On(field.Form, evidence.Today.Day) is not { } form || form.AllItems.All(item => item.Id != field.Item)) continue;
            var lately = said.Where(one => evidence.Counts.Last - one.At <= TimeSpan.FromDays(Days)).ToList();
            var units = lately.Select(static one => one.Unit).Distinct(StringComparer.Ordinal).Count();
            if (units < Several) continue;
            var other = lately.Where(static one => one.Other is not null).GroupBy(static one => one.Other!, StringComparer.Ordinal).OrderByDescending(static group => group.Count()).ThenBy(static group => group.Key, StringComparer.Ordinal).FirstOrDefault()?.Key;
            yield return Tested.Fact(
                () => new Measured(MeasureUnit.Count, units, 0, lately.Count, RecordEvidence.Positions([.. lately.Select(static one => one.Position).OrderDescending().Take(LogFinding.MostEvidence)])),
                () => Tell(field, form, evidence.Today.Structure.Items.On(field.Item, evidence.Today.Day)?.Name ?? new Text(field.Item, field.Item), units, evidence.Today.Structure.Forms.On(other ?? "", evidence.Today.Day)?.Name));
        }
    }

    private static Told Tell(FieldOfForm field, Form form, Text item, int units, Text? other) => new()
    {
        Direction = Direction.Down,
        Who = new FindingSubject(SubjectKind.Form, form.Id, field.Item),
        Measure = new("说这一项重复要的单位数", "units that say the field is asked twice"),
        Says = new(
            $"一年之内有 {units} 个单位说，表格「{form.Name.Zh}」的“{item.Zh}”{(other is { } zh ? $"已经在「{zh.Zh}」里报过" : "在别处已经报过")}；它现在还在要。",
            $"Within a year {units} units said of \"{item.En}\" on the form \"{form.Name.En}\" that {(other is { } en ? $"they give it on \"{en.En}\" already" : "they give it elsewhere already")}; it is still asked for."),
        Innocent =
        [
            new(new("表里已经不要这一项的：不计在内。", "Fields that the form no longer asks for: not counted."), true),
            new(new("名称相同，口径不同：时点、范围或对象不一样。", "It has the same name and another meaning: another day, area or kind."), false),
            new(new("要表的单位已经答复说明为什么要两次。", "Its owner has answered why it is asked twice."), false),
        ],
        Clears = new("删去这一项，由已报的数生成；或写明两个口径的不同，改名。", "The field is struck and filled from what is given already; or the difference is written down, and one of them renamed."),
    };
}
