using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Trellis.Diagnosis.Checks;
using Trellis.Information.Forms;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Web.Process;
using Trellis.Web.Shared;
using ReturnForm = Trellis.Information.Forms.ReturnForm;
using AskedField = Trellis.Web.Process.AskedField;

namespace Trellis.Web.Information;

/// <summary>One form: who reads it and what for, what is there already, what is to be typed, and how long it takes others.</summary>
public sealed partial class FormPage : FormPages
{
    private const string ItemPrefix = "item.";
    private const int LongestKey = 200;

    /// <summary>So many rows stand on one page of a form: they are read on a telephone, and each has several fields.</summary>
    private const int RowsAtOnce = 20;

    private const int MostParts = 10;

    private RowAnswers _answers = new();

    /// <summary>In addresses the part of the filler, which has no name.</summary>
    private const string OfFiller = "-";

    public override Text Heading => Seen!.Form.Name;

    public FormSeen? Seen { get; private set; }

    public UnitId Unit { get; private set; }

    public string? OccasionAsked { get; private set; }

    public IReadOnlyList<AskedField> Fields { get; private set; } = [];

    public bool Checking { get; private set; }

    public IReadOnlyList<string> Faults { get; private set; } = [];

    public string Key { get; private set; } = "";

    /// <summary>What it cost those who filled it in; null where too few did.</summary>
    public FormBurden? Burden { get; private set; }

    public string? Said { get; private set; }

    /// <summary>Whose each part is, the filler's first under an empty name; empty for the form as such.</summary>
    public IReadOnlyList<(string Section, PostAt By)> Parts { get; private set; } = [];

    /// <summary>Which part is shown; empty for that of the filler.</summary>
    public string Section { get; private set; } = "";

    /// <summary>Whether the part is the reader's to fill in now.</summary>
    public bool MayFill => Seen is { Line: { IsSuspended: false } line } && Reader is Actor.Officer officer && Parts.Any(part => part.Section == Section && part.By == officer.Seat) && (line.File.Last(Section) is null || IsReturned);

    /// <summary>Whether it was handed in and came back.</summary>
    public bool IsReturned => Seen?.Line?.File.IsReturned(Section) == true;

    /// <summary>Whether the reader's unit asked for it and may send it back.</summary>
    public bool MayReturn => Seen is { Line: { } line } && Reader is Actor.Officer officer && officer.Seat.Unit.Text == Seen.Reads && line.File.Last(Section) is not null && !IsReturned;

    /// <summary>The articles on which somebody insists that something is asked twice: their own, or those of the form.</summary>
    public string BasisNamed => Seen!.InsistedOn is { Count: > 0 } named ? string.Join(Say("、", ", "), named.Select(basis => NameOf(basis))) : Say("（没有写）", "nothing named");

    /// <summary>Whether nobody has to fill it in until the reader's unit, which asks for it, says why it is needed.</summary>
    public bool MayRenew => Seen is { Standing.Suspended: not null } && Reader is Actor.Officer officer && officer.Seat.Unit.Text == Seen.Reads;

    /// <summary>Whether rows of a register are asked about, which the reader is to look through.</summary>
    public bool AsksRows => MayFill && Section.Length == 0 && Seen!.Form.Rows is not null;

    /// <summary>Rows with what the base has of them; null where nothing was opened. To open them is a look.</summary>
    public IReadOnlyList<RowShown>? Rows { get; private set; }

    /// <summary>Where the look stands; null where there were no rows.</summary>
    public long? Look { get; private set; }

    /// <summary>After which rows the next ones come; null behind the last.</summary>
    public string? NextRows { get; private set; }

    /// <summary>What was said of rows that are not on this page, as the form carries it.</summary>
    public IEnumerable<string> Carried => _answers.Carried([.. (Rows ?? []).Select(static row => row.Row)]);

    /// <summary>What was said of rows, to be looked over: the row by its number, the item, and what was said.</summary>
    public IEnumerable<(int Number, string Item, string Says)> SaidOfRows
    {
        get
        {
            foreach (var (number, row, items) in _answers.Rows)
                foreach (var (item, answer) in items)
                {
                    var id = $"{row.Register}.{item}";
                    if (answer.Confirmed is not null) yield return (number, Say(ShownValues.NameOf(this, id)), Say("仍然对", "still right"));
                    else if (answer.Written.Length > 0) yield return (number, Say(ShownValues.NameOf(this, id)), Say(answer.Changes ? new Text($"应当是 {Written(id, answer.Written)}", $"it should be {Written(id, answer.Written)}") : new Text(Written(id, answer.Written), Written(id, answer.Written))));
                }

            string Written(string item, string written) => ShownValues.Say(this, item, written, isRow: false);
        }
    }

    /// <summary>How many rows were looked through.</summary>
    public int RowsLooked => _answers.Count;

    /// <summary>What a part is called: it has no name of its own, so it goes by what it asks.</summary>
    public string NameOfPart(string section)
    {
        var items = Seen!.Fields.Where(field => field.Section == section).Select(field => NameOfItem(field.Item)).ToList();
        return items.Count == 0 ? Say("没有要填的项", "nothing to fill in") : items.Count <= 3 ? string.Join(Say("、", ", "), items) : Say($"{string.Join("、", items.Take(3))}等 {items.Count} 项", $"{string.Join(", ", items.Take(3))} and {items.Count - 3} more");
    }

    public (string Words, string Colour) StandingOf(string section) =>
        Seen!.Line!.File.IsReturned(section) ? (Say("退回了，请更正", "returned, to be corrected"), "late") : Seen.Line.File.Last(section) is { } last ? (Say($"{Show.Moment(last.At)}已报送", $"handed in on {Show.Moment(last.At)}"), "good") : (Say("待填", "to be filled in"), "waits");

    public string AddressOf(string section) => $"{Address(Seen!.Line!)}&section={(section.Length == 0 ? OfFiller : Uri.EscapeDataString(section))}";

    public IActionResult OnGet(string form, string? unit, string? occasion, long? done, string? matter, string? section)
    {
        if (Find(form, unit, occasion, section) is { } instead) return instead;
        Key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        Said = matter is not null ? Say($"已经反映，立为事项 {matter}，由要表的单位限期答复。", $"Reported as matter {matter}; the unit that asks has to answer within a time limit.") : done is { } position ? Say($"办好了，它是记录的第 {Showing.Number(position)} 条。", $"Done; it is entry {Showing.Number(position)} of the record.") : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string form, string? unit, string? occasion, string? section, CancellationToken cancellationToken)
    {
        if (Find(form, unit, occasion, section) is { } instead) return instead;
        var sent = await Request.ReadFormAsync(cancellationToken);
        Key = sent["key"].ToString() is { Length: > 0 and <= LongestKey } key ? key : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var by = (Actor.Officer)Reader!;
        try
        {
            if (sent["twice"].ToString() is { Length: > 0 } item) return await ReportAsync(by, item, cancellationToken);
            if (sent["give"].Count > 0) return await DoAsync(by, Giving(sent["to"].ToString()), cancellationToken);
            if (sent["return"].Count > 0) return await DoAsync(by, new ReturnForm(form, Unit, OccasionAsked ?? "", Section, new PersonalText(sent["why"].ToString().Trim())), cancellationToken);
            if (sent["renew"].Count > 0) return await DoAsync(by, new RenewForm(form, new PersonalText(sent["why"].ToString().Trim())), cancellationToken);
            Fields = [.. Fields.Select(field => field with { Answer = sent[field.Name].ToString().Trim() })];
            if (AsksRows) _answers = RowAnswers.Of(sent);
            if (AsksRows && sent["open"].Count > 0) return await OpenRowsAsync(by, "", cancellationToken);
            if (AsksRows && sent["next"].ToString() is { Length: > 0 } next) return await OpenRowsAsync(by, next, cancellationToken);
            if (sent["again"].Count > 0) return await AnewAsync(by, cancellationToken);
            var faults = new List<string>();
            if (Make(faults) is not { } act || faults.Count > 0)
            {
                Faults = faults;
                return await AnewAsync(by, cancellationToken);
            }

            Checking = sent["sure"].Count == 0;
            return Checking ? Page() : await DoAsync(by, act, cancellationToken);
        }
        catch (MachineFault)
        {
            Faults = [Say("现在存不下来。您填的还在这一页上，过一会儿再按一次；同一张表不会记两遍。", "It cannot be stored just now. What you entered is still on this page; press again in a moment. Nothing is entered twice.")];
            return Page();
        }
    }

    /// <summary>The name of an item without its register.</summary>
    public string NameOfItem(string item) => InForce.Structure.Items.Of(item) is [.., var known] ? Say(known.Name) : item;

    public string NameOfForm(string? form) => form is not null && InForce.Structure.Forms.Of(form) is [.., var known] ? Say(known.Name) : "";

    /// <summary>What is decided with it, as a name that leads to its page.</summary>
    public (string Name, string Address) Use(string use)
    {
        ArgumentNullException.ThrowIfNull(use);
        if (use.Split('/') is not [var word, var id]) return (use, "");
        var kind = Trellis.Web.Structure.EntryKinds.All.FirstOrDefault(one => Trellis.Structure.Vocabulary.Words.Of(one.Kind).Word == word);
        return kind?.Of(InForce.Structure).LastOrDefault(one => one.Id == id) is { } entry ? (Say(entry.Name), $"/structure/{kind.Word}/{id}") : (id, "");
    }

    private IActionResult? Find(string form, string? unit, string? occasion, string? section)
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        var by = (Actor.Officer)Reader!;
        (Unit, OccasionAsked) = (unit is null ? by.Seat.Unit : new UnitId(unit), occasion);
        Seen = Site.Forms!.Questions.Show(form, Unit, occasion);
        if (Seen is null) return new NotFoundResult();
        Burden = Site.Forms.Questions.Burden("form").FirstOrDefault(one => one.Group == form && !one.IsWithheld);
        if (Seen.Line is { } line)
        {
            Parts = Site.Forms.Questions.PartsOf(line.Owed);
            // Whoever has a part, and not the filler's, came for theirs.
            Section = section == OfFiller ? "" : section is not null && Parts.Any(part => part.Section == section) ? section
                : Parts.FirstOrDefault(part => part.By == by.Seat && line.File.Last(part.Section) is null) is { Section: { } theirs } ? theirs
                : Parts.FirstOrDefault(part => part.By == by.Seat).Section ?? "";
        }

        if (MayFill) Fields = [.. Ask()];
        return null;
    }

    private IEnumerable<AskedField> Ask()
    {
        foreach (var field in Seen!.Fields)
            if (field is { OfRows: false, Needless: NeedlessAsk.None } && field.Section == Section && InForce.Structure.Items.On(field.Item, Site.Today) is { } item)
                yield return PlacedNames.Ask(this, InForce.Structure, item, item.Name, ItemPrefix + field.Item, needed: false);
        yield return new AskedField("minutes", new("用了多少分钟（可以不写）", "How many minutes it took, if you like"), FieldKind.Number) { Needed = false, Hint = new("用来看这张表值不值得填，不用来看您", "It tells what the form costs, and nothing about you") };
        if (IsReturned) yield return new AskedField("reason", new("改了什么", "What was put right"), FieldKind.Words);
    }

    private IAct? Make(List<string> faults)
    {
        var names = FormulaNames.OfOneRow(InForce.At(Unit, Site.Today).Structure);
        var (given, unknown) = (new List<GivenItem>(), new List<string>());
        foreach (var field in Fields)
        {
            if (field is { Needed: true, Answer.Length: 0 }) faults.Add(Say($"请填「{field.Label.Zh}」。", $"Please answer: {field.Label.En}."));
            if (!field.Name.StartsWith(ItemPrefix, StringComparison.Ordinal)) continue;
            var item = field.Name[ItemPrefix.Length..];
            // What is left blank nobody knows; that is an answer, and an invented number is none.
            if (field.Answer.Length == 0) unknown.Add(item);
            else if (TypingFacts.Read(names, item, [PlacedNames.WithMeasure(InForce.Structure.Items.On(item, Site.Today), field.Answer)], isList: false, out var wrong) is { } value) given.Add(new GivenItem(item, value));
            else faults.Add(Say($"「{field.Label.Zh}」：{wrong.Zh}", $"{field.Label.En}: {wrong.En}"));
        }

        var entries = _answers.Make(this, faults);
        var said = _answers.Rows.SelectMany(static row => row.Items.Values).ToList();
        var content = new FormContent(
            [.. given], [.. unknown], Rows: _answers.Count, Filled: said.Count(static one => one is { Choice: RowAnswer.Held, Written.Length: 0 } || one.Confirmed is not null), Changed: said.Count(static one => one.Changes), Minutes: Whole("minutes", faults)) { Entries = entries };
        return faults.Count > 0 ? null
            : IsReturned ? new CorrectForm(Seen!.Form.Id, Unit, OccasionAsked ?? "", Section, content, new PersonalText(Fields.First(static field => field.Name == "reason").Answer))
            : new SubmitForm(Seen!.Form.Id, Unit, OccasionAsked ?? "", Section, content);
    }

    private int? Whole(string name, List<string> faults)
    {
        if (Fields.FirstOrDefault(field => field.Name == name) is not { Answer: { Length: > 0 } written } field) return null;
        if (int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 1_000_000) return number;
        faults.Add(Say($"「{field.Label.Zh}」要写 0 到 1000000 的数。", $"{field.Label.En}: write a number from 0 to 1000000."));
        return null;
    }

    /// <summary>The page once more with what was said; where rows had been opened, they are again.</summary>
    private async Task<IActionResult> AnewAsync(Actor.Officer by, CancellationToken cancellationToken) => _answers.Count > 0 ? await OpenRowsAsync(by, "", cancellationToken) : Page();

    /// <summary>Opens rows under a look that is entered first.</summary>
    private async Task<IActionResult> OpenRowsAsync(Actor.Officer by, string after, CancellationToken cancellationToken)
    {
        if (!after.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '_')) after = "";
        var filled = await Site.Forms!.FillAsync(by, Site.Looks!, Seen!.Form.Id, Unit, after, RowsAtOnce, cancellationToken);
        // A register is gone through part by part; parts in which the unit has no row are passed over, as far as a request may take.
        for (var part = 1; part < MostParts && filled is { Answer: null, Next: { } further }; part++) filled = await Site.Forms.FillAsync(by, Site.Looks!, Seen.Form.Id, Unit, further, RowsAtOnce, cancellationToken);
        if (filled is { Answer: LookAnswer.Refused refused })
        {
            Faults = [.. Faults, SayWhy(refused.Why)];
            return Page();
        }

        if (filled is null) return Page();
        Rows = FormRowsShown.Of(this, filled, _answers);
        (Look, NextRows) = ((filled.Answer as LookAnswer.Committed)?.Look.Receipt.First, filled.Next);
        return Page();
    }

    private async Task<IActionResult> DoAsync(Actor.Officer by, IAct act, CancellationToken cancellationToken)
    {
        var answer = await Site.Forms!.DoAsync(new ActOrder { By = by, Act = act, Key = Key }, cancellationToken);
        if (answer is ActAnswer.Done done) return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/forms/{Seen!.Form.Id}?unit={Uri.EscapeDataString(Unit.Text)}{(OccasionAsked is null ? "" : $"&occasion={Uri.EscapeDataString(OccasionAsked)}")}&section={(Section.Length == 0 ? OfFiller : Uri.EscapeDataString(Section))}&done={done.Receipt.First}"));
        Faults = [answer is ActAnswer.Refused refused ? SayWhy(refused.Why) : Say("这一步已经做过了。", "This was done already.")];
        Checking = false;
        return answer is ActAnswer.Refused && MayFill ? await AnewAsync(by, cancellationToken) : Page();
    }

    private async Task<IActionResult> ReportAsync(Actor.Officer by, string item, CancellationToken cancellationToken)
    {
        var (answer, _) = await Site.Forms!.ReportAskedTwiceAsync(by, new ReportAskedTwice(Seen!.Form.Id, by.Seat.Unit, item, null), Key, cancellationToken);
        if (answer is ActAnswer.Done { Matter: { } opened }) return LocalRedirect($"/forms/{Seen.Form.Id}?unit={Uri.EscapeDataString(Unit.Text)}{(OccasionAsked is null ? "" : $"&occasion={Uri.EscapeDataString(OccasionAsked)}")}&matter={opened.Number}");
        Faults = [answer is ActAnswer.Refused refused ? SayWhy(refused.Why) : Say("已经反映过了。", "It was reported already.")];
        return Page();
    }
}
