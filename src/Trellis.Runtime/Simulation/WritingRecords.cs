using System.Globalization;
using Trellis.Authority;
using Trellis.Information;
using Trellis.Information.Matching;
using Trellis.Information.Names;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Files;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Simulation;
using Trellis.Simulation.Bases;
using Trellis.Simulation.Runs;
using Trellis.Structure;
using Trellis.Structure.Files;
using Draft = Trellis.Runtime.Ledger.Draft;

namespace Trellis.Runtime.Simulation;

/// <summary>A record that was written of a simulated run.</summary>
/// <param name="Run">At its end.</param>
/// <param name="Head">How many entries it has, and the root over them.</param>
public sealed record WrittenRecord(Run Run, TreeHead Head);

/// <summary>
/// Has a simulated run done again at the desk of real work, act by act in the order of time, and writes what the desk enters as a record of its own, marked as simulated. One thread lives,
/// another has the acts decided, sealed and hashed, and a third stores; the entries are the same however many there are. Held are only matters that are not over.
/// </summary>
public static class WritingRecords
{
    /// <summary>Acts of one transaction. More of them store a matter less often, and hold more at once, which costs more than it saves.</summary>
    private const int ActsAtOnce = 2048;

    private const int StepsAhead = 2;

    /// <summary>So many matters are at hand when they are touched again; what was closed long ago is read from the store, for which everything stops.</summary>
    private const int MattersAtHand = 65_536;

    /// <summary>In the first entry of a record whose registers were filled with invented people.</summary>
    internal const string BaseField = "base";

    private static readonly string[] Besides = [".keys"];

    /// <param name="opened">Without errors.</param>
    /// <param name="files">The folder that was opened.</param>
    /// <param name="file">The record to be; nothing is under its name before it is whole, and what is there is never replaced.</param>
    /// <param name="threads">One, or more.</param>
    /// <exception cref="UnusableInput">There is something under the name.</exception>
    /// <exception cref="MachineFault">It could not be stored.</exception>
    /// <param name="people">The base that stands in the registers before the first act, and whose people bring the matters; null for registers that are empty.</param>
    /// <param name="lived">Is told how much of the time has been lived, from 0 to 1. Null where nobody waits.</param>
    public static WrittenRecord Write(OpenedScene opened, RunSettings settings, IReadOnlyList<SourceFile> files, string file, int threads, Action<double>? lived = null, InventedBase? people = null) => Write(opened, settings, files, file, threads, written: null, lived, people);

    /// <param name="written">Is shown what each transaction wrote.</param>
    internal static WrittenRecord Write(OpenedScene opened, RunSettings settings, IReadOnlyList<SourceFile> files, string file, int threads, Action<Writes>? written, Action<double>? lived, InventedBase? people)
    {
        WrittenRecord? done = null;
        OutputFile.WriteTogether(file, Besides, half =>
        {
            try
            {
                done = Fill(new SqliteStore(half), opened, settings, files, threads, written, lived, people);
            }
            catch (StoreFault fault)
            {
                throw fault.Tell(file);
            }

            DurableFile.Flush(half);
        });
        return done!;
    }

    private static WrittenRecord Fill(SqliteStore store, OpenedScene opened, RunSettings settings, IReadOnlyList<SourceFile> files, int threads, Action<Writes>? written, Action<double>? progress, InventedBase? people)
    {
        var said = new RecordSimulated(opened.Running.Version, opened.LoadPrint, settings, people is not null);
        var secrets = SecretBytes.DerivedFrom(said.ToString());
        var keys = RecordKeys.MakeSimulated(store.File + Besides[0], SimulatedRecord.OriginOf(opened.Scene.Structure.Id), secrets);
        var run = new Run(opened.Scene, opened.Load, settings) { People = people is null ? null : new LivingIn(people, opened.Running.Structure.On(settings.From)) };
        using var filler = new RecordFiller(store, keys, secrets) { Written = written };
        var lived = Lived(run, progress is null ? null : now => progress(Math.Min(1, (now - run.Begin) / (settings.Days * 86_400_000.0))));
        var begin = new BeginStructure(opened.Running.Version, StructureVersions.Lines(opened.Check), files, [], []);
        var prepared = new DoingAgain(opened.Running, opened.Scene, store, filler).Do(threads > 1 ? Ahead.Of(lived, StepsAhead) : lived, said.Draft, begin, DateTimeOffset.FromUnixTimeMilliseconds(run.Begin), people, new Seed(settings.Seed));
        foreach (var writes in threads > 1 ? Ahead.Of(prepared, StepsAhead) : prepared) filler.Store(writes);
        return new WrittenRecord(run, filler.Finish(DateTimeOffset.FromUnixTimeMilliseconds(run.Now)).Checkpoint.Head);
    }

    /// <summary>The acts of a run in the order in which they are done.</summary>
    private static IEnumerable<List<SimulatedAct>> Lived(Run run, Action<long>? tell)
    {
        var acts = new List<SimulatedAct>(ActsAtOnce);
        run.Acting = one => acts.Add(one);
        while (true)
        {
            var goesOn = run.Next();
            while (run.TryTakeOver(out _))
            {
            }

            // Numbers of matters are known for the years beside that of the first act.
            if (acts.Count > 0 && (!goesOn || acts.Count >= ActsAtOnce || YearOf(acts[^1]) > YearOf(acts[0])))
            {
                var whole = acts;
                acts = new List<SimulatedAct>(ActsAtOnce);
                tell?.Invoke(run.Now);
                yield return whole;
            }

            if (!goesOn) yield break;
        }
    }

    private static int YearOf(SimulatedAct act) => DateTimeOffset.FromUnixTimeMilliseconds(act.At).Year;

    /// <summary>What the first entry of a simulated record says: enough to simulate it again, and to derive all its keys.</summary>
    /// <param name="Load">SHA-256 of the file of the load.</param>
    private sealed record RecordSimulated(string Version, string Load, RunSettings Settings, bool HasBase)
    {
        public Draft Draft => new()
        {
            Event = SimulatedRecord.Event,
            By = EntryActor.System,
            Structure = Version,
            Fields = new EntryValue.Group(
            [
                new("seed", EntryValue.Of(Seed)), new("load", EntryValue.Of(Load)), new("from", EntryValue.Of(From)), new("days", EntryValue.Of(Settings.Days)), new("scale", EntryValue.Of(Scale)),
                .. HasBase ? BaseSaid : [],
            ]),
        };

        private static readonly KeyValuePair<string, EntryValue>[] BaseSaid = [new(BaseField, EntryValue.Of("invented"))];

        private string Seed => Settings.Seed.ToString(CultureInfo.InvariantCulture);

        private string From => Settings.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        private string Scale => Settings.Scale.ToString("R", CultureInfo.InvariantCulture);

        public override string ToString() => $"{SimulatedRecord.Event}\n{Version}\n{Seed}\n{Load}\n{From}\n{Settings.Days}\n{Scale}{(HasBase ? "\nbase" : "")}";
    }

    /// <summary>The desk of real work, as far as it decides and folds.</summary>
    private sealed class DoingAgain
    {
        private readonly ClockOfActs _clock = new();
        private readonly RunningStructure _running;
        private readonly RecordFiller _filler;
        private readonly DecidingOrders _deciding;
        private readonly MattersState _state;
        private readonly RegistersState _registers;
        private readonly SearchIndex _index;
        private readonly FormsAgain _forms;
        private DateOnly _today;

        public DoingAgain(RunningStructure running, Scene scene, SqliteStore store, RecordFiller filler)
        {
            (_running, _filler, _forms) = (running, filler, new FormsAgain(running, scene));
            var versions = new StructureVersions(store);
            versions.Add(running);
            var state = new MattersState(versions, filler.Keys, _clock, head: null, MattersAtHand / MattersState.Stored, RuleState.Nothing);
            _deciding = new DecidingOrders(state, versions);
            _index = new SearchIndex(filler.Keys);
            (_state, _registers) = (state, new RegistersState(filler.Keys) { Also = (changed, writes) => _index.Add(changed, writes, running.Structure) });
            filler.DecideOn(new RoomsTogether([state, _registers, _forms]));
        }

        /// <summary>Has acts decided, and makes the rows of a transaction for each list of them.</summary>
        /// <param name="said">What stands before the first act.</param>
        public IEnumerable<Writes> Do(IEnumerable<List<SimulatedAct>> lived, Draft said, BeginStructure begin, DateTimeOffset begun, InventedBase? people, Seed seed)
        {
            _clock.Now = begun;
            yield return _filler.Prepare([new FillingAct(begun, null, _ => [said]), ActOf(begun, OrderOf(Actor.System, begin))]);
            if (people is not null)
                foreach (var writes in Enter(people, begun, seed)) yield return writes;
            foreach (var acts in lived)
            {
                _clock.Now = TimeOf(acts[0]);
                var doing = new List<FillingAct>(acts.Count + 8);
                foreach (var act in acts)
                {
                    var (at, day) = (TimeOf(act), _running.DayOf(TimeOf(act)));
                    // Delegations end with the day, and duties that leaned on them go back: a server says so in the morning.
                    if (day != _today) doing.Add(ActOf(at, OrderOf(Actor.System, new TellReturns())));
                    _today = day;
                    if (FormsAgain.IsTheirs(act.Act)) doing.Add(new FillingAct(at, null, turn => _forms.Decide(act, turn)));
                    else doing.Add(ActOf(at, act.Act is null ? OrderOf(Actor.System, new RunJobs(act.Case!.Number), act.Case) : OrderOf(act.By, act.Act, act.Case)));
                }

                yield return _filler.Prepare(doing);
            }
        }

        /// <summary>The registers as their owners filled them before the year began.</summary>
        private IEnumerable<Writes> Enter(InventedBase people, DateTimeOffset begun, Seed seed)
        {
            var day = _running.DayOf(begun);
            var today = _running.Structure.On(day);
            _index.Gather();
            var seats = new Dictionary<(string Register, Voice As), Actor?>();
            foreach (var (register, voice, acts) in EnteringBases.Of(people, _running.Structure, day, seed.Of("base")))
            {
                if (!seats.TryGetValue((register, voice), out var by)) seats.Add((register, voice), by = SeatOf(register, today, voice));
                // Where nobody collects items of a register there is no second list of it.
                if (by is null)
                {
                    if (voice == Voice.Collects) continue;
                    by = Actor.System;
                }

                if (voice == Voice.Collects) Propose(acts, people);
                var many = new ManyOnRegisters(acts);
                var needed = RegistersDesk.NeededFor(acts.Where(static act => act is not EnterSubject));
                var order = new PendingOrder([], new ActOrder { By = by, Act = many }, many, [])
                {
                    Also = needed,
                    Elsewhere = (_, turn, rules) =>
                    {
                        var deciding = new DecidingOnRegisters(_registers, by, turn, rules);
                        foreach (var act in acts)
                            if (deciding.Decide(act, turn.Position + deciding.Drafts.Count) is Outcome.Refused { Why: var why }) throw new InvalidOperationException($"The invented base is not taken: {act.Word} by {by}: {why}");
                        return new Decision.Accepted(deciding.Drafts);
                    },
                };
                yield return _filler.Prepare([ActOf(begun, order)]);
            }

            var words = _filler.Prepare([]);
            _index.PutGathered(words);
            yield return words;
        }

        /// <summary>Rows that a second office holds wait as proposals beside those that are there, as after any import.</summary>
        private void Propose(IReadOnlyList<IAct> acts, InventedBase people)
        {
            foreach (var one in acts.OfType<EnterSubject>())
            {
                var traits = TraitsOf(one);
                var number = LivingIn.NumberOf(one.Subject);
                var person = people.Persons[number];
                // Of the first row only what it holds: neither a text of its address nor anything that a list has besides.
                var (score, reasons) = ComparingTraits.Compare(traits, new Traits
                {
                    Name = PersonalName.TryRead(person.Name, out var name, out _) ? name : null, Number = person.Number, NumberHolds = true, Birth = person.Birth, Sex = person.IsMan ? "male" : "female", Telephone = Traits.TelephoneOf(person.Telephone),
                });
                _index.Expect(one.Subject, _index.WordsOf(one.Subject.Register, traits), score >= ComparingTraits.Proposed ? [SearchIndex.RowOf(one.Subject, LivingIn.Person(number), score, reasons)] : []);
            }
        }

        private Traits TraitsOf(EnterSubject one) => Trellis.Information.Importing.ReadingRows.TraitsOf(one.Items.Where(given => given.Value.IsKnown).Select(given => (Item: _running.Structure.Items.Of($"{one.Subject.Register}.{given.Item}") is [.., { FoundAs: not null } found] ? found : null, Written: given.Value.Text ?? given.Value.ToString()))
            .Where(static one => one.Item is not null).OrderBy(static one => one.Item!.Field, StringComparer.Ordinal).Select(static one => (one.Item!, one.Written)));

        /// <summary>Somebody who sits in the office that owns a register; or in another office, which has lists of its own.</summary>
        private Actor? SeatOf(string register, StructureOnDay today, Voice voice)
        {
            var owner = _running.Structure.Registers.On(register, today.Day)?.Owner?.Id;
            // Read off the whole structure: once for all seats, and not for each of them.
            var collected = voice == Voice.Collects ? _registers.CollectedOn(today) : null;
            return _state.Rules.Standing.SeatsOn(today.Day)
                .Where(seat => today.Unit(seat.Unit) is { UnitKind: UnitKind.Government } unit && today.PostAt(seat.Post, unit) is not null && Voices.IsOf(unit, owner, today) == (voice == Voice.Owns) && collected?.Has(register, unit, seat.Post) != false)
                .OrderBy(static seat => seat.Unit, StringComparer.Ordinal).ThenBy(static seat => seat.Post, StringComparer.Ordinal).ThenBy(static seat => seat.Actor, StringComparer.Ordinal)
                .Select(static seat => (Actor)new Actor.Officer(new ActorId(seat.Actor), new PostAt(seat.Post, new UnitId(seat.Unit)))).FirstOrDefault();
        }

        private static DateTimeOffset TimeOf(SimulatedAct act) => DateTimeOffset.FromUnixTimeMilliseconds(act.At);

        private static PendingOrder OrderOf(Actor by, IAct act, Case? about = null) => new([], new ActOrder { By = by, Act = act }, act, about is null ? [] : [about.Number]);

        private FillingAct ActOf(DateTimeOffset at, PendingOrder order) => new(at, order, turn => _deciding.Decide(order, turn) switch
        {
            Decision.Accepted { Events: var events } when order.Instead is null && (events.Count > 0 || order.Act is TellReturns) => events,
            // Both ask the same rules.
            var other => throw new InvalidOperationException($"What was done in the simulation is not done at the desk: {order.Act} by {order.Order.By} at {turn.At:O}: {(other as Decision.Refused)?.Why.ToString() ?? order.Instead?.ToString() ?? "nothing follows"}"),
        });
    }

    /// <summary>Several rooms of one record, each ready in its turn.</summary>
    private sealed class RoomsTogether(IReadOnlyList<IDecidedState> rooms) : IDecidedState
    {
        public void Load(IReadOnlyList<object> needs, Func<Session> read)
        {
            foreach (var room in rooms) room.Load(needs, read);
        }

        public void Begin()
        {
            foreach (var room in rooms) room.Begin();
        }

        public void Fold(Writes writes)
        {
            foreach (var room in rooms) room.Fold(writes);
        }

        public void Forget(long stored)
        {
            foreach (var room in rooms) room.Forget(stored);
        }
    }

    /// <summary>Stands at the first act of those that are prepared.</summary>
    private sealed class ClockOfActs : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
