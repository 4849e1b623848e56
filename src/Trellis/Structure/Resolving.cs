using Trellis.Structure.Calendars;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Trellis.Structure.Vocabulary;

namespace Trellis.Structure;

/// <summary>
/// Looks up every name once all entries are known: what is not there, what does not hold on all days on which it is used,
/// ids used twice, circles, and overlays that touch nothing.
/// </summary>
internal sealed class Resolving
{
    private readonly GovernanceStructure _structure;
    private readonly FindingList _findings;
    private readonly DateOnly _first;
    private ILookup<Kind, string>? _names;
    private int _compared;

    /// <summary>Names that are compared, in all, to offer the nearest. Among very many faults the later ones are told without it.</summary>
    private const int MostCompared = 2_000_000;

    private readonly Dictionary<(Kind, string), Mark> _leftOut = [];

    private Resolving(GovernanceStructure structure, IReadOnlyList<BrokenPart> leftOut, FindingList findings)
    {
        (_structure, _findings) = (structure, findings);
        foreach (var part in leftOut) _leftOut.TryAdd((part.Kind, part.Id!), part.Because);
        _first = structure.From == DateOnly.MinValue ? new DateOnly(2000, 1, 1) : structure.From;
    }

    public static void Resolve(GovernanceStructure structure, IReadOnlyList<ShapeCheck> checks, IReadOnlyList<BrokenPart> leftOut, FindingList findings)
    {
        var resolving = new Resolving(structure, leftOut, findings);
        resolving.FindDoubles();
        resolving.FindRenames();
        resolving.FindCirclesOfUnits();
        resolving.FindCirclesOfDelegations();
        resolving.FindCirclesOfParts();
        resolving.CheckSharedNames();
        var formulas = new FormulaCheck(structure, findings);
        foreach (var check in checks)
        {
            foreach (var reference in check.References) resolving.LookUp(reference);
            foreach (var post in check.Posts) resolving.LookUp(post);
            foreach (var citation in check.Citations) resolving.LookUp(citation);
            foreach (var formula in check.Formulas) formulas.Check(formula);
            foreach (var fact in check.Facts) formulas.Check(fact);
        }

        resolving.CheckCalendars();
        resolving.CheckItems();
        resolving.CheckExchange();
        resolving.CheckDuties();
        resolving.CheckOverlays();
    }

    private void CheckSharedNames()
    {
        foreach (var unit in _structure.Units.All)
        {
            if (_structure.Groups.Has(unit.Id))
            {
                var group = _structure.Groups.Of(unit.Id)[0];
                Add(FindingCodes.SharedName, group.At, group, new($"群组「{unit.Id}」与一个单位同名。", $"The group \"{unit.Id}\" has the name of a unit."), new("单位与群组共用一套名称；给群组换一个标识。", "Units and groups share their names; give the group another id."), [new(unit.At, new("单位在这里。", "The unit stands here."))]);
            }
        }
    }

    /// <summary>One id holds once on a day. Posts are rows: the same post may stand at several units at once, but once at each.</summary>
    private void FindDoubles()
    {
        Doubles(_structure.Levels);
        Doubles(_structure.Types);
        Doubles(_structure.Calendars);
        Doubles(_structure.Units);
        Doubles(_structure.Groups);
        Doubles(_structure.Skills);
        Doubles(_structure.Laws);
        Doubles(_structure.Codes);
        Doubles(_structure.Classes);
        Doubles(_structure.Duties);
        Doubles(_structure.Powers);
        Doubles(_structure.Delegations);
        Doubles(_structure.Purposes);
        Doubles(_structure.Registers);
        Doubles(_structure.Items);
        Doubles(_structure.Standards);
        Doubles(_structure.Matters);
        Doubles(_structure.Forms);
        Doubles(_structure.Systems);
        Doubles(_structure.Resources);
        Doubles(_structure.Indicators);
        Doubles(_structure.Assessments);
        Doubles(_structure.Emergencies);
        Doubles(_structure.Settings);
        Doubles(_structure.Neighbours);
        Doubles(_structure.Offers);
        Doubles(_structure.Overlays);
        foreach (var id in _structure.Posts.Ids)
        {
            var rows = _structure.Posts.Of(id);
            if (rows.Count == 1) continue;
            foreach (var atOne in rows.GroupBy(static row => row.Where.Id, StringComparer.Ordinal)) DoublesAmong([.. atOne]);
        }
    }

    private void Doubles<T>(Spells<T> spells)
        where T : Entry
    {
        if (spells.All.Count == 0) return;
        foreach (var id in spells.Ids)
        {
            var all = spells.Of(id);
            if (all.Count > 1) DoublesAmong(all);
        }
    }

    /// <summary>Told once for each that overlaps with one written before it.</summary>
    private void DoublesAmong<T>(IReadOnlyList<T> all)
        where T : Entry
    {
        if (all.Count > 64 && !AnyOverlap(all)) return;
        for (var one = 1; one < all.Count; one++)
        {
            for (var other = 0; other < one; other++)
            {
                if (!all[one].Overlaps(all[other].From, all[other].To)) continue;
                Double(all[one], all[other]);
                break;
            }
        }
    }

    /// <summary>Whether any two of many spells overlap: sorted by their first day, each must begin behind the last day so far.</summary>
    private static bool AnyOverlap<T>(IReadOnlyList<T> all)
        where T : Entry
    {
        var until = DateOnly.MinValue;
        var first = true;
        foreach (var entry in all.Where(static one => one.From <= one.To).OrderBy(static one => one.From))
        {
            if (!first && entry.From <= until) return true;
            first = false;
            if (entry.To > until) until = entry.To;
        }

        return false;
    }

    private void Double(Entry one, Entry other) =>
        Add(FindingCodes.IdTwice, one.At, one, new($"「{one.Address}」已经有了，且日期重叠。", $"\"{one.Address}\" is already there, and the days overlap."),
            new("换一个标识；若是同一事项变更，用 from 和 to 分成前后两段。", "Give it another id; if it is a change of the same thing, divide the two by from and to."), [new(other.At, new("另一个在这里。", "The other stands here."))]);

    private void FindRenames()
    {
        foreach (var entry in _structure.Entries)
        {
            if (entry.Formerly is not { } old) continue;
            var at = entry.Node["formerly"u8].Mark;
            foreach (var reused in _structure.Find(entry.Kind, old))
            {
                if (reused.To < entry.From) continue;
                Add(FindingCodes.ReusedId, at, entry, new($"旧标识「{old}」仍被另一个条目使用。", $"The former id \"{old}\" is still used by another entry."), new("已结束的标识不能再指别的事物。", "An ended id never means another thing."), [new(reused.At, new("它在这里。", "It stands here."))]);
            }
        }
    }

    private void FindCirclesOfUnits()
    {
        foreach (var unit in _structure.Units.All)
        {
            Circle(unit, unit.Parent, static one => one.Parent, "parent");
            Circle(unit, unit.Ground, static one => one.Ground, "ground");
        }

        void Circle(Unit unit, Ref? first, Func<Unit, Ref?> next, string key)
        {
            if (first is not { } up) return;
            var hops = 0;
            var smallest = unit.Id;
            for (var at = up.Id; ;)
            {
                if (at == unit.Id)
                {
                    // Told once, at the unit with the smallest id.
                    if (smallest == unit.Id)
                        Add(FindingCodes.Circle, up.At, unit, new($"单位「{unit.Id}」沿 {key} 回到自己。", $"The unit \"{unit.Id}\" comes back to itself along {key}."), new("改正其中一个上级。", "Correct one of the units above."));
                    return;
                }

                if (++hops > 64 || _structure.Units.Of(at) is not [var above, ..] || next(above) is not { } further) return;
                if (string.CompareOrdinal(at, smallest) < 0) smallest = at;
                at = further.Id;
            }
        }
    }

    private void FindCirclesOfDelegations()
    {
        foreach (var delegation in _structure.Delegations.All)
        {
            var hops = 0;
            var smallest = delegation.Id;
            for (var of = delegation.Of; of.Kind == Kind.Delegation; hops++)
            {
                if (of.Id == delegation.Id)
                {
                    if (smallest == delegation.Id)
                        Add(FindingCodes.Circle, delegation.Of.At, delegation, new($"授权「{delegation.Id}」沿来源回到自己。", $"The delegation \"{delegation.Id}\" comes back to itself along its sources."), new("链的起点应当是一项职权（of: power/...）。", "A chain begins with a power (of: power/...)."));
                    break;
                }

                if (hops > 64 || _structure.Delegations.Of(of.Id) is not [var source, ..]) break;
                if (string.CompareOrdinal(of.Id, smallest) < 0) smallest = of.Id;
                of = source.Of;
            }
        }
    }

    private void FindCirclesOfParts()
    {
        foreach (var matter in _structure.Matters.All)
        {
            foreach (var part in matter.Flow.All.OfType<FlowPart.Part>())
                if (Reaches(part.Matter.Id, matter.Id, []))
                    Add(FindingCodes.Circle, part.Matter.At, matter, new($"「{matter.Id}」经由它的部分又包含自己。", $"\"{matter.Id}\" contains itself through its parts."), new("去掉这个部分。", "Take this part out."));
        }

        bool Reaches(string? from, string goal, HashSet<string> seen) =>
            from is not null && (from == goal || (seen.Add(from) && _structure.Matters.Of(from) is [var type, ..] && type.Flow.All.OfType<FlowPart.Part>().Any(part => Reaches(part.Matter.Id, goal, seen))));
    }

    private void LookUp(PendingReference reference)
    {
        var owner = reference.Owner;
        var id = reference.Id;
        // Built in: no entry declares them.
        if (reference.Shape.Kinds.Contains(Kind.Register) && id is ("matter" or "unit" or "actor")) return;
        IReadOnlyList<Entry> found = [];
        foreach (var kind in reference.Shape.Kinds)
        {
            found = _structure.Find(kind, id);
            if (found.Count == 0 && owner.Overlay is { } overlay) found = InOverlay(overlay, kind, id);
            if (found.Count == 0 && owner is Overlay self) found = InOverlay(self, kind, id);
            if (found.Count > 0) break;
        }

        if (found.Count == 0)
        {
            NotFound(reference.At, owner, id, reference.Shape.Kinds);
            return;
        }

        CheckGap(found, reference.At, owner, id);
    }

    private static List<Entry> InOverlay(Overlay overlay, Kind kind, string id) =>
        [.. overlay.Adds.Concat(overlay.Replaces.Select(static one => one.Entry)).Where(entry => entry.Kind == kind && entry.Id == id)];

    private void NotFound(Mark at, Entry owner, string id, params ReadOnlySpan<Kind> kinds)
    {
        var zh = new List<string>();
        var en = new List<string>();
        string? near = null;
        foreach (var kind in kinds)
        {
            var words = Words.Of(kind);
            zh.Add(words.InChinese);
            en.Add(words.Word);
            if (WasLeftOut(at, owner, kind, id)) return;
            near ??= Near(id, NamesOf(kind));
        }

        // A word that stands for a type may be a code list or a register; most who write an unknown one meant one of those built in.
        var isType = kinds.Length == 2 && kinds[0] == Kind.Codes && kinds[1] == Kind.Register;
        Add(FindingCodes.NothingByThatName, at, owner, isType ? new($"没有「{Excerpt.Of(id, 63)}」这个类型，也没有叫这个名字的代码表或库。", $"There is no type \"{Excerpt.Of(id, 63)}\", and no codes or register of that name.") : new($"没有「{Excerpt.Of(id, 63)}」这个{string.Join("或", zh)}。", $"There is no {string.Join(" or ", en)} \"{Excerpt.Of(id, 63)}\"."),
            isType ? ShapeCheck.TypesText() : SlippedColumn(at, id), [], near ?? (isType ? Near(id, Words.ScalarTypes) : null));
    }

    /// <summary>In a table a number or a text for people where an id belongs comes from the column beside it.</summary>
    private static Text? SlippedColumn(Mark at, string id) => at.File is { IsTable: true } && id.All(char.IsAsciiDigit)
        ? new("这一行前面可能少了一列：检查各列之间的制表符（Tab）是否齐全。", "A column may be missing before it: see that there is a tab between any two columns of this row.")
        : null;

    /// <summary>An entry that is written and could not be read is there for whoever wrote it: the fault in it is the one to mend.</summary>
    private bool WasLeftOut(Mark at, Entry owner, Kind kind, string id)
    {
        if (_leftOut.Count == 0 || !_leftOut.TryGetValue((kind, id), out var because)) return false;
        Add(FindingCodes.NothingByThatName, at, owner, new($"「{Excerpt.Of(id, 63)}」没有读进来，因为 {because.Path}:{because.Line} 有错。", $"\"{Excerpt.Of(id, 63)}\" was left out because of {because.Path}:{because.Line}."), new("先改那一处，这里多半就好了。", "Mend that first; then this is probably right."), [new(because, new("错在这里。", "The fault stands here."))]);
        return true;
    }

    private IEnumerable<string> NamesOf(Kind kind) => (_names ??= _structure.Entries.ToLookup(static entry => entry.Kind, static entry => entry.Id))[kind];

    private string? Near(string asked, IEnumerable<string> names)
    {
        if (_compared >= MostCompared) return null;
        return NearNames.Nearest(asked, names.Select(name =>
        {
            _compared++;
            return name;
        }));
    }

    /// <summary>What is referred to must hold on all days on which the referrer does. Bases of law have findings of their own.</summary>
    private void CheckGap(IReadOnlyList<Entry> spells, Mark at, Entry owner, string id)
    {
        var from = Later(owner.From, _first);
        var to = owner.To < _structure.To ? owner.To : _structure.To;
        if (to < from) return;
        if (spells.Count == 1)
        {
            var one = spells[0];
            if ((one.From <= from || one.From <= _first) && one.To >= to) return;
        }

        var day = from;
        foreach (var spell in spells.OrderBy(static spell => spell.From))
        {
            if (spell.To < day) continue;
            if (spell.From > day && !(day == _first && spell.From <= _first)) break;
            if (spell.To >= to) return;
            day = spell.To.AddDays(1);
        }

        // Said once, where the first day without it lies.
        var next = spells.Where(spell => spell.From > day).Select(static spell => spell.From).Order().FirstOrDefault(DateOnly.MaxValue);
        var until = next == DateOnly.MaxValue ? new Text("", "") : new Text($"，直到 {next.AddDays(-1):yyyy-MM-dd}", $" until {next.AddDays(-1):yyyy-MM-dd}");
        Add(FindingCodes.GapInReference, at, owner, new($"「{id}」从 {day:yyyy-MM-dd} 起{until.Zh}不再有效，而这里仍在引用。", $"\"{id}\" does not hold from {day:yyyy-MM-dd}{until.En}, and is still used here."),
            new("写上接替它的条目，或在同一天结束这里的条目。", "Name what follows it, or end this entry on the same day."), [new(spells[^1].At, new("它在这里。", "It stands here."))]);
    }

    private void LookUp(PendingPost pending)
    {
        var name = pending.Name;
        var shape = pending.Shape;
        if (name.At is null)
        {
            if (shape.OrWords.Contains(name.Post, StringComparer.Ordinal)) return;
            if (shape.OrRole && pending.Owner is MatterType matter && matter.About.Any(role => role.Name == name.Post)) return;
            if (shape.OrGroup && (_structure.Units.Has(name.Post) || _structure.Groups.Has(name.Post))) return;
            if (_structure.Posts.Has(name.Post)) return;
            if (pending.Owner.Overlay is { } at && InOverlay(at, Kind.Post, name.Post).Count > 0) return;
            if (WasLeftOut(name.Mark, pending.Owner, Kind.Post, name.Post) || (shape.OrGroup && (WasLeftOut(name.Mark, pending.Owner, Kind.Unit, name.Post) || WasLeftOut(name.Mark, pending.Owner, Kind.Group, name.Post)))) return;
            var near = Near(name.Post, _structure.Posts.Ids.Concat(shape.OrWords).Concat(shape.OrRole && pending.Owner is MatterType type ? type.About.Select(static role => role.Name) : []).Concat(shape.OrGroup ? _structure.Groups.Ids.Concat(_structure.Units.Ids) : []));
            Add(FindingCodes.NothingByThatName, name.Mark, pending.Owner, new($"没有岗位{(shape.OrGroup ? "、单位或群组" : "")}「{Excerpt.Of(name.Post, 63)}」{(shape.OrRole ? "，about 里也没有这个角色" : "")}。", $"There is no post{(shape.OrGroup ? ", unit or group" : "")} \"{Excerpt.Of(name.Post, 63)}\"{(shape.OrRole ? ", and no such role under about" : "")}."), WhoElse(pending), [], near);
            return;
        }

        if (!_structure.Posts.Has(name.Post) && !(pending.Owner.Overlay is { } overlay && InOverlay(overlay, Kind.Post, name.Post).Count > 0))
        {
            if (WasLeftOut(name.Mark, pending.Owner, Kind.Post, name.Post)) return;
            Add(FindingCodes.NothingByThatName, name.Mark, pending.Owner, new($"没有岗位「{Excerpt.Of(name.Post, 63)}」。", $"There is no post \"{Excerpt.Of(name.Post, 63)}\"."), null, [], Near(name.Post, _structure.Posts.Ids));
            return;
        }

        var units = _structure.Units.Of(name.At);
        if (units.Count == 0 && !_structure.Groups.Has(name.At))
        {
            NotFound(name.Mark, pending.Owner, name.At, Kind.Unit, Kind.Group);
            return;
        }

        if (units.Count > 0 && pending.Owner is not (Power or Delegation)) CheckGap(units, name.Mark, pending.Owner, name.At);
        CheckPostIsThere(pending);
    }

    /// <summary>In a flow somebody may be meant whom the matter is about: then the roles there are, and where another is added.</summary>
    private static Text? WhoElse(PendingPost pending)
    {
        if (!pending.Shape.OrRole || pending.Owner is not MatterType matter) return null;
        var who = ShapeCheck.WhoMayStand(pending.Shape);
        var roles = matter.About.Count == 0 ? new Text("还没有", "none yet") : new Text(string.Join('、', matter.About.Select(static role => role.Name)), string.Join(", ", matter.About.Select(static role => role.Name)));
        return new($"可以写{who.Zh}。这个事项的角色：{roles.Zh}；另有其人的，先在 about 里加一个，如「{pending.Name.Post}: 库」。", $"It may be {who.En}. Roles of this matter type: {roles.En}; if another is meant, first add it under about, such as \"{pending.Name.Post}: REGISTER\".");
    }

    /// <summary>A post must exist at the unit, or at every unit of the group, on the first day on which it is used.</summary>
    private void CheckPostIsThere(PendingPost pending)
    {
        var day = Later(pending.Owner.From, _first);
        if (pending.Owner.To < day) return;
        var view = _structure.On(day);
        var name = pending.Name;
        var units = view.Expand(name.At!, pending.Owner);
        if (units.Count == 0) return;
        var without = new List<string>();
        foreach (var unit in units)
            if (view.PostAt(name.Post, unit) is null) without.Add(unit.Id);
        if (without.Count == 0) return;
        // A post that ended is a finding about what leaned on it, told where powers and duties are checked.
        var earlier = _structure.Posts.Of(name.Post);
        if (pending.Owner is Power or Delegation && earlier.Any(static row => row.To < DateOnly.MaxValue)) return;
        if (name.Post.Length == 0 || pending.Owner.Overlay is not null) return;
        var elsewhere = view.UnitsWithPost(name.Post);
        Add(FindingCodes.NothingByThatName, name.Mark, pending.Owner,
            new($"{Some(without)} 没有岗位「{name.Post}」。", $"There is no post \"{name.Post}\" at {Some(without)}."),
            elsewhere.Count == 0 ? null : new($"它设在 {Some([.. elsewhere.Select(static unit => unit.Id)])}。", $"It is at {Some([.. elsewhere.Select(static unit => unit.Id)])}."), []);
    }

    private static string Some(List<string> ids) => ids.Count <= 5 ? string.Join(", ", ids) : $"{string.Join(", ", ids.Take(4))} … ({ids.Count})";

    private void LookUp(PendingCitation pending)
    {
        var (law, article, at) = pending.Citation;
        var spells = _structure.Laws.Of(law);
        if (spells.Count == 0 && pending.Owner.Overlay is { } overlay) spells = [.. InOverlay(overlay, Kind.Law, law).OfType<Law>()];
        if (spells.Count == 0)
        {
            NotFound(at, pending.Owner, law, Kind.Law);
            return;
        }

        if (article is null || spells.Any(spell => spell.Find(article).Any())) return;
        Add(FindingCodes.NothingByThatName, at, pending.Owner, new($"「{law}」没有列出第 {Excerpt.Of(article, 20)} 条。", $"\"{law}\" lists no article {Excerpt.Of(article, 20)}."),
            new("在法律的 articles 里补上该条，或改正条号。", "Add the article to the law's articles, or correct its number."), [new(spells[0].At, new("法律在这里。", "The law stands here."))], Near(article, spells.SelectMany(static spell => spell.Articles).Select(static one => one.Number)));
    }

    /// <summary>Hours, days off and make-up days must make a calendar that can be counted with.</summary>
    private void CheckCalendars()
    {
        foreach (var calendar in _structure.Calendars.All.Concat(_structure.Overlays.All.SelectMany(static overlay => overlay.Adds.OfType<Calendar>())))
        {
            foreach (var (fault, at) in calendar.Faults)
            {
                var code = fault is CalendarFault.EndsBeforeItBegins or CalendarFault.NamedTwice or CalendarFault.OutOfReach ? FindingCodes.WrongDates : FindingCodes.WrongValue;
                Add(code, at, calendar, new($"日历「{calendar.Id}」：{fault.Says.Zh}。", $"Calendar \"{calendar.Id}\": {fault.Says.En}."), null);
            }
        }
    }

    /// <summary>The part of an item before the dot is a register.</summary>
    private void CheckItems()
    {
        foreach (var item in _structure.Items.All)
        {
            if (item.RegisterId.Length == 0)
                Add(FindingCodes.MalformedId, item.At, item, new($"数据项「{item.Id}」没有说属于哪个库。", $"The item \"{item.Id}\" does not say its register."), new("写成 库.名称，如 household.income。", "Write register.name, such as household.income."));
            else if (item.RegisterId is not ("matter" or "unit" or "actor") && !_structure.Registers.Has(item.RegisterId))
                Add(FindingCodes.NothingByThatName, new Mark(item.At.File, item.At.Start, System.Text.Encoding.UTF8.GetByteCount(item.RegisterId)), item, new($"没有「{item.RegisterId}」这个库。", $"There is no register \"{item.RegisterId}\"."), null, [], Near(item.RegisterId, _structure.Registers.Ids));
        }
    }

    /// <summary>The key of a neighbour can be read and is that of its record; the items of an offer are of one register, since one row is asked for.</summary>
    private void CheckExchange()
    {
        foreach (var neighbour in _structure.Neighbours.All)
        {
            if (neighbour.Key.Length == 0) continue;
            if (!Trellis.Ledger.NoteVerifier.TryRead(neighbour.Key, out var key, out _) || key.Type != Trellis.Ledger.NoteKeyType.Ed25519 || key.Name != neighbour.Origin)
                Add(FindingCodes.WrongValue, neighbour.Node["key"u8].Mark, neighbour, new($"邻方「{neighbour.Id}」的 key 不是记录 {Excerpt.Of(neighbour.Origin, 60)} 的公钥。", $"The key of the neighbour \"{neighbour.Id}\" is not the public key of a record called {Excerpt.Of(neighbour.Origin, 60)}."), new("写成 名称+八位十六进制+base64，名称就是 origin；请对方重新给一次。", "It is written name+eight hexadecimal digits+base64, and the name is the origin. Ask its keeper again."));
        }

        foreach (var offer in _structure.Offers.All)
            if (offer.Items.FirstOrDefault(item => !item.Id.StartsWith(offer.Register + ".", StringComparison.Ordinal)) is { Id: { } other } at)
                Add(FindingCodes.WrongValue, at.At, offer, new($"共享项「{offer.Id}」的数据项不属于同一个库：{offer.Register} 和 {other}。", $"The items of the offer \"{offer.Id}\" are of more than one register: {offer.Register} and {other}."), new("每个库写一个共享项。", "Write one offer for each register."));
    }

    /// <summary>A duty's giver is a unit or a document; its field a code of the list "fields".</summary>
    private void CheckDuties()
    {
        foreach (var duty in _structure.Duties.All)
        {
            if (duty.GivenBy is { } giver && !_structure.Units.Has(giver.Id) && !_structure.Laws.Has(giver.Id))
                Add(FindingCodes.NothingByThatName, giver.At, duty, new($"没有「{Excerpt.Of(giver.Id, 63)}」这个单位或文件。", $"There is no unit or law \"{Excerpt.Of(giver.Id, 63)}\"."), null, [], Near(giver.Id, _structure.Units.Ids.Concat(_structure.Laws.Ids)));
            if (duty.Field is not { } field) continue;
            var fields = _structure.Codes.Of("fields");
            if (fields.Count == 0 || fields.Any(list => list.Values.Any(code => code.Value == field.Id))) continue;
            Add(FindingCodes.NothingByThatName, field.At, duty, new($"领域「{Excerpt.Of(field.Id, 63)}」不在代码表 fields 中。", $"The field \"{Excerpt.Of(field.Id, 63)}\" is not in the code list \"fields\"."), null, [], Near(field.Id, fields.SelectMany(static list => list.Values).Select(static code => code.Value)));
        }
    }

    private void CheckOverlays()
    {
        foreach (var overlay in _structure.Overlays.All)
        {
            foreach (var added in overlay.Adds)
            {
                foreach (var there in _structure.Find(added.Kind, added.Id))
                {
                    if (Words.Of(added.Kind).WithoutId || !there.Overlaps(added.From, added.To)) continue;
                    Add(FindingCodes.IdTwice, added.At, added, new($"「{added.Address}」在基础结构中已有。", $"\"{added.Address}\" is already in the base."), new("放到 replace 下，或换一个标识。", "Put it under replace, or give it another id."), [new(there.At, new("它在这里。", "It stands here."))]);
                    break;
                }
            }

            foreach (var replacement in overlay.Replaces)
            {
                var there = _structure.Find(replacement.Entry.Kind, replacement.Entry.Id);
                if (there.Count == 0) NotThere(overlay, replacement.Entry.At, replacement.Entry.Kind, replacement.Entry.Id);
                else if (Words.Of(replacement.Entry.Kind).OnlyAdded) OnlyAdded(overlay, replacement.Entry.At, replacement.Entry.Address);
                else CheckAgainst(overlay, replacement, there);
            }

            foreach (var withdrawn in overlay.Withdraws)
            {
                if (_structure.Find(withdrawn.Kind, withdrawn.Id).Count == 0) NotThere(overlay, withdrawn.At, withdrawn.Kind, withdrawn.Id);
                else if (Words.Of(withdrawn.Kind).OnlyAdded) OnlyAdded(overlay, withdrawn.At, withdrawn.ToString());
            }
        }

        CheckCollisions();
    }

    private void NotThere(Overlay overlay, Mark at, Kind kind, string id) =>
        Add(FindingCodes.OverlayTouchesNothing, at, overlay, new($"基础结构中没有「{Words.Of(kind).Word}/{id}」。", $"There is no \"{Words.Of(kind).Word}/{id}\" in the base."), new("改正标识，或放到 add 下。", "Correct the id, or put it under add."), [], Near(id, NamesOf(kind)));

    private void OnlyAdded(Overlay overlay, Mark at, string address) =>
        Add(FindingCodes.OverlayMayOnlyAdd, at, overlay, new($"「{address}」的含义各地相同，叠加层不能替换或撤销。", $"\"{address}\" means the same everywhere; an overlay cannot replace or withdraw it."), new("法律、代码、库、数据项、用途、标准、类型和群组只能新增。", "Law, codes, registers, items, purposes, standards, types and groups can only be added."));

    private void CheckAgainst(Overlay overlay, Replacement replacement, IReadOnlyList<Entry> there)
    {
        var day = Later(overlay.From, _first);
        var basis = there.FirstOrDefault(entry => entry.HoldsOn(day)) ?? there[0];
        var print = Prints.Of(basis);
        if (replacement.Against == print) return;
        if (replacement.Against is null)
        {
            Add(FindingCodes.OverlayOutOfDate, replacement.Entry.At, overlay, new($"替换「{replacement.Entry.Address}」没有写明针对哪个版本。", $"The replacement of \"{replacement.Entry.Address}\" does not say for which state it was written."),
                new($"加上「against: {print}」。", $"Add \"against: {print}\"."), [new(basis.At, new("现在的条目在这里。", "The entry as it is now stands here."))]);
            return;
        }

        Add(FindingCodes.OverlayOutOfDate, replacement.AgainstAt, overlay, new($"基础条目「{basis.Address}」已变，替换是针对 {Excerpt.Of(replacement.Against, 20)} 写的，现在是 {print}。", $"The base entry \"{basis.Address}\" has changed: the replacement was written for {Excerpt.Of(replacement.Against, 20)}, and it is {print} now."),
            new($"对照两者，再把 against 改成 {print}。", $"Compare the two, then set against to {print}."), [new(basis.At, new("现在的条目在这里。", "The entry as it is now stands here."))]);
    }

    /// <summary>Two claims to one thing are an error, never a silent winner.</summary>
    private void CheckCollisions()
    {
        var overlays = _structure.Overlays.All;
        for (var one = 1; one < overlays.Count; one++)
        {
            for (var other = 0; other < one; other++)
            {
                if (!overlays[one].Overlaps(overlays[other].From, overlays[other].To)) continue;
                var day = Later(Later(overlays[one].From, overlays[other].From), _first);
                var view = _structure.On(day);
                if (!view.Units.Any(unit => view.IsInPlacesOf(overlays[one], unit) && view.IsInPlacesOf(overlays[other], unit))) continue;
                var touched = Touched(overlays[other]).ToHashSet(StringComparer.Ordinal);
                foreach (var address in Touched(overlays[one]).Where(touched.Contains).Distinct(StringComparer.Ordinal))
                    Add(FindingCodes.OverlaysCollide, overlays[one].At, overlays[one], new($"叠加层「{overlays[one].Id}」和「{overlays[other].Id}」在同一地点同一天都改「{address}」。", $"The overlays \"{overlays[one].Id}\" and \"{overlays[other].Id}\" both touch \"{address}\" at one place and day."), new("合并两者，或分开地点或日期。", "Join them, or part their places or days."), [new(overlays[other].At, new("另一个在这里。", "The other stands here."))]);
            }
        }

        static IEnumerable<string> Touched(Overlay overlay) =>
            overlay.Adds.Where(static entry => !Words.Of(entry.Kind).WithoutId).Select(static entry => entry.Address).Concat(overlay.Replaces.Select(static one => one.Entry.Address)).Concat(overlay.Withdraws.Select(static one => one.ToString()));
    }

    private static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    private void Add(FindingCode code, Mark at, Entry owner, Text found, Text? expected, IReadOnlyList<RelatedPlace>? related = null, string? nearest = null) =>
        _findings.Add(new Finding(code, at, found) { Expected = expected, Nearest = nearest, Address = owner.Address, Related = related ?? [], Overlay = owner.Overlay?.Id });
}
