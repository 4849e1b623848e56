using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Files;

namespace Trellis.Pilots.Plans;

/// <summary>What each unit has, owes, fills in and does, before and after; and what of it differs.</summary>
internal sealed class ComparingUnits
{
    /// <summary>One thing of one unit. Two are the same when their prints are.</summary>
    private sealed record Thing(string Print, Entry Entry, object? What = null)
    {
        /// <summary>Where it is written: a power that is lent stands where the delegation does.</summary>
        public Mark At => What is List<HeldPower> held ? held[0].Entry.At : Entry.At;
    }

    /// <summary>Everything of one unit, by what it is about.</summary>
    private sealed class Standing
    {
        public SortedDictionary<string, Thing> Things { get; } = new(StringComparer.Ordinal);

        public int FieldsPerYear { get; set; }

    }

    private readonly Side _before;
    private readonly Side _after;

    private ComparingUnits(Side before, Side after) => (_before, _after) = (before, after);

    public Fields FieldsBefore { get; private set; }

    public Fields FieldsAfter { get; private set; }

    public List<AffectedUnits> Affected { get; } = [];

    public static ComparingUnits Compare(Side before, Side after)
    {
        var comparing = new ComparingUnits(before, after);
        comparing.Compare();
        return comparing;
    }

    private void Compare()
    {
        var (old, @new) = (Stand(_before), Stand(_after));
        FieldsBefore = new Fields(old.Values.Sum(static one => one.FieldsPerYear));
        FieldsAfter = new Fields(@new.Values.Sum(static one => one.FieldsPerYear));
        var classes = new Dictionary<string, (List<UnitOnDay> Units, List<UnitChange> Changes, Fields Before, Fields After)>(StringComparer.Ordinal);
        var nothing = new Standing();
        foreach (var unit in _after.View.Units.Concat(_before.View.Units.Where(unit => _after.Unit(_before.Id(unit)) is null)))
        {
            var gone = !ReferenceEquals(_after.View.Unit(unit.Id), unit);
            var id = gone ? _before.Id(unit) : unit.Id;
            var was = old.GetValueOrDefault(id) ?? nothing;
            var now = gone ? nothing : @new.GetValueOrDefault(id) ?? nothing;
            var begins = !gone && _before.Unit(id) is null;
            var changes = Changes(was, now, unit, begins, gone);
            if (changes.Count == 0 && was.FieldsPerYear == now.FieldsPerYear) continue;
            var key = $"{unit.LevelRank}|{now.FieldsPerYear - was.FieldsPerYear}|{string.Join('\n', changes.Select(static change => $"{(int)change.Kind} {change.Says.Zh} {change.Says.En}"))}";
            var known = classes.GetValueOrDefault(key, ([], changes, default, default));
            known.Units.Add(unit);
            classes[key] = known with { Before = new Fields(known.Before.PerYear + was.FieldsPerYear), After = new Fields(known.After.PerYear + now.FieldsPerYear) };
        }

        foreach (var (units, changes, before, after) in classes.Values)
            Affected.Add(new AffectedUnits([.. units.Select(NameOf).OrderBy(static unit => unit.Id, StringComparer.Ordinal)], LevelOf(units[0]), changes, before, after));
        Affected.Sort(static (one, other) =>
            other.Units[0].Level.CompareTo(one.Units[0].Level) is var levels and not 0 ? levels
            : other.Changes.Count.CompareTo(one.Changes.Count) is var counts and not 0 ? counts
            : string.CompareOrdinal(one.Units[0].Id, other.Units[0].Id));
    }

    private UnitName NameOf(UnitOnDay unit) => Of(unit).Name(unit);

    private Text LevelOf(UnitOnDay unit) => Of(unit).LevelName(unit);

    private Side Of(UnitOnDay unit) => ReferenceEquals(_after.View.Unit(unit.Id), unit) ? _after : _before;

    private static Dictionary<string, Standing> Stand(Side side)
    {
        var standings = new Dictionary<string, Standing>(StringComparer.Ordinal);
        AddPowers(side, At);
        AddDuties(side, At);
        AddForms(side, At);
        AddSystems(side, At);
        AddSteps(side, At);
        return standings;

        Standing At(UnitOnDay unit)
        {
            var id = side.Id(unit);
            if (!standings.TryGetValue(id, out var standing)) standings.Add(id, standing = new Standing());
            return standing;
        }
    }

    // Powers: which posts of the unit have it, by what, and how far.
    private static void AddPowers(Side side, Func<UnitOnDay, Standing> at)
    {
        foreach (var id in side.Holders.Powers.Select(static power => power.Id).Distinct(StringComparer.Ordinal))
        {
            foreach (var byUnit in side.Holders.Of(id).GroupBy(static mandate => mandate.Unit.Index))
            {
                var mandates = byUnit.Select(mandate => new HeldPower(
                    side.Renames.Now(Kind.Post, mandate.Post), side.PostName(mandate.Post), mandate.Delegation is { } by ? side.Id(by) : null, mandate.Entry, Reach.Of(mandate, side))).ToList();
                mandates.Sort(static (one, other) => string.CompareOrdinal(one.Print, other.Print));
                var power = mandates[0].Entry is Power own ? own : side.Holders.Powers.First(power => power.Id == id);
                at(byUnit.First().Unit).Things[$"power {side.Renames.Now(Kind.Power, id)}"] = new Thing(string.Join('\n', mandates.Select(static mandate => mandate.Print)), power, mandates);
            }
        }
    }

    private sealed record HeldPower(string Post, Text PostName, string? Delegation, Entry Entry, Reach Reach)
    {
        public string Print => $"{Post} {Delegation} {Reach.Print}";
    }

    // Duties: led or supported, and what is missing for those that are led.
    private static void AddDuties(Side side, Func<UnitOnDay, Standing> at)
    {
        var means = new Means(side);
        foreach (var duty in side.Holding(side.Structure.Duties.All))
        {
            var id = side.Id(duty);
            foreach (var lead in duty.Leads)
            {
                foreach (var unit in side.Expand(lead.Id, duty))
                {
                    var standing = at(unit);
                    standing.Things[$"lead {id}"] = new Thing(string.Join(' ', Needs(duty, side).Select(static need => need.Address)), duty);
                    foreach (var missing in means.MissingFor(unit, duty))
                        standing.Things[$"missing {id} {missing.Address}"] = new Thing("", duty, missing.Says);
                }
            }

            foreach (var support in duty.Supports)
                foreach (var unit in side.Expand(support.Who.Id, duty)) at(unit).Things[$"support {id}"] = new Thing("", duty);
        }

        foreach (var (unit, duty, address, says) in means.MissingInSteps()) at(unit).Things.TryAdd($"missing {side.Id(duty)} {address}", new Thing("", duty, says));
    }

    /// <summary>What a duty needs, by later name.</summary>
    private static IEnumerable<(string Address, Text Name)> Needs(Duty duty, Side side)
    {
        foreach (var power in duty.NeededPowers) yield return Need(Kind.Power, power, side.Structure.Powers.On(power.Id, side.Day));
        foreach (var resource in duty.NeededResources) yield return Need(Kind.Resource, resource, side.Structure.Resources.On(resource.Id, side.Day));
        foreach (var item in duty.NeededItems) yield return Need(Kind.Item, item, side.Structure.Items.On(item.Id, side.Day));
        foreach (var skill in duty.NeededSkills) yield return Need(Kind.Skill, skill, side.Structure.Skills.On(skill.Id, side.Day));

        (string, Text) Need(Kind kind, Ref needed, Entry? entry) => (side.Renames.NowAddress($"{Trellis.Structure.Vocabulary.Words.Of(kind).Word}/{needed.Id}"), Saying.Of(entry, needed.Id, side));
    }

    // Forms: who fills them, how many fields in a year. Sections go to their own posts.
    private static void AddForms(Side side, Func<UnitOnDay, Standing> at)
    {
        foreach (var form in side.Holding(side.Structure.Forms.All))
        {
            var times = TimesPerYear(form);
            Fill(form.FilledBy, [.. form.Items, .. form.Totals, .. form.Judgements], "");
            foreach (var section in form.Sections) Fill(section.By, section.Items, section.Id);

            void Fill(PostName by, IReadOnlyList<Ref> items, string section)
            {
                if (items.Count == 0 && section.Length == 0 && form.Sections.Count > 0) return;
                var ids = items.Select(item => side.Renames.Now(Kind.Item, item.Id)).Order(StringComparer.Ordinal).ToList();
                foreach (var unit in Owing(by, form, side))
                {
                    var standing = at(unit);
                    standing.FieldsPerYear += ids.Count * times;
                    var key = $"form {side.Id(form)}";
                    var all = standing.Things.TryGetValue(key, out var known) && known.What is FilledForm filled ? filled.Items.Concat(ids).ToList() : ids;
                    var what = new FilledForm(all, times, form.Every, side.Structure.Units.On(form.AskedBy.Id, side.Day)?.Name ?? new Text(form.AskedBy.Id ?? "", form.AskedBy.Id ?? ""));
                    standing.Things[key] = new Thing($"{form.Every} {form.On} {form.After?.Id} {string.Join(' ', all)}", form, what);
                }
            }
        }
    }

    /// <summary>
    /// The units of which it is demanded, as the check of burden counts them: those named, even where the post has ended, for the form is owed
    /// all the same; for a section of a post alone, the nearest with that post to each that fills the form.
    /// </summary>
    private static IEnumerable<UnitOnDay> Owing(PostName by, Form form, Side side)
    {
        if (by.At is not null) return side.Expand(by.At, form);
        return side.Expand(form.FilledBy.At, form)
            .SelectMany(filler => side.View.PostAt(by.Post, filler) is not null ? [filler] : side.View.Nearest(by.Post, filler))
            .Distinct();
    }

    private sealed record FilledForm(List<string> Items, int Times, string? Every, Text AskedBy);

    /// <summary>As the check of burden counts: once counts once in a year, and a form after a matter not at all, because that depends on the work.</summary>
    private static int TimesPerYear(Form form) => form.Every switch { "month" => 12, "quarter" => 4, "half-year" => 2, "year" => 1, _ => form.On is null ? 0 : 1 };

    private static void AddSystems(Side side, Func<UnitOnDay, Standing> at)
    {
        foreach (var system in side.Holding(side.Structure.Systems.All))
        {
            foreach (var user in system.Users)
            {
                foreach (var unit in user.Post.Length == 0 ? side.Expand(user.At, system) : side.Expand(user, system))
                    at(unit).Things[$"system {side.Id(system)}"] = new Thing(system.OwnLogin ? "own" : "single", system);
            }
        }
    }

    // Steps that a post of the unit does, decisions aside: those are powers.
    private static void AddSteps(Side side, Func<UnitOnDay, Standing> at)
    {
        foreach (var matter in side.Holding(side.Structure.Matters.All))
        {
            var steps = matter.Steps.Where(step => step.By is not null && !step.ByRequester && step.BySystem is null && side.View.Structure.Posts.Has(step.By.Value.Post)).ToList();
            if (steps.Count == 0) continue;
            var id = side.Id(matter);
            var seen = new HashSet<(string, int)>();
            foreach (var place in side.Places)
            {
                if (!side.HoldsAt(matter, place)) continue;
                foreach (var step in steps)
                {
                    foreach (var unit in side.Performers(step, place))
                    {
                        if (!seen.Add((step.Id, unit.Index))) continue;
                        var post = side.Renames.Now(Kind.Post, step.By!.Value.Post);
                        at(unit).Things[$"step {id} {step.Id} {post}"] = new Thing("", matter, (step, side.PostName(step.By.Value.Post)));
                    }
                }
            }
        }

    }

    private List<UnitChange> Changes(Standing was, Standing now, UnitOnDay unit, bool begins, bool gone)
    {
        var changes = new List<UnitChange>();
        if (begins) changes.Add(new UnitChange(UnitChangeKind.UnitBegins, $"unit/{unit.Id}", new("新设立。", "Is set up."), unit.Unit.At));
        if (gone)
        {
            var to = unit.Unit.Successor is { } successor && _after.Unit(_before.Renames.NowUnit(successor.Id)) is { } heir ? heir.Unit.Name : (Text?)null;
            changes.Add(new UnitChange(UnitChangeKind.UnitEnds, $"unit/{_before.Id(unit)}", to is { } name ? new($"撤销，由{name.Zh}承接。", $"Ends; {name.En} carries on.") : new("撤销。", "Ends."), unit.Unit.At));
        }

        foreach (var (key, thing) in was.Things)
        {
            if (!now.Things.TryGetValue(key, out var then)) changes.Add(Lost(key, thing, now));
            else if (then.Print != thing.Print && Changed(key, thing, then) is { } changed) changes.Add(changed);
        }

        foreach (var (key, thing) in now.Things)
            if (!was.Things.ContainsKey(key) && Word(key) != "missing") changes.Add(Gained(key, thing));

        // All that one duty lacks is said in one breath.
        foreach (var lacking in now.Things.Where(thing => Word(thing.Key) == "missing" && !was.Things.ContainsKey(thing.Key)).GroupBy(static thing => thing.Value.Entry))
            changes.Add(Missing((Duty)lacking.Key, [.. lacking.Select(static thing => (Text)thing.Value.What!)]));
        changes.Sort(static (one, other) => one.Kind != other.Kind ? one.Kind.CompareTo(other.Kind) : string.CompareOrdinal(one.Address, other.Address) is var addresses and not 0 ? addresses : string.CompareOrdinal(one.Says.En, other.Says.En));
        return changes;
    }

    private UnitChange Gained(string key, Thing thing)
    {
        var (address, at, name) = (thing.Entry.Address, thing.At, Saying.Of(thing.Entry, _after));
        switch (Word(key))
        {
            case "power":
                var held = HeldText(thing, _after);
                return new(UnitChangeKind.PowerGained, address, new($"得到职权{name.Zh}：{held.Zh}。", $"Gains the power {name.En}: {held.En}."), at);
            case "lead":
                return new(UnitChangeKind.DutyGained, address, new($"新增主办职责{name.Zh}。", $"Leads a new duty: {name.En}."), at);
            case "support":
                return new(UnitChangeKind.SupportGained, address, new($"新增协办职责{name.Zh}。", $"Supports a new duty: {name.En}."), at);
            case "form":
                var filled = (FilledForm)thing.What!;
                return new(UnitChangeKind.FormGained, address, new($"新填报表{name.Zh}：{filled.AskedBy.Zh}要求，{Every(filled).Zh} {filled.Items.Count} 项。", $"Fills in a new form {name.En}: asked by {filled.AskedBy.En}, {Plural(filled.Items.Count, "field", "fields")} {Every(filled).En}."), at);
            case "system":
                return new(UnitChangeKind.SystemGained, address, thing.Print == "own" ? new($"要用系统{name.Zh}，须单独登录。", $"Must use the system {name.En}, with a login of its own.") : new($"要用系统{name.Zh}。", $"Must use the system {name.En}."), at);
            default:
                var (step, post) = ((FlowPart.Step, Text))thing.What!;
                return new(UnitChangeKind.StepGained, address, new($"{post.Zh}在{name.Zh}中新办环节 {step.Id}（{FlowWords.Of(step.Kind).Zh}）。", $"{post.En} takes on the step {step.Id} ({FlowWords.Of(step.Kind).En}) of {name.En}."), step.At);
        }
    }

    private UnitChange Missing(Duty duty, IReadOnlyList<Text> means)
    {
        var (name, missing, giver) = (Saying.Of(duty, _after), Saying.List(means), Giver(duty));
        return new(UnitChangeKind.MeansMissing, duty.Address, new($"有责而无条件：{name.Zh}缺少{missing.Zh}。{giver.Zh}", $"Has the duty {name.En} without its means; missing: {missing.En}.{giver.En}"), duty.At);
    }

    private UnitChange Lost(string key, Thing thing, Standing now)
    {
        var (address, at, name) = (_before.Address(thing.Entry), thing.At, Saying.Of(thing.Entry, _before));
        switch (Word(key))
        {
            case "power":
                var held = HeldText(thing, _before);
                return new(UnitChangeKind.PowerLost, address, new($"失去职权{name.Zh}（原为：{held.Zh}）。", $"Loses the power {name.En} (before: {held.En})."), at);
            case "lead":
                var stillSupports = now.Things.ContainsKey($"support {_before.Id(thing.Entry)}");
                return new(UnitChangeKind.DutyLost, address, stillSupports ? new($"不再主办{name.Zh}，改为协办。", $"No longer leads the duty {name.En}; supports it.") : new($"不再主办{name.Zh}。", $"No longer leads the duty {name.En}."), at);
            case "support":
                return new(UnitChangeKind.SupportLost, address, new($"不再协办{name.Zh}。", $"No longer supports the duty {name.En}."), at);
            case "missing":
                var missing = (Text)thing.What!;
                return new(UnitChangeKind.MeansGiven, address, now.Things.ContainsKey($"lead {_before.Id(thing.Entry)}")
                    ? new($"职责{name.Zh}所缺的{missing.Zh}已补上。", $"What the duty {name.En} lacked is there: {missing.En}.")
                    : new($"不再为缺少{missing.Zh}的{name.Zh}负责。", $"No longer answers for {name.En}, for which {missing.En} was missing."), at);
            case "form":
                var filled = (FilledForm)thing.What!;
                return new(UnitChangeKind.FormLost, address, new($"不再填报表{name.Zh}（原{Every(filled).Zh} {filled.Items.Count} 项）。", $"No longer fills in the form {name.En} ({Plural(filled.Items.Count, "field", "fields")} {Every(filled).En} before)."), at);
            case "system":
                return new(UnitChangeKind.SystemLost, address, new($"不再要用系统{name.Zh}。", $"Need not use the system {name.En} any more."), at);
            default:
                var (step, post) = ((FlowPart.Step, Text))thing.What!;
                return new(UnitChangeKind.StepLost, address, new($"{post.Zh}不再办理{name.Zh}的环节 {step.Id}（{FlowWords.Of(step.Kind).Zh}）。", $"{post.En} no longer does the step {step.Id} ({FlowWords.Of(step.Kind).En}) of {name.En}."), step.At);
        }
    }

    private UnitChange? Changed(string key, Thing was, Thing now)
    {
        var (address, at, name) = (now.Entry.Address, now.At, Saying.Of(now.Entry, _after));
        switch (Word(key))
        {
            case "power":
                var kind = Direction((List<HeldPower>)was.What!, (List<HeldPower>)now.What!);
                var (before, after) = (HeldText(was, _before), HeldText(now, _after));
                var verb = kind switch
                {
                    UnitChangeKind.PowerWidened => new Text("职权扩大", "The power grows:"),
                    UnitChangeKind.PowerNarrowed => new Text("职权收窄", "The power shrinks:"),
                    _ => new Text("职权调整", "The power changes:"),
                };
                return new(kind, address, new($"{verb.Zh}{name.Zh}：原为 {before.Zh}；改为 {after.Zh}。", $"{verb.En} {name.En}. Before: {before.En}; after: {after.En}."), at);
            case "lead":
                var had = Needs((Duty)was.Entry, _before).Select(static need => need.Address).ToHashSet(StringComparer.Ordinal);
                var more = Needs((Duty)now.Entry, _after).Where(need => !had.Contains(need.Address)).Select(static need => need.Name).ToList();
                return more.Count == 0 ? null : new(UnitChangeKind.DutyGrown, address, new($"职责{name.Zh}加重：还须用到{Saying.List(more).Zh}。", $"The duty {name.En} grows: it needs also {Saying.List(more).En}."), at);
            case "form":
                var (old, @new) = ((FilledForm)was.What!, (FilledForm)now.What!);
                return new(UnitChangeKind.FormChanged, address, FormText(name, old, @new), at);
            case "system":
                return new(now.Print == "own" ? UnitChangeKind.SystemGained : UnitChangeKind.SystemLost, address, now.Print == "own"
                    ? new($"系统{name.Zh}改为单独登录。", $"The system {name.En} gets a login of its own.")
                    : new($"系统{name.Zh}改为统一登录。", $"The system {name.En} joins the single sign-on."), at);
            default:
                return null;
        }
    }

    private Text FormText(Text name, FilledForm old, FilledForm @new)
    {
        var dropped = old.Items.Except(@new.Items, StringComparer.Ordinal).Select(item => Saying.Item(_before, item)).ToList();
        var added = @new.Items.Except(old.Items, StringComparer.Ordinal).Select(item => Saying.Item(_after, item)).ToList();
        var text = new Text($"报表{name.Zh}：", $"The form {name.En}:");
        if (dropped.Count > 0) text = Saying.Join(text, new($"不再填{Saying.List(dropped).Zh}；", $" no longer asks {Saying.List(dropped).En};"));
        if (added.Count > 0) text = Saying.Join(text, new($"新增{Saying.List(added).Zh}；", $" asks also {Saying.List(added).En};"));
        if (old.Every != @new.Every) text = Saying.Join(text, new($"由{Every(old).Zh}改为{Every(@new).Zh}；", $" filled in {Often(@new)}, not {Often(old)};"));
        var (was, now) = (new Fields(old.Items.Count * old.Times).PerMonth, new Fields(@new.Items.Count * @new.Times).PerMonth);
        return Saying.Join(text, new($"每月 {was:0.#} 项变为 {now:0.#} 项。", $" {now:0.#} {(now == 1 ? "field" : "fields")} a month instead of {was:0.#}."));
    }

    /// <summary>Whether all that the unit's posts may do reaches further than before.</summary>
    private static UnitChangeKind Direction(List<HeldPower> was, List<HeldPower> now)
    {
        var (wider, narrower) = (false, false);
        foreach (var after in now)
        {
            if (was.Find(one => one.Post == after.Post) is not { } before) wider = true;
            else
            {
                var width = Reach.Compare(before.Reach, after.Reach);
                wider |= width is Width.Wider or Width.Other;
                narrower |= width is Width.Narrower or Width.Other;
            }
        }

        narrower |= was.Exists(before => !now.Exists(after => after.Post == before.Post));
        return wider == narrower ? UnitChangeKind.PowerChanged : wider ? UnitChangeKind.PowerWidened : UnitChangeKind.PowerNarrowed;
    }

    /// <summary>"Head of the service centre, by delegation small-sums: up to 1,000 yuan a case".</summary>
    private static Text HeldText(Thing thing, Side side)
    {
        var texts = ((List<HeldPower>)thing.What!).ConvertAll(held =>
        {
            var reach = held.Reach.Say(side, null) ?? new Text("不受限制", "without limit");
            var by = held.Delegation is { } delegation ? new Text($"，经授权 {delegation}", $", by the delegation {delegation}") : new Text("", "");
            return new Text($"{held.PostName.Zh}{by.Zh}，{reach.Zh}", $"{held.PostName.En}{by.En}, {reach.En}");
        });
        return new(string.Join("；", texts.Select(static text => text.Zh)), string.Join("; ", texts.Select(static text => text.En)));
    }

    private Text Giver(Duty duty)
    {
        if (duty.GivenBy is not { } giver) return new("", "");
        var name = _after.Structure.Units.On(giver.Id, _after.Day)?.Name ?? _after.Structure.Laws.On(giver.Id, _after.Day)?.Name ?? new Text(giver.Id, giver.Id);
        return new($"在补上之前，职责退回交办方（{name.Zh}）。", $" Until it is there the duty goes back to who gave it ({name.En}).");
    }

    private static Text Every(FilledForm form) => form.Every switch
    {
        "month" => new("每月", "a month"),
        "quarter" => new("每季度", "a quarter"),
        "half-year" => new("每半年", "every half year"),
        "year" => new("每年", "a year"),
        _ => new("每次", "each time"),
    };

    private static string Often(FilledForm form) => form.Every switch { "month" => "every month", "quarter" => "every quarter", "half-year" => "every half year", "year" => "every year", _ => "from case to case" };

    private static string Plural(int count, string one, string many) => $"{count} {(count == 1 ? one : many)}";

    private static string Word(string key) => key[..key.IndexOf(' ', StringComparison.Ordinal)];
}

/// <summary>What a duty needs and its bearer lacks: the same question that the check of duties asks, put to one unit on a side with its overlays.</summary>
internal sealed class Means(Side side)
{
    private readonly Dictionary<string, HashSet<int>> _claims = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<int>> _skills = new(StringComparer.Ordinal);

    public IEnumerable<(string Address, Text Says)> MissingFor(UnitOnDay unit, Duty duty)
    {
        foreach (var power in duty.NeededPowers)
        {
            if (side.Holders.HasForBearer(unit, power.Id)) continue;
            var name = Saying.Of(side.Structure.Powers.On(power.Id, side.Day), power.Id, side);
            yield return ($"power/{side.Renames.Now(Kind.Power, power.Id)}", new($"职权{name.Zh}", $"the power {name.En}"));
        }

        foreach (var (power, post) in StepsUnder(duty))
        {
            if (duty.NeededPowers.Any(need => need.Id == power) || side.View.PostAt(post, unit) is null || side.Holders.HasForBearer(unit, power)) continue;
            var name = Saying.Of(side.Structure.Powers.On(power, side.Day), power, side);
            yield return ($"power/{side.Renames.Now(Kind.Power, power)}", new($"职权{name.Zh}", $"the power {name.En}"));
        }

        foreach (var resource in duty.NeededResources)
        {
            if (Reaches(unit, resource.Id)) continue;
            var name = Saying.Of(side.Structure.Resources.On(resource.Id, side.Day), resource.Id, side);
            yield return ($"resource/{side.Renames.Now(Kind.Resource, resource.Id)}", new($"资源{name.Zh}", $"the resource {name.En}"));
        }

        foreach (var item in duty.NeededItems)
        {
            if (MayRead(unit, item.Id)) continue;
            var name = Saying.Of(side.Structure.Items.On(item.Id, side.Day), item.Id, side);
            yield return ($"item/{side.Renames.Now(Kind.Item, item.Id)}", new($"数据{name.Zh}", $"the data item {name.En}"));
        }

        foreach (var skill in duty.NeededSkills)
        {
            var skilled = Skilled(skill.Id);
            if (skilled.Contains(unit.Index) || duty.Supports.Any(support => side.Expand(support.Who.Id, duty).Any(helper => skilled.Contains(helper.Index) && (helper.Contains(unit) || unit.Contains(helper))))) continue;
            var name = Saying.Of(side.Structure.Skills.On(skill.Id, side.Day), skill.Id, side);
            yield return ($"skill/{side.Renames.Now(Kind.Skill, skill.Id)}", new($"能力{name.Zh}", $"the skill {name.En}"));
        }
    }

    /// <summary>Resources that a step calls for, where whoever does it bears the duty and may not claim them.</summary>
    public IEnumerable<(UnitOnDay Unit, Duty Duty, string Address, Text Says)> MissingInSteps()
    {
        var duties = side.Holding(side.Structure.Duties.All).ToLookup(static duty => duty.Id, StringComparer.Ordinal);
        foreach (var matter in side.Holding(side.Structure.Matters.All))
        {
            foreach (var step in matter.Steps)
            {
                if (step.Resources.Count == 0 || step.By is null || (step.Duty?.Id ?? matter.Duty.Id) is not { } under) continue;
                foreach (var unit in side.Places.Where(place => side.HoldsAt(matter, place)).SelectMany(place => side.Performers(step, place)).Distinct())
                {
                    if (duties[under].FirstOrDefault(duty => Bears(unit, duty)) is not { } borne) continue;
                    foreach (var resource in step.Resources)
                    {
                        var entry = side.Structure.Resources.On(resource.Id, side.Day);
                        if (entry is null || Reaches(unit, resource.Id)) continue;
                        var name = Saying.Of(entry, resource.Id, side);
                        yield return (unit, borne, $"resource/{side.Renames.Now(Kind.Resource, resource.Id)}", new($"资源{name.Zh}", $"the resource {name.En}"));
                    }
                }
            }
        }
    }

    private bool Bears(UnitOnDay unit, Duty duty) =>
        duty.Leads.Select(static lead => lead.Id).Concat(duty.Supports.Select(static support => support.Who.Id)).Any(name => side.Expand(name, duty).Any(one => one == unit || one == unit.ActsFor));

    private bool Reaches(UnitOnDay unit, string resource) => Claims(resource) is var claims && (claims.Contains(unit.Index) || claims.Contains(unit.ActsFor.Index));

    private Dictionary<string, HashSet<(string Power, string Post)>>? _steps;

    /// <summary>Powers that steps under a duty name together with a post. A step that leaves the post open finds whoever may do it: that is a design, not a lack.</summary>
    private HashSet<(string Power, string Post)> StepsUnder(Duty duty)
    {
        if (_steps is null)
        {
            _steps = new(StringComparer.Ordinal);
            foreach (var matter in side.Holding(side.Structure.Matters.All))
            {
                foreach (var step in matter.Steps)
                {
                    if (step.Power is not { } power || step.By is not { Post: { } post } || (step.Duty?.Id ?? matter.Duty.Id) is not { } under) continue;
                    if (!_steps.TryGetValue(under, out var known)) _steps.Add(under, known = []);
                    known.Add((power.Id, post));
                }
            }
        }

        return _steps.GetValueOrDefault(duty.Id) ?? [];
    }

    /// <summary>Units that may claim it or hold a stock of it.</summary>
    private HashSet<int> Claims(string id)
    {
        if (_claims.TryGetValue(id, out var known)) return known;
        known = [];
        foreach (var resource in side.Holding(side.Structure.Resources.All))
        {
            if (resource.Id != id) continue;
            foreach (var claim in resource.Claims)
                foreach (var unit in side.Expand(claim.Id, resource)) Add(unit);
        }

        foreach (var stock in side.Structure.Stocks)
            if (stock.Resource.Id == id && stock.HoldsOn(side.Day) && stock.Amount is { Value: > 0 } && side.View.Unit(stock.Unit.Id) is { } unit) Add(unit);
        _claims.Add(id, known);
        return known;

        void Add(UnitOnDay unit)
        {
            known.Add(unit.Index);
            known.Add(unit.ActsFor.Index);
        }
    }

    /// <summary>Units with a post that has the skill, and the bodies in whose name they act.</summary>
    private HashSet<int> Skilled(string id)
    {
        if (_skills.TryGetValue(id, out var known)) return known;
        known = [];
        foreach (var post in side.Holding(side.Structure.Posts.All))
        {
            if (!post.Skills.Any(skill => skill.Id == id)) continue;
            foreach (var unit in side.Expand(post.Where.Id, post))
            {
                known.Add(unit.Index);
                known.Add(unit.ActsFor.Index);
            }
        }

        _skills.Add(id, known);
        return known;
    }

    /// <summary>By its sharing class alone: what a purpose allows in a single matter is asked there.</summary>
    private bool MayRead(UnitOnDay unit, string id)
    {
        if (side.Structure.Items.On(id, side.Day) is not { } item) return false;
        var owner = item.OwnOwner ?? (side.Structure.Registers.On(item.RegisterId, side.Day)?.Owner);
        if (owner is { } own && (own.Id == unit.Id || own.Id == unit.ActsFor.Id)) return true;
        return item.Sharing switch
        {
            Sharing.OwnerOnly => false,
            Sharing.Government => unit.UnitKind == UnitKind.Government,
            Sharing.ByPurpose => item.Purposes.Any(purpose => side.Structure.Purposes.On(purpose.Id, side.Day) is { } one && one.Actors.Contains(Trellis.Structure.Vocabulary.Words.UnitKinds[(int)unit.UnitKind], StringComparer.Ordinal)),
            _ => true,
        };
    }
}
