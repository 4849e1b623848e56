using Trellis.Process.Flows;
using Trellis.Structure;

namespace Trellis.Diagnosis.Findings;

/// <summary>Where a structure speaks of what a finding is about: the step of a flow whose id the log uses, the matter type, form or resource, or the indicator of the figures. A step whose id several matter types use is none of them by its id alone: no line is better than a wrong one.</summary>
public sealed class RulesOfStructures
{
    private readonly Dictionary<string, RuleAtFault?> _steps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RuleAtFault> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RuleAtFault> _forms = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RuleAtFault> _resources = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RuleAtFault> _indicators = new(StringComparer.Ordinal);

    public RulesOfStructures(GovernanceStructure structure, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(structure);
        foreach (var matter in structure.Matters.All.Where(one => one.HoldsOn(day)).OrderBy(static one => one.Id, StringComparer.Ordinal))
        {
            Add(_types, matter, matter.Name);
            foreach (var point in CompiledFlow.Of(matter, structure, day).Steps)
            {
                var rule = new RuleAtFault(point.What.At.Path, point.What.At.Line, $"{matter.Address}, {point.Id}");
                _steps.TryAdd($"{matter.Id}/{point.Id}", rule);
                if (!_steps.TryAdd(point.Id, rule)) _steps[point.Id] = null;
            }
        }

        foreach (var form in structure.Forms.All.Where(one => one.HoldsOn(day))) Add(_forms, form, form.Name);
        foreach (var resource in structure.Resources.All.Where(one => one.HoldsOn(day))) Add(_resources, resource, resource.Name);
        foreach (var indicator in structure.Indicators.All.Where(one => one.HoldsOn(day))) Add(_indicators, indicator, indicator.Name);
    }

    public RuleAtFault? Of(LogFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Who.Kind switch
        {
            SubjectKind.Step or SubjectKind.StepInUnit => _steps.GetValueOrDefault(finding.Who.Names[0]) ?? _types.GetValueOrDefault(finding.Who.Names[0]),
            SubjectKind.MatterType => _types.GetValueOrDefault(finding.Who.Names[0]),
            SubjectKind.Resource => _resources.GetValueOrDefault(finding.Who.Names[0]),
            SubjectKind.Form => _forms.GetValueOrDefault(finding.Who.Names[0]),
            SubjectKind.Indicator or SubjectKind.IndicatorInUnit => _indicators.GetValueOrDefault(finding.Who.Names[0]),
            _ => null,
        };
    }

    /// <summary>By its id and by its names: logs of others carry the words that people see.</summary>
    private static void Add(Dictionary<string, RuleAtFault> rules, Entry entry, Text name)
    {
        var rule = new RuleAtFault(entry.At.Path, entry.At.Line, entry.Address);
        foreach (var known in (string[])[entry.Id, name.Zh, name.En]) rules.TryAdd(known, rule);
    }
}
