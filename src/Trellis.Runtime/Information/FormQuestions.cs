using Trellis.Diagnosis.Checks;
using Trellis.Information.Forms;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Structure.Calendars;
using Trellis.Structure.Expressions;

namespace Trellis.Runtime.Information;

/// <summary>A form that is owed, with what became of it.</summary>
/// <param name="IsLate">Whether its time is over and something of it is missing.</param>
/// <param name="Complete">When everything was in; null while something is missing.</param>
public sealed record OwedLine(OwedForm Owed, FormFile File, DateTimeOffset? Complete, bool IsLate, bool IsSuspended);

/// <summary>One field of a form for whoever fills it in.</summary>
/// <param name="Section">Empty for the part of the filler.</param>
/// <param name="OfRows">Whether it is asked of each row.</param>
/// <param name="Needless">Why nobody has to give it; none where it must be asked.</param>
/// <param name="AskedBy">The form that asks the same already.</param>
public sealed record FormField(string Section, string Item, bool OfRows, NeedlessAsk Needless, string? AskedBy);

/// <summary>A form as its fillers see it: what it asks, who reads it, what is decided with it, and who insists where it asks twice.</summary>
/// <param name="Reads">The unit that asks and reads it.</param>
/// <param name="UsedFor">What is decided with it, each with how often that happened in the last two periods.</param>
public sealed record FormSeen(Form Form, OwedLine? Line, IReadOnlyList<FormField> Fields, string Reads, IReadOnlyList<(string Use, int Times)> UsedFor, Acceptance? Insisted, FormStanding Standing)
{
    /// <summary>The articles on which somebody insists: their own, or those of the form; empty where nobody does.</summary>
    public IReadOnlyList<Citation> InsistedOn => Insisted switch { null => [], { Basis.Count: > 0 } own => own.Basis, _ => Form.Basis };
}

/// <summary>What is to be done about one item of one row.</summary>
public sealed record FilledField(RowId Subject, string Item, Filling Filling);

/// <summary>A judgement on a figure, with what it was counted from.</summary>
public sealed record FigureJudgement(long Position, long Entries, string Number, DateTimeOffset At, string By, string? Said);

/// <summary>What can be asked of forms. Answers are of what is stored, read beside the writer.</summary>
public sealed class FormQuestions
{
    private readonly MattersDesk _matters;
    private readonly FormsDesk _desk;

    /// <summary>Spans of days are few: what pages look back, what programs ask, what jobs look for.</summary>
    private const int MostSpans = 16;

    private readonly System.Collections.Concurrent.ConcurrentDictionary<(string Version, DateOnly From, DateOnly To), IReadOnlyList<OwedForm>> _owed = new();

    internal FormQuestions(MattersDesk matters, FormsDesk desk) => (_matters, _desk) = (matters, desk);

    /// <summary>Forms of a post that can be handed in or are awaited, the soonest due first: those that became owed within so many days.</summary>
    public IReadOnlyList<OwedLine> Owed(PostAt seat, int days)
    {
        var running = _matters.InForce;
        var today = running.DayOf(_matters.Now);
        var from = Begin(today, days);
        return Ask(session => (IReadOnlyList<OwedLine>)
        [
            .. OwedBetween(running, session, from, today, new HashSet<string>([seat.Unit.Text], StringComparer.Ordinal), seat)
                .Where(owed => IsTheirs(session, owed, seat)).Select(owed => Line(session, owed)).OrderBy(static line => line.Owed.Due ?? DateTimeOffset.MaxValue).ThenBy(static line => line.Owed.Form.Id, StringComparer.Ordinal),
        ]);
    }

    /// <summary>What a unit asked of others, and how it stands.</summary>
    public IReadOnlyList<OwedLine> AskedBy(UnitId unit, int days)
    {
        var running = _matters.InForce;
        var today = running.DayOf(_matters.Now);
        return Ask(session => (IReadOnlyList<OwedLine>)[.. OwedBetween(running, session, Begin(today, days), today, null, null).Where(owed => owed.Form.AskedBy.Id == unit.Text).Select(owed => Line(session, owed))]);
    }

    /// <summary>A form as its fillers see it; null where there is none today.</summary>
    /// <param name="occasion">Null for the form as such.</param>
    public FormSeen? Show(string form, UnitId unit, string? occasion)
    {
        var running = _matters.InForce;
        var today = running.DayOf(_matters.Now);
        if (running.At(unit, today).Structure.Forms.On(form, today) is not { } found || !FormsDesk.IsWord(unit.Text) || occasion?.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') == false) return null;
        var owed = occasion is null ? null : OwingForms.Find((place, day) => running.At(place, day), form, unit, occasion, _desk.Closed(occasion));
        var rows = found.Items.Select(static one => one.Id).ToHashSet(StringComparer.Ordinal);
        var demand = _desk.Demand(running, today, form);
        var insisted = FormsDesk.Insisted(found, today);
        var sections = found.Sections.SelectMany(static section => section.Items.Select(item => (section.Id, Item: item.Id)));
        return Ask(session => new FormSeen(
            found, owed is null ? null : Line(session, owed),
            [
                .. found.Items.Concat(found.Totals).Concat(found.Judgements).Select(static item => (Id: "", Item: item.Id)).Concat(sections).Select(one =>
                {
                    var field = demand?.Fields.FirstOrDefault(field => field.Name.Id == one.Item);
                    return new FormField(one.Id, one.Item, found.Rows is not null && one.Id.Length == 0 && rows.Contains(one.Item), field is null || (insisted is not null && field.Needless == NeedlessAsk.AskedByAnother) ? NeedlessAsk.None : field.Needless, field?.AskedBy?.Id);
                }),
            ],
            found.AskedBy.Id, [.. found.UsedFor.Select(use => (use.ToString(), Uses(running, session, found, use, today)))], insisted, Standing(session, form)));
    }

    /// <summary>Whose each part of a form is, the filler's first under an empty name.</summary>
    public IReadOnlyList<(string Section, PostAt By)> PartsOf(OwedForm owed)
    {
        ArgumentNullException.ThrowIfNull(owed);
        return Ask(session => PartsOf(session, owed));
    }

    /// <summary>What a level said of a figure, in the order of the record.</summary>
    public IReadOnlyList<FigureJudgement> Judgements(string indicator, UnitId unit, string period) => !FormsDesk.IsWord(indicator) || !FormsDesk.IsWord(unit.Text) || !FormsDesk.IsWord(period) ? [] : Ask(session =>
        Opened(session, FormRows.Judgements(session, indicator, unit.Text, period)));

    /// <summary>What levels said of the figures of a period, by the unit that was counted.</summary>
    public ILookup<UnitId, FigureJudgement> Judgements(string indicator, string period) => Ask(session =>
    {
        var found = !FormsDesk.IsWord(indicator) || !FormsDesk.IsWord(period) ? [] : FormRows.JudgementsOfPeriod(session, indicator, period);
        return found.Select(static one => one.Unit).Zip(Opened(session, [.. found.Select(static one => one.Judgement)])).ToLookup(static one => new UnitId(one.First), static one => one.Second);
    });

    private IReadOnlyList<FigureJudgement> Opened(Session session, IReadOnlyList<StoredJudgement> judgements)
    {
        var reading = new PersonalReading(session, _matters.Keys, "", new ReadingGround.AboutRules());
        return [.. judgements.Select(one => new FigureJudgement(one.Position, one.Entries, one.Number, one.At, one.By, reading.Value(one.Position, "said") is { } said ? System.Text.Encoding.UTF8.GetString(said.Value.Span) : null))];
    }

    /// <summary>How often a form was handed in, and when last. Counts of a form are nobody's secret.</summary>
    public (long Times, DateTimeOffset? Last) HandedIn(string form) => FormsDesk.IsWord(form) ? Ask(session => FormRows.HandedIn(session, form)) : (0, null);

    /// <summary>What forms cost, from what was handed in: by form, by the unit that asks, or by the unit that fills in.</summary>
    /// <param name="by">form, asker or unit.</param>
    public IReadOnlyList<FormBurden> Burden(string by)
    {
        var structure = _matters.InForce.Structure;
        var times = Ask(session => FormRows.Between(session, 0, long.MaxValue)).Where(static row => row.Kind is FormRow.Submitted or FormRow.Corrected)
            .Select(row => new FilledOnce(row.Form, structure.Forms.Of(row.Form) is [.., var form] ? form.AskedBy.Id : "", row.Unit, row.Person, row.Typed, row.Filled, row.Changed, row.Minutes == 0 ? null : row.Minutes));
        return FormBurden.Of(times, one => by switch { "asker" => one.AskedBy, "unit" => one.Unit, _ => one.Form });
    }

    /// <summary>
    /// What is to be done about items of rows that a form or a matter wants: filled, to be confirmed, to be asked, not to be used for this. Nothing of a value is in the answer; opening one is a look.
    /// </summary>
    /// <param name="items">With their registers: "household.income".</param>
    /// <param name="unit">The unit that is to see them.</param>
    /// <param name="purpose">Of the form or the matter; null where it names none.</param>
    /// <param name="givenHere">When the person filed the matter: what they give there is given for its purpose, unless they took their word back since.</param>
    public IReadOnlyList<FilledField> Fill(IReadOnlyCollection<RowId> subjects, IReadOnlyList<string> items, UnitId unit, string? purpose, DateTimeOffset? givenHere = null)
    {
        var running = _matters.InForce;
        var day = running.DayOf(_matters.Now);
        var placed = running.At(unit, day);
        var view = placed.Structure.On(day);
        if (view.Unit(unit.Text) is not { } wanting) return [];
        return Ask(session =>
        {
            var consents = new Dictionary<RowId, bool>();
            var want = new Wanting(wanting, placed.Structure.Purposes.On(purpose, day), subject => purpose is not null && HasConsent(session, subject, purpose, givenHere, consents));
            var fields = new List<FilledField>(subjects.Count * items.Count);
            foreach (var register in subjects.GroupBy(static one => one.Register))
            {
                if (placed.Structure.Registers.On(register.Key, day) is null) continue;
                var asked = items.Select(id => placed.Structure.Items.On(id, day)).OfType<Item>().Where(item => item.RegisterId == register.Key).ToList();
                var held = RegisterQuestions.Values(session, [.. register], [.. asked.Select(static item => item.Field)], new AsOf(day), purpose).ToLookup(static one => (one.Subject, one.Item));
                foreach (var subject in register)
                    foreach (var item in asked)
                        fields.Add(new FilledField(subject, item.Id, Prefilling.Of(item, subject, want, [.. held[(subject, item.Field)]], view, running.DayOf, placed.Times.LastDay)));
            }

            return (IReadOnlyList<FilledField>)fields;
        });
    }

    /// <summary>
    /// What a matter would have already, for whoever is about to file it for themselves: the asks about rows in its roles. What is somebody else's is told as such; where only consent is missing, confirming it in the matter gives it.
    /// </summary>
    /// <returns>By the name of the ask; null where there is no such matter type.</returns>
    public IReadOnlyList<(string Ask, FilledField Field)>? FillFiling(ActorId person, string type, UnitId? place, IReadOnlyList<BoundRole> roles)
    {
        var running = _matters.InForce;
        var day = running.DayOf(_matters.Now);
        var placed = running.At(place, day);
        if (placed.Structure.Matters.On(type, day) is not { } found) return null;
        var view = placed.Structure.On(day);
        var under = new Circumstances { Structure = placed.Structure, Today = view, Times = placed.Times, Flows = placed.Flows, Now = _matters.Now };
        if ((FindingPerformers.Lead(place, found.Duty.Id, under)?.Text ?? view.Top?.Id) is not { } unit) return [];
        var asks = AsksOf(placed.Structure, found, roles, day);
        var filled = Filled(asks, unit, found, _matters.Now);
        var own = new RowId("person", person.Text);
        var subject = Ask(session => SubjectRows.Find(session, [own])) is [var known] ? known : null;
        return [.. filled.Select(one =>
        {
            if (placed.Structure.Items.On(one.Field.Item, day) is not { } item) return one;
            if (ConfirmingValues.WhyNotTheirs(item, one.Field.Subject, own, subject, new AsOf(day)) is { } theirs) return (one.Ask, one.Field with { Filling = new Filling.NotForThis(theirs) });
            return found.Purpose is { Id: var purpose } && placed.Structure.Purposes.On(purpose, day) is { ConsentRequired: true } && item.Personal != Personal.None && one.Field.Filling is Filling.Filled { Held: var held } && !HasWord(person, purpose)
                ? (one.Ask, one.Field with { Filling = new Filling.ToConfirm([held], IsOld: false) }) : one;
        })];
    }

    /// <summary>The rows that a form asks about at a unit, with what is to be done about each of its items; null where there is no such form there, or it asks about no rows.</summary>
    internal (Form Form, FormRowsPage Page, IReadOnlyList<FilledField> Fields)? FillForm(string form, UnitId unit, string after, int most)
    {
        var running = _matters.InForce;
        var day = running.DayOf(_matters.Now);
        var placed = running.At(unit, day);
        var view = placed.Structure.On(day);
        if (placed.Structure.Forms.On(form, day) is not { } found || view.Unit(unit.Text) is not { } body) return null;
        if (Ask(session => RowsOfForms.Of(session, _matters.Keys, found, view, body, after, most, (from, to) => placed.Times.Calendar(null, _matters.Now).WorkingDays(from, to))) is not { } page) return null;
        return (found, page, Fill(page.Rows, [.. found.Items.Select(static one => one.Id).Where(item => item.StartsWith(page.Register + ".", StringComparison.Ordinal))], unit, found.Purpose?.Id));
    }

    /// <summary>What a filler confirmed of a row, as it is recorded again from the form: the value that the base holds, from today on.</summary>
    /// <returns>Beside it why something is not there to be confirmed; null where all is.</returns>
    internal (FixedList<ItemGiven> Items, Refusal? Why) Confirmed(string form, UnitId unit, FilledRow row)
    {
        var running = _matters.InForce;
        var structure = running.At(unit, running.DayOf(_matters.Now)).Structure;
        var day = running.DayOf(_matters.Now);
        var fields = Fill([row.Subject], [.. row.Confirmed.Select(one => $"{row.Subject.Register}.{one.Item}")], unit, structure.Forms.On(form, day)?.Purpose?.Id);
        var held = new List<HeldValue>();
        foreach (var one in row.Confirmed)
        {
            var id = $"{row.Subject.Register}.{one.Item}";
            if (structure.Items.On(id, day) is not { } item || fields.FirstOrDefault(field => field.Item == id) is not { } field) return ([], FormRefusals.NothingHeld.Naming($"{Excerpt.Of(id, 60)}。", $"{Excerpt.Of(id, 60)}."));
            if (ConfirmingValues.WhyNot(item, one.Position, field.Filling) is { } why) return ([], why);
            held.Add(field.Filling switch { Filling.Filled filled => filled.Held, Filling.ToConfirm { Sources: var sources } => sources.Find(source => source.Claim.Position == one.Position)!, _ => throw new System.Diagnostics.UnreachableException() });
        }

        return Ask(session =>
        {
            var values = new RegisterQuestions(_matters, _matters.Keys).ForTheEngine(session, held);
            // What was erased in the meantime can be confirmed by nobody.
            return held.Exists(one => values[one] is not { IsKnown: true }) ? (FixedList<ItemGiven>.Empty, FormRefusals.NothingHeld)
                : ((FixedList<ItemGiven>)[.. held.Select(one => new ItemGiven(one.Item, values[one]!.Value, null, one.Claim.To < DateOnly.MaxValue ? one.Claim.To : null))], (Refusal?)null);
        });
    }

    private bool HasWord(ActorId person, string purpose) => Ask(session =>
    {
        var has = false;
        LookRows.LoadConsents(session, [(person.Text, purpose)], row => has = row.Standing.Given);
        return has;
    });

    /// <summary>The asks of a matter that the base can answer: those about rows of registers in its roles.</summary>
    /// <returns>By the name of the ask; null where there is no such matter.</returns>
    public IReadOnlyList<(string Ask, FilledField Field)>? FillMatter(MatterId id)
    {
        if (_matters.Questions.Find(id) is not var (matter, _)) return null;
        var pinned = _matters.Versions.Of(matter.Version);
        var placed = pinned.At(matter.Place, pinned.DayOf(matter.Moved ?? matter.Filed));
        if (placed.Structure.Matters.Of(matter.Type) is not [.., var type]) return [];
        return Filled(AsksOf(placed.Structure, type, matter.Roles, pinned.DayOf(matter.Filed)), matter.HeldBy.Text, type, matter.Filed);
    }

    /// <summary>Asks of the form "role.item", with the row of the role and the item.</summary>
    private static List<(string Ask, RowId Row, Item Item)> AsksOf(GovernanceStructure structure, MatterType type, IReadOnlyList<BoundRole> roles, DateOnly day)
    {
        var names = FormulaNames.Of(structure, type);
        var asks = new List<(string, RowId, Item)>();
        foreach (var ask in type.Asks)
            if (ask.Id.Count(static letter => letter == '.') == 1 && roles.FirstOrDefault(role => ask.Id.StartsWith(role.Role + ".", StringComparison.Ordinal)) is { } role && names.ItemOf(ask.Id, day) is { } item) asks.Add((ask.Id, role.Row, item));
        return asks;
    }

    private List<(string Ask, FilledField Field)> Filled(List<(string Ask, RowId Row, Item Item)> asks, string unit, MatterType type, DateTimeOffset givenHere)
    {
        var filled = Fill([.. asks.Select(static one => one.Row).Distinct()], [.. asks.Select(static one => one.Item.Id).Distinct(StringComparer.Ordinal)], new UnitId(unit), type.Purpose?.Id, givenHere).ToDictionary(static one => (one.Subject, one.Item));
        return [.. asks.Where(one => filled.ContainsKey((one.Row, one.Item.Id))).Select(one => (one.Ask, filled[(one.Row, one.Item.Id)]))];
    }

    /// <summary>
    /// Matter types to whose result a person may be entitled, by what the base holds of them today: for telling them first. Items that may not be read for the purpose of a matter type are not read for it,
    /// what is not known entitles nobody, and nobody is refused anything by it.
    /// </summary>
    public IReadOnlyList<MatterType> Entitled(ActorId person)
    {
        var running = _matters.InForce;
        var day = running.DayOf(_matters.Now);
        var structure = running.Structure;
        return Ask(session =>
        {
            var self = Value.Of(new Entity("person", person.Text));
            var found = new List<MatterType>();
            foreach (var type in structure.Matters.All.Where(type => type.HoldsOn(day) && type.Entitled is not null))
            {
                if (!Expression.TryParse(type.Entitled!.Text, out var expression, out _) || expression.Check(FormulaNames.Of(structure, type)).Checked is not { } known) continue;
                if (structure.Purposes.On(type.Purpose?.Id, day) is not { } purpose || !known.Reads.SelectMany(static read => read.Items).All(read => MayBeRead(structure, read, purpose, day))) continue;
                var roots = type.About.Where(static role => role.Register.Id == "person").ToDictionary(static role => role.Name, _ => self, StringComparer.Ordinal);
                var facts = new FactsOfTheBase(session, _matters.Keys, structure, new AsOf(day), roots, (from, to) => running.At(null, day).Times.Calendar(null, _matters.Now).WorkingDays(from, to));
                if (known.Evaluate(facts).IsYes) found.Add(type);
            }

            return (IReadOnlyList<MatterType>)found;
        });
    }

    /// <summary>Whether an item may be read for a purpose, whoever reads: the person themselves is told, and nobody else.</summary>
    private static bool MayBeRead(GovernanceStructure structure, ReadItem read, Purpose purpose, DateOnly day) =>
        structure.Items.On($"{read.Register}.{read.Item}", day) is not { } item || item.Computed is not null || item.Sharing is Sharing.Public or Sharing.Government || item.Purposes.Any(one => one.Id == purpose.Id);

    private static bool HasConsent(Session session, RowId subject, string purpose, DateTimeOffset? givenHere, Dictionary<RowId, bool> known)
    {
        if (known.TryGetValue(subject, out var has)) return has;
        has = givenHere is not null;
        LookRows.LoadConsents(session, [(subject.Register == "person" ? subject.Key : subject.ToString(), purpose)], row => has = row.Standing.Given || row.Standing.At < givenHere);
        return known[subject] = has;
    }

    internal MatterId? AskedTwice(string form, UnitId unit, string item) => Ask(session => FormRows.Unit(session, form, unit.Text)).Select(static row => row.Event).OfType<AskedTwiceReported>().LastOrDefault(one => one.Item == item)?.Matter;

    /// <summary>Forms whose time ended before now and that units have not handed in, as far as nobody was told yet.</summary>
    internal IReadOnlyList<TellOverdue> Late(RunningStructure running, DateOnly from, DateOnly today, DateTimeOffset now) => Ask(session =>
    {
        var late = new List<TellOverdue>();
        foreach (var one in OwedBetween(running, session, from, today, null, null).Where(owed => owed.Due < now).GroupBy(static owed => (owed.Form.Id, owed.Occasion, owed.Due)))
        {
            if (Standing(session, one.Key.Id).Suspended is not null) continue;
            var told = FormRows.Overdue(session, one.Key.Id, one.Key.Occasion);
            FixedList<UnitId> units = [.. one.Where(owed => !told.Contains(owed.Unit.Id) && File(session, owed).CompleteAt(owed) is null).Select(static owed => new UnitId(owed.Unit.Id))];
            if (!units.IsEmpty) late.Add(new TellOverdue(one.Key.Id, one.Key.Occasion, units, new UnitId(one.First().Form.AskedBy.Id), one.Key.Due!.Value));
        }

        return late;
    });

    /// <summary>The periods in which a form was not used, where that suspends it.</summary>
    internal IReadOnlyList<ReportingPeriod>? Unused(RunningStructure running, Form form, DateOnly begun, DateOnly today) => Ask(session =>
        RenewingForms.Unused(form, Standing(session, form.Id), begun, today, running.DayOf, period => IsUsed(running, session, form, period)));

    private IEnumerable<OwedForm> OwedBetween(RunningStructure running, Session session, DateOnly from, DateOnly to, HashSet<string>? units, PostAt? seat)
    {
        var (first, past) = (running.StartOf(from.AddDays(-1)), running.StartOf(to));
        var closed = FormRows.Closed(session, running.Structure, first, past);
        return ByCalendar(running, from, to).Concat(closed.Count == 0 ? [] : OwingForms.Between((place, day) => running.At(place, day), day => running.Structure.On(day).Units, to.AddDays(1), to, closed))
            .Where(owed => units is null || seat is null || units.Contains(owed.Unit.Id) || owed.Sections.Any(section => section.By == seat) || running.Structure.On(to).Unit(seat.Value.Unit.Text) is { } own && running.Structure.On(to).Unit(owed.Unit.Id) is { } above && own.IsUnder(above));
    }

    /// <summary>Forms that follow from the calendar alone. They are the same for whoever asks, until the version or the day is another.</summary>
    private IReadOnlyList<OwedForm> ByCalendar(RunningStructure running, DateOnly from, DateOnly to)
    {
        if (_owed.Count > MostSpans) _owed.Clear();
        return _owed.GetOrAdd((running.Version, from, to), _ => [.. OwingForms.Between((place, day) => running.At(place, day), day => running.Structure.On(day).Units, from, to, [])]);
    }

    /// <summary>Whether a post has something to hand in of it: its own part, or a section, or what was given to it.</summary>
    private static bool IsTheirs(Session session, OwedForm owed, PostAt seat) => PartsOf(session, owed).Any(part => part.By == seat);

    /// <summary>Whose each part of a form is, the filler's first under an empty name: whoever it was given to, or whom the structure names.</summary>
    private static List<(string Section, PostAt By)> PartsOf(Session session, OwedForm owed)
    {
        var given = FormRows.Unit(session, owed.Form.Id, owed.Unit.Id).Select(static row => row.Event).OfType<SectionDelegated>().GroupBy(static one => one.Section, StringComparer.Ordinal).ToDictionary(static one => one.Key, static one => one.Last().To, StringComparer.Ordinal);
        return [.. owed.Sections.Select(static section => (section.Id, section.By)).Prepend(("", owed.By)).Select(one => (one.Item1, given.GetValueOrDefault(one.Item1) ?? one.By))];
    }

    private OwedLine Line(Session session, OwedForm owed)
    {
        var file = File(session, owed);
        var complete = file.CompleteAt(owed);
        return new OwedLine(owed, file, complete, owed.Due is { } due && (complete ?? _matters.Now) > due, Standing(session, owed.Form.Id).Suspended is not null);
    }

    private static FormFile File(Session session, OwedForm owed)
    {
        var file = new FormFile(owed.Form.Id, new UnitId(owed.Unit.Id), owed.Occasion);
        foreach (var row in FormRows.Occasion(session, owed.Form.Id, owed.Unit.Id, owed.Occasion)) file = file.After(row.Event);
        return file;
    }

    internal static FormStanding Standing(Session session, string form)
    {
        var standing = FormStanding.Asked;
        foreach (var row in FormRows.Form(session, form)) standing = standing.After(row.Event);
        return standing;
    }

    /// <summary>A form is used where a power was used or a matter filed that it is for; what an indicator or an assessment takes from it, it takes whenever it is handed in.</summary>
    private static bool IsUsed(RunningStructure running, Session session, Form form, ReportingPeriod period)
    {
        if (running.Structure.Indicators.All.Any(one => one.FromForm?.Id == form.Id && one.HoldsOn(period.Last)) || form.UsedFor.Any(static use => use.Kind == Kind.Assessment)) return true;
        var powers = FormRows.PowersUsed(session, period.First, period.Last);
        return form.UsedFor.Any(use => use.Kind == Kind.Power ? powers.Contains(use.Id) : use.Kind == Kind.Matter && FormRows.AnyFiled(session, use.Id, running.StartOf(period.First), running.StartOf(period.Next.First)));
    }

    private static int Uses(RunningStructure running, Session session, Form form, KindRef use, DateOnly today)
    {
        var length = ReportingPeriod.LengthOf(form.Every) ?? PeriodLength.Year;
        var from = ReportingPeriod.Of(length, today).Previous.First;
        return use.Kind switch
        {
            Kind.Power => FormRows.TimesUsed(session, use.Id, from, today),
            Kind.Matter => FormRows.TimesFiled(session, use.Id, running.StartOf(from), running.StartOf(today.AddDays(1))),
            _ => 0,
        };
    }

    private DateOnly Begin(DateOnly today, int days)
    {
        var begun = _matters.Adoptions.InForce is [var (first, _), ..] ? first : today;
        return begun > today.AddDays(-days) ? begun : today.AddDays(-days);
    }

    private T Ask<T>(Func<Session, T> question) => _matters.Questions.Ask(question);
}
