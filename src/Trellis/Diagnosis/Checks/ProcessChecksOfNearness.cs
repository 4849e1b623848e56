using Trellis.Authority;
using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>
/// What depends on who is near: TR3002 nobody, TR3011 two equally near, TR3006 nobody independent to confirm, TR3012 decided without the facts, TR3013 outcomes nobody may give.
/// </summary>
internal sealed partial class ProcessChecks
{
    private void CheckNearness(CompiledFlow flow, FlowKnowledge knowledge)
    {
        var places = _places.Of(flow.Matter);
        // What is filed at one counter is near that counter, wherever the asker lives.
        if (flow.Matter.Place is null && flow.Steps.FirstOrDefault()?.Step is { By: { At: { } counter } } && _context.Day.Unit(counter) is not null && places.Count > 0) places = [places[0]];
        if (places.Count == 0) return;
        foreach (var point in flow.Steps)
        {
            var step = point.Step!;
            CheckPerformer(flow, step, places);
            CheckApart(flow, step, places);
            if (step.Power?.Id is not null) CheckMandates(flow, point, knowledge, places);
            if (step.Kind == StepKind.Confirm) CheckIndependence(flow, point, places);
        }
    }

    /// <summary>A post that stands in `by`; null for the requester, roles, first contact, systems, and where the power says who.</summary>
    private static PostName? PostOf(MatterType matter, FlowPart.Step step) =>
        step.By is not { } by || step.BySystem is not null || (by.At is null && (by.Post is "requester" or "first-contact" || matter.About.Any(role => role.Name == by.Post))) ? null : by;

    /// <summary>Who does a step with a named post at a place, a substitute where the post is not there.</summary>
    private IReadOnlyList<UnitOnDay> Near(PostName post, FlowPart.Step step, int place)
    {
        var near = _places.Nearest(post, place);
        return near.Count == 0 && step.Otherwise is { } substitute ? _places.Nearest(substitute, place) : near;
    }

    private void CheckPerformer(CompiledFlow flow, FlowPart.Step step, IReadOnlyList<int> places)
    {
        if (PostOf(flow.Matter, step) is not { } post) return;
        var nobody = new List<UnitOnDay>();
        var two = new List<UnitOnDay>();
        var alone = new List<UnitOnDay>();
        var empty = new List<UnitOnDay>();
        IReadOnlyList<UnitOnDay> between = [];
        FlowPart.Step? same = null;
        foreach (var place in places)
        {
            var near = Near(post, step, place);
            if (near.Count == 0)
            {
                if (!step.SkippedIfNobody) nobody.Add(_places.All[place]);
                continue;
            }

            if (near.Count > 1)
            {
                if (step.Power is not null) continue; // then the end of the longer delegation chain is nearer
                two.Add(_places.All[place]);
                if (between.Count == 0) between = near;
                continue;
            }

            if (!Sits(near[0], _context.Day.PostAt(post.Post, near[0]) is null && step.Otherwise is { } substitute ? substitute.Post : post.Post))
            {
                if (!step.SkippedIfNobody) empty.Add(_places.All[place]);
                continue;
            }

            foreach (var named in step.ApartFrom)
            {
                if (flow.Find(named.Id)?.Step is not { } other || PostOf(flow.Matter, other) is not { } otherPost || otherPost.Post != post.Post) continue;
                if (Near(otherPost, other, place) is not [var there] || there != near[0] || _context.Day.PostAt(post.Post, there)?.Seats != 1) continue;
                alone.Add(_places.All[place]);
                same = other;
                break;
            }
        }

        var name = PostWords(post);
        var words = FlowWords.Of(step);
        if (nobody.Count > 0 && !IsDangling(post))
        {
            _context.Add(FindingCodes.StepNobodyCanDo, step.By!.Value.Mark, flow.Matter, new($"{words.Zh}由{name.Zh}办，但这些地方附近没有这个岗位，事项在这里停住。", $"{Capital(words.En)} is for the {name.En}, but near these places there is no such post, and the matter stops here."),
                new("设这个岗位，换一个到处都有的岗位，或写 if-nobody（skip 或代办的岗位）。", "Create the post, name one that is there everywhere, or write if-nobody (skip, or the post that steps in)."), _places.Joined(nobody));
        }

        if (empty.Count > 0)
        {
            _context.Add(FindingCodes.StepNobodyCanDo, step.By!.Value.Mark, flow.Matter, new($"{words.Zh}由{name.Zh}办，但在这些地方这个岗位没有编制席位（seats 为 0），没有人来办，事项在这里停住。", $"{Capital(words.En)} is for the {name.En}, but near these places the post has no seat (seats is 0), so nobody is there and the matter stops here."),
                new("给这个岗位配人（posts.tsv 的 seats），或换一个有人的岗位。", "Give the post a seat (seats in posts.tsv), or name a post where somebody sits."), _places.Joined(empty));
        }

        if (alone.Count > 0)
        {
            _context.Add(FindingCodes.StepNobodyCanDo, step.By!.Value.Mark, flow.Matter, new($"{words.Zh}要与「{same!.Id}」分开由不同的人办，但两步都由{name.Zh}办，而那里只有一人。", $"{Capital(words.En)} is to be kept apart from \"{same!.Id}\", but both are for the {name.En}, who is one person there."),
                new("换一个岗位，或给这个岗位增加一人。", "Name another post, or give this one a second seat."), _places.Joined(alone));
        }

        if (two.Count > 0)
        {
            var units = new Text(string.Join("、", between.Take(4).Select(static unit => unit.Unit.Name.Zh)), string.Join(", ", between.Take(4).Select(static unit => unit.Unit.Name.En)));
            _context.Add(FindingCodes.TwoEquallyNear, step.By!.Value.Mark, flow.Matter, new($"{words.Zh}由{name.Zh}办，但有 {between.Count} 个单位同样近（{units.Zh}{(between.Count > 4 ? " 等" : "")}），不知道归谁。", $"{Capital(words.En)} is for the {name.En}, but {between.Count} units are equally near ({units.En}{(between.Count > 4 ? ", ..." : "")}), so nobody knows whose it is."),
                new($"写明单位，例如「by: {post.Post}@{between[0].Id}」。", $"Name the unit, such as \"by: {post.Post}@{between[0].Id}\"."), _places.Joined(two));
        }
    }

    /// <summary>Whether the post of a unit has a seat at all: where it has none, nobody is there, near or not.</summary>
    private bool Sits(UnitOnDay unit, string post) => _context.Day.PostAt(post, unit) is not { Seats: 0 };

    /// <summary>A post that is nowhere is told where names are looked up.</summary>
    private bool IsDangling(PostName post) => !_context.Structure.Posts.Has(post.Post) || (post.At is { } at && _context.Day.Unit(at) is not null && _context.Structure.Units.Has(at));

    private Text PostWords(PostName post)
    {
        var name = _context.Structure.Posts.Of(post.Post) is [var row, ..] ? row.Name : new Text(post.Post, post.Post);
        return new($"{name.Zh}（{post}）", $"{name.En} ({post})");
    }

    /// <summary>Mandates of a step's power that may be used in this matter type, as far as they name matter types; those with the widest ground first.</summary>
    private IReadOnlyList<Mandate> Usable(MatterType matter, string power)
    {
        var all = _holders.Of(power);
        if (all.All(mandate => mandate.Limits.Matters is null && mandate.Depth == 0)) return all;
        if (_usable.TryGetValue((matter, power), out var known)) return known;
        var usable = new List<Mandate>();
        foreach (var mandate in all)
            if (IsFor(mandate, matter)) usable.Add(mandate);
        return _usable[(matter, power)] = usable;
    }

    private readonly Dictionary<(MatterType, string), IReadOnlyList<Mandate>> _usable = [];

    private static bool IsFor(Mandate mandate, MatterType matter)
    {
        for (var link = mandate; link is not null; link = link.Source)
            if (link.Limits.Matters is { } matters && !matters.Any(one => one.Id == matter.Id)) return false;
        return true;
    }

    /// <summary>Which of some places the mandates reach that pass a test; the holders come first and mostly reach them all.</summary>
    private bool[] Reached(IReadOnlyList<Mandate> mandates, IReadOnlyList<int> places, Func<Mandate, bool> passes)
    {
        var reached = new bool[places.Count];
        var left = places.Count;
        foreach (var mandate in mandates)
        {
            if (left == 0) break;
            if (!passes(mandate)) continue;
            for (var at = 0; at < reached.Length; at++)
            {
                if (reached[at] || !mandate.Covers(_places.All[places[at]])) continue;
                reached[at] = true;
                left--;
            }
        }

        return reached;
    }

    private void CheckMandates(CompiledFlow flow, FlowPoint point, FlowKnowledge knowledge, IReadOnlyList<int> places)
    {
        var step = point.Step!;
        var powerId = step.Power!.Value.Id;
        if (flow.PowerOf(step) is not { } power || _context.HasUnknownArea(powerId)) return; // no such power, or nowhere: told where names are looked up
        var usable = Usable(flow.Matter, powerId);
        var words = FlowWords.Of(step);
        var post = PostOf(flow.Matter, step);

        var nobody = new List<UnitOnDay>();
        var near = Reached(usable, places, mandate => Sits(mandate.Unit, mandate.Post));
        for (var at = 0; at < places.Count; at++)
        {
            if (step.SkippedIfNobody) break;
            var here = _places.All[places[at]];
            if (post is not { } by)
            {
                if (!near[at]) nobody.Add(here);
                continue;
            }

            var units = Near(by, step, places[at]); // nobody has the post: told already
            if (units.Count > 0 && !units.Any(unit => _holders.At(unit, powerId).Any(mandate => (mandate.Post == by.Post || mandate.Post == step.Otherwise?.Post) && mandate.Covers(here) && IsFor(mandate, flow.Matter)))) nobody.Add(here);
        }

        var missing = new Dictionary<string, List<UnitOnDay>>(StringComparer.Ordinal);
        foreach (var (outcome, _, _) in step.Outcomes)
        {
            var allowed = Reached(usable, places, mandate => Allows(power, mandate, outcome));
            for (var at = 0; at < places.Count; at++)
            {
                if (allowed[at] || !near[at]) continue;
                if (!missing.TryGetValue(outcome, out var list)) missing.Add(outcome, list = []);
                list.Add(_places.All[places[at]]);
            }
        }

        if (nobody.Count > 0 && step is not { ByRequester: true } && step.BySystem is null)
        {
            _context.Add(FindingCodes.StepNobodyCanDo, step.Power.Value.At, flow.Matter,
                post is { } named
                    ? new($"{words.Zh}由{PostWords(named).Zh}办，要有职权{Of(power).Zh}，但那里的这个岗位没有它。", $"{Capital(words.En)} is for the {PostWords(named).En} and needs the power {Of(power).En}, but the post does not have it there.")
                    : new($"{words.Zh}要有职权{Of(power).Zh}，但在这些地方没有任何有人的岗位可以行使它。", $"{Capital(words.En)} needs the power {Of(power).En}, but at these places no post where somebody sits may use it."),
                post is null
                    ? new("写明由谁持有（held-by），或授权给附近的岗位。", "Say who holds it (held-by), or delegate it to a post nearby.")
                    : new("改成有这项职权的岗位，去掉 by 让最近的有权岗位办，或授权给它。", "Name a post that has the power, take by away so that the nearest such post does it, or delegate it."), _places.Joined(nobody));
        }

        foreach (var (outcome, _, at) in step.Outcomes)
        {
            if (!missing.TryGetValue(outcome, out var where)) continue;
            var listed = power.Outcomes.Count == 0 || power.Outcomes.Any(one => one.Id == outcome);
            _context.Add(FindingCodes.OutcomeNobodyMayGive, at, flow.Matter,
                listed
                    ? new($"{words.Zh}可以作出「{outcome}」，但附近能行使{Of(power).Zh}的岗位都不得作出这个结果。", $"{Capital(words.En)} lists \"{outcome}\", but nobody near who has {Of(power).En} may give that outcome.")
                    : new($"{words.Zh}列了结果「{outcome}」，但职权{Of(power).Zh}没有这个结果。", $"{Capital(words.En)} lists the outcome \"{outcome}\", which the power {Of(power).En} does not have."),
                listed
                    ? new("放宽其中一项授权的 outcomes，或去掉这个结果。", "Widen the outcomes of a delegation, or take this outcome out.")
                    : new($"这项职权的结果有：{string.Join("、", power.Outcomes)}。", $"Its outcomes are: {string.Join(", ", power.Outcomes)}."), listed ? _places.Joined(where) : null);
        }

        CheckFacts(flow, point, knowledge, power, usable);
        CheckCases(flow, point, power, usable, places);
    }

    private static bool Allows(Power power, Mandate mandate, string outcome) =>
        (power.Outcomes.Count == 0 || power.Outcomes.Any(one => one.Id == outcome)) && mandate.Chain.All(link => link.Limits.Outcomes is not { } outcomes || outcomes.Any(one => one.Id == outcome));

    /// <summary>TR3012: what ceilings and conditions of the power look at must be there when it is used.</summary>
    private void CheckFacts(CompiledFlow flow, FlowPoint point, FlowKnowledge knowledge, Power power, IReadOnlyList<Mandate> usable)
    {
        var step = point.Step!;
        var words = FlowWords.Of(step);
        if (step is { Kind: StepKind.Decide, Amount: null })
        {
            var ceiling = usable.SelectMany(static mandate => mandate.Chain).FirstOrDefault(static link => Array.Exists(Spans, span => link.Limits.Amount(span) is not null));
            if (ceiling is not null)
            {
                var entry = ceiling.Entry;
                _context.Add(FindingCodes.DecidedWithoutFacts, step.Power!.Value.At, flow.Matter,
                    new($"{words.Zh}没有写金额（amount），{(entry is Delegation ? "授权" : "职权")}{Of(entry).Zh}的上限无从核对，有上限的岗位都不能办。", $"{Capital(words.En)} names no amount, so the ceiling of the {(entry is Delegation ? "delegation" : "power")} {Of(entry).En} cannot be looked at, and whoever has one may not decide."),
                    new("写上 amount，指向说明金额的数据项。", "Write amount, naming the item that says the sum."), related: [new RelatedPlace(ceiling.Limits.At.IsNone ? entry.At : ceiling.Limits.At, new("上限在这里。", "The ceiling stands here."))]);
            }
        }

        var told = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, entry, at, isMeant) in LimitReads(flow, step))
        {
            if (knowledge.IsKnownAt(point, path) && (isMeant || flow.MustBeStated(path))) continue;
            if (!flow.MustBeStated(path) || !told.Add(path)) continue;
            var fact = FactOf(flow, path);
            var giver = knowledge.GiverOf(path);
            _context.Add(FindingCodes.DecidedWithoutFacts, step.Power!.Value.At, flow.Matter,
                new($"{words.Zh}要用的{(entry is Delegation ? "授权" : "职权")}{Of(entry).Zh}看「{fact.Zh}」，但{(giver is null || giver == point ? "申请时没有问，前面也没有步骤给出它" : $"到这里{FlowWords.Of(giver).Zh}不一定已经给出它")}。不知道就不能行使。", $"The {(entry is Delegation ? "delegation" : "power")} {Of(entry).En} that {words.En} uses looks at {fact.En}, but {(giver is null || giver == point ? "it is not asked at filing and no earlier step gives it" : $"{FlowWords.Of(giver).En} has not surely given it by then")}. What is not known means no."),
                new("把它列入 asks，或让前面的步骤给出（gives）。", "Add it to asks, or let an earlier step give it (gives)."), related: [new RelatedPlace(at, new("看它的条件在这里。", "The condition that looks at it stands here."))]);
        }
    }

    /// <summary>One fact that a power, a holding or a delegation looks at, under the name that it has in the flow.</summary>
    /// <param name="IsMeant">Whether the entry is written for this matter type, or holds for all.</param>
    private readonly record struct LimitRead(string Path, Entry Entry, Mark At, bool IsMeant);

    private static readonly CeilingSpan[] Spans = [CeilingSpan.Case, CeilingSpan.Month, CeilingSpan.Quarter, CeilingSpan.Year];

    private readonly Dictionary<(MatterType, string), List<LimitRead>> _limitReads = [];

    private List<LimitRead> LimitReads(CompiledFlow flow, FlowPart.Step step)
    {
        if (flow.PowerOf(step) is not { } power) return [];
        if (_limitReads.TryGetValue((flow.Matter, power.Id), out var reads)) return reads;
        _limitReads.Add((flow.Matter, power.Id), reads = []);
        Add(power.When, power, true);
        var seen = new HashSet<Limits>();
        foreach (var mandate in Usable(flow.Matter, power.Id))
        {
            for (var link = mandate; link is not null && seen.Add(link.Limits); link = link.Source)
            {
                var meant = link.Delegation is null || link.Limits.Matters is not null;
                Add(link.Limits.When, link.Entry, meant);
                foreach (var span in Spans) Add(link.Limits.Amount(span)?.Formula, link.Entry, meant);
            }
        }

        return reads;

        void Add(Formula? formula, Entry entry, bool meant)
        {
            if (formula is null || !Expression.TryParse(formula.Text, out var expression, out _)) return;
            foreach (var name in CompiledFlow.NamesIn(expression.Root))
                if (NameHere(flow, name) is { } path) reads.Add(new LimitRead(path, entry, formula.At, meant));
        }
    }

    /// <summary>A name of a power's condition in a flow: a role by its own name, or the only role found in that register; null for what no role of this flow stands for.</summary>
    private static string? NameHere(CompiledFlow flow, string name)
    {
        var root = CompiledFlow.RootOf(name);
        if (root == "matter" || flow.IsRole(root)) return name;
        if (root is "unit" or "actor" or "standard" or "day") return null; // of whoever decides, not of the matter
        var roles = flow.Matter.About.Where(role => role.Register.Id == root).ToList();
        return roles is [var only] ? only.Name + name[root.Length..] : null;
    }

    /// <summary>TR3006: who closes a matter has not done the work.</summary>
    private void CheckIndependence(CompiledFlow flow, FlowPoint confirm, IReadOnlyList<int> places)
    {
        var step = confirm.Step!;
        if (step.ByRequester || (step.By is { At: null } role && flow.IsRole(role.Post))) return;
        if (step.By is null || step.BySystem is not null || step.By is { Post: "first-contact" })
        {
            var (zh, en) = step.By is null ? ("没有写由谁确认", "does not say who confirms") : step.BySystem is not null ? ("由系统自动确认", "is done by a system") : ("由首问人自己确认", "is done by whoever received the matter");
            _context.Add(FindingCodes.ClosedByTheOffice, step.At, flow.Matter, new($"{FlowWords.Of(step).Zh}{zh}，等于办事方自己办结。", $"{Capital(FlowWords.Of(step).En)} {en}, so those who did the work close it."), Remedy());
            return;
        }

        var by = step.By.Value;
        var closed = new List<UnitOnDay>();
        FlowPart.Step? work = null;
        foreach (var place in places)
        {
            if (Near(by, step, place) is not [var unit]) continue;
            foreach (var point in flow.Steps)
            {
                if (point == confirm || point.Step!.Kind == StepKind.Confirm || !UnitsOf(flow, point.Step, place).Any(one => one.ActsFor == unit.ActsFor)) continue;
                closed.Add(_places.All[place]);
                work ??= point.Step;
                break;
            }
        }

        if (closed.Count == 0) return;
        var all = closed.Count == places.Count;
        _context.Add(FindingCodes.ClosedByTheOffice, by.Mark, flow.Matter, new($"{FlowWords.Of(step).Zh}由{PostWords(by).Zh}办，可这个岗位所在的单位自己办了{FlowWords.Of(work!).Zh}，等于自己办、自己认。", $"{Capital(FlowWords.Of(step).En)} is for the {PostWords(by).En}, whose unit did {FlowWords.Of(work!).En}: it closes its own work."), Remedy(), all ? null : _places.Joined(closed));

        static Text Remedy() => new("改由申请人确认（by: requester），或由没有办过任何步骤的单位回访。", "Let the requester confirm (by: requester), or a post of a unit that did none of the steps.");
    }

    /// <summary>The units that do a step at a place: of a power without a named post, the nearest that may.</summary>
    private IEnumerable<UnitOnDay> UnitsOf(CompiledFlow flow, FlowPart.Step step, int place)
    {
        if (PostOf(flow.Matter, step) is { } post) return Near(post, step, place);
        if (step.By is { Post: "first-contact" }) return flow.Steps.FirstOrDefault(static one => one.Step!.Kind == StepKind.Receive)?.Step is { By.Post: not "first-contact" } receive ? UnitsOf(flow, receive, place) : [];
        if (step.By is not null || step.Power?.Id is not { } power) return [];
        return _holders.For(_places.All[place], power).Where(near => IsFor(near.Mandate, flow.Matter)).Select(static near => near.Mandate.Unit).Take(1);
    }
}
