using System.Text;
using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Quantities;

namespace Trellis.Pilots.Cures;

/// <summary>
/// A promise that its own steps cannot keep, kept by shorter steps. A longer promise would mend it, too, and would take from residents what the base promises them, which no overlay may; so what is shortened is the longest step on the way
/// that ends too late, by as much as it ends too late, until the limits fit.
/// </summary>
internal sealed class KeepingPromises(GovernanceStructure structure, DateOnly day)
{
    private const int MostSteps = 4;

    /// <param name="spare">So many days more than the office's calendar asks for: steps of those who work at night and on holidays may begin when no office is open.</param>
    /// <returns>The type with its shortened steps, and each of them with its new limit; null where its limits fit already, or cannot be made to by whole working days.</returns>
    public (MatterType Type, IReadOnlyList<(FlowPart.Step Step, TimeLimit Limit)> Shortened)? Of(MatterType type, int spare)
    {
        if (structure.Calendars.On("office", day)?.Working is not { } office) return null;
        var laid = new LaidLimits(day.Year, office);
        var shortened = new Dictionary<string, TimeLimit>(StringComparer.Ordinal);
        var now = type;
        while (LateOf(now) is { } late)
        {
            var longest = late.Way.Where(step => step.Limit is { Unit: TimeUnit.WorkingDays, Amount: > 1 } && now.Steps.Any(own => own.Id == step.Id && own.Within?.Fixed is not null)).OrderByDescending(static step => step.Limit.Amount).ThenBy(static step => step.Id, StringComparer.Ordinal).FirstOrDefault();
            if (longest.Id is null || (shortened.Count == MostSteps && !shortened.ContainsKey(longest.Id))) return null;
            var limit = new TimeLimit(Math.Max(1, longest.Limit.Amount - Math.Max(1, late.WorkingDaysLate)), TimeUnit.WorkingDays);
            if (With(now, now.Steps.First(own => own.Id == longest.Id), limit) is not { } edited) return null;
            (shortened[longest.Id], now) = (limit, edited);
        }

        if (shortened.Count == 0) return null;
        if (spare > 0)
        {
            var longest = shortened.MaxBy(static one => one.Value.Amount);
            if (longest.Value.Amount <= spare || With(now, now.Steps.First(own => own.Id == longest.Key), new TimeLimit(longest.Value.Amount - spare, TimeUnit.WorkingDays)) is not { } edited) return null;
            (shortened[longest.Key], now) = (new TimeLimit(longest.Value.Amount - spare, TimeUnit.WorkingDays), edited);
        }

        return (now, [.. type.Steps.Where(step => shortened.ContainsKey(step.Id)).Select(step => (step, shortened[step.Id]))]);

        LateFlow? LateOf(MatterType of) => new FlowTimes(CompiledFlow.Of(of, structure, day), static _ => [], laid).FindLate().Where(static one => one.Block is null).MaxBy(static one => one.WorkingDaysLate);
    }

    /// <summary>The type as its file would say it with another limit of one step.</summary>
    private static MatterType? With(MatterType type, FlowPart.Step step, TimeLimit limit)
    {
        var at = step.Node["within"u8].Mark;
        if (at.File is not { } file || at.Length == 0) return null;
        byte[] edited = [.. file.Bytes.AsSpan(0, at.Start), .. Encoding.UTF8.GetBytes(limit.ToString()), .. file.Bytes.AsSpan(at.Start + at.Length)];
        return ReadingStructures.Read([new SourceFile(file.Path, edited)], 1).Structure.Matters.Of(type.Id).FirstOrDefault(one => one.From == type.From);
    }
}
