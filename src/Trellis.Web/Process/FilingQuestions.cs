using System.Globalization;
using Trellis.Information.Forms;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Web.Information;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>Something that is asked for and need not be: the base holds it.</summary>
/// <param name="Of">Whose word it is; null where it is the person's own.</param>
public sealed record HeldAlready(Text Name, string? Of, DateTimeOffset Since);

/// <summary>
/// What a person is asked who files a matter of a type: which rows it is about, where it lies, and the facts that the base does not hold. What can only be handed in at a counter is named and not asked.
/// </summary>
internal sealed class FilingQuestions
{
    public const string PlaceField = "place";
    public const string WordsField = "said";

    /// <summary>What somebody types to find a place.</summary>
    public const string FindField = "place.find";
    public const string WhereField = "reported.where";
    public const string WhatField = "reported.what";
    private const string RolePrefix = "role.";
    private const string FactPrefix = "fact.";

    /// <summary>Whether what is held of a fact is still right: the position of what is, or <see cref="Wrong"/>.</summary>
    private const string HeldPrefix = "held.";
    private const string Wrong = "wrong";

    /// <summary>The row that is none of those that we know.</summary>
    private const string Another = "another";

    private readonly SitePage _page;
    private readonly MatterType _type;
    private readonly ActorId _person;
    private readonly UnitId? _counter;
    private readonly bool _readsBase;
    private readonly UnitOnDay? _unit;
    private readonly Func<string, string?>? _answered;
    private readonly PlacedNames _names;
    private readonly Dictionary<string, List<(RowId Row, string Says)>> _rows = new(StringComparer.Ordinal);

    /// <summary>By fact of the person's own row: what is held of it and is to be confirmed.</summary>
    private readonly Dictionary<string, FixedList<HeldValue>> _doubtful = new(StringComparer.Ordinal);

    /// <param name="counter">Whose counter files it for the person; null where they do themselves. What the person's row says and whom it names is not read for anybody else.</param>
    /// <param name="unit">In whose name the person files it from their post; null for their own. What is held of whoever sits in a post is theirs, and not read for the unit.</param>
    /// <param name="answered">What was answered so far, by field; null for nothing. What is held, and so what is asked, hangs on which rows were chosen.</param>
    /// <param name="readsBase">Whether what is held is not asked again. Who is asked otherwise would be told what is held.</param>
    public FilingQuestions(SitePage page, MatterType type, ActorId person, UnitId? counter = null, UnitOnDay? unit = null, Func<string, string?>? answered = null, bool readsBase = true)
    {
        (_page, _type, _person, _counter, _unit, _answered, _readsBase) = (page, type, person, counter, unit, answered, readsBase);
        _names = new PlacedNames(page, type, page.InForce.Structure);
        Fields = [.. Ask()];
    }

    public IReadOnlyList<AskedField> Fields { get; }

    public List<HeldAlready> Held { get; } = [];

    /// <summary>What is handed in later: papers and lists.</summary>
    public List<Text> Later { get; } = [];

    /// <summary>What can be shown in pictures that are added.</summary>
    public List<Text> Shown { get; } = [];

    /// <summary>The fact of the person's own row by which people are found so, where it is asked for.</summary>
    public string? FactFoundAs(string kind) => _type.Asks.FirstOrDefault(asked => IsOwn(asked.Id) && _names.ItemOf(asked.Id)?.FoundAs == kind) is { Id: { } fact } ? FactPrefix + fact : null;

    /// <summary>Whether a resident files it for themselves: the first that it is about is the person.</summary>
    public static bool IsForResidents(MatterType type) => type.Guide.For.Contains("resident", StringComparer.Ordinal) && IsAboutPerson(type);

    /// <summary>Whether a counter may take it for somebody: a person asks for it, for themselves or for a firm that has no post here.</summary>
    public static bool IsForCounters(MatterType type) => IsAboutPerson(type) && type.OpenedBy is null;

    /// <summary>Whether a post files it in the name of its unit: the guide names its kind, and the first that it is about is the unit, or the person who comes for it.</summary>
    public static bool IsForUnit(MatterType type, UnitOnDay? unit) =>
        unit is not null && IsForUnits(type) && type.Guide.For.Contains(WordOf(unit.UnitKind), StringComparer.Ordinal);

    /// <summary>Whether units of some kind file it from their posts.</summary>
    public static bool IsForUnits(MatterType type) => type.OpenedBy is null && type.Guide.For.Any(static one => one != "resident") && type.About is [{ Register.Id: "person" } or { Register.Id: "unit" or "organisation", Name: "applicant" }, ..];

    private static bool IsAboutPerson(MatterType type) => type.About is [{ Register.Id: "person" }, ..];

    private static string WordOf(UnitKind kind) => kind switch
    {
        UnitKind.Firm => "firm",
        UnitKind.Association => "association",
        UnitKind.Community => "community",
        UnitKind.Government => "government",
        _ => "",
    };

    /// <summary>Whether something is asked now that was not on the page which was sent: another row was chosen, of which we hold less.</summary>
    public bool AsksMoreThan(IReadOnlyCollection<string> sent) => 
        sent.Count > 0 && Fields.Any(field => !sent.Contains(field.Name) && field.Name.StartsWith(FactPrefix, StringComparison.Ordinal) && field.Name[FactPrefix.Length..].Split('.') is [var role, ..] && _rows.ContainsKey(role) && ChosenOf(role) is null);

    /// <summary>Whether somebody wrote or chose something: what the page itself put in is nobody's word.</summary>
    public bool IsWritten(IReadOnlyList<AskedField> answered) =>
        answered.Any(field => field.Answer.Length > 0 && Fields.FirstOrDefault(asked => asked.Name == field.Name)?.Answer != field.Answer);

    /// <summary>
    /// The fields with what was answered. A device without a line has a form for all that is reported, with one line for where and one field for what; they are the answers to the first questions of their kind.
    /// </summary>
    public IReadOnlyList<AskedField> Answered(Func<string, string> answer)
    {
        var where = Fields.FirstOrDefault(static field => field.Name.StartsWith(RolePrefix, StringComparison.Ordinal) && field.Kind == FieldKind.Line)?.Name;
        var what = Fields.FirstOrDefault(static field => field.Kind == FieldKind.Words)?.Name;
        return [.. Fields.Select(field => field with { Answer = answer(field.Name) is { Length: > 0 } given ? given : field.Name == what ? Reported() : field.Name == where ? answer(WhereField) : "" })];

        // Where nothing asks for a line of where, it is said with the words.
        string Reported() => string.Join('\n', ((string[])[where is null ? answer(WhereField) : "", answer(WhatField)]).Where(static part => part.Length > 0));
    }

    /// <summary>Whether something that is held is asked about, which one may want to see first.</summary>
    public bool Confirms => _doubtful.Count > 0;

    /// <summary>What was left open: of something held that is right nobody has to write what is right instead.</summary>
    public IEnumerable<AskedField> LeftBlank(IReadOnlyList<AskedField> answered) => answered.Where(field =>
        field.Answer.Length == 0 && !field.Name.EndsWith(".words", StringComparison.Ordinal)
        && !(field.Name.StartsWith(FactPrefix, StringComparison.Ordinal) && _doubtful.ContainsKey(field.Name[FactPrefix.Length..]))
        && !(field.Name.StartsWith(HeldPrefix, StringComparison.Ordinal) && AnswerTo(answered, FactPrefix + field.Name[HeldPrefix.Length..]).Length > 0));

    /// <summary>The filing that answers make, and what of it corrects what is held; null where something cannot be read, with what is wrong.</summary>
    public (FileMatter Filing, FixedList<Correction> Corrections)? Make(IReadOnlyList<AskedField> answered, List<string> faults)
    {
        var roles = new List<BoundRole>();
        var words = new List<string>();
        foreach (var (order, role) in _type.About.Index())
        {
            var answer = AnswerTo(answered, RolePrefix + role.Name);
            var known = _rows.GetValueOrDefault(role.Name)?.FirstOrDefault(one => one.Row.Key == answer).Row;
            // A row that no register has yet is named after who brought it; what it is stands in their words.
            roles.Add(new BoundRole(role.Name, order == 0 ? Self : known is { Key.Length: > 0 } row ? row : new RowId(role.Register.Id, $"{_person}-{role.Name}")));
            if (order > 0 && known is not { Key.Length: > 0 } && AnswerTo(answered, $"{RolePrefix}{role.Name}.words") is { Length: > 0 } described) words.Add($"{_page.Say(RegisterOf(role))}{_page.Say("：", ": ")}{described}");
        }

        var place = AnswerTo(answered, PlaceField) is { Length: > 0 } at ? new UnitId(at) : (UnitId?)null;
        var given = new List<GivenItem>();
        var corrections = new List<Correction>();
        foreach (var field in answered)
        {
            if (!field.Name.StartsWith(FactPrefix, StringComparison.Ordinal) || field.Answer.Length == 0) continue;
            var fact = field.Name[FactPrefix.Length..];
            if (_names.Read(fact, field.Answer, out var wrong) is not { } item) faults.Add(wrong);
            else if (!_doubtful.ContainsKey(fact)) given.Add(item);
            else if (Correct(fact, field.Answer) is { } correction) corrections.Add(correction);
            else faults.Add(_page.Say($"「{field.Label.Zh}」看不懂，请换个写法。", $"{field.Label.En}: this cannot be read; please write it otherwise."));
        }

        foreach (var (fact, held) in _doubtful)
        {
            if (AnswerTo(answered, FactPrefix + fact).Length > 0) continue;
            var chosen = AnswerTo(answered, HeldPrefix + fact);
            if (held.Find(one => PositionOf(one) == chosen) is { } right) given.Add(new GivenItem(fact, Value.Missing) { Confirmed = new HeldClaim(Self, right.Claim.Position) });
            else if (chosen == Wrong) faults.Add(_page.Say($"「{_names.NameOf(fact).Zh}」不对了，请写下现在对的。", $"{_names.NameOf(fact).En}: you say that what is held is not right; please write what is."));
        }

        if (place is { } spot)
            foreach (var asked in _type.Asks)
                if (IsSpot(asked.Id)) given.Add(new GivenItem(asked.Id, Value.Place(spot.Text)));
        if (AnswerTo(answered, WordsField) is { Length: > 0 } said) words.Add(said);
        return faults.Count > 0 ? null : (MattersDesk.Filing(_type.Id, place, roles, _person, Channel.Web, given, words.Count > 0 ? new PersonalText(string.Join('\n', words)) : null), [.. corrections]);
    }

    /// <summary>Answers as a draft keeps them: each as it was written, right or wrong.</summary>
    public static SaveDraft Draft(MatterType type, ActorId person, IReadOnlyList<AskedField> answered) =>
        new(type.Id, person, [.. answered.Where(static one => one.Answer.Length > 0 && one.Name != WordsField).Select(static one => new GivenItem(one.Name, Value.Of(one.Answer)))], AnswerTo(answered, WordsField) is { Length: > 0 } said ? new PersonalText(said) : null);

    public static IReadOnlyList<AskedField> From(KeptDraft draft, IReadOnlyList<AskedField> fields) =>
        [.. fields.Select(field => field with { Answer = field.Name == WordsField ? draft.Said?.Written ?? "" : draft.Given.Find(one => one.Fact == field.Name) is { } given ? given.Value.Text ?? given.Value.ToString() : "" })];

    private RowId Self => new(_type.About[0].Register.Id, _unit is { } unit && !IsAboutPerson(_type) ? unit.Id : _person.Text);

    private IEnumerable<AskedField> Ask()
    {
        var day = new AsOf(_page.Site.Today);
        var registers = _page.Site.Registers?.Questions;
        var known = _readsBase && registers?.Find(Self) is not null && !(_unit is not null && IsAboutPerson(_type));
        if (known && _counter is null && _unit is null) FindRows(day);
        foreach (var role in _type.About.Skip(1))
        {
            if (!_type.Asks.Any(asked => asked.Id == role.Name)) continue;
            var name = RegisterOf(role);
            if (_rows.TryGetValue(role.Name, out var rows))
                yield return new AskedField(RolePrefix + role.Name, new($"哪一个：{name.Zh}", $"Which one: {name.En}"), FieldKind.Choice) { Choices = [.. rows.Select(static one => (one.Row.Key, one.Says)), (Another, _page.Say("都不是，另写在下面", "another, described below"))], Answer = ChosenOf(role.Name)?.Key ?? Another, Needed = false };
            yield return new AskedField($"{RolePrefix}{role.Name}.words", new($"说的是哪一个（{name.Zh}）", $"Which one it is about ({name.En})"), FieldKind.Line)
            {
                Needed = ChosenOf(role.Name) is null, Hint = new("写名称、地址或编号，能让人找到就行", "A name, an address or a number, so that it can be found"),
            };
        }

        if (_type.Place is not null)
            yield return new AskedField(PlaceField, new("在哪个村或社区", "In which village or neighbourhood"), FieldKind.Choice) { Grouped = Places("", out _), Finds = FindField, Answer = UsualPlace(day) };
        foreach (var field in AskFacts(day, known)) yield return field;
        if (!_type.Asks.Any(asked => _names.ItemOf(asked.Id) is { Type: "text" } item && item.RegisterId == "matter"))
            yield return new AskedField(WordsField, new("还想说明的（可以不写）", "Anything else you want to say, if you like"), FieldKind.Words) { Needed = false };
    }

    /// <summary>What is right instead goes to the owner of the item, and into no second copy.</summary>
    private Correction? Correct(string fact, string written)
    {
        var item = fact[(fact.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var value = new TypingItems(_page.InForce.Structure, _page.Site.Today).Read(Self.Register, item, [PlacedNames.WithMeasure(_names.ItemOf(fact), written)], out _);
        return value.IsKnown
            ? new Correction(fact, new CorrectValue(Self, [new ItemGiven(item, value, null, null)], new SourceGiven(ValueSource.Act), new PersonalText(_page.Say("提出事项时，本人说登记的不对了。", "Said by the person, who filed a matter: what is held is not right any more."))))
            : null;
    }

    /// <summary>Whether what is held is still right. The value is not shown here, where others may look over somebody's shoulder: it stands under "my data".</summary>
    private AskedField AskWhetherRight(string fact, FixedList<HeldValue> held, bool isOld, bool isTyped)
    {
        var name = _names.NameOf(fact);
        return new AskedField(HeldPrefix + fact, name, FieldKind.Choice)
        {
            Needed = false,
            Hint = isOld ? new("登记得早，请看现在还对不对", "It was entered long ago; is it still so?") : new("各部门登记的不一样，请看哪一个对", "Departments disagree; which of them is right?"),
            Choices =
            [
                .. held.Select(one => (PositionOf(one), _page.Say($"对的：{ShownValues.From(_page, one.Claim.Provenance)}登记的（{ShownValues.Since(_page, one.Claim)}）", $"Right: what {ShownValues.From(_page, one.Claim.Provenance)} holds ({ShownValues.Since(_page, one.Claim)})"))),
                .. isTyped ? [(Wrong, _page.Say("不对了，写在下面", "Not right; written below"))] : Array.Empty<(string, string)>(),
            ],
        };
    }

    private static string PositionOf(HeldValue held) => held.Claim.Position.ToString(CultureInfo.InvariantCulture);

    private IEnumerable<AskedField> AskFacts(AsOf day, bool known)
    {
        var filled = known ? Fill() : [];
        foreach (var asked in _type.Asks)
        {
            if (!asked.Id.Contains('.', StringComparison.Ordinal) || IsSpot(asked.Id)) continue;
            var item = _names.ItemOf(asked.Id);
            var isTyped = PlacedNames.IsTyped(_page.InForce.Structure, item);
            Text? hint = null;
            switch (filled.GetValueOrDefault(asked.Id))
            {
                case Filling.Filled(var held):
                    Held.Add(new HeldAlready(_names.NameOf(asked.Id), held.Claim.Provenance.By is { } by ? _page.NameOf(by) : null, held.Claim.Provenance.At));
                    continue;
                case Filling.Computed:
                    continue;
                case Filling.ToConfirm { Sources: { Count: > 0 } sources, IsOld: var old } when IsOwn(asked.Id):
                    _doubtful[asked.Id] = sources;
                    yield return AskWhetherRight(asked.Id, sources, old, isTyped);
                    if (!isTyped) continue;
                    hint = new("只在登记的不对时写", "Only where what is held is not right");
                    break;
                case Filling.NotForThis when _type.Purpose is not null:
                    hint = new("登记里就是有，也不能用在这件事上，要请您自己写", "Even where it is held it may not be used for this, so you are asked");
                    break;
            }

            if (!isTyped)
            {
                (SentPictures.CanShow(_page.InForce.Structure, asked.Id, _page.Site.Today) ? Shown : Later).Add(_names.NameOf(asked.Id));
                continue;
            }

            var field = _names.Ask(asked.Id, FactPrefix + asked.Id, needed: false);
            if (_doubtful.ContainsKey(asked.Id)) field = field with { Label = new($"{field.Label.Zh}：现在对的是", $"{field.Label.En}: what is right now") };
            if (hint is { } says) field = field with { Hint = field.Hint is { } first ? new($"{says.Zh}。{first.Zh}", $"{says.En}. {first.En}") : says };
            yield return field.Kind == FieldKind.Line && item is { Type: "text", RegisterId: "matter" } ? field with { Kind = FieldKind.Words } : field;
        }
    }

    /// <summary>What is to be done about each fact whose row the registers hold, for the county that is to see it.</summary>
    private Dictionary<string, Filling> Fill()
    {
        if (_page.Site.Forms is not { } forms || _page.Today.Top is not { } top) return [];
        var names = FormulaNames.Of(_page.InForce.Structure, _type);
        var asks = new List<(string Ask, RowId Row, string Item)>();
        foreach (var asked in _type.Asks)
            if (asked.Id.Split('.') is [var role, _] && RowOf(role) is { } row && names.ItemOf(asked.Id, _page.Site.Today) is { } item) asks.Add((asked.Id, row, item.Id));
        var filled = forms.Questions.Fill([.. asks.Select(static one => one.Row).Distinct()], [.. asks.Select(static one => one.Item).Distinct(StringComparer.Ordinal)], new UnitId(top.Id), _type.Purpose?.Id, _page.Site.Time.GetUtcNow()).ToDictionary(static one => (one.Subject, one.Item), static one => one.Filling);
        return asks.Where(one => filled.ContainsKey((one.Row, one.Item))).ToDictionary(static one => one.Ask, one => filled[(one.Row, one.Item)], StringComparer.Ordinal);
    }

    private bool IsOwn(string fact) => fact.StartsWith(_type.About[0].Name + ".", StringComparison.Ordinal);

    private RowId? RowOf(string role) => role == _type.About[0].Name ? Self : ChosenOf(role);

    /// <summary>The row that was chosen for a role, at first the first that we know; null where it is another than those.</summary>
    private RowId? ChosenOf(string role)
    {
        if (_rows.GetValueOrDefault(role) is not { Count: > 0 } rows) return null;
        return _answered?.Invoke(RolePrefix + role) is { Length: > 0 } chosen ? rows.Where(one => one.Row.Key == chosen).Select(static one => (RowId?)one.Row).FirstOrDefault() : rows[0].Row;
    }

    /// <summary>Rows that the person's own row names, and those that name it: their household, its home, their children, their firm. A person is told of their own relations without anybody looking.</summary>
    private void FindRows(AsOf day)
    {
        var registers = _page.Site.Registers!.Questions;
        var found = new List<(RowId Row, Text Says)>();
        Follow([Self]);
        Follow([.. found.Where(static one => one.Row.Register is "household").Select(static one => one.Row)]);
        foreach (var (item, row) in registers.Related(Self, null, day)) Add(row, item);
        foreach (var role in _type.About.Skip(1))
        {
            var rows = found.Where(one => one.Row.Register == role.Register.Id && one.Row != Self).DistinctBy(static one => one.Row).ToList();
            if (rows.Count > 0) _rows[role.Name] = [.. rows.Select((one, at) => (one.Row, rows.Count == 1 ? _page.Say(one.Says) : _page.Say($"{one.Says.Zh}（{at + 1}）", $"{one.Says.En} ({at + 1})")))];
        }

        void Follow(IReadOnlyCollection<RowId> rows)
        {
            if (rows.Count == 0) return;
            foreach (var held in registers.Values(rows, null, day, null))
                if (held is { Stands: true, Claim.Kind: ClaimKind.Rows })
                    foreach (var row in held.Claim.Rows) Add(row, $"{held.Subject.Register}.{held.Item}");
        }

        void Add(RowId row, string item)
        {
            if (_page.InForce.Structure.Items.On(item, _page.Site.Today) is { } known) found.Add((row, known.Name));
        }
    }

    /// <summary>Whether a fact says only where the matter lies, which is asked once.</summary>
    private bool IsSpot(string fact) => _type.Place is { } place && place.Id == fact && fact.StartsWith("matter.", StringComparison.Ordinal);

    private Text RegisterOf(Role role) => _page.InForce.Structure.Registers.On(role.Register.Id, _page.Site.Today)?.Name ?? new(role.Register.Id, role.Register.Id);

    /// <summary>The questions once more, with the places narrowed to those that somebody looked for.</summary>
    public IReadOnlyList<AskedField> Find(IReadOnlyList<AskedField> fields, string asked) => [.. fields.Select(field => field.Name == PlaceField ? field with { Grouped = Places(asked, out var found), Found = asked, IsNotFound = !found } : field)];

    /// <summary>By the township in which they lie. What nothing fits shows all, so that nobody stands before an empty list.</summary>
    private IReadOnlyList<(string Group, IReadOnlyList<(string Value, string Says)> Choices)> Places(string asked, out bool found)
    {
        var all = PlaceGroups.Of(_page).Select(group => (group.Key, (IReadOnlyList<(string, string)>)[.. group.Where(unit => asked.Length == 0 || NameSearch.Fits(unit.Unit.Name, asked) || group.Key.Contains(asked, StringComparison.OrdinalIgnoreCase)).Select(unit => (unit.Id, _page.Say(unit.Unit.Name)))])).Where(static group => group.Item2.Count > 0).ToList();
        found = all.Count > 0;
        return found || asked.Length == 0 ? all : Places("", out _);
    }

    /// <summary>Where they live as far as we know; else where their last matter lay. At a counter of a village, that; of a unit, where it is.</summary>
    private string UsualPlace(AsOf day)
    {
        if (_unit is { } unit)
        {
            string?[] near = [unit.Id, unit.Ground?.Id, unit.Parent?.Id];
            return near.FirstOrDefault(one => one is not null && PlaceGroups.Of(_page).Any(group => group.Any(place => place.Id == one))) ?? "";
        }

        if (_counter is { } counter) return PlaceGroups.Of(_page).Any(group => group.Any(unit => unit.Id == counter.Text)) ? counter.Text : "";
        if (_page.Site.Registers?.Questions.Grounds([Self], day) is { Count: > 0 } grounds) return grounds.First().Value.Text;
        return _page.Site.Desk?.Questions.List(new Actor.Resident(_person), new MatterFilter(), MatterOrder.Newest, null, 1) is { Rows: [{ Place: { } place }] } ? place.Text : "";
    }

    private static string AnswerTo(IReadOnlyList<AskedField> answered, string name) => answered.FirstOrDefault(field => field.Name == name)?.Answer ?? "";
}
