using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Structure.Expressions;

namespace Trellis.Process;

/// <summary>What a decision writes into one row of a register, in words as the register reads them.</summary>
public sealed record RowRecorded(RowId Row, IReadOnlyList<(string Item, IReadOnlyList<string> Written)> Items);

/// <summary>
/// A decision writes what its matter has collected into the registers whose it is, so that nobody types it a second time. Whether it may be recorded there is asked of the registers, as of
/// every value.
/// </summary>
public static class RecordingOutcomes
{
    /// <summary>What the outcome of a step writes; nothing for most.</summary>
    /// <param name="why">Set where something that is to be written is not known in the matter, or no row is in the role.</param>
    public static IReadOnlyList<RowRecorded> Of(Matter matter, PerformStep act, Circumstances circumstances, out Refusal? why)
    {
        ArgumentNullException.ThrowIfNull(matter);
        ArgumentNullException.ThrowIfNull(act);
        ArgumentNullException.ThrowIfNull(circumstances);
        why = null;
        if (act.Result is not StepResult.Decided { Outcome: var outcome } || AdvancingFlows.StepAt(matter, circumstances, act.Key) is not { What: { Records.Count: > 0 } step } reached) return [];
        var facts = new FactsOfMatter(matter, reached.Scope, circumstances);
        var rows = new Dictionary<RowId, List<(string, IReadOnlyList<string>)>>();
        List<string>? missing = null;
        foreach (var recorded in step.Records)
        {
            if (recorded.Outcome != outcome) continue;
            if (facts.Root(recorded.Role).Record is not { } row || WordsOf(recorded.Source.Id, act, facts, circumstances) is not { } words)
            {
                (missing ??= []).Add(recorded.Source.Id);
                continue;
            }

            var at = new RowId(row.Register, row.Key);
            if (!rows.TryGetValue(at, out var items)) rows.Add(at, items = []);
            items.Add((recorded.Field, words));
        }

        if (missing is not null) why = Named.Items(missing);
        return [.. rows.Select(static one => new RowRecorded(one.Key, one.Value))];
    }

    /// <summary>Rows that decisions of a matter may write into: those in the roles that its type names.</summary>
    public static IEnumerable<RowId> RowsOf(Matter matter, Trellis.Structure.MatterType type)
    {
        ArgumentNullException.ThrowIfNull(matter);
        ArgumentNullException.ThrowIfNull(type);
        // A part calls roles by names of its own, so all of them may be meant.
        return type.IsBundle || type.Steps.Exists(static step => step.Records.Count > 0) ? matter.Roles.Select(static role => role.Row) : [];
    }

    private static IReadOnlyList<string>? WordsOf(string source, PerformStep act, FactsOfMatter facts, Circumstances circumstances)
    {
        foreach (var given in act.Given)
            if (given.Fact == source) return Words(given.Value);
        foreach (var given in circumstances.Given)
            if (given.Fact == source) return Words(given.Value);
        return source.Contains('.', StringComparison.Ordinal) ? null : Words(facts.Root(source));
    }

    private static IReadOnlyList<string>? Words(Value value) => !value.IsKnown ? null : value.List is { } list ? [.. list.Select(Word)] : [Word(value)];

    private static string Word(Value value) => value.Record is { } row ? $"{row.Register}/{row.Key}" : value.Text ?? value.ToString();
}
