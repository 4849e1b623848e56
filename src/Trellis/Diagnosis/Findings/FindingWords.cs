using System.Globalization;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Findings;

/// <summary>The words of findings for programs and people.</summary>
public static class FindingWords
{
    /// <summary>Which contradiction of grassroots governance a kind of fault belongs to: one for each path.</summary>
    public static string ContradictionOf(ReformPath path) => path switch
    {
        ReformPath.PowerAndResponsibility => "power-responsibility",
        ReformPath.Process => "process",
        ReformPath.Information => "information",
        ReformPath.Resources => "resources",
        ReformPath.Subjects => "subjects",
        ReformPath.Assessment => "incentives",
        ReformPath.Technology => "amplification",
        ReformPath.RulesAndRights => "data-rights",
        _ => throw new InvalidOperationException("Files contradict nobody."),
    };

    public static string Word(Direction direction) => direction switch
    {
        Direction.None => "none",
        Direction.Up => "up",
        Direction.Down => "down",
        Direction.Across => "across",
        _ => throw new InvalidOperationException("An unknown direction."),
    };

    public static string Word(SubjectKind kind) => kind switch
    {
        SubjectKind.Unit => "unit",
        SubjectKind.UnitPair => "unit-pair",
        SubjectKind.Step => "step",
        SubjectKind.StepInUnit => "step-in-unit",
        SubjectKind.Indicator => "indicator",
        SubjectKind.IndicatorInUnit => "indicator-in-unit",
        SubjectKind.Places => "places",
        SubjectKind.MatterType => "matter-type",
        SubjectKind.Whole => "whole",
        SubjectKind.Form => "form",
        SubjectKind.Resource => "resource",
        _ => throw new InvalidOperationException("An unknown subject."),
    };

    public static string Word(MeasureUnit unit) => unit switch
    {
        MeasureUnit.Share => "share",
        MeasureUnit.Seconds => "seconds",
        MeasureUnit.Times => "times",
        MeasureUnit.Count => "count",
        _ => throw new InvalidOperationException("An unknown unit."),
    };

    public static string Value(double value, MeasureUnit unit, Language language) => unit switch
    {
        MeasureUnit.Share => value < 0 ? "−" + Figures.Share(-value, 1) : Figures.Share(value, 1),
        MeasureUnit.Seconds => Durations.Say(value, language),
        MeasureUnit.Times => language == Language.Chinese ? $"{Figures.Short(value)} 倍" : $"{Figures.Short(value)} times",
        _ => Figures.Short(value),
    };

    public static string Chance(double value) => value < 0.0001 ? "< 0.0001" : value.ToString("0.0###", CultureInfo.InvariantCulture);

    /// <summary>Without the signs that keep a foreign script from turning a sentence on a page: terminals and programs need none.</summary>
    public static string Plain(string sentence) => sentence.Replace("\u2068", "", StringComparison.Ordinal).Replace("\u2069", "", StringComparison.Ordinal);

    /// <summary>Detectors that could not look, those with the same reason together.</summary>
    public static IEnumerable<(string Codes, Text Why)> Silent(FindingReport report) =>
        report.Silent.GroupBy(static one => one.Lacks).Select(static group => (string.Join(", ", group.Select(static one => one.Code.Code)), group.Key));
}
