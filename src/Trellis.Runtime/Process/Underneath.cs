using Trellis.Information.Forms;
using Trellis.Information.Looks;
using Trellis.Process;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;
using LedgerEntry = Trellis.Ledger.Entry;

namespace Trellis.Runtime.Process;

/// <summary>What an act on a matter is decided under: its version in its place, the rules of the day, and what was given in it.</summary>
internal sealed class Underneath
{
    private readonly RuleState _rules;

    /// <param name="matter">Null while it is being filed.</param>
    /// <param name="based">What registers say, and of whom; null where nothing is asked of them.</param>
    public Underneath(Matter? matter, string type, PlacedStructure placed, Actor by, DateTimeOffset? happened, in Turn turn, RuleState rules, FixedList<GivenItem> facts, (BaseInTurn State, FileMatter? Filing)? based = null)
    {
        _rules = rules;
        var running = rules.Running!;
        var moment = happened is { } paper ? LedgerEntry.Moment(paper.ToUniversalTime()) : (DateTimeOffset?)null;
        var day = running.DayOf(moment ?? turn.At);
        var now = running.At(matter?.Place, day);
        Circumstances = new Circumstances
        {
            Structure = placed.Structure,
            // Calendars are those of the day: a holiday is often known only after the matter was filed.
            Times = now.Times,
            Flows = placed.Flows,
            Today = now.Structure.On(day),
            Now = turn.At,
            Happened = moment,
            By = by,
            Given = facts,
            Deciders = needed => Known!.Deciders(needed, running.Mandates, rules.Standing),
            NearestDecider = needed => Known!.NearestDecider(needed, running.Mandates, rules.Standing),
            Returned = Returned,
            SitsIn = (person, unit) => rules.SitsIn(person, unit, day),
        };
        Purpose = PurposeOf(placed.Structure, type, day);
        if (based is var (state, filing)) Base = ReadingOf(matter, filing, type, placed, state, facts);
        Known = new KnownToPowers(placed.Structure, facts, Base);
        if (Base is { } reading) Circumstances = Circumstances with { Known = reading.Known, Held = reading.Held };
    }

    /// <summary>What is read of registers for this act; null where its type reads nothing of them.</summary>
    public ReadingInTurn? Base { get; }

    public Circumstances Circumstances { get; }

    public KnownToPowers Known { get; }

    /// <summary>For what values are collected in this matter.</summary>
    public string Purpose { get; }

    public static string PurposeOf(GovernanceStructure structure, string type, DateOnly day) =>
        (structure.Matters.On(type, day) ?? (structure.Matters.Of(type) is [var any, ..] ? any : null))?.Purpose?.Id ?? "matter";

    /// <summary>What time does to a matter is looked at under: nobody acts, and no power is asked.</summary>
    public static Circumstances For(Matter matter, DateTimeOffset now, RunningStructure running, StructureVersions versions)
    {
        var pinned = versions.Of(matter.Version);
        var placed = pinned.At(matter.Place, pinned.DayOf(matter.Moved ?? matter.Filed));
        var today = running.At(matter.Place, running.DayOf(now));
        return new Circumstances { Structure = placed.Structure, Times = today.Times, Flows = placed.Flows, Today = today.Structure.On(running.DayOf(now)), Now = now };
    }

    /// <summary>A move to a version is looked at under that version in the place of the matter.</summary>
    public static Circumstances ForMove(Matter matter, DateTimeOffset now, RunningStructure version)
    {
        var day = version.DayOf(now);
        var placed = version.At(matter.Place, day);
        return new Circumstances { Structure = placed.Structure, Times = placed.Times, Flows = placed.Flows, Today = placed.Structure.On(day), Now = now };
    }

    /// <summary>Why what somebody confirmed does not stand so in the base, or is not theirs to confirm; null where it does, and where nothing was confirmed.</summary>
    public Refusal? WhyNotConfirmed(FixedList<GivenItem> given)
    {
        foreach (var one in given)
            if (one.Confirmed is { } held && (Base is null ? FormRefusals.NothingHeld.Naming($"{one.Fact}。", $"{one.Fact}.") : Base.WhyNotConfirmed(one.Fact, held)) is { } why) return why;
        return null;
    }

    private ReadingInTurn? ReadingOf(Matter? matter, FileMatter? filing, string type, PlacedStructure placed, BaseInTurn state, FixedList<GivenItem> facts)
    {
        var (today, day) = (Circumstances.Today, Circumstances.Day);
        if (state.WantsOf(placed.Structure, type, day) is null || placed.Structure.Matters.On(type, day) is not { } found) return null;
        // While it is filed, whoever leads the duty answers for what is read for it.
        var holder = matter?.HeldBy ?? FindingPerformers.Lead(filing?.Place, found.Duty.Id, Circumstances);
        if ((holder is { } unit ? today.Unit(unit.Text) : today.Top) is not { } holding) return null;
        return new ReadingInTurn(state, new ReadsFor(LookReason.Of(matter?.Id ?? filing!.Matter), matter?.Roles ?? filing!.Roles, placed.Structure.Purposes.On(Purpose, day), holding, matter?.FiledFor ?? filing!.Requester, matter?.Filed ?? Circumstances.When, facts, placed, today));
    }

    private UnitId? Returned(string duty, UnitId unit) => _rules.Running!.Mandates.Returned(Circumstances.Day, _rules.Standing).To(duty, unit);
}
