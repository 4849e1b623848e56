using System.Diagnostics;
using System.Text;
using Trellis.Diagnosis.Checks;
using Trellis.Information.Forms;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Process.Wire;
using Trellis.Runtime.Assessment;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Structure.Calendars;
using Draft = Trellis.Runtime.Ledger.Draft;

namespace Trellis.Runtime.Information;

/// <summary>Time asks: units that are late with a form are told to whoever waits.</summary>
internal sealed record TellOverdue(string Form, string Occasion, FixedList<UnitId> Units, UnitId Waits, DateTimeOffset Due) : IAct
{
    public string Word => "tell-overdue";
}

/// <summary>Time asks: a form that was not used is suspended.</summary>
internal sealed record SuspendForm(string Form, FixedList<string> Periods) : IAct
{
    public string Word => "suspend-form";
}

/// <summary>Rows of a form with what is filled in of them.</summary>
/// <param name="Answer">What came of the look; null where there were no rows to look at.</param>
/// <param name="Next">After which to go on; null where these are the last.</param>
public sealed record FilledRows(LookAnswer? Answer, IReadOnlyList<FilledField> Fields, IReadOnlyList<KnownLine> Known, string? Next);

/// <summary>
/// The desk of forms: what units owe, hand in and send back, and what levels say of figures. Acts are decided in their turn by the one writer and answered after the flush. Safe for any number of callers.
/// </summary>
public sealed class FormsDesk : IAsyncDisposable
{
    /// <summary>What was owed longer ago and never told is told no more.</summary>
    private const int LookedBack = 400;

    /// <summary>The purpose under which reasons and judgements are sealed: that of what is said about rules.</summary>
    private const string OfficeWords = "structure";

    private readonly MattersDesk _matters;
    private readonly FormsState _state;
    private static readonly TimeSpan Every = TimeSpan.FromHours(1);

    private readonly Lock _reading = new();
    private readonly CancellationTokenSource _ending = new();
    private Task? _jobs;
    private bool _ended;
    private (string Version, DateOnly Day, Dictionary<string, FormDemand> Forms)? _demands;
    private DateOnly? _looked;

    private FormsDesk(MattersDesk matters, FormsState state)
    {
        (_matters, _state) = (matters, state);
        Questions = new FormQuestions(matters, this);
    }

    /// <summary>What can be asked of forms.</summary>
    public FormQuestions Questions { get; }

    /// <summary>To which rows of forms are written; null where no registers are open.</summary>
    public RegistersDesk? Registers { get; init; }

    /// <summary>Opens the desk of a record whose desk of matters is open. Once for each writer.</summary>
    /// <param name="registers">To which rows of forms are written; null where none are.</param>
    public static async Task<FormsDesk> OpenAsync(RecordWriter writer, MattersDesk matters, RegistersDesk? registers = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var state = new FormsState();
        await writer.DecideOnAsync(state);
        return new FormsDesk(matters, state) { Registers = registers };
    }

    /// <summary>Has an act on a form, or a judgement on a figure, decided in its turn. Answers after the flush.</summary>
    /// <exception cref="MachineFault">It could not be stored; the message says whether it may be found in the record all the same.</exception>
    public Task<ActAnswer> DoAsync(ActOrder order, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(order);
        var needed = order.Act switch
        {
            SubmitForm one => new FormNeeded(one.Form, one.Unit.Text, one.Occasion),
            CorrectForm one => new FormNeeded(one.Form, one.Unit.Text, one.Occasion),
            ReturnForm one => new FormNeeded(one.Form, one.Unit.Text, one.Occasion),
            DelegateSection one => new FormNeeded(one.Form, one.Unit.Text, ""),
            RenewForm one => new FormNeeded(one.Form, "", ""),
            SuspendForm one => new FormNeeded(one.Form, "", ""),
            TellOverdue one => new FormNeeded(one.Form, "", ""),
            JudgeFigure => new FormNeeded("", "", ""),
            _ => throw new ArgumentException($"{order.Act.Word} is no act on forms.", nameof(order)),
        };
        // What is no id is none of any form; a store is not asked for it.
        if (!IsWord(needed.Form) || !IsWord(needed.Unit) || !IsWord(needed.Occasion)) return Task.FromResult<ActAnswer>(new ActAnswer.Refused(FormRefusals.NoSuchForm, null));
        var (acts, unconfirmed) = ActsOf(order.Act);
        if (acts.Count > 0)
        {
            if (Registers is null) throw new InvalidOperationException("Rows of a form are handed in where registers are open.");
            needed = needed with { Rows = RegistersDesk.NeededFor(acts) };
        }

        // The matter after which a form is owed is closed already, and is looked at beside the writer.
        var closed = Closed(needed.Occasion);
        return _matters.DoElsewhereAsync(order, order.Key is null ? null : FormPrints.Of(order.Act), needed, (pending, turn, rules) => Decide(pending, closed, acts, unconfirmed, turn, rules), cancellationToken);
    }

    /// <summary>What the rows of a form say, as acts on registers with the form as their source. Rows that the form begins are minted here.</summary>
    /// <returns>Beside them the first row that confirms what is not there to be confirmed, and why.</returns>
    private (List<IAct> Acts, Refusal? Unconfirmed) ActsOf(IAct act)
    {
        var (form, unit, occasion, entries) = act switch { SubmitForm one => (one.Form, one.Unit, one.Occasion, one.Content.Entries), CorrectForm one => (one.Form, one.Unit, one.Occasion, one.Content.Entries), _ => ("", default, "", []) };
        var source = new SourceGiven(ValueSource.Form, $"{form}/{occasion}");
        var acts = new List<IAct>(entries.Count);
        Refusal? unconfirmed = null;
        foreach (var row in entries)
        {
            var items = row.Items;
            if (!row.Confirmed.IsEmpty)
            {
                var (confirmed, why) = Questions.Confirmed(form, unit, row);
                items = [.. items, .. confirmed];
                if (why is not null) unconfirmed ??= SubmittingForms.RowRefused(acts.Count, why);
            }

            acts.Add(row.Subject.Key.Length == 0 ? new EnterSubject(Registers?.Mint(row.Subject.Register) ?? row.Subject, items, source) : new RecordValues(row.Subject, items, source));
        }

        return (acts, unconfirmed);
    }

    /// <summary>
    /// What is filled in already of the rows of a form, for its filler or the unit that asks for it. Which rows these are, and what the base says of them, is told under a look that stands in the record.
    /// </summary>
    /// <param name="after">The key after which to go on; empty for the first.</param>
    /// <returns>Null where there is no such form at the unit, or it asks about no rows. Without a look nothing is told: then the answer says why, and is null where there are no rows.</returns>
    /// <exception cref="MachineFault">It could not be stored, and nothing may be shown.</exception>
    public async Task<FilledRows?> FillAsync(Actor.Officer by, LooksDesk looks, string form, UnitId unit, string after, int most, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(looks);
        if (!IsWord(form) || !IsWord(unit.Text) || Questions.FillForm(form, unit, after, most) is not var (found, page, fields)) return null;
        // A filler sees the rows of their own unit; whoever asks for the form, those of all.
        if (unit != by.Seat.Unit && found.AskedBy.Id != by.Seat.Unit.Text) return new FilledRows(new LookAnswer.Refused(Trellis.Information.Looks.LookRefusals.NotAtHand, null), [], [], null);
        if (page.Rows.Count == 0) return new FilledRows(null, [], [], page.Next);
        string[] items = [.. fields.Select(static one => one.Item).Concat(page.Reads).Distinct(StringComparer.Ordinal)];
        var answer = await looks.LookAtAsync(by, Trellis.Information.Looks.LookReason.OfForm(form), page.Rows, items, cancellationToken);
        await Task.Yield(); // others wait for their answer where ours was given
        return answer is LookAnswer.Committed(var look) ? new FilledRows(answer, fields, looks.Open(look), page.Next) : new FilledRows(answer, [], [], null);
    }

    /// <summary>"This is asked twice": opens a matter to the owner of the form, and says so beside it.</summary>
    /// <returns>The answer, and the matter in which the owner answers.</returns>
    public async Task<(ActAnswer Answer, MatterId? Matter)> ReportAskedTwiceAsync(Actor by, ReportAskedTwice act, string? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(act);
        if (!IsWord(act.Form) || !IsWord(act.Unit.Text)) return (new ActAnswer.Refused(FormRefusals.NoSuchForm, null), null);
        var running = _matters.InForce;
        var today = running.DayOf(_matters.Now);
        var placed = running.At(act.Unit, today);
        var view = placed.Structure.On(today);
        var form = placed.Structure.Forms.On(act.Form, today);
        var type = placed.Structure.Matters.All.FirstOrDefault(one => one.OpenedBy == MatterType.AskedTwice && one.HoldsOn(today));
        var fills = form is not null && view.Unit(act.Unit.Text) is { } unit && OwingForms.Typists(form, view).Contains(unit);
        var isOpen = Questions.AskedTwice(act.Form, act.Unit, act.Item) is { } last && _matters.Questions.Find(last) is { Matter.State: not MatterState.Closed };
        if (ReportingAskedTwice.WhyNot(act, form, fills, type?.Id, isOpen, by) is { } why) return (new ActAnswer.Refused(why, null), null);
        var officer = (Actor.Officer)by;
        var other = act.Other ?? Demand(running, today, act.Form)?.Fields.FirstOrDefault(field => field.Name.Id == act.Item)?.AskedBy?.Id;
        var said = $"{form!.Name.Zh}（{form.Id}）：{act.Item}{(other is null ? "" : $" = {other}")}\n{act.Said?.Written}";
        // The officer brings it as anybody brings a matter, for the unit on whose ground it is felt; the owner of the form answers.
        var filing = MattersDesk.Filing(type!.Id, act.Unit, [.. type.About.Select(role => new BoundRole(role.Name, role.Register.Id == "unit" ? new RowId("unit", form.AskedBy.Id) : new RowId(role.Register.Id, officer.Person.Text)))], officer.Person, Channel.Web, [], new PersonalText(said));
        var filed = await _matters.DoAsync(new ActOrder { By = by, Act = filing, Key = key }, cancellationToken);
        if (filed is not ActAnswer.Done { Matter: { } matter }) return (filed, null);
        var happened = new AskedTwiceReported(act.Form, act.Unit, act.Item, other, officer.Seat, matter.Id, act.Said, default);
        var answer = await _matters.DoElsewhereAsync(new ActOrder { By = by, Act = act }, null, new FormNeeded(act.Form, act.Unit.Text, ""), (pending, turn, rules) => Enter(pending, happened with { Happened = turn.At }, form, turn, rules), cancellationToken);
        return (answer is ActAnswer.Done ? filed : answer, matter.Id);
    }

    /// <summary>A level adds what it thinks of a figure as it stands now. The number is counted here, whatever anybody claims it to be.</summary>
    /// <exception cref="MachineFault">It could not be stored, or not be counted.</exception>
    public async Task<ActAnswer> JudgeAsync(Actor by, FiguresDesk figures, string indicator, UnitId unit, ReportingPeriod period, PersonalText said, string? key, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(figures);
        if (!IsWord(indicator) || !IsWord(unit.Text)) return new ActAnswer.Refused(FormRefusals.NoSuchFigure, null);
        var counted = figures.Now(new FiguresAsked(indicator, null, unit.Text, period), _matters.Now);
        if (counted.Figures is not [{ IsWithheld: false, Number: { } number }, ..]) return new ActAnswer.Refused(FormRefusals.NoSuchFigure, null);
        var act = new JudgeFigure(indicator, unit, period.ToString(), counted.Entries, number.ToString("0.#########", System.Globalization.CultureInfo.InvariantCulture), said);
        return await DoAsync(new ActOrder { By = by, Act = act, Key = key }, cancellationToken);
    }

    /// <summary>Tells whoever waits which units are late, and suspends forms that nothing was decided with. Each is said once.</summary>
    /// <returns>How many entries were made.</returns>
    public async Task<int> RunDueAsync(CancellationToken cancellationToken)
    {
        var running = _matters.InForce;
        var now = _matters.Now;
        var today = running.DayOf(now);
        var begun = _matters.Adoptions.InForce is [var (first, _), ..] ? first : today;
        var entered = 0;
        foreach (var late in Questions.Late(running, begun > today.AddDays(-LookedBack) ? begun : today.AddDays(-LookedBack), today, now))
            if (await DoAsync(new ActOrder { By = Actor.System, Act = late }, cancellationToken) is ActAnswer.Done { Receipt.Count: > 0 }) entered++;
        if (_looked == today) return entered;
        foreach (var form in running.Structure.Forms.All.Where(form => form.HoldsOn(today)))
            if (Questions.Unused(running, form, begun, today) is { } periods && await DoAsync(new ActOrder { By = Actor.System, Act = new SuspendForm(form.Id, [.. periods.Select(static one => one.ToString())]) }, cancellationToken) is ActAnswer.Done { Receipt.Count: > 0 }) entered++;
        _looked = today;
        return entered;
    }

    /// <summary>Looks for what time has made due, now and every hour.</summary>
    /// <param name="failing">Is told what went wrong; it may tell of rows and entries, never of what people wrote.</param>
    public void Begin(Action<Exception>? failing) => _jobs = Task.Run(async () =>
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await RunDueAsync(_ending.Token);
            }
            catch (Exception) when (_ending.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // What is due stays due and is looked for again; one failure must not end the looking for ever.
            catch (Exception fault)
            {
                failing?.Invoke(fault);
            }
#pragma warning restore CA1031

            try
            {
                await Task.Delay(Every, _ending.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    });

    public async ValueTask DisposeAsync()
    {
        if (_ended) return;
        _ended = true;
        await _ending.CancelAsync();
        if (_jobs is { } jobs) await jobs;
        _ending.Dispose();
    }

    /// <summary>What a form demands today, and which of its fields are needless; kept for the day.</summary>
    internal FormDemand? Demand(RunningStructure running, DateOnly day, string form)
    {
        lock (_reading)
        {
            if (_demands is not { } known || known.Version != running.Version || known.Day != day)
                _demands = known = (running.Version, day, FormDemands.Of(running.Structure.On(day)).Forms.GroupBy(static one => one.Form.Id, StringComparer.Ordinal).ToDictionary(static one => one.Key, static one => one.First(), StringComparer.Ordinal));
            return known.Forms.GetValueOrDefault(form);
        }
    }

    /// <summary>Fields that nobody has to give: computed ones, and those that another form asks, unless somebody answers by name for asking twice.</summary>
    internal IReadOnlySet<string> Needless(RunningStructure running, Form form, DateOnly day) => NeedlessOf(Demand(running, day, form.Id), form, day);

    internal static HashSet<string> NeedlessOf(FormDemand? demand, Form form, DateOnly day)
    {
        var insisted = Insisted(form, day) is not null;
        var needless = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in demand?.Fields ?? [])
            if (field.Needless == NeedlessAsk.Computed || (field.Needless == NeedlessAsk.AskedByAnother && !insisted)) needless.Add(field.Name.Id);
        return needless;
    }

    /// <summary>Who answers by name for asking twice on a day; null where nobody does.</summary>
    internal static Acceptance? Insisted(Form form, DateOnly day) => form.Accepted.FirstOrDefault(one => one.Finding == "TR2001" && one.To >= day);

    internal OwingForms.ClosedMatter? Closed(string occasion) => MatterNumbers.Of(new MatterId(occasion)) is not null && _matters.Questions.Find(new MatterId(occasion)) is { Matter: { LastClosure: { Reopened: null } closure } matter }
        ? new OwingForms.ClosedMatter(matter.Id, matter.Type, matter.Place, closure.At)
        : null;

    private Decision Decide(PendingOrder order, OwingForms.ClosedMatter? closed, List<IAct> acts, Refusal? unconfirmed, Turn turn, RuleState rules)
    {
        var running = rules.Running!;
        var day = running.DayOf(turn.At);
        var by = order.Order.By;
        switch (order.Act)
        {
            case SubmitForm act:
                var (found, form) = Found(act.Form, act.Unit, act.Occasion);
                return Settle(SubmittingForms.Decide(act, found), form);
            case CorrectForm act:
                (found, form) = Found(act.Form, act.Unit, act.Occasion);
                return Settle(SubmittingForms.Decide(act, found), form);
            case ReturnForm act:
                (found, form) = Found(act.Form, act.Unit, act.Occasion);
                return Settle(ReturningForms.Decide(act, found), form);
            case DelegateSection act:
                var placed = running.At(act.Unit, day);
                var view = placed.Structure.On(day);
                form = placed.Structure.Forms.On(act.Form, day);
                return Settle(DelegatingSections.Decide(act, form, form is null || view.Unit(act.Unit.Text) is not { } unit ? null : OwingForms.PostOf(form, act.Section, view, unit), to => IsBelow(view, act.Unit, to), by, turn.At), form);
            case RenewForm act:
                form = running.Structure.Forms.On(act.Form, day);
                return Settle(RenewingForms.Decide(act, form, _state.Standing(act.Form), by, turn.At), form);
            case SuspendForm act:
                return _state.Standing(act.Form).Suspended is null ? Settle(Outcome.Accept(new FormSuspended(act.Form, act.Periods, turn.At)), null) : Decision.Accept();
            case TellOverdue act:
                return Settle(Outcome.Accept(new FormsOverdue(act.Form, act.Occasion, act.Units, act.Waits, act.Due, turn.At)), null);
            case JudgeFigure act:
                var here = running.Structure.On(day);
                var isAbove = by.Unit is { } own && here.Unit(own.Text) is { } judging && here.Unit(act.Unit.Text) is { } judged && JudgingFigures.IsTheirLevel(judging, judged);
                return Settle(JudgingFigures.Decide(act, isCounted: true, isAbove, by, turn.At), null);
            default:
                throw new UnreachableException();
        }

        (FormCircumstances, Form?) Found(string id, UnitId unit, string occasion)
        {
            var owed = OwingForms.Find((place, on) => running.At(place, on), id, unit, occasion, closed);
            var structure = running.At(unit, day).Structure;
            return (new FormCircumstances(
                owed, _state.File(id, unit.Text, occasion), _state.Standing(id), section => _state.Delegated(id, unit.Text, section),
                FormCircumstances.MayBeAboutSomebody(structure, day),
                owed is null ? new HashSet<string>() : Needless(running, owed.Form, day), by, day, turn.At), owed?.Form);
        }

        Decision Settle(Outcome outcome, Form? about) => outcome switch
        {
            Outcome.Refused { Why: var why } => Decision.Refuse(why),
            Outcome.Accepted { Events: [var happened] } => acts.Count == 0 ? Enter(order, happened, about, turn, rules) : WithRows(happened, about),
            _ => throw new UnreachableException(),
        };

        // The form and its rows, all or none: the form first, since it is the source of what they say.
        Decision WithRows(IEvent happened, Form? about)
        {
            if ((unconfirmed ?? WhyChanged(order.Act switch { SubmitForm one => one.Content.Entries, CorrectForm one => one.Content.Entries, _ => [] }, Registers!, day)) is { } stale) return Decision.Refuse(stale);
            var (drafts, refused) = Registers!.DecideAll(by, acts, turn, turn.Position + 1, rules);
            return refused is var (number, why) ? Decision.Refuse(SubmittingForms.RowRefused(number, why)) : Enter(order, happened, about, turn, rules, drafts);
        }
    }

    /// <summary>Values are read beside the writer; whether they still stand is for its turn.</summary>
    private static Refusal? WhyChanged(FixedList<FilledRow> rows, RegistersDesk registers, DateOnly day)
    {
        for (var at = 0; at < rows.Count; at++)
            foreach (var item in rows[at].Confirmed)
                if (!registers.StillSays(rows[at].Subject, item.Item, item.Position, day)) return SubmittingForms.RowRefused(at, FormRefusals.HeldChanged.Naming($"{rows[at].Subject.Register}.{item.Item}。", $"{rows[at].Subject.Register}.{item.Item}."));
        return null;
    }

    private Decision.Accepted Enter(PendingOrder order, IEvent happened, Form? form, Turn turn, RuleState rules, IReadOnlyList<Draft>? rows = null)
    {
        _state.Add(turn.Position, happened);
        return new Decision.Accepted([DraftOf(happened, form, order.Order.By, rules.Running!.Version), .. rows ?? []]);
    }

    /// <summary>An event of a form as it is entered.</summary>
    internal static Draft DraftOf(IEvent happened, Form? form, Actor by, string version) => DraftOf(FormEvents.Write(happened), form, by, version);

    /// <summary>What an office says of rules, figures and findings is entered alike.</summary>
    internal static Draft DraftOf(WireEvent written, Form? form, Actor by, string version)
    {
        // What an office says of its forms and figures is everybody's to read; values that are given in a form are about others and are not.
        var person = by.PersonOrNone?.Text ?? OfficeWords;
        var purpose = form?.Purpose?.Id ?? "forms";
        return new Draft
        {
            Event = written.Name,
            By = DecidingOrders.EntryActorOf(by, null, seated: true),
            Structure = version,
            Fields = written.Fields,
            Mandate = form is null ? [] : [form.Address, .. form.Basis.Select(static one => one.ToString())],
            Personal = [.. written.Personal.Where(static part => part.Value is not null).Select(part => new ValueToSeal(part.Name, person, part.Name.StartsWith(FactRows.Prefix, StringComparison.Ordinal) ? purpose : OfficeWords, Encoding.UTF8.GetBytes(part.Value!)))],
        };
    }

    internal static bool IsWord(string written) => written.Length <= 100 && written.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');

    /// <summary>Posts in which somebody sits today, of a unit and of those below it: to whom parts of its forms may be given.</summary>
    public IReadOnlyList<PostAt> PostsBelow(UnitId unit)
    {
        var (running, day) = (_matters.InForce, _matters.InForce.DayOf(_matters.Now));
        var view = running.Structure.On(day);
        return [.. _matters.Standing.SeatsOn(day).Select(static seat => new PostAt(seat.Post, new UnitId(seat.Unit))).Distinct().Where(post => IsBelow(view, unit, post))];
    }

    private static bool IsBelow(StructureOnDay view, UnitId unit, PostAt to) =>
        view.Unit(unit.Text) is { } own && view.Unit(to.Unit.Text) is { } below && (below == own || below.IsUnder(own) || (own.Contains(below) && own.Ground != below.Ground)) && view.PostAt(to.Post, below) is not null;
}
