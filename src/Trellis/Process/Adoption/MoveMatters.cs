using Trellis.Process.Flows;
using Trellis.Process.Matters;

namespace Trellis.Process.Adoption;

/// <summary>What a move would do to one matter.</summary>
/// <param name="Why">The code why it stays where it is; null where it moves.</param>
/// <param name="Keeps">Open points that stay with who has them.</param>
/// <param name="Drops">Open points that the new flow does not reach.</param>
/// <param name="Opens">Points that open anew.</param>
public sealed record MoveLine(MatterId Matter, string? Why, FixedList<string> Keeps, FixedList<string> Drops, FixedList<string> Opens)
{
    public bool Moves => Why is null;
}

/// <summary>Running matters shall go on under a version that was adopted. The plan lists every one of them; nothing moves yet.</summary>
public sealed record PlanMove(string Version, FixedList<MoveLine> Lines) : IAct
{
    public const string Name = "plan-move";

    public string Word => Name;
}

public sealed record MovePlanned(string Version, FixedList<MoveLine> Lines, DateTimeOffset Happened) : IEvent
{
    public const string Name = "move-planned/1";

    public string Wire => Name;
}

/// <summary>One matter of the plan moves.</summary>
public sealed record MoveMatter(MatterId Matter, string Version) : IAct
{
    public const string Name = "move-matter";

    public string Word => Name;
}

/// <summary>A way that was taken, by its place in the new flow.</summary>
public sealed record MovedTurn(string Key, int Way, FixedList<RowId> Rows);

/// <param name="Kept">Open points that stay with who has them.</param>
/// <param name="Turns">Where the work already done stands in the new flow.</param>
public sealed record MatterMoved(MatterId Matter, string From, string To, FixedList<string> Kept, FixedList<MovedTurn> Turns, DateTimeOffset Happened) : IMatterEvent
{
    public const string Name = "matter-moved/1";

    public string Wire => Name;
}

/// <summary>
/// Moves running matters to an adopted version. What is done stays done, because a flow is read off its finished steps by their ids: a finished step that the
/// new flow has too is behind it, one that it does not have is history, and only steps never done are opened.
/// </summary>
public static class MovingMatters
{
    /// <summary>What fits into an entry; longer plans come in several acts.</summary>
    public const int MostLines = 100;

    /// <summary>The dry run: what a move would do to a matter, under the circumstances of the new version. Changes nothing.</summary>
    public static MoveLine DryRun(Matter matter, string version, Circumstances under)
    {
        if (matter.State == MatterState.Closed) return Stays(ProcessRefusals.MatterIsClosed);
        if (matter.Version == version) return Stays(ProcessRefusals.AlreadyThere);
        if (Move(matter, version, under) is not { } events) return Stays(ProcessRefusals.NoSuchMatterType);
        var moved = (MatterMoved)events[0];
        var after = matter;
        foreach (var one in events) after = FoldingMatters.Apply(after, one);
        return new MoveLine(
            matter.Id, null, moved.Kept,
            [.. matter.Open.Where(open => !moved.Kept.Contains(open.Key)).Select(static open => open.Key)],
            [.. after.Open.Where(open => !moved.Kept.Contains(open.Key)).Select(static open => open.Key)]);

        MoveLine Stays(Refusal why) => new(matter.Id, why.Code, [], [], []);
    }

    public static Outcome Decide(StructureAdoption? adoption, PlanMove act, Circumstances circumstances) =>
        adoption is null ? ProcessRefusals.NoSuchAdoption
        : adoption.Adopted is null ? ProcessRefusals.NotAdopted
        : act.Lines.Count > MostLines ? ProcessRefusals.TooMuchForOneEntry
        : !act.Lines.Exists(static line => line.Moves) ? ProcessRefusals.NothingToMove
        : Outcome.Accept(new MovePlanned(act.Version, act.Lines, circumstances.When));

    /// <summary>Only what the plan lists, and only while it would still do what the plan says.</summary>
    /// <param name="adoption">How the version came into force.</param>
    /// <param name="matter">As it stands now.</param>
    /// <param name="act">The move.</param>
    /// <param name="under">The circumstances with the structure and flows of the new version.</param>
    public static Outcome Decide(StructureAdoption? adoption, Matter matter, MoveMatter act, Circumstances under)
    {
        if (adoption is null || adoption.Version != act.Version) return ProcessRefusals.NoSuchAdoption;
        if (adoption.Adopted is null || adoption.InForce > under.Day) return ProcessRefusals.NotAdopted;
        if (BeforeAnAct.Ask(matter, under) is { } no) return no;
        if (adoption.Moves.Find(line => line.Matter == matter.Id && line.Moves) is not { } planned) return ProcessRefusals.NotInThePlan;
        var now = DryRun(matter, act.Version, under);
        if (!now.Moves || !now.Keeps.SequenceEqual(planned.Keeps) || !now.Drops.SequenceEqual(planned.Drops) || !now.Opens.SequenceEqual(planned.Opens)) return ProcessRefusals.NotInThePlan;
        return Outcome.Accept(Move(matter, act.Version, under)!);
    }

    /// <summary>Null where the new version has no such matter type.</summary>
    private static List<IEvent>? Move(Matter matter, string version, Circumstances under)
    {
        var day = under.Times.DayOf(under.When);
        if (under.Flows.Of(matter.Type, day) is not { } flow) return null;
        // Where the work stands in the new blocks: ways are found again from the steps done on them.
        var turns = FixedList<MovedTurn>.Empty;
        var standing = matter with { Moved = under.When, Turns = [], Version = version };
        while (true)
        {
            var walk = FlowWalk.Of(flow, standing, under.Flows, day);
            if (walk.Waits.Select(one => TurnOf(one, matter)).FirstOrDefault(static turn => turn is not null) is not { } next) break;
            turns = turns.Add(next);
            standing = standing with { Turns = standing.Turns.Add(new TurnTaken(next.Key, next.Way, under.When, next.Rows)) };
        }

        var reached = FlowWalk.Of(flow, standing, under.Flows, day).Waits;
        FixedList<string> kept = [.. matter.Open.Where(open => open is { Kind: PointKind.Step, Awaits.IsEmpty: true } && reached.Any(one => one is Reached.Step && one.Key == open.Key)).Select(static open => open.Key)];
        var moved = new MatterMoved(matter.Id, matter.Version, version, kept, turns, under.When);
        return [moved, .. AdvancingFlows.After(FoldingMatters.Apply(matter, moved), under)];
    }

    private static MovedTurn? TurnOf(Reached reached, Matter matter)
    {
        switch (reached)
        {
            case Reached.Choice choice:
                for (var number = 0; number < choice.What.Branches.Count; number++)
                    if (IsBegun(choice.What.Branches[number].Then, choice.Scope, matter)) return new MovedTurn(choice.Key, number, []);
                return null;
            case Reached.PassEnd pass:
                var next = pass.Scope.In(NextPass(pass.Scope.Passes));
                return IsBegun(pass.What.Do, next, matter) ? new MovedTurn(pass.Key, TurnTaken.Again, []) : null;
            case Reached.Members members:
                return matter.TurnAt(members.Key) is { } known ? new MovedTurn(members.Key, known.Way, known.Rows) : null;
            default:
                return null;
        }
    }

    /// <summary>Whether some step of a block is done or open, in whatever passes of loops inside it.</summary>
    private static bool IsBegun(Structure.FlowPart block, FlowScope scope, Matter matter)
    {
        foreach (var part in block.All)
        {
            var id = part switch { Structure.FlowPart.Step step => step.Id, Structure.FlowPart.Part run => run.Id, _ => null };
            if (id is null) continue;
            var key = scope.KeyOf(id);
            if (matter.Done.Exists(done => !done.IsSkipped && Is(done.Key)) || matter.Open.Exists(open => Is(open.Key)) || matter.Parts.Exists(run => Is(run.Key))) return true;

            // A step of an inner loop has more passes behind its own.
            bool Is(string other) => other == key || (other.StartsWith(key, StringComparison.Ordinal) && other.Length > key.Length && other[key.Length] == (scope.Passes.Length == 0 ? '#' : '.'));
        }

        return false;
    }

    private static string NextPass(string passes)
    {
        var at = passes.LastIndexOfAny(['#', '.']) + 1;
        return $"{passes[..at]}{int.Parse(passes.AsSpan(at), System.Globalization.CultureInfo.InvariantCulture) + 1}";
    }
}
