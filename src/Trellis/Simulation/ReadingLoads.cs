using System.Collections.Immutable;
using System.Globalization;
using Trellis.Process.Matters;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Trellis.Structure.Quantities;
using Trellis.Structure.Vocabulary;
using FactType = Trellis.Structure.Expressions.FactType;

namespace Trellis.Simulation;

/// <summary>Reads load.yaml: the same reader of files as for the structure, and messages of the same kind. Every fault is told at once.</summary>
public sealed class ReadingLoads
{
    public const string FileName = "load.yaml";

    private const double MostPerYear = 100_000_000;
    private const double DaysOfYear = 365;

    /// <summary>Nothing that people wait for or work on is meant to take longer; instants stay far from the end of their range.</summary>
    private const double MostYears = 100;

    /// <summary>A system that fails more than once an hour is not there.</summary>
    private const double MostFailures = 10_000;
    private const double MostMinutesOnTheWay = 12 * 60;
    private const double MostOfFigure = 1_000_000_000;
    private const double MostHours = MostYears * DaysOfYear * 24;

    private static readonly string[] Channels = ["web", "counter", "telephone", "helper", "letter"];
    private static readonly string[] Months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    private static readonly string[] Orders = ["first-come", "due-first", "newest-first"];
    private static readonly string[] Pressures = ["passing-the-buck", "pushing-down", "sitting-until-the-deadline", "stopping-the-clock", "false-done", "working-to-the-figure", "staging-for-inspections", "demands-from-above", "reporting-late", "copying-figures", "thinning-on-the-way", "bending-to-the-target", "inventing-figures", "keeping-data-back"];
    private static readonly string[] Copied = ["last-period", "neighbour"];
    private static readonly string[] Wanted = ["power", "data", "resource", "answer"];
    private static readonly WaitReason[] WantedReasons = [WaitReason.Power, WaitReason.Data, WaitReason.Resource, WaitReason.Answer];
    private static readonly string[] Spreads = ["mean", "median", "exactly", "exponential"];

    private readonly StructureOnDay _today;
    private readonly GovernanceStructure _structure;
    private readonly FindingList _findings = new();
    private bool _besideLog;

    private ReadingLoads(GovernanceStructure structure, DateOnly day) => (_structure, _today) = (structure, structure.On(day));

    /// <summary>A pressure as load.yaml names it.</summary>
    public static string WordOf(Pressure pressure) => Pressures[(int)pressure];

    /// <param name="file">load.yaml, or another file of its kind.</param>
    /// <param name="day">The first day of the simulation, whose units and matter types are meant.</param>
    /// <param name="besideLog">Whether what comes is read off a log, so that the file need not say it.</param>
    /// <returns>The load as far as it could be read, and what is wrong with it.</returns>
    public static (Load Load, FindingList Findings) Read(SourceFile file, GovernanceStructure structure, DateOnly day, bool besideLog = false)
    {
        var reading = new ReadingLoads(structure, day) { _besideLog = besideLog };
        var root = YamlReader.Read(file, reading._findings);
        if (!root.Exists && reading._findings.Errors == 0) reading.Tell(FindingCodes.MissingKey, new Mark(file, 0, 0), new("文件里什么也没有。", "There is nothing in this file."), new("写 load: 名称 和 arrivals。", "Write load: a name, and arrivals."));
        if (root.IsList) reading.Tell(FindingCodes.WrongValue, root.Mark, new("这个文件应当是键和值。", "This file should be keys with their values."), new("顶格写 load:、arrivals:、residents: 等键。", "Begin with the keys load, arrivals, residents in the first column."));
        var load = root.IsMap ? reading.ReadAll(root) : new Load { Name = "" };
        return (load, reading._findings);
    }

    private Load ReadAll(Node root)
    {
        Keys(root, ["load", "name", "arrivals", "residents", "work", "posts", "outcomes", "facts", "pressures", "systems", "skills", "ways", "requests", "whistles", "emergencies", "forms", "like", "cost"]);
        if (!root["load"u8].Exists) Tell(FindingCodes.MissingKey, root.Mark, new("没有写这份负荷叫什么。", "It is not said what this load is called."), new("写 load: 名称。", "Write load: a name."));
        if (!root["arrivals"u8].Exists && !_besideLog) Tell(FindingCodes.MissingKey, root.Mark, new("没有写什么事项会来。", "It is not said which matters come."), new("在 arrivals: 下逐条写 matter 和 per-year。", "List them under arrivals, each with matter and per-year."));
        var arrivals = ImmutableArray.CreateBuilder<ArrivalStream>();
        foreach (var one in Maps(root["arrivals"u8]))
            if (ReadArrivals(one, arrivals) is { } stream) arrivals.Add(stream);
        var cost = 60.0;
        if (root["cost"u8] is { Exists: true } price)
        {
            if (price.Amount() is { Dimension: Dimension.Money, Value: >= 0 and <= 1_000_000 } money) cost = (double)money.Value;
            else Tell(FindingCodes.WrongValue, price.Mark, new("这里应当是经办人一小时的费用。", "Here stands what an hour of an officer costs."), new("例如 cost: 60 CNY。", "For example cost: 60 CNY."));
        }

        return new Load
        {
            Name = root["load"u8].TextOrEmpty(),
            Arrivals = arrivals.ToImmutable(),
            Residents = ReadResidents(root["residents"u8]),
            Work = [.. Maps(root["work"u8]).Select(ReadWork).OfType<WorkRule>()],
            Posts = [.. Maps(root["posts"u8]).Select(ReadPost).OfType<PostRule>()],
            Outcomes = [.. Maps(root["outcomes"u8]).Select(ReadOutcome).OfType<OutcomeRule>()],
            Facts = [.. Maps(root["facts"u8]).Select(ReadFact).OfType<FactRule>()],
            Forms = [.. Maps(root["forms"u8]).Select(ReadForm).OfType<FormRule>()],
            Pressures = [.. Maps(root["pressures"u8]).Select(one => ReadPressure(one, root)).OfType<PressureRule>()],
            Outages = [.. Maps(root["systems"u8]).Select(ReadOutage).OfType<OutageRule>()],
            Requests = [.. Maps(root["requests"u8]).Select(ReadRequest).OfType<RequestRule>()],
            Whistles = [.. Maps(root["whistles"u8]).Select(ReadWhistle).OfType<WhistleRule>()],
            Emergencies = [.. Maps(root["emergencies"u8]).Select(ReadEmergency).OfType<EmergencyRule>()],
            Skills = [.. Maps(root["skills"u8]).Select(ReadSkill).OfType<SkillRule>()],
            Ways = ReadWays(root["ways"u8]),
            Meant = ReadMeant(root["like"u8]),
            CostOfHour = cost,
        };
    }

    private ArrivalStream? ReadArrivals(Node node, IReadOnlyList<ArrivalStream> before)
    {
        Keys(node, ["matter", "places", "per-year", "per-day", "weekdays", "months", "holidays", "hours", "bursts", "channels", "weighted-by"]);
        if (TypeOf(node) is not { } type) return null;
        var year = Rate(node["per-year"u8], MostPerYear);
        var rate = year / DaysOfYear ?? Rate(node["per-day"u8], MostPerYear);
        if (rate is null)
        {
            if (!node["per-year"u8].Exists && !node["per-day"u8].Exists) Tell(FindingCodes.MissingKey, node.Mark, new("没有写一年来多少件。", "It is not said how many come."), new("写 per-year: 1200 或者 per-day: 4。", "Write per-year: 1200 or per-day: 4."));
            return null;
        }

        var (from, to) = Hours(node["hours"u8]);
        var (places, weights) = PlacesOf(node);
        var bursts = ImmutableArray.CreateBuilder<Burst>();
        foreach (var one in Maps(node["bursts"u8]))
        {
            Keys(one, ["from", "to", "times"]);
            if (one.Day("from"u8) is { } first && one.Day("to"u8) is { } last && last >= first && Rate(one["times"u8], 1000) is { } times) bursts.Add(new Burst(first, last, times));
            else Tell(FindingCodes.WrongValue, one.Mark, new("突发要写清起止日期和倍数。", "A burst has its first and last day and how many times as much comes."), new("例如 {from: 2026-07-01, to: 2026-07-05, times: 3}。", "For example {from: 2026-07-01, to: 2026-07-05, times: 3}."));
        }

        var number = before.Count(one => one.Type == type.Id);
        return new ArrivalStream(number == 0 ? type.Id : $"{type.Id}#{number + 1}", type.Id, places, weights, rate.Value)
        {
            PerYear = year,
            Weekdays = Factors(node["weekdays"u8], Words.Weekdays),
            Months = Factors(node["months"u8], Months),
            Holidays = Factor(node["holidays"u8]) ?? 1,
            FromMinute = from,
            ToMinute = to,
            Bursts = bursts.ToImmutable(),
            Channels = node["channels"u8].Exists ? Weights(node["channels"u8], Channels) : new ArrivalStream("", "", [], [], 0).Channels,
        };
    }

    private (ImmutableArray<string> Places, ImmutableArray<double> Weights) PlacesOf(Node node)
    {
        var places = Units(node["places"u8]);
        if (places.Count == 0) places.AddRange(Scene.UsualPlaces(_today));
        var by = node["weighted-by"u8].TextOrNull();
        if (by is not null && _structure.Items.Of(by).Count == 0) Unknown(node["weighted-by"u8].Mark, by, new("单位的事实", "fact of units"), _structure.Items.Ids.Where(static item => item.StartsWith("unit.", StringComparison.Ordinal)));
        return ([.. places.Select(static unit => unit.Id)], [.. places.Select(unit => Scene.WeightOf(unit, by))]);
    }

    private ResidentHabits ReadResidents(Node node)
    {
        var habits = new ResidentHabits();
        if (!IsMap(node)) return habits;
        Keys(node, ["gives-up", "files-again", "answers", "disputes", "reopens", "gives-facts", "rates", "complains-again"]);
        var (up, upAfter) = Habit(node["gives-up"u8], habits.GivesUpShare, habits.GivesUpAfter);
        var (again, againAfter) = Habit(node["files-again"u8], habits.FilesAgainShare, habits.FilesAgainAfter);
        var (answers, answersAfter) = Habit(node["answers"u8], habits.AnswersShare, habits.AnswersAfter);
        var (reopens, reopensAfter) = Habit(node["reopens"u8], habits.ReopensShare, habits.ReopensAfter);
        var complains = node["complains-again"u8];
        return ReadComplaining(complains, habits) with
        {
            GivesUpShare = up,
            GivesUpAfter = upAfter,
            FilesAgainShare = again,
            FilesAgainAfter = againAfter,
            AnswersShare = answers,
            AnswersAfter = answersAfter,
            ReopensShare = reopens,
            ReopensAfter = reopensAfter,
            DisputesShare = Share(node["disputes"u8]) ?? habits.DisputesShare,
            RatesShare = Share(node["rates"u8]) ?? habits.RatesShare,
            GivesFactsAfter = SpreadOf(node["gives-facts"u8], ByTheClock) ?? habits.GivesFactsAfter,
        };
    }

    private ResidentHabits ReadComplaining(Node node, ResidentHabits habits)
    {
        if (!IsMap(node)) return habits;
        Keys(node, ["share", "after", "matter"]);
        if (TypeOf(node) is not { } type) return habits;
        return habits with
        {
            ComplainsAgainShare = Share(node["share"u8]) ?? habits.FilesAgainShare,
            ComplainsAgainAfter = SpreadOf(node["after"u8], ByTheClock) ?? habits.ComplainsAgainAfter,
            ComplainsAgainAs = new ArrivalStream("complains-again", type.Id, [], [], 0),
        };
    }

    private (double, Spread) Habit(Node node, double share, Spread after)
    {
        if (!node.Exists) return (share, after);
        if (node.IsScalar) return (Share(node) ?? share, after);
        if (!IsMap(node)) return (share, after);
        Keys(node, ["share", "after"]);
        return (Share(node["share"u8]) ?? share, SpreadOf(node["after"u8], ByTheClock) ?? after);
    }

    private WorkRule? ReadWork(Node node)
    {
        Keys(node, ["matter", "step", "takes"]);
        var type = node["matter"u8].Exists ? TypeOf(node) : null;
        if (node["matter"u8].Exists && type is null) return null;
        var step = StepOf(node, type);
        if (SpreadOf(node["takes"u8], OfWork) is { } takes) return new WorkRule(type?.Id, step, takes);
        if (!node["takes"u8].Exists) Tell(FindingCodes.MissingKey, node.Mark, new("没有写要花多少时间。", "It is not said how long it takes."), new("例如 takes: 20 minutes。", "For example takes: 20 minutes."));
        return null;
    }

    private PostRule? ReadPost(Node node)
    {
        Keys(node, ["post", "at", "speed", "other-work", "leave", "batch", "travel", "order", "seats", "shared-by", "conflicts"]);
        var post = node["post"u8].TextOrNull();
        if (post is not null && !_structure.Posts.Has(post))
        {
            Unknown(node["post"u8].Mark, post, new("岗位", "post"), _structure.Posts.Ids);
            return null;
        }

        if (node["at"u8].TextOrNull() is { } at && _today.Unit(at) is null) Unknown(node["at"u8].Mark, at, new("单位", "unit"), _structure.Units.Ids);
        var byPlace = node["travel"u8].Is("by-place"u8);
        return new PostRule(post, node["at"u8].TextOrNull())
        {
            Speed = Factor(node["speed"u8], least: 0.05, most: 20),
            OtherWorkShare = Share(node["other-work"u8], most: 0.99),
            LeaveDays = Count(node["leave"u8], Measure.WorkingDay, 0, 250),
            Batch = Count(node["batch"u8], Measure.Case, 1, 10_000) is { } batch ? (int)batch : null,
            TravelMinutes = byPlace ? null : SpreadOf(node["travel"u8], OfWork)?.Mean,
            TravelsByPlace = node["travel"u8].Exists ? byPlace : null,
            Order = node["order"u8].Exists ? (WorkOrder)Math.Max(0, Choice(node["order"u8], Orders)) : null,
            Seats = Count(node["seats"u8], Measure.Person, 1, 10_000) is { } seats ? (int)seats : null,
            ConflictShare = Share(node["conflicts"u8]),
            SharedBy = [.. Units(node["shared-by"u8]).Select(static unit => unit.Id)],
        };
    }

    private OutcomeRule? ReadOutcome(Node node)
    {
        Keys(node, ["matter", "step", "outcomes"]);
        var type = node["matter"u8].Exists ? TypeOf(node) : null;
        if (node["matter"u8].Exists && type is null) return null;
        if (StepOf(node, type) is not { } step)
        {
            if (!node["step"u8].Exists) Tell(FindingCodes.MissingKey, node.Mark, new("没有写是哪个步骤。", "It is not said which step is meant."), new("写 step: 步骤。", "Write step: the step."));
            return null;
        }

        var shares = Pairs(node["outcomes"u8], new("结果", "outcome"), OutcomesOf(step, type));
        if (shares.Sum(static one => one.Item2) > 0) return new OutcomeRule(type?.Id, step, [.. shares]);
        Tell(FindingCodes.WrongValue, node.Mark, new("结果和各自的份额没有写。", "Outcomes with their shares are missing."), new("例如 outcomes: {grant: 90 %, refuse: 10 %}。", "For example outcomes: {grant: 90 %, refuse: 10 %}."));
        return null;
    }

    /// <summary>What may come of a step, or of any of its kind. Where a power names no outcomes the one is approve.</summary>
    private HashSet<string> OutcomesOf(string step, MatterType? type)
    {
        var outcomes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var one in type is null ? _structure.Matters.All : [type])
        {
            var steps = one.Steps.Where(it => (it.Id == step || Words.StepWords[(int)it.Kind] == step) && it.Kind is StepKind.Check or StepKind.Agree or StepKind.Confirm or StepKind.Decide or StepKind.Resolve).ToList();
            if (steps.Count == 0) continue;
            var names = FormulaNames.Of(_structure, one);
            foreach (var it in steps) outcomes.UnionWith(names.Codes($"outcomes of {it.Id}") is { Count: > 0 } words ? words : ["approve"]);
        }

        return outcomes;
    }

    private FactRule? ReadFact(Node node)
    {
        Keys(node, ["fact", "yes", "amount", "codes"]);
        if (node["fact"u8].TextOrNull() is not { } fact)
        {
            Tell(FindingCodes.MissingKey, node.Mark, new("没有写是哪个数据项。", "It is not said which fact is meant."), new("写 fact: 数据项。", "Write fact: the item."));
            return null;
        }

        var dot = fact.IndexOf('.', StringComparison.Ordinal);
        var known = _structure.Items.All.Where(item => item.Id == fact || (dot > 0 && item.Field.AsSpan().SequenceEqual(fact.AsSpan(fact.LastIndexOf('.') + 1)))).ToList();
        if (known.Count == 0)
        {
            Unknown(node["fact"u8].Mark, fact, new("数据项", "item"), _structure.Items.Ids);
            return null;
        }

        var said = (node["yes"u8].Exists ? 1 : 0) + (node["amount"u8].Exists ? 1 : 0) + (node["codes"u8].Exists ? 1 : 0);
        if (said != 1)
        {
            Tell(FindingCodes.MissingKey, node.Mark, new("没有写清这个数据项取什么值。", "It is not said which values this fact takes."), new("写 yes:、amount: 或 codes: 中的一个。", "Write one of yes, amount and codes."));
            return null;
        }

        var values = known.SelectMany(item => _structure.Codes.Of(item.Type.StartsWith("list of ", StringComparison.Ordinal) ? item.Type["list of ".Length..] : item.Type)).SelectMany(static list => list.Values).Select(static code => code.Value).ToHashSet(StringComparer.Ordinal);
        return new FactRule(fact)
        {
            YesShare = Share(node["yes"u8]),
            Amount = AmountOf(node["amount"u8], fact, known),
            Codes = [.. Pairs(node["codes"u8], new("代码", "code"), values)],
        };
    }

    /// <summary>In the measure of the fact: money for money, an area for an area.</summary>
    private Spread? AmountOf(Node node, string fact, List<Item> known)
    {
        if (!node.Exists) return null;
        switch (known.Select(item => FormulaNames.TypeOf(item, _structure)).Select(static type => type is FactType.ListOf(var element) ? element : type).FirstOrDefault(static type => type is FactType.PlainNumber or FactType.Measured))
        {
            case FactType.PlainNumber: return SpreadOf(node, PlainNumber);
            case FactType.Measured(var dimension):
                var one = new Quantity(1, Runs.MakingFacts.MeasureOf(dimension));
                var unit = Measures.Facts(one.Measure).Name;
                return SpreadOf(node, quantity => quantity.Ratio(one) is { } times ? (double)times : null, new($"这一项以 {unit} 计，例如 20 {unit}。", $"It is counted in {unit}, such as 20 {unit}."));
            default:
                Tell(FindingCodes.WrongValue, node.Mark, new($"{fact} 不是数量。", $"{fact} is no amount."), new("写 yes: 或 codes:。", "Write yes or codes."));
                return null;
        }
    }

    private PressureRule? ReadPressure(Node node, Node root)
    {
        Keys(node, ["pressure", "strength", "matter", "post", "at", "on", "form", "indicator", "target", "from"]);
        if (!node["pressure"u8].Exists || !node["strength"u8].Exists)
        {
            Tell(FindingCodes.MissingKey, node.Mark, new("压力要写明是哪一种、有多强。", "A pressure has its name and its strength."), new("例如 {pressure: false-done, strength: 10 %}。", "For example {pressure: false-done, strength: 10 %}."));
            return null;
        }

        if (Choice(node["pressure"u8], Pressures) is not (>= 0 and var pressure)) return null;
        var type = node["matter"u8].Exists ? TypeOf(node) : null;
        if (node["post"u8].TextOrNull() is { } post && !_structure.Posts.Has(post)) Unknown(node["post"u8].Mark, post, new("岗位", "post"), _structure.Posts.Ids);
        List<UnitOnDay> at = [.. Units(node["at"u8])];
        if (pressure == (int)Pressure.WorkingToTheFigure && !_structure.Assessments.All.Any(assessment => assessment.HoldsOn(_today.Day) && (at.Count == 0 || _today.Expand(assessment.Judged.Id).Any(at.Contains))))
            Tell(FindingCodes.WrongValue, node["pressure"u8].Mark, new("这些单位不受任何评议，没有指标可唯。", "No assessment judges these units, so there is no figure to work to."), new("在 at 写受评议的单位，或去掉这一条。", "Name units under at that an assessment judges, or leave this out."));
        var days = ReadDays(node["on"u8]);
        if ((pressure == (int)Pressure.StagingForInspections) != (days.Length > 0))
            Tell(FindingCodes.WrongValue, node["on"u8].Exists ? node["on"u8].Mark : node.Mark, new("检查的日子 on 要写，也只有 staging-for-inspections 要写。", "The days of inspections stand under on, for staging-for-inspections and nothing else."), new("例如 on: [2026-06-15]。", "For example on: [2026-06-15]."));
        if (Share(node["strength"u8], most: pressure == (int)Pressure.DemandsFromAbove ? 0.95 : 1) is not { } share) return null;
        var rule = new PressureRule((Pressure)pressure, share, type?.Id, node["post"u8].TextOrNull()) { At = [.. at.Select(static unit => unit.Id)], On = days };
        return IsOfForms(rule.Pressure) ? ReadPressureOnForms(node, root, rule) : WithoutForms(node, rule);
    }

    private static bool IsOfForms(Pressure pressure) => pressure is Pressure.ReportingLate or Pressure.CopyingFigures or Pressure.ThinningOnTheWay or Pressure.BendingToTheTarget or Pressure.InventingFigures;

    private PressureRule WithoutForms(Node node, PressureRule rule)
    {
        foreach (var key in (string[])["form", "indicator", "target", "from"])
            if (node[System.Text.Encoding.UTF8.GetBytes(key)] is { Exists: true } foreign)
                Tell(FindingCodes.WrongValue, foreign.Mark, new($"{Pressures[(int)rule.Pressure]} 与表格无关，不用写 {key}。", $"{Pressures[(int)rule.Pressure]} is not about forms and takes no {key}."), new("去掉这个键。", "Leave this key out."));
        return rule;
    }

    private PressureRule? ReadPressureOnForms(Node node, Node root, PressureRule rule)
    {
        if (node["matter"u8] is { Exists: true } matter) Tell(FindingCodes.WrongValue, matter.Mark, new("这种压力在填表时起作用，不分事项类型。", "This pressure works where forms are filled in, whatever the matter type."), new("去掉 matter；要限定就写 form。", "Leave matter out; to keep it to one form write form."));
        if (!root["forms"u8].Exists) Tell(FindingCodes.MissingKey, node.Mark, new("没有人填表，这种压力无从起作用。", "Nobody fills in forms here, so this pressure has nothing to work on."), new("写 forms:，说明谁填哪些表，例如 forms: [{takes: 30 minutes}]。", "Say under forms who fills in which, for example forms: [{takes: 30 minutes}]."));
        var form = FormOf(node["form"u8]);
        if (node["form"u8].Exists && form is null) return null;
        var copies = rule.Pressure == Pressure.CopyingFigures;
        if (!copies && node["from"u8] is { Exists: true } from) Tell(FindingCodes.WrongValue, from.Mark, new("from 只在 copying-figures 里写。", "Only copying-figures says from where."), new("去掉这个键。", "Leave this key out."));
        rule = rule with { Form = form?.Id, FromNeighbour = copies && node["from"u8].Exists && Choice(node["from"u8], Copied) == 1 };
        if (rule.Pressure == Pressure.BendingToTheTarget) return ReadTarget(node, rule);
        foreach (var key in (Node[])[node["indicator"u8], node["target"u8]])
            if (key.Exists) Tell(FindingCodes.WrongValue, key.Mark, new("indicator 和 target 只在 bending-to-the-target 里写。", "Only bending-to-the-target has an indicator and a target."), new("去掉这个键。", "Leave this key out."));
        return rule;
    }

    /// <summary>A mark is that of an indicator which is taken from a form: the item of its value is what is bent.</summary>
    private PressureRule? ReadTarget(Node node, PressureRule rule)
    {
        if (!node["indicator"u8].Exists || !node["target"u8].Exists)
        {
            Tell(FindingCodes.MissingKey, node.Mark, new("凑数要写明是哪个指标、以多少为线。", "What is bent has its indicator and the mark that it is bent to."), new("例如 {pressure: bending-to-the-target, strength: 30 %, indicator: 指标, target: 10}。", "For example {pressure: bending-to-the-target, strength: 30 %, indicator: a-figure, target: 10}."));
            return null;
        }

        var id = node["indicator"u8].TextOrEmpty();
        if (_structure.Indicators.On(id, _today.Day) is not { } indicator)
        {
            Unknown(node["indicator"u8].Mark, id, new("指标", "indicator"), _structure.Indicators.Ids);
            return null;
        }

        if (indicator is not { FromForm.Id: { } form, Value.Text: { } item } || _structure.Forms.On(form, _today.Day)?.AllItems.Any(one => one.Id == item) != true)
        {
            Tell(FindingCodes.WrongValue, node["indicator"u8].Mark, new($"指标 {id} 不取自表格里的一项，填表的人改不了它。", $"The indicator {id} is not one item of a form, so nobody bends it there."), new("写一个 from-form 的指标。", "Name an indicator with from-form."));
            return null;
        }

        if (rule.Form is { } other && other != form) Tell(FindingCodes.WrongValue, node["form"u8].Mark, new($"指标 {id} 取自表格 {form}。", $"The indicator {id} is taken from the form {form}."), new("去掉 form，或者写这张表。", "Leave form out, or write that form."));
        return Rate(node["target"u8], MostOfFigure) is { } mark ? rule with { Form = form, Target = new TargetOfFigure(item, mark, indicator.HigherIsBetter != false) } : null;
    }

    private FormRule? ReadForm(Node node)
    {
        Keys(node, ["form", "at", "takes", "rows", "row", "amount", "returned"]);
        var form = FormOf(node["form"u8]);
        if (node["form"u8].Exists && form is null) return null;
        return new FormRule(form?.Id, [.. Units(node["at"u8]).Select(static unit => unit.Id)])
        {
            Takes = SpreadOf(node["takes"u8], OfWork),
            Rows = SpreadOf(node["rows"u8], PlainNumber, new("写一个单位有多少行，例如 12。", "Write how many rows a unit has, such as 12.")),
            Row = SpreadOf(node["row"u8], OfWork),
            Amount = SpreadOf(node["amount"u8], PlainNumber),
            ReturnedShare = Share(node["returned"u8]),
        };
    }

    private Form? FormOf(Node node)
    {
        if (node.TextOrNull() is not { } id) return null;
        if (_structure.Forms.Of(id) is [var form, ..]) return form;
        Unknown(node.Mark, id, new("表格", "form"), _structure.Forms.Ids);
        return null;
    }

    private ImmutableArray<DateOnly> ReadDays(Node node)
    {
        var days = ImmutableArray.CreateBuilder<DateOnly>();
        foreach (var one in node.Values())
        {
            if (DateOnly.TryParseExact(one.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) days.Add(day);
            else Tell(FindingCodes.WrongValue, node.Mark, new($"“{one.Text}” 不是日期。", $"\"{one.Text}\" is no day."), new("例如 on: [2026-06-15]。", "For example on: [2026-06-15]."));
        }

        return days.ToImmutable();
    }

    private OutageRule? ReadOutage(Node node)
    {
        Keys(node, ["system", "fails-per-year", "lasts"]);
        var system = node["system"u8].TextOrEmpty();
        if (!_structure.Systems.Has(system))
        {
            Unknown(node["system"u8].Exists ? node["system"u8].Mark : node.Mark, system, new("系统", "system"), _structure.Systems.Ids);
            return null;
        }

        if (!node["fails-per-year"u8].Exists || !node["lasts"u8].Exists)
        {
            Tell(FindingCodes.MissingKey, node.Mark, new("系统故障要写明一年几次、一次多久。", "It is said how often a system fails and how long that lasts."), new("例如 {system: 系统, fails-per-year: 6, lasts: 5 hours}。", "For example {system: a-system, fails-per-year: 6, lasts: 5 hours}."));
            return null;
        }

        return Rate(node["fails-per-year"u8], MostFailures) is { } fails && SpreadOf(node["lasts"u8], ByTheClock) is { } lasts ? new OutageRule(system, fails, lasts) : null;
    }

    private RequestRule? ReadRequest(Node node)
    {
        Keys(node, ["matter", "step", "share", "of", "for", "not-theirs"]);
        var type = node["matter"u8].Exists ? TypeOf(node) : null;
        if (node["matter"u8].Exists && type is null) return null;
        var step = StepOf(node, type);
        if (!node["share"u8].Exists || !node["of"u8].Exists || !node["for"u8].Exists)
        {
            Tell(FindingCodes.MissingKey, node.Mark, new("请求配合要写明多少、向谁、要什么。", "A request has its share, whom it is made of and what for."), new("例如 {step: check, share: 10 %, of: market, for: data}。", "For example {step: check, share: 10 %, of: market, for: data}."));
            return null;
        }

        var what = Choice(node["for"u8], Wanted);
        ImmutableArray<string> of = node["of"u8].Is("requester"u8) ? [] : [.. Units(node["of"u8]).Select(static unit => unit.Id)];
        if (node["of"u8] is { IsList: true, Count: 0 } nobody) Tell(FindingCodes.WrongValue, nobody.Mark, new("这里没有写向谁请求。", "Nobody is named here."), new("写一个单位、群组，或者 requester。", "Name a unit, a group, or requester."));
        if (what < 0 || (of.IsEmpty && !node["of"u8].Is("requester"u8)) || Share(node["share"u8]) is not { } share) return null;
        return new RequestRule(type?.Id, step, share, of, WantedReasons[what], Share(node["not-theirs"u8]) ?? 0);
    }

    private WhistleRule? ReadWhistle(Node node)
    {
        Keys(node, ["matter", "share", "after", "comes", "acts", "settles"]);
        var type = node["matter"u8].Exists ? TypeOf(node) : null;
        if (node["matter"u8].Exists && type is null) return null;
        if (!node["share"u8].Exists)
        {
            Tell(FindingCodes.MissingKey, node.Mark, new("没有写在多少事项里吹哨。", "It is not said in how many matters departments are called."), new("例如 {matter: 事项类型, share: 20 %, after: 1 day}。", "For example {matter: a-type, share: 20 %, after: 1 day}."));
            return null;
        }

        if ((type is null ? _structure.Matters.All.Select(static one => one.Acts).Append(_structure.Acts) : [type.Acts ?? _structure.Acts]).All(static acts => acts?.Whistle is null))
        {
            Tell(FindingCodes.WrongValue, node.Mark, new("这个结构的办理规则里没有吹哨。", "The rules for acts know no whistle here."), new("在 acts 下写 whistle，或者删去这一条。", "Write whistle under acts, or delete this entry."));
            return null;
        }

        return Share(node["share"u8]) is { } share
            ? new WhistleRule(type?.Id, share, SpreadOf(node["after"u8], ByTheClock) ?? new Spread.Exponential(48), Share(node["comes"u8]) ?? 0.9, Share(node["acts"u8]) ?? 0.8, Share(node["settles"u8]) ?? 0.7)
            : null;
    }

    private EmergencyRule? ReadEmergency(Node node)
    {
        const int MostDays = 366;
        Keys(node, ["emergency", "on", "days", "at"]);
        var name = node["emergency"u8].TextOrEmpty();
        if (_structure.Emergencies.On(name, _today.Day) is not { } emergency)
        {
            Unknown(node["emergency"u8].Exists ? node["emergency"u8].Mark : node.Mark, name, new("应急状态", "emergency"), _structure.Emergencies.Ids);
            return null;
        }

        var by = emergency.DeclaredBy;
        var at = node["at"u8].TextOrNull() ?? by.At;
        if (node.Day("on"u8) is not { } on || Rate(node["days"u8], MostDays) is not (>= 1 and var days) || days != Math.Floor(days))
        {
            Tell(FindingCodes.MissingKey, node.Mark, new("应急状态要写明哪天宣布、几天结束。", "An emergency has the day on which it is declared, and after how many days it is ended."), new($"例如 {{emergency: {name}, on: 2026-07-07, days: 2}}。", $"For example {{emergency: {name}, on: 2026-07-07, days: 2}}."));
            return null;
        }

        if (_today.Unit(at) is { } unit && _today.PostAt(by.Post, unit) is not null && (by.At is null || _today.IsIn(unit, by.At))) return new EmergencyRule(name, unit.Id, on, (int)days);
        Tell(FindingCodes.WrongValue, node["at"u8].Exists ? node["at"u8].Mark : node.Mark, new($"{at} 没有可以宣布它的岗位 {by}。", $"{at} has no post {by} that could declare it."), new("写 at: 有这个岗位的单位。", "Write at: a unit that has this post."));
        return null;
    }

    private SkillRule? ReadSkill(Node node)
    {
        Keys(node, ["skill", "at", "had-by", "without"]);
        var skill = node["skill"u8].TextOrEmpty();
        if (!_structure.Skills.Has(skill))
        {
            Unknown(node["skill"u8].Exists ? node["skill"u8].Mark : node.Mark, skill, new("技能", "skill"), _structure.Skills.Ids);
            return null;
        }

        return new SkillRule(skill, [.. Units(node["at"u8]).Select(static unit => unit.Id)], Share(node["had-by"u8]) ?? 1, Factor(node["without"u8], least: 1, most: 20) ?? 2);
    }

    private ImmutableDictionary<string, double> ReadWays(Node list)
    {
        var ways = ImmutableDictionary.CreateBuilder<string, double>(StringComparer.Ordinal);
        foreach (var node in Maps(list))
        {
            Keys(node, ["from", "takes"]);
            if (!node["from"u8].Exists || !node["takes"u8].Exists)
            {
                Tell(FindingCodes.MissingKey, node.Mark, new("路上时间要写明从哪里起、多久。", "A way has where it begins and how long it takes."), new("例如 {from: townships, takes: 40 minutes}。", "For example {from: townships, takes: 40 minutes}."));
                continue;
            }

            var takes = Amount(node["takes"u8], OfWork);
            if (takes > MostMinutesOnTheWay) Tell(FindingCodes.WrongValue, node["takes"u8].Mark, new("一天之内到不了。", "Nobody gets there within a day."), new("单程不超过 12 小时。", "At most 12 hours one way."));
            else if (takes is { } minutes)
                foreach (var unit in Units(node["from"u8])) ways[unit.Id] = minutes;
        }

        return ways.ToImmutable();
    }

    private ImmutableDictionary<string, Likeness.Meant> ReadMeant(Node node)
    {
        var meant = ImmutableDictionary.CreateBuilder<string, Likeness.Meant>(StringComparer.Ordinal);
        if (!IsMap(node)) return meant.ToImmutable();
        foreach (var (activity, value) in node.Pairs)
        {
            var parts = value.TextOrEmpty().Split('/', 2);
            if (_structure.Matters.On(parts[0], _today.Day) is not { } type) Unknown(value.Mark, parts[0], new("事项类型", "matter type"), _structure.Matters.Ids);
            else if (parts.Length == 2 && !type.Steps.Any(step => step.Id == parts[1])) Unknown(value.Mark, parts[1], new("步骤", "step"), type.Steps.Select(static step => step.Id));
            else meant[activity.Text] = new Likeness.Meant(type.Id, parts.Length == 2 ? parts[1] : null);
        }

        return meant.ToImmutable();
    }

    /// <summary>The units that names stand for.</summary>
    private List<UnitOnDay> Units(Node node)
    {
        var units = new List<UnitOnDay>();
        foreach (var (name, at) in Names(node))
        {
            if (_today.Expand(name) is { Count: > 0 } found) units.AddRange(found);
            else Unknown(at, name, new("单位或群组", "unit or group"), _structure.Units.Ids.Concat(_structure.Groups.Ids));
        }

        return units;
    }

    private MatterType? TypeOf(Node node)
    {
        var word = node["matter"u8];
        if (word.TextOrNull() is not { } id)
        {
            Tell(FindingCodes.MissingKey, node.Mark, new("没有写是哪类事项。", "It is not said which matter type is meant."), new("写 matter: 事项类型。", "Write matter: the matter type."));
            return null;
        }

        if (_structure.Matters.On(id, _today.Day) is { } type) return type;
        if (_structure.Matters.Has(id)) Tell(FindingCodes.WrongDates, word.Mark, new($"事项类型 {id} 在 {_today.Day:yyyy-MM-dd} 不生效。", $"The matter type {id} does not hold on {_today.Day:yyyy-MM-dd}."), new("换一个起始日，或者删去这一条。", "Begin on another day, or delete this entry."));
        else Unknown(word.Mark, id, new("事项类型", "matter type"), _structure.Matters.Ids);
        return null;
    }

    private string? StepOf(Node node, MatterType? type)
    {
        if (node["step"u8].TextOrNull() is not { } step || Words.StepWords.Contains(step)) return node["step"u8].TextOrNull();
        IEnumerable<string> known = (type is null ? _structure.Matters.All.SelectMany(static one => one.Steps) : type.Steps).Select(static one => one.Id);
        if (known.Contains(step)) return step;
        Unknown(node["step"u8].Mark, step, new("步骤", "step"), known.Concat(Words.StepWords));
        return null;
    }

    /// <summary>The entries of a list; what is none is told.</summary>
    private IEnumerable<Node> Maps(Node list)
    {
        if (list.Exists && !list.IsList) Tell(FindingCodes.WrongValue, list.Mark, new("这里应当是一条条的列表。", "Here stands a list of entries."), new("每条以 - 开头。", "Begin each entry with a dash."));
        foreach (var element in list.Elements)
            if (IsMap(element)) yield return element;
    }

    /// <returns>Whether there are keys with their values; where there is anything else it is told.</returns>
    private bool IsMap(Node node)
    {
        if (node.Exists && !node.IsMap) Tell(FindingCodes.WrongValue, node.Mark, new("这里应当是键和值。", "Here stand keys with their values."), new("写成 {键: 值} 的样子。", "Write {key: value}."));
        return node.IsMap;
    }

    /// <summary>Names in a list, or one alone.</summary>
    private WrittenValue[] Names(Node node)
    {
        if (node.IsMap) Tell(FindingCodes.WrongValue, node.Mark, new("这里应当是名称的列表。", "Here stands a list of names."), new("写成 [一个, 另一个] 的样子。", "Write [one, another]."));
        return [.. node.Values()];
    }

    /// <summary>Shares by name.</summary>
    private List<(string, double)> Pairs(Node node, Text what, HashSet<string> known)
    {
        var pairs = new List<(string, double)>();
        if (!IsMap(node)) return pairs;
        foreach (var (name, value) in node.Pairs)
        {
            if (!known.Contains(name.Text)) Unknown(name.Mark, name.Text, what, known);
            if (Share(value) is { } share) pairs.Add((name.Text, share));
        }

        return pairs;
    }

    private ImmutableArray<double> Factors(Node node, string[] names)
    {
        var factors = Enumerable.Repeat(1.0, names.Length).ToArray();
        if (!IsMap(node)) return [.. factors];
        foreach (var (name, value) in node.Pairs)
        {
            if (Choice(name, names) is >= 0 and var at && Factor(value) is { } factor) factors[at] = factor;
        }

        return [.. factors];
    }

    private ImmutableArray<double> Weights(Node node, string[] names)
    {
        var weights = new double[names.Length];
        if (!IsMap(node)) return [.. weights];
        foreach (var (name, value) in node.Pairs)
        {
            if (Choice(name, names) is >= 0 and var at && Share(value) is { } share) weights[at] = share;
        }

        if (weights.Sum() <= 0) Tell(FindingCodes.WrongValue, node.Mark, new("各份额加起来是零。", "These shares add up to nothing."), new("至少有一个大于 0 %。", "At least one is above 0 %."));
        return [.. weights];
    }

    private (int, int) Hours(Node node)
    {
        if (!node.Exists) return (8 * 60, 20 * 60);
        if (node.IsScalar && Structure.Calendars.OpenHours.TryParse(node.Text, out var hours, out _)) return (hours.FromMinute, hours.ToMinute);
        Tell(FindingCodes.WrongValue, node.Mark, new("这里应当是一天中的时段。", "Here stand hours of a day."), new("例如 hours: 08:00-20:00。", "For example hours: 08:00-20:00."));
        return (0, 24 * 60);
    }

    /// <summary>A plain number, of matters or failures.</summary>
    private double? Rate(Node node, double most)
    {
        if (!node.Exists) return null;
        if (node.IsScalar && double.TryParse(node.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var rate))
        {
            if (rate >= 0 && rate <= most) return rate;
            Tell(FindingCodes.WrongValue, node.Mark, rate < 0 ? new("来的数量不会小于零。", "Nothing comes less often than never.") : new($"{node.Text} 多得不可信。", $"{node.Text} is more than can be meant."), new($"写 0 到 {most.ToString("N0", CultureInfo.InvariantCulture)} 之间的数。", $"Write a number from 0 to {most.ToString("N0", CultureInfo.InvariantCulture)}."));
            return null;
        }

        Tell(FindingCodes.WrongValue, node.Mark, new("这里应当是一个数。", "Here stands a number."), new("例如 1200。", "For example 1200."));
        return null;
    }

    private double? Share(Node node, double most = 1)
    {
        if (!node.Exists) return null;
        if (node.Amount() is { Measure: Measure.Percent } share)
        {
            if (share.Value >= 0 && (double)share.Value <= most * 100) return (double)share.Value / 100;
            Tell(FindingCodes.WrongValue, node.Mark, new($"{node.Text} 不是份额。", $"{node.Text} is no share."), new($"写 0 % 到 {most * 100:0} %。", $"Write 0 % to {most * 100:0} %."));
            return null;
        }

        Tell(FindingCodes.QuantityWithoutUnit, node.Mark, new("这里应当是份额。", "Here stands a share."), new("例如 5 %。", "For example 5 %."));
        return null;
    }

    /// <summary>So many times as much, in per cent: 150 % is half as much again.</summary>
    private double? Factor(Node node, double least = 0, double most = 100)
    {
        if (!node.Exists) return null;
        if (node.Amount() is { Measure: Measure.Percent } share && (double)share.Value >= least * 100 && (double)share.Value <= most * 100) return (double)share.Value / 100;
        Tell(FindingCodes.WrongValue, node.Mark, new("这里应当是与平时相比的百分数。", "Here stands how it compares with an ordinary day, in per cent."), new($"写 {least * 100:0} % 到 {most * 100:0} %，例如 150 %。", $"Write {least * 100:0} % to {most * 100:0} %, for example 150 %."));
        return null;
    }

    private double? Count(Node node, Measure measure, int least, int most)
    {
        if (!node.Exists) return null;
        if (node.Amount() is { } amount && amount.Measure == measure && amount.Value >= least && amount.Value <= most && (measure == Measure.WorkingDay || amount.Value == decimal.Truncate(amount.Value))) return (double)amount.Value;
        var unit = Measures.Facts(measure).Name;
        Tell(FindingCodes.QuantityWithoutUnit, node.Mark, new($"这里应当是 {least} 到 {most} {unit}。", $"Here stand {least} to {most} {unit}."), new($"例如 10 {unit}。", $"For example 10 {unit}."));
        return null;
    }

    private delegate double? Meaning(Quantity quantity);

    /// <summary>Minutes of an officer's work.</summary>
    private static double? OfWork(Quantity quantity) => quantity.Measure switch
    {
        Measure.Minute => (double)quantity.Value,
        Measure.Hour or Measure.WorkingHour => (double)quantity.Value * 60,
        Measure.WorkingDay => (double)quantity.Value * 7 * 60,
        _ => null,
    };

    /// <summary>Hours by the clock.</summary>
    private static double? ByTheClock(Quantity quantity) => quantity.Measure switch
    {
        Measure.Minute => (double)quantity.Value / 60,
        Measure.Hour => (double)quantity.Value,
        Measure.Day => (double)quantity.Value * 24,
        _ => null,
    };

    private static double? PlainNumber(Quantity quantity) => quantity.Measure == Measure.Piece ? (double)quantity.Value : null;

    /// <summary>A mean alone is spread like times of work: log-normal, half its mean wide.</summary>
    /// <param name="expected">What to write where the unit is another; null for times.</param>
    private Spread? SpreadOf(Node node, Meaning meaning, Text? expected = null)
    {
        const double Wide = 0.5;
        if (!node.Exists) return null;
        if (node.IsScalar) return Amount(node, meaning, expected) is { } alone ? alone == 0 ? new Spread.Fixed(0) : Around(alone) : null;
        Keys(node, Spreads);
        if (node["exactly"u8].Exists) return Amount(node["exactly"u8], meaning, expected) is { } exact ? new Spread.Fixed(exact) : null;
        if (node["exponential"u8].Exists)
        {
            var average = Amount(node["exponential"u8], meaning, expected);
            if (average == 0) Tell(FindingCodes.WrongValue, node["exponential"u8].Mark, new("平均数应当大于零。", "The mean is above zero."), new("没有时间就写 {exactly: 0 minutes}。", "For no time at all write {exactly: 0 minutes}."));
            return average > 0 ? new Spread.Exponential(average.Value) : null;
        }

        if (!node["mean"u8].Exists)
        {
            Tell(FindingCodes.MissingKey, node.Mark, new("没有写平均数。", "The mean is missing."), new("例如 {median: 20 minutes, mean: 30 minutes}。", "For example {median: 20 minutes, mean: 30 minutes}."));
            return null;
        }

        if (Amount(node["mean"u8], meaning, expected) is not { } mean) return null;
        if (!node["median"u8].Exists) return mean == 0 ? new Spread.Fixed(0) : Around(mean);
        if (Amount(node["median"u8], meaning, expected) is not { } median) return null;
        if (median > 0 && mean >= median) return Spread.LogNormal.OfMedian(median, mean);
        Tell(FindingCodes.WrongValue, node.Mark, new("中位数应当大于零，且不超过平均数。", "The median is above zero and not above the mean."), new("例如 {median: 20 minutes, mean: 30 minutes}。", "For example {median: 20 minutes, mean: 30 minutes}."));
        return null;

        static Spread Around(double mean) => Spread.LogNormal.OfMedian(mean / Math.Sqrt(1 + (Wide * Wide)), mean);
    }

    private double? Amount(Node node, Meaning meaning, Text? expected = null)
    {
        var most = meaning == ByTheClock ? MostHours : meaning == OfWork ? MostHours * 60 : 1e12;
        var written = node.Amount() ?? (node.IsScalar && decimal.TryParse(node.Text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var plain) && meaning == PlainNumber ? new Quantity(plain, Measure.Piece) : null);
        if (written is { } quantity && meaning(quantity) is { } amount)
        {
            if (amount >= 0 && amount <= most) return amount;
            Tell(FindingCodes.WrongValue, node.Mark, new($"{node.Text} 不可信。", $"{node.Text} cannot be meant."), amount < 0 ? new("写零或正数。", "Write zero or more.") : meaning != ByTheClock && meaning != OfWork ? new("写小一些的数。", "Write a smaller number.") : new($"不超过 {MostYears:0} 年。", $"Not above {MostYears:0} years."));
            return null;
        }

        Tell(FindingCodes.QuantityWithoutUnit, node.Mark, new("这里应当是带单位的数量。", "Here stands a quantity with its unit."), expected is { } unit ? unit : meaning == PlainNumber ? new("写不带单位的数，例如 12。", "Write a number without a unit, such as 12.") : meaning == OfWork ? new("例如 20 minutes、2 working hours。", "For example 20 minutes, 2 working hours.") : new("例如 12 hours、3 days。", "For example 12 hours, 3 days."));
        return null;
    }

    /// <returns>The place among the words; -1 where it is none, which was told.</returns>
    private int Choice(Node node, string[] words)
    {
        var word = node.TextOrEmpty();
        var at = Array.IndexOf(words, word);
        if (at < 0) Unknown(node.Mark, word, new("词", "word"), words);
        return at;
    }

    private void Keys(Node node, string[] known) => _findings.TellUnknownKeys(node, known);

    private void Unknown(Mark at, string name, Text what, IEnumerable<string> known) => _findings.TellUnknown(at, name, what, known);

    private void Tell(FindingCode code, Mark at, Text found, Text expected) => _findings.Tell(code, at, found, expected);
}
