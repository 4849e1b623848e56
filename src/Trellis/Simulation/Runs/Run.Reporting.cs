using Trellis.Information.Forms;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Simulation.Runs;

/// <summary>Forms that units owe: officers fill them in beside their matters, as they are or as it pays.</summary>
public sealed partial class Run
{
    /// <summary>Whoever hands in late does so when somebody has asked for it, some days behind the limit.</summary>
    private const double HoursBehindTheLimit = 5 * 24;

    /// <summary>Of the work, where nobody looks at what is asked.</summary>
    private const double WithoutALookShare = 0.15;

    /// <summary>Until whoever asks has looked at a form.</summary>
    private const double HoursUntilSentBack = 3 * 24;

    /// <summary>Days between two levels, where figures are passed on by hand.</summary>
    private const double HoursBetweenLevels = 2 * 24;

    private const double HoursUntilARefusal = 6 * 24;

    private static readonly Pressure[] Bends = [Pressure.InventingFigures, Pressure.CopyingFigures, Pressure.BendingToTheTarget, Pressure.ThinningOnTheWay];

    /// <summary>What is said where data is kept back.</summary>
    private static readonly PersonalText[] Excuses = [new("没有接口，暂不能提供。"), new("数据由上级部门统一管理，不归我们提供。"), new("涉及隐私，不便提供。")];

    private readonly Reporting _reporting = new();
    private readonly List<OwingForms.ClosedMatter> _closed = [];
    private readonly Chance _reckoning = new(default);

    /// <summary>Faults that the load had people commit in reports and answers, in the order in which they were.</summary>
    public IReadOnlyList<PlantedFault> Planted => _reporting.Planted;

    /// <summary>What becomes owed on the days up to today waits at the desks of those who fill it in.</summary>
    private void OweForms(DateOnly first)
    {
        for (var day = first; day <= _today; day = day.AddDays(1))
        {
            // Periods begin with a month; on all other days there is nothing to look for.
            if (day.Day != 1 && !FormDays.Contains(day)) continue;
            foreach (var owed in OwingForms.Between((unit, on) => _scene.At(unit, on), on => _scene.Structure.On(on).Units, day, day, [])) Owe(owed, null);
        }

        foreach (var closed in _closed)
            foreach (var owed in OwingForms.Between((unit, day) => _scene.At(unit, day), static _ => [], _today, _today.AddDays(-1), [closed])) Owe(owed, closed);
        _closed.Clear();
    }

    /// <summary>Days of forms that are asked once, those of overlays among them.</summary>
    private HashSet<DateOnly> FormDays => field ??=
    [
        .. _scene.Structure.Forms.All.Concat(_scene.Structure.Overlays.All.SelectMany(static overlay => overlay.Adds.Concat(overlay.Replaces.Select(static one => one.Entry))).OfType<Form>()).Select(static form => form.On).OfType<DateOnly>(),
    ];

    private void Owe(OwedForm owed, OwingForms.ClosedMatter? after)
    {
        if (RuleOf(owed) is not { } rule) return;
        var seed = _seed.Of("forms").Of(owed.Form.Id).Of(owed.Unit.Id).Of(owed.Occasion);
        Owe(new Paper(owed, "", owed.By, rule, seed) { After = after });
        foreach (var section in owed.Sections) Owe(new Paper(owed, section.Id, section.By, rule, seed.Of(section.Id)) { After = after });
    }

    private void Owe(Paper paper)
    {
        var due = paper.Owed.Due?.ToUnixTimeMilliseconds() ?? WorkHours.Never;
        Tally.FormOwed();
        foreach (var bend in Bends)
        {
            // A figure that is bent must be there.
            if (PressingOn(bend, paper) is { } rule && (rule.Target is not { } target || paper.Owed.ItemsOf(paper.Section)!.Contains(target.Item, StringComparer.Ordinal))) paper.Bent ??= rule;
        }

        var ready = _now;
        if (PressingOn(Pressure.ReportingLate, paper) is not null)
        {
            ready = (due < WorkHours.Never ? due : _now + (long)(10 * 24 * Hour)) + (long)(paper.Seed.Of("late").Draws().Exponential(HoursBehindTheLimit) * Hour);
            _reporting.Planted.Add(new PlantedFault(Pressure.ReportingLate, paper.Place, null, null, null, DateTimeOffset.FromUnixTimeMilliseconds(ready)));
        }

        var errand = new Errand(null, paper.Place, Deed.FillIn, DeskAt(paper.By), due) { Open = null, Paper = paper };
        if (ready > _now) _agenda.Add(ready, Happening.Of(HappeningKind.Ready, errand));
        else Ready(errand);
    }

    /// <summary>How a unit fills in a form; null where nothing is said of it, and nobody does.</summary>
    private FormRule? RuleOf(OwedForm owed)
    {
        FormRule? rule = null;
        foreach (var one in _load.Forms)
        {
            if ((one.Form is not null && one.Form != owed.Form.Id) || (!one.At.IsEmpty && !one.At.Contains(owed.Unit.Id))) continue;
            rule = rule is null ? one : rule with { Takes = one.Takes ?? rule.Takes, Rows = one.Rows ?? rule.Rows, Row = one.Row ?? rule.Row, Amount = one.Amount ?? rule.Amount, ReturnedShare = one.ReturnedShare ?? rule.ReturnedShare };
        }

        return rule;
    }

    /// <summary>The rule by which a pressure has its way with a form; null where it has not.</summary>
    private PressureRule? PressingOn(Pressure pressure, Paper paper)
    {
        PressureRule? rule = null;
        foreach (var one in _pressures[(int)pressure])
            if ((one.Form is null || one.Form == paper.Owed.Form.Id) && (one.Post is null || one.Post == paper.By.Post) && (one.At.IsEmpty || one.At.Contains(paper.By.Unit.Text))) rule = one;
        return rule is not null && _reckoning.Begin(paper.Seed.Of("pressures").Of((long)pressure)).Happens(rule.Share) ? rule : null;
    }

    private double MinutesOf(Paper paper)
    {
        var chance = paper.Seed.Of("work").Of(paper.IsReturned ? 1 : 0).Draws();
        var minutes = (paper.Rule.Takes ?? Usual.Form).Draw(chance);
        if (paper.Owed.Form.Rows is not null && paper.Section.Length == 0)
        {
            var known = _scene.KnownOf(paper.Owed.Form, _today);
            // How many a unit has is its own, and changes little from one time to the next.
            var level = (paper.Rule.Rows ?? Usual.Rows).Draw(_reckoning.Begin(LevelSeed(paper, "rows")));
            paper.Rows = (int)Around(level, chance);
            var typed = paper.Owed.Form.Items.Count(item => !known.Needless.Contains(item.Id) && !known.Held.Contains(item.Id));
            minutes += paper.Rows * (paper.Rule.Row ?? Usual.Row).Draw(chance) * (typed == 0 ? 0.25 : 1);
        }

        if (!paper.IsReturned && paper.Bent is { Pressure: Pressure.CopyingFigures or Pressure.InventingFigures }) minutes *= WithoutALookShare;
        else if (paper.IsReturned) minutes /= 2;
        Tally.FormMinutes += minutes;
        return paper.Minutes = minutes;
    }

    /// <summary>Of one figure of a unit always the same, whatever the occasion.</summary>
    private Seed LevelSeed(Paper paper, string item) => _seed.Of("figures").Of(paper.Owed.Unit.Id).Of(paper.Owed.Form.Id).Of(item);

    /// <summary>A count that comes out of many chances.</summary>
    private static double Around(double level, Chance chance) => Math.Max(0, Math.Floor(chance.Normal(level, Math.Sqrt(level)) + 0.5));

    /// <summary>Whoever has filled it in hands it in.</summary>
    private void HandIn(Officer officer, Errand errand, Paper paper)
    {
        var (owed, by) = (paper.Owed, officer.As(officer.SeatFor(errand.Desk!)!.Value));
        var structure = PlacedNow(new UnitId(owed.Unit.Id)).Placed.Structure;
        var found = new FormCircumstances(owed, _reporting.FileOf(owed), FormStanding.Asked, static _ => null, FormCircumstances.MayBeAboutSomebody(structure, _today), _scene.KnownOf(owed.Form, _today).Needless, by, _today, Instant);
        var (content, told, planted) = ContentOf(paper, structure);
        IAct act = paper.IsReturned ? new CorrectForm(owed.Form.Id, new UnitId(owed.Unit.Id), owed.Occasion, paper.Section, content, Simulated) : new SubmitForm(owed.Form.Id, new UnitId(owed.Unit.Id), owed.Occasion, paper.Section, content);
        var outcome = act is CorrectForm correct ? SubmittingForms.Decide(correct, found) : SubmittingForms.Decide((SubmitForm)act, found);
        if (outcome is Outcome.Refused { Why: var why })
        {
            Tally.Refused(why.Code);
            return;
        }

        var happened = ((Outcome.Accepted)outcome).Events[0];
        Enter(paper, by, act, happened);
        _reporting.Tell(paper, told, Instant);
        _reporting.Planted.AddRange(planted);
        Tally.HandedIn(happened is FormCorrected put ? put.Handed : ((FormSubmitted)happened).Handed, isCorrection: paper.IsReturned);
        if (!paper.IsReturned && paper.Rule.ReturnedShare is > 0 and var share && paper.Seed.Of("returned").Draws() is var chance && chance.Happens(share) && Instant.AddHours(chance.Exponential(HoursUntilSentBack)).ToUnixTimeMilliseconds() is var back && back < _end)
            _agenda.Add(back, Happening.Of(HappeningKind.SendsBack, errand));
    }

    private void Enter(Paper paper, Actor by, IAct act, IEvent happened)
    {
        _reporting.Enter(paper.Owed, happened);
        Acting?.Invoke(new SimulatedAct(null, _now, by, act) { After = paper.After });
        _position++;
    }

    /// <summary>Somebody of the unit that asks sends it back, when they are there.</summary>
    private void SendBack(Paper paper)
    {
        var owed = paper.Owed;
        var unit = new UnitId(owed.Form.AskedBy.Id);
        if (PlacedNow(unit).View.Unit(unit.Text) is not { Inside: true }) return;
        var desk = DeskAt(new PostAt("", unit));
        if (desk.Officers.Count == 0) Seat(desk);
        if (desk.Officers.MinBy(one => one.Hours.OpenFrom(_now, one.Away)) is not { } officer || officer.SeatFor(desk) is not { } seat) return;
        if (officer.Hours.OpenFrom(_now, officer.Away) is var opens && opens > _now)
        {
            if (opens < _end) _agenda.Add(opens, Happening.Of(HappeningKind.SendsBack, new Errand(null, paper.Place, Deed.FillIn, null, WorkHours.Never) { Open = null, Paper = paper }));
            return;
        }

        var by = officer.As(seat);
        var found = new FormCircumstances(owed, _reporting.FileOf(owed), FormStanding.Asked, static _ => null, static _ => false, _scene.KnownOf(owed.Form, _today).Needless, by, _today, Instant);
        var act = new ReturnForm(owed.Form.Id, new UnitId(owed.Unit.Id), owed.Occasion, paper.Section, Simulated);
        if (ReturningForms.Decide(act, found) is not Outcome.Accepted { Events: [var happened] }) return;
        Enter(paper, by, act, happened);
        Tally.FormsReturned++;
        paper.IsReturned = true;
        Ready(new Errand(null, paper.Place, Deed.FillIn, DeskAt(paper.By), WorkHours.Never) { Open = null, Paper = paper });
    }

    /// <summary>What is said in a form, the numbers in it, and what of it was said otherwise than it is.</summary>
    private (FormContent Content, Dictionary<string, double> Told, List<PlantedFault> Planted) ContentOf(Paper paper, GovernanceStructure structure)
    {
        var (form, known) = (paper.Owed.Form, _scene.KnownOf(paper.Owed.Form, _today));
        var bent = paper.IsReturned ? null : paper.Bent;
        var (given, unknown, told, planted) = (new List<GivenItem>(), new List<string>(), new Dictionary<string, double>(StringComparer.Ordinal), new List<PlantedFault>());
        var rows = form.Rows is null ? [] : form.Items.Select(static one => one.Id).ToHashSet(StringComparer.Ordinal);
        var (filled, typed) = (0, 0);
        foreach (var item in paper.Owed.ItemsOf(paper.Section)!)
        {
            if (rows.Contains(item))
            {
                if (known.Held.Contains(item) || known.Needless.Contains(item)) filled += paper.Rows;
                else typed += paper.Rows;
                continue;
            }

            if (known.Needless.Contains(item))
            {
                filled++;
                continue;
            }

            if ((structure.Items.On(item, _today) ?? (structure.Items.Of(item) is [var any, ..] ? any : null)) is not { } declared)
            {
                unknown.Add(item);
                continue;
            }

            var type = FormulaNames.TypeOf(declared, structure);
            if (type is FactType.PlainNumber or FactType.Measured)
            {
                var number = NumberOf(paper, item, bent, planted);
                if (number is not { } said)
                {
                    unknown.Add(item);
                    continue;
                }

                told[item] = said;
                given.Add(new GivenItem(item, type is FactType.Measured(var dimension) ? Value.Of(new Quantity((decimal)said, MakingFacts.MeasureOf(dimension))) : Value.Of((decimal)said)));
            }
            else if (WordOf(type, structure, paper, item) is { } word) given.Add(new GivenItem(item, word));
            else unknown.Add(item);
        }

        var seen = paper.Rows;
        if (bent?.Pressure == Pressure.ThinningOnTheWay && paper.Rows > 0)
        {
            seen = (int)Left(paper.Rows, _reckoning.Begin(paper.Seed.Of("thinned-rows")));
            if (seen < paper.Rows) planted.Add(new PlantedFault(Pressure.ThinningOnTheWay, paper.Place, "rows", paper.Rows, seen, Instant));
            if (paper.Rows > 0) (filled, typed) = (filled * seen / paper.Rows, typed * seen / paper.Rows);
        }

        if (bent is { Pressure: Pressure.CopyingFigures or Pressure.InventingFigures } && planted.Count == 0 && paper.Rows > 0) planted.Add(new PlantedFault(bent.Pressure, paper.Place, "rows", paper.Rows, paper.Rows, Instant));
        return (new FormContent([.. given], [.. unknown], seen, filled, 0, typed, Math.Clamp((int)paper.Minutes, 1, 480)), told, planted);
    }

    /// <summary>A number of the unit as it is said; null where it is said to be unknown.</summary>
    private double? NumberOf(Paper paper, string item, PressureRule? bent, List<PlantedFault> planted)
    {
        var level = (paper.Rule.Amount ?? Usual.Figure).Draw(_reckoning.Begin(LevelSeed(paper, item)));
        var truth = Around(level, _reckoning.Begin(paper.Seed.Of("figure").Of(item)));
        // Whoever speaks first of all has nobody to copy from, and says how it is.
        var source = bent?.Pressure == Pressure.CopyingFigures ? bent.FromNeighbour ? _reporting.Beside(paper) : _reporting.Last(paper) : null;
        double? said = bent?.Pressure switch
        {
            Pressure.InventingFigures => Invented(paper, item, level),
            Pressure.CopyingFigures => source?.TryGetValue(item, out var before) == true ? before : truth,
            Pressure.BendingToTheTarget when bent.Target is { } target && target.Item == item => Bent(truth, target, _reckoning.Begin(paper.Seed.Of("bent").Of(item))),
            Pressure.ThinningOnTheWay => Left(truth, _reckoning.Begin(paper.Seed.Of("thinned").Of(item))),
            _ => truth,
        };
        // A copy is a fault also where nothing has changed; a thinned or bent figure is none where it comes out as it is.
        if (bent is not null && (said != truth || source is not null || bent.Pressure == Pressure.InventingFigures))
            planted.Add(new PlantedFault(bent.Pressure, paper.Place, item, truth, said, Instant));
        return said;
    }

    /// <summary>Round numbers as people make them up, or so much more each time as a machine would; each has a way of its own.</summary>
    private double Invented(Paper paper, string item, double level)
    {
        var habit = _reckoning.Begin(LevelSeed(paper, item).Of("invents"));
        var isRound = habit.Happens(0.5);
        var step = level >= 40 ? 10.0 : 5.0;
        var guess = Math.Max(step, step * Math.Floor((level * (0.7 + (0.8 * habit.Unit())) / step) + 0.5));
        if (!isRound && _reporting.Last(paper)?.TryGetValue(item, out var before) == true) return before + 1 + habit.Below(3);
        return isRound ? guess + (step * _reckoning.Begin(paper.Seed.Of("invented").Of(item)).Below(2)) : guess;
    }

    /// <summary>What is on the wrong side of the mark comes just over it.</summary>
    private static double Bent(double number, TargetOfFigure target, Chance chance)
    {
        var width = Math.Max(1, Math.Floor(0.03 * target.Value));
        if (target.Higher) return number >= target.Value ? number : Math.Ceiling(target.Value) + chance.Below((long)width + 1);
        return number <= target.Value ? number : Math.Max(0, Math.Floor(target.Value) - chance.Below((long)width + 1));
    }

    /// <summary>What is left where a third to two thirds are left out.</summary>
    private static double Left(double number, Chance chance) => Math.Floor(number * ((1 + chance.Unit()) / 3));

    private Value? WordOf(FactType type, GovernanceStructure structure, Paper paper, string name)
    {
        var chance = _reckoning.Begin(paper.Seed.Of("word").Of(name));
        return type switch
        {
            FactType.YesOrNo => Value.Of(chance.Happens(0.5)),
            FactType.ADay => Value.Of(_today.AddDays(-(int)chance.Below(30))),
            FactType.Code(var list) when structure.Codes.Of(list).SelectMany(static one => one.Values).Select(static code => code.Value).ToList() is { Count: > 0 } codes => Value.Of(chance.Among(codes)),
            FactType.Words => Value.Of("simulated"),
            _ => null,
        };
    }

    /// <summary>Hours after which whoever is asked for data answers, where they keep it back; null where they answer as they should.</summary>
    private double? KeepsDataBack(Errand errand, RequestRule request, UnitId asked)
    {
        if (request.For != WaitReason.Data || PressureOn(Pressure.KeepingDataBack, errand.Case.Matter.Type, new PostAt("", asked)) is not (> 0 and var share)) return null;
        var chance = _reckoning.Begin(BranchOf(errand, "keeps-data-back"));
        return chance.Happens(share) ? chance.Exponential(HoursUntilARefusal) : null;
    }

    private void AnswerLater(Errand errand, UnitId asked, double hours)
    {
        var answer = new Errand(errand.Case, errand.Key, Deed.AnswerUnit, DeskAt(new PostAt("", asked)), WorkHours.Never) { Open = null, Called = asked, Evasion = Evasion.KeepData };
        errand.Case.Errands.Add(answer);
        _agenda.Add(_now + Math.Max(1, (long)(hours * Hour)), Happening.Of(HappeningKind.Ready, answer));
    }

    /// <summary>They say that it is not theirs to give, or give it late; the reason that is said holds in neither.</summary>
    private Refusal? KeepData(Errand errand, Actor.Officer by)
    {
        var chance = _reckoning.Begin(BranchOf(errand, "excuses"));
        var (refuses, excuse) = (chance.Happens(0.6), Excuses[(int)chance.Below(Excuses.Length)]);
        if (Do(errand.Case, by, new AnswerUnit(errand.Case.Matter.Id, errand.Key, IsOurs: !refuses, [], excuse)) is { } why) return why;
        _reporting.Planted.Add(new PlantedFault(Pressure.KeepingDataBack, $"{errand.Case.Matter.Id.Text}/{errand.Key}", refuses ? "refused" : "answered-late", null, null, Instant));
        return null;
    }

    /// <summary>
    /// Figures of indicators that are taken from forms, as each level tells them to the next: added up by hand from what those below told, some days later, with what is left out on the way. The
    /// record itself counts them from the forms on every level at once; this is how they rose before there was one.
    /// </summary>
    public (IReadOnlyList<ReportedFigure> Figures, IReadOnlyList<PlantedFault> LeftOut) FiguresReported()
    {
        var (figures, leftOut) = (new List<ReportedFigure>(), new List<PlantedFault>());
        foreach (var indicator in _scene.Structure.Indicators.All)
        {
            if (indicator is not { FromForm.Id: { } form, Value.Text: { } item, Take: "sum" }) continue;
            foreach (var occasion in _reporting.All.Where(told => told.Form == form && told.Values.ContainsKey(item)).GroupBy(static told => told.Occasion, StringComparer.Ordinal).OrderBy(static one => one.Key, StringComparer.Ordinal))
            {
                var level = occasion.OrderBy(static told => told.Unit.Id, StringComparer.Ordinal).Select(told => (told.Unit, Value: told.Values[item], told.At)).ToList();
                while (level.Count > 0)
                {
                    figures.AddRange(level.Select(one => new ReportedFigure(one.Unit.Id, occasion.Key, indicator.Id, one.Value, one.Unit.Type?.Level.Id ?? "", one.Unit.Parent is { Inside: true } above ? above.Id : null, one.At)));
                    level = [.. level.Where(static one => one.Unit.Parent is { Inside: true }).GroupBy(static one => one.Unit.Parent!.Id, StringComparer.Ordinal).Select(below => PassOn(below.First().Unit.Parent!, [.. below], form, indicator.Id, occasion.Key, leftOut)).OrderBy(static one => one.Unit.Id, StringComparer.Ordinal)];
                }
            }
        }

        return (figures, leftOut);
    }

    private (UnitOnDay Unit, double Value, DateTimeOffset At) PassOn(UnitOnDay unit, IReadOnlyList<(UnitOnDay Unit, double Value, DateTimeOffset At)> below, string form, string indicator, string occasion, List<PlantedFault> leftOut)
    {
        var seed = _seed.Of("levels").Of(indicator).Of(unit.Id).Of(occasion);
        var at = below.Max(static one => one.At).AddHours(seed.Draws().Exponential(HoursBetweenLevels));
        if (OnTheWay(Pressure.ReportingLate, unit, form) is > 0 and var late && seed.Of("late").Draws() is var behind && behind.Happens(late)) at = at.AddHours(behind.Exponential(HoursBehindTheLimit));
        var share = OnTheWay(Pressure.ThinningOnTheWay, unit, form);
        var sum = 0.0;
        foreach (var one in below)
        {
            if (one.Value > 0 && share > 0 && seed.Of("thinned").Of(one.Unit.Id).Draws().Happens(share)) leftOut.Add(new PlantedFault(Pressure.ThinningOnTheWay, $"{indicator}/{unit.Id}/{occasion}", one.Unit.Id, one.Value, null, at));
            else sum += one.Value;
        }

        return (unit, sum, at);
    }

    private double OnTheWay(Pressure pressure, UnitOnDay unit, string form)
    {
        var share = 0.0;
        foreach (var one in _pressures[(int)pressure])
            if ((one.Form is null || one.Form == form) && one.Post is null && (one.At.IsEmpty || one.At.Contains(unit.Id))) share = one.Share;
        return share;
    }
}
