using Trellis.Process.Flows;
using Trellis.Structure;

namespace Trellis.Diagnosis.Findings;

/// <summary>Where a structure speaks of what a finding is about: the step of a flow whose id the log uses, the matter type, or the indicator of the figures. A step of several matter types is that of the first, by their ids.</summary>
public sealed class RulesOfStructures
{
    private readonly Dictionary<string, RuleAtFault> _steps = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RuleAtFault> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RuleAtFault> _indicators = new(StringComparer.Ordinal);

    public RulesOfStructures(GovernanceStructure structure, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(structure);
        foreach (var matter in structure.Matters.All.Where(one => one.HoldsOn(day)).OrderBy(static one => one.Id, StringComparer.Ordinal))
        {
            var type = new RuleAtFault(matter.At.Path, matter.At.Line, matter.Address);
            foreach (var name in (string[])[matter.Id, matter.Name.Zh, matter.Name.En]) _types.TryAdd(name, type);
            foreach (var point in CompiledFlow.Of(matter, structure, day).Steps)
            {
                var rule = new RuleAtFault(point.What.At.Path, point.What.At.Line, $"{matter.Address}, {point.Id}");
                _steps.TryAdd(point.Id, rule);
                _steps.TryAdd($"{matter.Id}/{point.Id}", rule);
            }
        }

        foreach (var indicator in structure.Indicators.All.Where(one => one.HoldsOn(day)))
        {
            var rule = new RuleAtFault(indicator.At.Path, indicator.At.Line, indicator.Address);
            foreach (var name in (string[])[indicator.Id, indicator.Name.Zh, indicator.Name.En]) _indicators.TryAdd(name, rule);
        }
    }

    public RuleAtFault? Of(LogFinding finding)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return finding.Who.Kind switch
        {
            SubjectKind.Step or SubjectKind.StepInUnit => _steps.GetValueOrDefault(finding.Who.Names[0]),
            SubjectKind.MatterType => _types.GetValueOrDefault(finding.Who.Names[0]),
            SubjectKind.Indicator or SubjectKind.IndicatorInUnit => _indicators.GetValueOrDefault(finding.Who.Names[0]),
            _ => null,
        };
    }
}
