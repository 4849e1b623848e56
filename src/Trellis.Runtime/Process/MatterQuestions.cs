using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Trellis.Authority;
using Trellis.Information.Looks;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Adoption;
using Trellis.Process.Clocks;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Process.Wire;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Structure.Expressions;
using MatterType = Trellis.Structure.MatterType;

namespace Trellis.Runtime.Process;

/// <summary>
/// What can be asked of matters. Answers are of what is stored, read beside the writer. Who asks gets what they may see (<see cref="SeeingMatters"/>) and is not told of anything else.
/// </summary>
public sealed partial class MatterQuestions : IAsyncDisposable
{
    /// <summary>The most rows of one page.</summary>
    public const int MostRows = 200;

    private readonly RecordPlace _place;
    private readonly MattersDesk _desk;
    private readonly ConcurrentBag<Session> _idle = [];

    internal MatterQuestions(RecordPlace place, MattersDesk desk) => (_place, _desk) = (place, desk);

    /// <summary>A matter for somebody who asks; null where there is none that they may see. An officer who reads what people gave in it orders <see cref="LookAtMatter"/> as well.</summary>
    public (Matter Matter, long Revision)? Find(Actor reader, MatterId id) => Find(id) is { } found && MaySee(reader, found.Matter) ? found : null;

    /// <summary>The id of the matter with a number that people read out; null where there is none that the reader may see.</summary>
    public MatterId? OfNumber(Actor reader, string number) =>
        Ask(session => MatterRows.OfNumber(session, number)) is { } id && Find(reader, MatterNumbers.Id(id)) is not null ? MatterNumbers.Id(id) : null;

    public bool MaySee(Actor reader, Matter matter)
    {
        var running = _desk.InForce;
        var today = running.At(matter.Place, running.DayOf(_desk.Now)).Structure.On(running.DayOf(_desk.Now));
        return SeeingMatters.May(reader, matter, today, reader is Actor.Officer officer && running.Structure.Supervises(officer.Seat.Post));
    }

    /// <summary>Whether an officer may change the structure today, and so is shown what a move does to all matters.</summary>
    public bool MayChangeStructure(Actor.Officer officer)
    {
        var running = _desk.InForce;
        var question = new Question { Post = officer.Seat.Post, Unit = officer.Seat.Unit.Text, Power = AdoptingStructures.Power, Actor = officer.Person.Text, Day = running.DayOf(_desk.Now) };
        return running.Mandates.Decide(question, _desk.Standing) is Authorization.Permitted;
    }

    /// <summary>Matters that somebody may see: a resident's own; those in which the officer's unit has or had a part, and for a post that supervises those of the units below.</summary>
    /// <param name="cursor">What the page before said; null for the first.</param>
    /// <param name="most">At most <see cref="MostRows"/>.</param>
    /// <returns>Null where the cursor is none of ours.</returns>
    public Page<MatterLine>? List(Actor reader, MatterFilter filter, MatterOrder order, string? cursor, int most)
    {
        most = Math.Clamp(most, 1, MostRows);
        var (after, before) = (-1L, order == MatterOrder.Promise ? 0 : long.MaxValue);
        if (cursor is not null && !TryRead(cursor, out after, out before)) return null;
        var closed = filter.Closed || filter.State == MatterState.Closed;
        var rows = Ask(session => reader switch
        {
            Actor.Resident resident when order == MatterOrder.Promise => ListRows.PersonsOwnByPromise(session, resident.Person.Text, filter, after, before, most + 1),
            Actor.Officer officer when order == MatterOrder.Promise && UnitsBelow(officer) is { } units => ListRows.UnitsBelowByPromise(session, units, closed, filter, after, before, most + 1),
            Actor.Resident resident => ListRows.PersonsOwn(session, resident.Person.Text, filter, before, most + 1),
            Actor.Officer officer when UnitsBelow(officer) is { } units => ListRows.UnitsBelow(session, units, closed, filter, before, most + 1),
            Actor.Officer officer when order == MatterOrder.Promise => ListRows.UnitsOwnByPromise(session, officer.Seat.Unit.Text, closed, filter, after, before, most + 1),
            Actor.Officer officer => ListRows.UnitsOwn(session, officer.Seat.Unit.Text, closed, filter, before, most + 1),
            _ => [],
        });
        return PageOf(rows, most);
    }

    /// <summary>A page of rows of which one more was asked for.</summary>
    private static Page<MatterLine> PageOf(List<MatterLine> rows, int most)
    {
        if (rows.Count <= most) return new Page<MatterLine>(rows, null);
        var last = rows[most - 1];
        return new Page<MatterLine>(rows[..most], Cursor(last.Promised?.ToUnixTimeMilliseconds() ?? MatterRows.Never, MatterNumbers.Of(last.Id)!.Value));
    }

    /// <summary>How many matters a list holds. Counting a long one takes its time, so most askers are content with more than so many.</summary>
    /// <param name="upTo">Where to leave off; null to count them all.</param>
    /// <returns>The number, at most <paramref name="upTo"/> and one more, which means that there are more.</returns>
    public long Count(Actor reader, MatterFilter filter, int? upTo)
    {
        var closed = filter.Closed || filter.State == MatterState.Closed;
        return Counted(upTo, (before, most) => Ask(session => reader switch
        {
            Actor.Resident resident => ListRows.PersonsOwn(session, resident.Person.Text, filter, before, most),
            Actor.Officer officer when UnitsBelow(officer) is { } units => ListRows.UnitsBelow(session, units, closed, filter, before, most),
            Actor.Officer officer => ListRows.UnitsOwn(session, officer.Seat.Unit.Text, closed, filter, before, most),
            _ => [],
        }));
    }

    /// <param name="list">The next ones behind a number, newest first.</param>
    private static long Counted(int? upTo, Func<long, int, List<MatterLine>> list)
    {
        const int AtOnce = 5_000;
        var (counted, before) = (0L, long.MaxValue);
        while (true)
        {
            var most = upTo is { } end ? (int)Math.Min(AtOnce, end + 1 - counted) : AtOnce;
            var rows = list(before, most);
            counted += rows.Count;
            if (rows.Count < most || counted > upTo) return counted;
            before = MatterNumbers.Of(rows[^1].Id)!.Value;
        }
    }

    /// <summary>What waits for a seat: steps of its post or of anybody of its unit, soonest due first unless another order is asked for.</summary>
    /// <returns>Null where the cursor is none of ours.</returns>
    public Page<WaitingPoint>? Inbox(Actor.Officer reader, string? cursor, int most, WaitingFilter? filter = null, WaitingOrder order = WaitingOrder.Due) =>
        Points(cursor, most, order, (session, after, count) => ListRows.InboxOf(session, reader.Seat.Unit.Text, reader.Seat.Post, filter ?? WaitingFilter.All, order, after, count));

    /// <summary>What waits for a unit in the steps of others: it was asked for something, called to come, or is waited for in a pause.</summary>
    /// <returns>Null where the cursor is none of ours.</returns>
    public Page<WaitingPoint>? AskedOf(Actor.Officer reader, string? cursor, int most, WaitingFilter? filter = null, WaitingOrder order = WaitingOrder.Due) =>
        Points(cursor, most, order, (session, after, count) => ListRows.AskedOf(session, reader.Seat.Unit.Text, filter ?? WaitingFilter.All, order, after, count));

    /// <summary>How much waits for a seat.</summary>
    /// <param name="upTo">Where to leave off; null to count all.</param>
    /// <returns>The number, at most <paramref name="upTo"/> and one more, which means that there are more.</returns>
    public long CountInbox(Actor.Officer reader, WaitingFilter filter, int? upTo) => Ask(session => ListRows.InboxCounted(session, reader.Seat.Unit.Text, reader.Seat.Post, filter, upTo + 1L ?? long.MaxValue));

    /// <summary>The same of what others wait for from a unit.</summary>
    public long CountAsked(Actor.Officer reader, WaitingFilter filter, int? upTo) => Ask(session => ListRows.AskedCounted(session, reader.Seat.Unit.Text, filter, upTo + 1L ?? long.MaxValue));

    /// <summary>Of which types so many of the things are that wait for a seat.</summary>
    public IReadOnlyList<string> TypesInInbox(Actor.Officer reader, int most) => Ask(session => ListRows.KindsInInbox(session, reader.Seat.Unit.Text, reader.Seat.Post, most));

    /// <summary>The same of what others wait for from a unit.</summary>
    public IReadOnlyList<string> TypesAsked(Actor.Officer reader, int most) => Ask(session => ListRows.KindsAsked(session, reader.Seat.Unit.Text, most));

    /// <summary>All that happened in a matter, in the order of the record; null where there is none that the reader may see. Personal parts are left out.</summary>
    public IReadOnlyList<HistoryLine>? History(Actor reader, MatterId id) => AskEach<HistoryLine>(reader, id, static (_, position, entry, happened) =>
        [new HistoryLine(position, entry.At, By(entry), entry.Mandate, entry.Structure, happened)]);

    /// <summary>What people wrote and gave in a matter, for whoever filed it; null where they did not. In the order of the record; what was erased is told as erased.</summary>
    public IReadOnlyList<WrittenLine>? Contents(Actor.Resident reader, MatterId id) =>
        Find(reader, id) is var (matter, _) && ReadingGround.Filed.By(reader, matter) is { } ground ? Written(reader, id, ground, static _ => null) : null;

    /// <summary>The same for an officer whose look into the matter stands in the record. What the look does not cover is named with the reason, and not opened.</summary>
    public IReadOnlyList<WrittenLine>? Contents(LooksDesk desk, CommittedLook look)
    {
        if (look.Reason.Matter is not { } id || Find(id) is not var (matter, _)) return null;
        var (subject, names, day) = (LooksDesk.SubjectOf(matter), desk.NamesOf(matter), _desk.InForce.DayOf(look.Receipt.At));
        var withheld = look.Withheld.ToDictionary(static one => one.What, static one => one.Why, StringComparer.Ordinal);
        return Written(Actor.System, id, new ReadingGround.Looked(look), field =>
        {
            var item = field.StartsWith(FactRows.Prefix, StringComparison.Ordinal) ? LooksDesk.ItemOf(names, field[FactRows.Prefix.Length..], day) : LookingAtValues.Words;
            // What came in between the look and this is for the next look.
            return look.Covers(subject, item) ? null : withheld.GetValueOrDefault(item, LookRefusals.NothingAskedFor);
        });
    }

    private List<WrittenLine>? Written(Actor reader, MatterId id, ReadingGround ground, Func<string, Refusal?> why) => AskEach<WrittenLine>(reader, id, (session, position, entry, _) =>
    {
        if (entry.Personal.Count == 0) return [];
        var reading = new PersonalReading(session, _desk.Keys, _place.Attachments, ground);
        return entry.Personal.Select(field =>
        {
            var isFact = field.Name.StartsWith(FactRows.Prefix, StringComparison.Ordinal);
            // What was erased is told as erased, whatever the look covers.
            var withheld = PersonalRows.Value(session, position, field.Name) is null ? null : why(field.Name);
            var written = withheld is null && reading.Value(position, field.Name) is { } opened ? Encoding.UTF8.GetString(opened.Value.Span) : null;
            if (!isFact) return new WrittenLine(position, entry.At, By(entry), entry.Event, field.Name, false, written, withheld);
            var value = written is null || HeldClaim.Parse(written) is not null ? written : ReadingGiven.Read(written) is var read && read.Text is { } word ? word : read.ToString();
            return new WrittenLine(position, entry.At, By(entry), entry.Event, field.Name[FactRows.Prefix.Length..], true, value, withheld);
        });
    });

    /// <summary>Who answered for a matter at a moment; null before it was filed, and where there is none that the reader may see.</summary>
    public UnitId? HolderAt(Actor reader, MatterId id, DateTimeOffset moment) => Find(reader, id)?.Matter.HolderAt(moment);

    /// <summary>For whom the age of a matter was waited, moment by moment until now; null where there is none that the reader may see.</summary>
    public IReadOnlyList<WaitBooked>? Waits(Actor reader, MatterId id) => Find(reader, id) is { } found ? BookingAge.Of(found.Matter, _desk.Now) : null;

    /// <summary>Which officers looked into a matter, on which days; null where there is none that the reader may see.</summary>
    public IReadOnlyList<LookLine>? Looks(Actor reader, MatterId id) =>
        Find(reader, id) is null ? null : [.. Ask(session => DayLookRows.At(session, MatterNumbers.Of(id)!.Value)).Select(static one => Line(one))];

    /// <summary>Which matters an officer looked into on a day. For supervision and for the officer's own eyes; who may ask is for the caller to know.</summary>
    public IReadOnlyList<MatterId> SeenBy(ActorId officer, DateOnly day) => [.. Ask(session => DayLookRows.By(session, officer.Text, day.DayNumber)).Select(MatterNumbers.Id)];

    /// <summary>For whom the latest matters that are still open were filed. For the demo, where anybody may be anybody.</summary>
    public IReadOnlyList<(ActorId Person, string Type)> LatestRequesters(int most) => Ask(session => ListRows.LatestRequesters(session, most));

    /// <summary>How much waits for each post; under an empty post what waits for anybody of the unit.</summary>
    public IReadOnlyDictionary<(string Unit, string Post), long> WaitingBySeat() => Ask(FlowRows.WaitingBySeat);

    /// <summary>How a type flows, counted in all of its matters.</summary>
    public FlowCount FlowOf(string type) => Ask(session => CountRows.Of(session, type));

    /// <summary>For each step of a type, or of a part in it, at how many points it waits now, at how many of them too long, and since when: all that there are.</summary>
    public IReadOnlyDictionary<string, StepWaiting> WaitingOf(string type) => Ask(session => FlowRows.WaitingByStep(session, type, _desk.Now.ToUnixTimeMilliseconds()));

    /// <summary>Whistles of all matters, counted.</summary>
    public FlowCount WhistlesCounted() => Ask(CountRows.OfWhistles);

    /// <summary>Whistles with their matters, and where to go on: for the board, which names units and posts and no person.</summary>
    /// <param name="cursor">What the page before said; null for the first.</param>
    /// <returns>Null where the cursor is none of ours.</returns>
    public Page<(Matter Matter, WhistleBlow Whistle)>? Whistles(WhistleFilter filter, string? cursor, int most)
    {
        most = Math.Clamp(most, 1, MostRows);
        WhistleKey? after = null;
        if (cursor is not null)
        {
            var tilde = cursor.LastIndexOf('~');
            if (tilde < 0 || !TryRead(cursor[..tilde], out var at, out var matter) || !long.TryParse(cursor.AsSpan(tilde + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
            after = new WhistleKey(at, matter, number);
        }

        var keys = Ask(session => WhistleRows.List(session, filter, after, most + 1));
        var next = keys.Count > most && keys[most - 1] is var last ? string.Create(CultureInfo.InvariantCulture, $"{Cursor(last.At, last.Matter)}~{last.Number}") : null;
        // What came to an end between the two questions is left out.
        return new Page<(Matter, WhistleBlow)>(
            [.. keys.Take(most).Select(key => (Find(MatterNumbers.Id(key.Matter))?.Matter, key.Number)).Where(static one => one.Matter is not null).Select(static one => (one.Matter!, one.Matter!.Whistles.Find(whistle => whistle.Number == one.Number)!)).Where(static one => one.Item2 is not null)],
            next);
    }

    /// <summary>How many whistles a list holds.</summary>
    /// <param name="upTo">Where to leave off; null to count them all.</param>
    /// <returns>The number, at most <paramref name="upTo"/> and one more, which means that there are more.</returns>
    public long CountWhistles(WhistleFilter filter, int? upTo) => Ask(session => WhistleRows.Count(session, filter, upTo + 1L ?? long.MaxValue));

    /// <summary>
    /// Matters of a type that something is true of, newest first, as far as the reader may see them. Looking through a long record takes its time, so that a page ends when enough are found
    /// or enough are looked through; where it ended it goes on.
    /// </summary>
    /// <param name="fits">What is asked of each.</param>
    public (IReadOnlyList<MatterLine> Seen, int Hidden, string? Next) Matching(Actor? reader, string type, Func<Matter, bool> fits, string? after, int most)
    {
        const int AtOnce = 250;
        const int MostLookedThrough = 500;
        var before = after is not null && MatterNumbers.Of(new MatterId(after)) is { } number ? number : long.MaxValue;
        var (seen, hidden) = (new List<MatterLine>(), 0);
        for (var looked = 0; ;)
        {
            var some = Ask(session => ListRows.Folded(session, type, before, AtOnce));
            foreach (var (line, folded) in some)
            {
                before = MatterNumbers.Of(line.Id)!.Value;
                looked++;
                var matter = MatterBytes.Read(folded).Matter;
                if (!fits(matter)) continue;
                if (reader is not null && MaySee(reader, matter)) seen.Add(line);
                else hidden++;
                if (seen.Count + hidden == most) return (seen, hidden, line.Id.Text);
            }

            if (some.Count < AtOnce) return (seen, hidden, null);
            if (looked >= MostLookedThrough) return (seen, hidden, MatterNumbers.Id(before).Text);
        }
    }

    /// <summary>Matters by their ids, as far as the reader may see them.</summary>
    public (IReadOnlyList<MatterLine> Seen, int Hidden) Lines(Actor? reader, IReadOnlyList<MatterId> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var seen = reader is null ? [] : Ask(session => ids.Where(id => MatterNumbers.Of(id) is { } number && MatterRows.Find(session, number) is var (matter, _) && MaySee(reader, matter)).Select(id => ListRows.Of(session, MatterNumbers.Of(id)!.Value)).OfType<MatterLine>().ToList());
        return (seen, ids.Count - seen.Count);
    }

    /// <summary>How many matters are open in each place.</summary>
    public IReadOnlyDictionary<string, long> OpenByPlace() => Ask(ListRows.OpenByPlace);

    /// <summary>Proposals to change a rule, newest first: which rule and how it stands is everybody's to see, who made it and in which words is not.</summary>
    /// <param name="before">The number behind which to go on; null for the first page.</param>
    public IReadOnlyList<Matter> Proposals(bool closed, MatterId? before, int most)
    {
        var structure = _desk.InForce.Structure;
        return [.. structure.Matters.All.Where(static type => type.OpenedBy == MatterType.Proposal).Select(static type => type.Id).Distinct(StringComparer.Ordinal)
            .SelectMany(type => Ask(session => ListRows.OfType(session, type, closed, before is { } id ? MatterNumbers.Of(id) ?? 0 : long.MaxValue, most)))
            .OrderByDescending(static line => line.Id.Text, StringComparer.Ordinal).Take(most).Select(line => Find(line.Id)?.Matter).OfType<Matter>()];
    }

    /// <summary>A proposal by the number that people read out; null for a matter of another kind.</summary>
    public Matter? Proposal(string number) =>
        Ask(session => MatterRows.OfNumber(session, number)) is { } id && Find(MatterNumbers.Id(id)) is var (matter, _) && _desk.InForce.Structure.Matters.Of(matter.Type) is [.., { OpenedBy: MatterType.Proposal }] ? matter : null;

    /// <summary>Matters of a type, newest first, as far as the reader may see them.</summary>
    /// <returns>Those of a page, how many of it are not the reader's to see, and where to go on.</returns>
    public (IReadOnlyList<MatterLine> Seen, int Hidden, string? Next) OfType(Actor? reader, string type, bool closed, string? after, int most)
    {
        var rows = Ask(session => ListRows.OfType(session, type, closed, after is not null && MatterNumbers.Of(new MatterId(after)) is { } before ? before : long.MaxValue, most + 1));
        var page = rows.Take(most).ToList();
        var seen = page.Where(line => reader is not null && Find(line.Id) is var (matter, _) && MaySee(reader, matter)).ToList();
        return (seen, page.Count - seen.Count, rows.Count > most ? page[^1].Id.Text : null);
    }

    /// <summary>Points of a type at which something waits, as far as the reader may see them.</summary>
    /// <param name="step">Null for all steps.</param>
    public (IReadOnlyList<WaitingPoint> Seen, int Hidden, string? Next) WaitingOfType(Actor? reader, string type, string? step, bool late, string? after, int most)
    {
        (long Matter, string Lane) from = after?.Split('~') is [var id, var lane] && MatterNumbers.Of(new MatterId(id)) is { } number ? (number, lane) : (0, "");
        var rows = Ask(session => ListRows.WaitingOfType(session, type, step ?? "", late ? _desk.Now.ToUnixTimeMilliseconds() - 1 : long.MaxValue, from, most + 1));
        var page = rows.Take(most).ToList();
        var seen = page.Where(point => reader is not null && Find(point.Matter) is var (matter, _) && MaySee(reader, matter)).ToList();
        return (seen, page.Count - seen.Count, rows.Count > most ? $"{page[^1].Matter.Text}~{page[^1].Key}" : null);
    }

    /// <summary>What was said about a version of the structure while it came into force: objections, answers, overrides.</summary>
    public SaidOfVersion SaidOf(string version) => Ask(session => StructureQuestions.SaidOf(session, _desk.Keys, _place.Attachments, version));

    public ValueTask DisposeAsync()
    {
        while (_idle.TryTake(out var session)) session.Dispose();
        return ValueTask.CompletedTask;
    }

    internal (Matter Matter, long Revision)? Find(MatterId id) =>
        MatterNumbers.Of(id) is { } number ? Ask(session => MatterRows.Find(session, number) is var (matter, track) ? (matter, track.Last) : ((Matter, long)?)null) : null;

    internal T Ask<T>(Func<Session, T> question)
    {
        Session? session = null;
        try
        {
            for (var again = false; ; again = true)
            {
                if (!_idle.TryTake(out session)) (session, again) = (_place.Store.OpenToRead(), true);
                try
                {
                    var answer = question(session);
                    _idle.Add(session);
                    return answer;
                }
                catch (StoreFault fault) when (!again && fault.Trouble == StoreTrouble.Gone)
                {
                    // A connection that was kept may have died with the server in the meantime.
                    session.Dispose();
                    while (_idle.TryTake(out var dead)) dead.Dispose();
                }
            }
        }
        catch (StoreFault fault)
        {
            session?.Dispose();
            throw fault.Tell(_place.Store.Called);
        }
        catch
        {
            session?.Dispose();
            throw;
        }
    }

    private Page<WaitingPoint>? Points(string? cursor, int most, WaitingOrder order, Func<Session, (long At, long Matter, string Lane), int, List<WaitingPoint>> ask)
    {
        most = Math.Clamp(most, 1, MostRows);
        (long At, long Matter, string Lane) after = (long.MinValue, 0, "");
        if (cursor is not null)
        {
            // Lanes hold neither blanks nor tildes.
            var tilde = cursor.LastIndexOf('~');
            if (tilde < 0 || !TryRead(cursor[..tilde], out after.At, out after.Matter)) return null;
            after.Lane = cursor[(tilde + 1)..];
        }

        var rows = Ask(session => ask(session, after, most + 1));
        if (rows.Count <= most) return new Page<WaitingPoint>(rows, null);
        var last = rows[most - 1];
        return new Page<WaitingPoint>(rows[..most], $"{Cursor(order == WaitingOrder.Since ? last.Since.ToUnixTimeMilliseconds() : last.Due?.ToUnixTimeMilliseconds() ?? MatterRows.Never, MatterNumbers.Of(last.Matter)!.Value)}~{last.Key}");
    }

    /// <summary>Null for a post that does not supervise, which has the list of its own unit.</summary>
    private List<string>? UnitsBelow(Actor.Officer officer)
    {
        var running = _desk.InForce;
        if (!running.Structure.Supervises(officer.Seat.Post)) return null;
        var today = running.Structure.On(running.DayOf(_desk.Now));
        return today.Unit(officer.Seat.Unit.Text) is { } own ? [.. today.Units.Where(unit => unit.IsUnder(own)).Select(static unit => unit.Id)] : null;
    }

    /// <summary>Asks something of each entry of a matter; null where there is no matter that the reader may see.</summary>
    private List<T>? AskEach<T>(Actor reader, MatterId id, Func<Session, long, Entry, IEvent, IEnumerable<T>> lines)
    {
        if (MatterNumbers.Of(id) is not { } number) return null;
        return Ask(session =>
        {
            if (MatterRows.Find(session, number) is not var (matter, track) || !MaySee(reader, matter)) return null;
            var all = new List<T>();
            foreach (var position in track.Positions)
            {
                if (LedgerRows.Entry(session, position) is not { } bytes || !Entry.TryRead(bytes, out var entry, out _) || ProcessEvents.Read(entry.Event, entry.Fields, []) is not { } happened)
                    throw new StoreFault(StoreTrouble.Damaged, $"entry {position} is not the event of a matter.");
                all.AddRange(lines(session, position, entry, happened));
            }

            return all;
        });
    }

    internal static string By(Entry entry) => entry.By switch { EntryActor.Officer officer => $"{officer.Post}@{officer.Unit}", EntryActor.InRole role => role.Role, _ => "" };

    private static LookLine Line(MatterLook look) => new(MatterNumbers.Id(look.Matter), DateOnly.FromDayNumber(look.Day), new ActorId(look.Person), new UnitId(look.Unit), look.Position);

    private static string Cursor(long after, long matter) => string.Create(CultureInfo.InvariantCulture, $"{after:x}.{matter:x}");

    private static bool TryRead(string cursor, out long after, out long matter)
    {
        (after, matter) = (0, 0);
        var dot = cursor.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && long.TryParse(cursor.AsSpan(0, dot), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out after)
            && long.TryParse(cursor.AsSpan(dot + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out matter);
    }
}
