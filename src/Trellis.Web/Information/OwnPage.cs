using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Process.Flows;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Information;

/// <summary>One thing that is held of the reader.</summary>
/// <param name="Value">Null until they ask to see it, and where it was erased.</param>
/// <param name="Register">Of a row that is not the reader's own alone: the name of its register; null for all others.</param>
public sealed record OwnLine(string What, string? Value, string From, DateTimeOffset At, string Purpose, string? Number, string? Register = null);

/// <summary>What somebody agrees to, as people read it. The revision is that of the agreement that programs read.</summary>
/// <param name="Revision">By which the record knows it; a change of any of it is another.</param>
/// <param name="Items">Each item that may be read, whose it is, and whether it is sensitive.</param>
public sealed record AgreementInWords(string Revision, string Basis, string Recipients, IReadOnlyList<(string Item, string Owner, bool Sensitive)> Items);

/// <summary>A purpose that asks for consent: what is agreed to, and what the reader said about it, the newest first.</summary>
/// <param name="Stale">Whether they agreed to an agreement that was changed since.</param>
public sealed record ConsentInWords(string Purpose, Text Name, bool Given, bool Stale, AgreementInWords Agreement, IReadOnlyList<(bool Given, DateTimeOffset At, long Position)> Said);

/// <summary>A page of a resident about what is held of them. Nobody sees it for anybody else.</summary>
public abstract class OwnPages : SitePage
{
    private const int RowsOfPage = 50;

    public override string Way => "/mine";

    protected static int Most => RowsOfPage;

    /// <summary>What people call what was written, where it is no fact.</summary>
    /// <summary>What is kept as a picture, and not as words.</summary>
    protected const string Picture = "picture";

    protected Text PartName(string part) => part switch
    {
        "said" => new("说的话", "what was said"),
        "reason" => new("理由", "a reason"),
        "answer" => new("答复", "an answer"),
        Picture => new("照片", "a picture"),
        LookingAtValues.Words => new("各人写的话", "what was written"),
        _ => InForce.Structure.Items.Of(part) is [.., var item] ? item.Name : new("其他内容", "something else that was written"),
    };

    protected string PurposeName(string purpose) => InForce.Structure.Purposes.Of(purpose) is [.., var known] ? Say(known.Name) : Say("办理事项", "working on matters");

    protected override bool OutlivesSessions => true;

    protected IActionResult? Elsewhere() => Reader is Actor.Resident && Site is { Desk: not null, Looks: not null } ? null : LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
}

/// <summary>What is held of whoever reads: what, from whom, for what; and what they may have done about it.</summary>
public sealed class OwnPage : OwnPages
{
    private readonly Dictionary<MatterId, (string Number, FlowOutline? Words, FormulaNames? Names)> _matters = [];

    public override Text Heading => new("我的信息", "My data");

    public IReadOnlyList<OwnLine> Lines { get; private set; } = [];

    public bool WithValues { get; private set; }

    public string? Next { get; private set; }

    public IReadOnlyList<(Text Right, Text Does, string Address)> Rights { get; private set; } = [];

    /// <summary>What the reader asked to have erased, and what became of it.</summary>
    public IReadOnlyList<ErasureShownInWords> Erasures { get; private set; } = [];

    /// <summary>Purposes that ask for consent, and whether it is given.</summary>
    public IReadOnlyList<ConsentInWords> Consents { get; private set; } = [];

    public string? JustWithdrawn { get; private set; }

    public string? JustGiven { get; private set; }

    public string? Fault { get; private set; }

    public IActionResult OnGet(string? values, long? after, string? withdrawn, string? given)
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        (JustWithdrawn, JustGiven) = (withdrawn, given);
        Find((Actor.Resident)Reader!, values == "yes", after);
        return Page();
    }

    /// <summary>Consent is given to the agreement that was shown, and taken back at once; nobody has to be asked.</summary>
    public async Task<IActionResult> OnPostAsync(string? withdraw, string? give, string? agreement, CancellationToken cancellationToken)
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        var reader = (Actor.Resident)Reader!;
        try
        {
            IAct said = give is not null ? new GiveConsent(give, agreement ?? "") : new WithdrawConsent(withdraw ?? "");
            if (await Site.Looks!.SayAsync(reader, said, cancellationToken) is (null, { } why)) Fault = SayWhy(why);
            else return LocalRedirect(give is not null ? $"/mine?given={Uri.EscapeDataString(give)}#consents" : $"/mine?withdrawn={Uri.EscapeDataString(withdraw ?? "")}#consents");
        }
        catch (MachineFault)
        {
            Fault = Say("现在存不下来，什么也没有改变。过一会儿再按一次。", "It cannot be stored just now, and nothing has changed. Press again in a moment.");
        }

        Find(reader, withValues: false, after: null);
        return Page();
    }

    private void Find(Actor.Resident reader, bool withValues, long? after)
    {
        WithValues = withValues;
        var page = Site.Looks!.Questions.Held(reader.Person, after, Most, withValues);
        Next = page.Next;
        Lines = [.. page.Rows.Select(line => Line(reader, line))];
        var structure = InForce.Structure;
        Rights = [.. structure.Matters.All.Where(type => type.HoldsOn(Site.Today)).SelectMany(static type => type.Rights.Select(right => (Right: right, Type: type))).Where(static one => one.Right != "question").Select(static one => (RightWords.NameOf(one.Right), RightWords.MeaningOf(one.Right), $"/guide/{one.Type.Id}/file?right={one.Right}"))];
        Erasures =
        [
            .. structure.Matters.All.Where(static type => type.Steps.Any(static step => step.ErasesRequester)).Select(static type => type.Id).Distinct(StringComparer.Ordinal)
                .SelectMany(type => ((bool[])[false, true]).SelectMany(closed => Site.Desk!.Questions.List(reader, MatterFilter.All with { Type = type, Closed = closed }, MatterOrder.Newest, null, Most)?.Rows ?? []))
                .Select(line => Site.Desk!.Questions.Find(reader, line.Id) is var (matter, _) && matter.FiledFor == reader.Person ? ErasureShownInWords.Of(this, matter) : null).OfType<ErasureShownInWords>(),
        ];
        var said = Site.Looks.Questions.Consents(reader.Person);
        Consents = [.. structure.Purposes.All.Where(one => one.ConsentRequired && one.HoldsOn(Site.Today)).Select(purpose => InWords(purpose, [.. said.Where(one => one.Purpose == purpose.Id).Reverse()]))];
    }

    private ConsentInWords InWords(Purpose purpose, IReadOnlyList<ConsentRow> said)
    {
        var revision = Site.Looks!.Agreement(purpose.Id)?.Digest ?? "";
        var items = InForce.Structure.Items.All.Where(item => item.HoldsOn(Site.Today) && item.Personal != Personal.None && item.Purposes.Any(one => one.Id == purpose.Id)).OrderBy(static item => item.Id, StringComparer.Ordinal)
            .Select(item => (Say(item.Name), LookingAtValues.OwnerOf(item, Today) is { } owner ? NameOfAny(owner) : "", item.Personal == Personal.Sensitive));
        var agreement = new AgreementInWords(revision, string.Join(Say("、", ", "), purpose.Basis.Select(NameOf)), string.Join(Say("、", ", "), purpose.Actors.Select(actor => Say(KindName(actor)))), [.. items]);
        var given = said is [{ Standing.Given: true }, ..];
        return new ConsentInWords(purpose.Id, purpose.Name, given, given && said[0].Agreement != revision, agreement, [.. said.Select(static one => (one.Standing.Given, one.At, one.Position))]);
    }

    private static Text KindName(string kind) => kind switch
    {
        "government" => new("政府单位", "government units"),
        "community" => new("村居", "villages and neighbourhoods"),
        "association" => new("社会组织", "associations"),
        "firm" => new("企业", "firms"),
        _ => new(kind, kind),
    };

    private OwnLine Line(Actor.Resident reader, HeldLine line)
    {
        var (number, words, names) = line.Matter is { } id ? Of(reader, id) : ("", null, null);
        // What stands in no matter is an item of the reader's own row.
        var ofRow = line.Field.StartsWith(RegisterEvents.Prefix, StringComparison.Ordinal) ? line.Field[RegisterEvents.Prefix.Length..] : line.IsFact && line.Matter is null ? line.Field : null;
        var register = line.Row?.Register ?? "person";
        var what = ofRow is not null ? PartName($"{register}.{ofRow}") : line.IsFact && words is not null ? words.NameOf(line.Field) : PartName(line.Field);
        var at = line.By.IndexOf('@', StringComparison.Ordinal);
        var item = ofRow is not null ? InForce.Structure.Items.On($"{register}.{ofRow}", Site.Today) : line.IsFact ? names?.ItemOf(line.Field, Site.Today) : null;
        return new OwnLine(Say(what), line.Written is { } written ? Shown(line, item, written) : null, at > 0 ? NameOf(new PostAt(line.By[..at], new UnitId(line.By[(at + 1)..]))) : Say("您本人", "yourself"), line.At, PurposeOf(reader, line, ofRow), number.Length > 0 ? number : null, line.Row is null ? null : Say(InForce.Structure.Registers.Of(register) is [.., var known] ? known.Name : new Text("登记簿", "a register")));
    }

    private string Shown(HeldLine line, Item? item, string written)
    {
        if (line.Field == Picture) return Say("在事项页上看", "shown with the matter");
        var read = Trellis.Structure.Expressions.ReadingGiven.Read(written);
        // A text of a fact is kept in quotes, as the language of structures writes it; what stands in a register is kept as it is, such as the row of a home.
        var word = read.Text ?? (read.Kind != Trellis.Structure.Expressions.ValueKind.NotKnown && (item is not null || line.IsFact) ? read.ToString() : written);
        return ShownValues.OfFact(this, item, word);
    }

    /// <summary>For what it is held: that of the matter or form by which it came; else the purposes that the register keeps it for.</summary>
    private string PurposeOf(Actor.Resident reader, HeldLine line, string? item)
    {
        if (!line.Purpose.StartsWith(RegisterPrefix, StringComparison.Ordinal)) return PurposeName(line.Purpose);
        var (source, basis) = line.Whence ?? ("", null);
        if (source == "form" && basis is not null && InForce.Structure.Forms.Of(basis.Split('/')[0]) is [.., { Purpose: { } asked } form]) return Say($"填报「{form.Name.Zh}」，用途：{PurposeName(asked.Id)}", $"by the form \"{form.Name.En}\", for {PurposeName(asked.Id)}");
        if (basis is not null && Site.Desk!.Questions.Find(reader, new MatterId(basis)) is var (matter, _) && InForce.Structure.Matters.Of(matter.Type) is [.., { Purpose: { } pursued } type]) return Say($"「{type.Name.Zh}」，用途：{PurposeName(pursued.Id)}", $"by a matter, \"{type.Name.En}\", for {PurposeName(pursued.Id)}");
        var register = line.Purpose[RegisterPrefix.Length..].Split('.')[0];
        var name = InForce.Structure.Registers.Of(register) is [.., var known] ? known.Name : new Text("登记簿", "a register");
        string[] purposes = item is not null && InForce.Structure.Items.Of($"{register}.{item}") is [.., var declared] ? [.. declared.Purposes.Select(one => PurposeName(one.Id))] : [];
        if (purposes.Length == 0) return Say(name);
        return purposes.Length <= MostPurposes
            ? Say($"{name.Zh}，用于{string.Join('、', purposes)}", $"{name.En}, for {string.Join(", ", purposes)}")
            : Say($"{name.Zh}，用于{string.Join('、', purposes.Take(MostPurposes))}等 {purposes.Length} 项", $"{name.En}, for {string.Join(", ", purposes.Take(MostPurposes))} and {purposes.Length - MostPurposes} more");
    }

    private const string RegisterPrefix = "register/";
    private const int MostPurposes = 5;

    private (string Number, FlowOutline? Words, FormulaNames? Names) Of(Actor.Resident reader, MatterId id)
    {
        if (_matters.TryGetValue(id, out var known)) return known;
        if (Site.Desk!.Questions.Find(reader, id) is not var (matter, _)) return _matters[id] = ("", null, null);
        var type = InForce.Structure.Matters.On(matter.Type, Site.Today);
        return _matters[id] = type is null ? (matter.Number, null, null)
            : (matter.Number, new FlowOutline(CompiledFlow.Of(type, InForce.Structure, Site.Today), InForce.Structure, Site.Today), FormulaNames.Of(InForce.Structure, type));
    }
}

/// <summary>Who looked at what is held of the reader, and why.</summary>
public sealed class OwnLooksPage : OwnPages
{
    public override Text Heading => new("谁看过我的信息", "Who looked at my data");

    public IReadOnlyList<ToldLook> Looks { get; private set; } = [];

    public string? Next { get; private set; }

    /// <summary>Whether newer looks stand on pages before this one.</summary>
    public bool IsLater { get; private set; }

    /// <summary>The proofs of what stands on this page, no more and no less.</summary>
    public string Proofs { get; private set; } = "";

    /// <summary>Whether a look can be questioned.</summary>
    public bool MayQuestion => QuestioningLooks.TypeOf(InForce.Structure, Site.Today) is not null;

    public IActionResult OnGet(long? before)
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        var page = Site.Looks!.Questions.At((Actor.Resident)Reader!, before, Most);
        (Looks, Next, IsLater) = (page.Rows, page.Next, before is not null);
        Proofs = string.Create(CultureInfo.InvariantCulture, $"/api/v1/own/looks/receipts?limit={Most}{(before is { } from ? $"&after={from}" : "")}");
        return Page();
    }

    public string What(ToldLook look)
    {
        ArgumentNullException.ThrowIfNull(look);
        if (look.Items.Count == 0) return Say("您的事项办到哪一步（没有看您填的内容）", "the course of your matter, nothing that you gave");
        var items = string.Join(Say("、", ", "), look.Items.Select(item => Say(PartName(item))));
        // A row that is not theirs alone is named by its register.
        return look.Subject is not { } row || row.Register == "person" || InForce.Structure.Registers.Of(row.Register) is not [.., var register] ? items : Say($"{register.Name.Zh}：{items}", $"{register.Name.En}: {items}");
    }

    public string Why(ToldLook look)
    {
        ArgumentNullException.ThrowIfNull(look);
        var purpose = look.Purpose is { } named ? PurposeName(named) : null;
        var reason = look.Reason switch
        {
            null => Say("办理别人的事项", "for a matter of somebody else"),
            { Kind: "form", Id: var form } => InForce.Structure.Forms.Of(form) is [.., var known] ? Say($"填报「{known.Name.Zh}」", $"to fill in \"{known.Name.En}\"") : Say("填报表单", "to fill in a form"),
            { Kind: "power", Id: var power } => InForce.Structure.Powers.Of(power) is [.., var known] ? Say($"行使「{known.Name.Zh}」", $"to use the power \"{known.Name.En}\"") : Say("行使职权", "to use a power"),
            { Kind: LookReason.FilingKind, Id: var type } => InForce.Structure.Matters.Of(type) is [.., var known] ? Say($"替您提出「{known.Name.Zh}」时找到您", $"to find you and file \"{known.Name.En}\" for you") : Say("替您提出事项时找到您", "to find you and file a matter for you"),
            { Kind: "inquiry" } => Say("经批准的查询，期满后告知", "an inquiry that was allowed, told when its time was over"),
            _ => Say("办理您的事项", "for your matter"),
        };
        return purpose is null ? reason : Say($"{reason}，用途：{purpose}", $"{reason}; purpose: {purpose}");
    }
}

/// <summary>A person asks why a look was taken; the answer comes with a clock.</summary>
public sealed class QuestionLookPage : OwnPages
{
    public override Text Heading => new("追问这次查看", "Question this look");

    public ToldLook? Look { get; private set; }

    public string Said { get; private set; } = "";

    public string? Fault { get; private set; }

    public IActionResult OnGet(long position) => Find(position) ?? Page();

    public async Task<IActionResult> OnPostAsync(long position, string? said, CancellationToken cancellationToken)
    {
        Said = said?.Trim() ?? "";
        if (Find(position) is { } instead) return instead;
        try
        {
            switch (await Site.Desk!.DoAsync(QuestioningLooks.Order(QuestioningLooks.TypeOf(InForce.Structure, Site.Today)!, (Actor.Resident)Reader!, position, null, Said), cancellationToken))
            {
                case ActAnswer.Done { Matter: { } filed, Receipt: var receipt }:
                    return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/matters/{filed.Number}/receipt?of={receipt.First}"));
                case ActAnswer.Refused refused:
                    Fault = SayWhy(refused.Why);
                    break;
                default:
                    Fault = Say("这次查看已经追问过了，见「我的事项」。", "This look was questioned already; see \"My matters\".");
                    break;
            }
        }
        catch (MachineFault)
        {
            Fault = Say("现在存不下来。您写的还在这一页上，过一会儿再按一次。", "It cannot be stored just now. What you wrote is still on this page; press again in a moment.");
        }

        return Page();
    }

    private IActionResult? Find(long position)
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        if (QuestioningLooks.TypeOf(InForce.Structure, Site.Today) is null || Site.Looks!.Questions.Find((Actor.Resident)Reader!, position) is not { } found) return new NotFoundResult();
        Look = found;
        return null;
    }
}
