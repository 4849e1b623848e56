using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Web.Information;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>
/// An officer files for somebody who stands at the counter, is on the telephone, or sent papers: finds them, says how they agreed, answers the questions that they would be asked themselves, and has it
/// entered in both names. Then it goes out on paper. A resident does so for somebody of their family: nothing that is held of them is looked for or read then, and nobody agrees for them that it is.
/// </summary>
public sealed class CounterPage : FilingForms
{
    /// <summary>Under these names a draft for somebody else keeps what residents are not asked.</summary>
    private const string Prefix = "for.";
    private const string WhoField = Prefix + "who";
    private const string CalledField = Prefix + "called";
    private const string AgreementField = Prefix + "agreement";
    private const string NameField = Prefix + "name";
    private const string PhoneField = Prefix + "phone";
    private const string ChannelField = Prefix + "channel";
    private const string HowField = Prefix + "how";
    private const string AgreesField = Prefix + "agrees";
    private const string FamilyField = Prefix + "family";

    private const string Yes = "yes";
    private const int LongestName = 60;

    /// <summary>Whom nobody has a row of yet.</summary>
    private const string NewPrefix = "n-";

    /// <summary>So many that nobody guesses one.</summary>
    private const int BytesOfNew = 10;

    private static readonly (Channel Channel, Text Says)[] Channels =
    [
        (Channel.Counter, new("本人在窗口", "at the counter")),
        (Channel.Telephone, new("打电话来", "on the telephone")),
        (Channel.Letter, new("送来或寄来纸质材料", "by papers that came")),
        (Channel.Helper, new("我们上门", "at their home, where we went")),
    ];

    private static readonly (Consent How, Text Says)[] Ways =
    [
        (Consent.Spoken, new("当面或电话里说同意", "they said so")),
        (Consent.Signed, new("签了字或按了手印", "they signed, or gave a fingerprint")),
        (Consent.ByLaw, new("依法或依决定代他办（如未成年人）", "by a law or an order, such as for a minor")),
    ];

    private string _agreement = "";

    /// <summary>Who has no counter has no unit behind it.</summary>
    private static readonly UnitId None = new("-");

    public override bool IsForAnother => true;

    /// <summary>Whether a resident fills it in, for somebody of their family.</summary>
    public bool IsForFamily { get; private set; }

    /// <summary>For whom; null before somebody was found.</summary>
    public ActorId? For { get; private set; }

    /// <summary>What the officer called them.</summary>
    public string Called { get; private set; } = "";

    /// <summary>The purpose on which what is held of them is read; null where the type names none.</summary>
    public Purpose? Purpose => Type!.Purpose is { } purpose ? InForce.Structure.Purposes.On(purpose.Id, Site.Today) : null;

    /// <summary>At what the officer works that lets them look for somebody; empty where nothing does.</summary>
    public IReadOnlyList<(string Reason, string Says)> Reasons { get; private set; } = [];

    public string Words { get; private set; } = "";

    public string At { get; private set; } = "";

    public string Number { get; private set; } = "";

    public string Name { get; private set; } = "";

    public string Phone { get; private set; } = "";

    /// <summary>Rows that were found; null before anything was looked for.</summary>
    public IReadOnlyList<FoundSubject>? Found { get; private set; }

    /// <summary>What is wrong in finding them, by the field that it is about; empty for none.</summary>
    public (string Field, string Says) Trouble { get; private set; }

    /// <summary>What the officer began for others and has not filed.</summary>
    public IReadOnlyList<KeptDraft> Drafts { get; private set; } = [];

    public bool JustKept { get; private set; }

    /// <summary>Whoever comes to the counter next is somebody else; what was begun for the one before stands among the drafts.</summary>
    protected override bool TakesUp => false;

    public override bool IsLookedOver => Checking || Found is not null;

    public override IReadOnlyList<(string Name, string Value)> Carried => [(WhoField, $"{For}"), (CalledField, Called), (AgreementField, _agreement), .. IsForFamily ? [(FamilyField, Yes)] : Array.Empty<(string, string)>()];

    protected override string KeptAt => $"/guide/{Type!.Id}/for?saved=yes";

    /// <summary>Whether a draft was begun for somebody else.</summary>
    public static bool IsForSomebody(KeptDraft draft) => draft.Given.Exists(static one => one.Fact == WhoField);

    /// <summary>Whether it was begun for somebody else in a post.</summary>
    public static bool IsOfCounter(KeptDraft draft) => IsForSomebody(draft) && !draft.Given.Exists(static one => one.Fact == FamilyField);

    /// <summary>For whom a draft was begun, as the officer called them.</summary>
    public static string CalledIn(KeptDraft draft) => draft.Given.Find(static one => one.Fact is CalledField or NameField)?.Value.Text ?? "";

    public IActionResult OnGet(string type, long? draft, string? saved)
    {
        if (Find(type) is { } instead) return instead;
        if (Reader is not Actor.Officer and not Actor.Resident) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");
        var (reader, writer) = (Reader, Reader.PersonOrNone!.Value);
        Key = NewKey();
        Drafts = [.. Site.Desk!.Drafts(writer).Where(one => one.Type == type && IsForSomebody(one) && IsOfCounter(one) != IsForFamily)];
        JustKept = saved == Yes && Drafts.Count > 0;
        Reasons = ReasonsOf(reader);
        if (draft is not { } id || Drafts.FirstOrDefault(one => one.Id == id) is not { } kept || kept.Given.Find(static one => one.Fact == WhoField)?.Value.Text is not { } who) return Page();
        Begin(reader, new ActorId(who), kept.Given.Find(static one => one.Fact == CalledField)?.Value.Text ?? "");
        (Draft, Fields) = (id, FilingQuestions.From(kept, Fields));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string type, CancellationToken cancellationToken)
    {
        if (Find(type) is { } instead) return instead;
        var form = await Request.ReadFormAsync(cancellationToken);
        ReadKeys(form);
        var who = form[WhoField].ToString();
        if (Reader is not Actor.Officer and not Actor.Resident)
        {
            if (Reader is not null) return LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path)}");
            if (!IsId(who)) return await SessionEndedPage.InPlaceOfAsync(this);
            // Who they are is not known now, so nothing is stored; the answers stay on the page until they are.
            (SessionEnded, IsForFamily) = (true, form[FamilyField].Count > 0);
            Begin(null, new ActorId(who), form[CalledField].ToString());
            Fields = [.. Fields.Select(field => field with { Answer = form[field.Name].ToString().Trim() })];
            return Page();
        }

        Reasons = ReasonsOf(Reader);
        // They only turned the page: nobody is looked for.
        if (form["seek"].Count > 0 && form["again"].Count > 0)
        {
            (Words, At) = (form["words"].ToString().Trim(), form["at"].ToString());
            return Page();
        }

        if (form["seek"].Count > 0 && Reader is Actor.Officer officer) return await SeekAsync(officer, form, cancellationToken);
        if (form["known"].Count > 0) return ByMatter(Reader, form["number"].ToString().Trim());
        if (form["new"].Count > 0) return Unknown(Reader, form["name"].ToString().Trim(), form["phone"].ToString().Trim());
        if (!IsId(who) || (IsForFamily && !IsTheirsToFileFor(Reader.PersonOrNone!.Value, new ActorId(who)))) return Page();
        Begin(Reader, new ActorId(who), form[CalledField].ToString());
        if (form["begin"].Count > 0) return Page();
        var others = Questions!.Answered(name => form[name].ToString().Trim());
        Fields = [.. Fields.Where(static field => field.Name.StartsWith(Prefix, StringComparison.Ordinal)).Select(field => field with { Answer = form[field.Name].ToString().Trim() }), .. others];
        // They agreed to what was read to them, which may be another by now.
        if (form[AgreementField].ToString() is { Length: > 0 } read) _agreement = read;
        return await GoOnAsync(Reader, form, cancellationToken);
    }

    /// <summary>A resident names somebody new, or somebody for whom they filed before; never whoever else is known here.</summary>
    private bool IsTheirsToFileFor(ActorId helper, ActorId who) =>
        IsNewId(who) || FiledByThem(helper).Any(matter => matter.FiledFor == who);

    private IEnumerable<Matter> FiledByThem(ActorId helper)
    {
        var (resident, after) = (new Actor.Resident(helper), (string?)null);
        do
        {
            if (Site.Desk!.Questions.List(resident, new MatterFilter(), MatterOrder.Newest, after, MatterQuestions.MostRows) is not { } page) yield break;
            foreach (var line in page.Rows)
                if (Site.Desk.Questions.OfNumber(resident, line.Number) is { } id && Site.Desk.Questions.Find(resident, id) is var (matter, _) && matter.FiledBy == helper) yield return matter;
            after = page.Next;
        }
        while (after is not null);
    }

    protected override SaveDraft ToKeep(ActorId writer)
    {
        var draft = FilingQuestions.Draft(Type!, writer, Fields);
        return draft with { Given = [.. draft.Given, .. Carried.Where(static one => one.Name != AgreementField && one.Value.Length > 0).Select(static one => new GivenItem(one.Name, Value.Of(one.Value)))] };
    }

    protected override IAct ToFile(FileMatter filing)
    {
        ArgumentNullException.ThrowIfNull(filing);
        string[] own = [.. ((string[])[NameField, PhoneField]).Select(name => Fields.FirstOrDefault(field => field.Name == name)).Where(static field => field is { Answer.Length: > 0 }).Select(field => Say($"{field!.Label.Zh}：{field.Answer}", $"{field.Label.En}: {field.Answer}"))];
        var said = string.Join('\n', [.. own, .. filing.Said?.Written is { Length: > 0 } words ? [words] : Array.Empty<string>()]);
        return new FileForAnother(
            filing with { Channel = IsForFamily ? Channel.Helper : Channels.FirstOrDefault(one => one.Channel.ToString() == AnswerTo(ChannelField)).Channel, Said = said.Length > 0 ? new PersonalText(said) : null },
            Reader!.PersonOrNone!.Value,
            Ways.Where(one => one.How.ToString() == AnswerTo(HowField)).Select(static one => (Consent?)one.How).FirstOrDefault());
    }

    /// <summary>That they agreed to the purpose is entered for the matter, so it stands behind the filing.</summary>
    protected override async Task<string> AlsoAsync(Matter filed, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filed);
        if (IsForFamily || Purpose is not { ConsentRequired: true } || AnswerTo(AgreesField) != Yes || Site.Looks is not { } looks) return "&open=yes";
        var how = Ways.First(one => one.How.ToString() == AnswerTo(HowField)).How;
        var (_, why) = await looks.TakeConsentAsync((Actor.Officer)Reader!, new GiveConsentFor(filed.Id, _agreement, how), cancellationToken);
        return why is null || why == LookRefusals.ConsentGivenAlready ? "&open=yes" : "&open=yes&unagreed=yes";
    }

    /// <summary>By which way it came, as people say it.</summary>
    public static Text SaysOf(Channel channel) => Channels.FirstOrDefault(one => one.Channel == channel) is { Says: { Zh: not null } says } ? says : new("在网上", "on these pages");

    public static Text SaysOf(Consent how) => Ways.First(one => one.How == how).Says;

    public string By(FoundSubject found) => FoundWords.Of(this, found);

    private string AnswerTo(string name) => Fields.FirstOrDefault(field => field.Name == name)?.Answer ?? "";

    /// <summary>The questions for somebody: how they came and agreed first, then what they would be asked themselves.</summary>
    private void Begin(Actor? by, ActorId who, string called)
    {
        (For, Called) = (who, called.Length > LongestName ? called[..LongestName] : called);
        _agreement = Purpose is { ConsentRequired: true } purpose ? Site.Looks?.Agreement(purpose.Id)?.Digest ?? "" : "";
        Questions = new FilingQuestions(this, Type!, by is null ? new ActorId("nobody") : who, (by as Actor.Officer)?.Seat.Unit ?? None, readsBase: !IsForFamily);
        Fields = [.. OfCounter(), .. Questions.Fields];
    }

    private IEnumerable<AskedField> OfCounter()
    {
        if (IsNew)
        {
            // Where the questions themselves ask for it, it is written there.
            if (Questions!.FactFoundAs("name") is null) yield return new AskedField(NameField, new("姓名", "Name"), FieldKind.Line) { Answer = Name };
            if (Questions.FactFoundAs("telephone") is null) yield return new AskedField(PhoneField, new("联系电话", "Telephone"), FieldKind.Line) { Answer = Phone, Needed = false };
        }

        if (!IsForFamily) yield return new AskedField(ChannelField, new("怎样提出的", "How it came"), FieldKind.Choice) { Choices = [.. Channels.Select(one => (one.Channel.ToString(), Say(one.Says)))] };
        yield return new AskedField(HowField, new("他怎样同意由您代为提出", "How they agreed that you file it for them"), FieldKind.Choice) { Choices = [.. Ways.Select(one => (one.How.ToString(), Say(one.Says)))] };
        // To have what is held of them read is theirs to agree to, before an officer or by themselves.
        if (!IsForFamily && Purpose is { ConsentRequired: true } purpose)
        {
            yield return new AskedField(AgreesField, new($"他是否同意为「{purpose.Name.Zh}」查看登记的信息", $"Whether they agree that what is held of them is read for: {purpose.Name.En}"), FieldKind.Choice)
            {
                Choices = [(Yes, Say("同意", "they agree")), ("no", Say("不同意，照样收件", "they do not; it is taken all the same"))],
            };
        }
    }

    private bool IsNew => For is { } who && IsNewId(who);

    private static bool IsNewId(ActorId who) => who.Text.StartsWith(NewPrefix, StringComparison.Ordinal) && who.Text.Length == NewPrefix.Length + (2 * BytesOfNew) && who.Text[NewPrefix.Length..].All(char.IsAsciiHexDigitLower);

    private async Task<IActionResult> SeekAsync(Actor.Officer by, IFormCollection form, CancellationToken cancellationToken)
    {
        (Words, At) = (form["words"].ToString().Trim(), form["at"].ToString());
        if (Words.Length is 0 or > 100) return Refuse("words", Say("写下姓名、身份证号码、电话或地址。", "Write a name, an identity number, a telephone or an address."));
        if (Reasons.FirstOrDefault(one => one.Reason == At).Reason is not { } chosen || LookReason.Parse(chosen) is not { } reason) return Refuse("at", Say("请选因为哪项工作来找。", "Choose at what you work while you look for them."));
        try
        {
            var (found, look, why) = await SearchingRegisters.FindAsync(Site.Imports!, Site.Looks!, InForce.Structure, Site.Today, by, Type!.About[0].Register.Id, Words, reason, cancellationToken);
            if (why is not null) return Refuse("words", SayWhy(why));
            if (look is LookAnswer.Refused refused) return Refuse("words", SayWhy(refused.Why));
            Found = found;
        }
        catch (MachineFault)
        {
            return Refuse("words", Say("现在记不下这次查看，所以不能查。过一会儿再试。", "The look cannot be entered just now, so nothing can be shown. Try again in a moment."));
        }

        return Page();
    }

    /// <summary>Whoever came before is known by the number of what they filed then.</summary>
    private PageResult ByMatter(Actor by, string number)
    {
        Number = number;
        if (number.Length == 0) return Refuse("number", Say("写下他以前一个事项的受理号。", "Write the number of a matter that they filed before."));
        if (MatterAddress.IdOf(Site.Desk!, by, number) is not { } id || Site.Desk!.Questions.Find(by, id) is not var (matter, _)) return Refuse("number", Say("没有这个受理号，或者它不归您看。请再核对号码，或者用另一种办法。", "There is no such number, or it is not yours to see. Look at the number again, or take another way."));
        if (IsForFamily && matter.FiledBy != by.PersonOrNone) return Refuse("number", Say("这个事项不是您替他提出的。请写下您替他提出过的事项的受理号，或者用下面的办法。", "That is none that you filed for them. Write the number of one that you filed for them, or take the way below."));
        if (matter.FiledFor == by.PersonOrNone) return Refuse("number", Say("那是您自己的事项。自己的事请以居民身份登录再提出。", "That is a matter of your own. Sign in as a resident to file for yourself."));
        Begin(by, matter.FiledFor, Say($"事项 {matter.Number} 的申请人", $"whoever filed {matter.Number}"));
        return Page();
    }

    private PageResult Unknown(Actor by, string name, string phone)
    {
        (Name, Phone) = (name, phone);
        if (name.Length is 0 or > LongestName) return Refuse("name", Say("写下他的姓名。", "Write their name."));
        if (phone.Length > 0 && (phone.Length > 30 || phone.Count(char.IsAsciiDigit) < 5)) return Refuse("phone", Say("电话至少五位数字；没有电话就空着。", "A telephone has at least five digits; leave it blank where there is none."));
        Begin(by, new ActorId(NewPrefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(BytesOfNew))), "");
        Fields = [.. Fields.Select(field => field.Name == Questions!.FactFoundAs("name") ? field with { Answer = name } : field.Name == Questions.FactFoundAs("telephone") ? field with { Answer = phone } : field)];
        return Page();
    }

    private PageResult Refuse(string field, string says)
    {
        Trouble = (field, says);
        return Page();
    }

    /// <summary>Receiving the matter comes first, since for that they were sent here; else what the post works at anyway.</summary>
    private IReadOnlyList<(string Reason, string Says)> ReasonsOf(Actor reader) => reader is not Actor.Officer by ? [] :
    [
        .. Site.Looks?.IsTheirsToFile(by, Type!.Id) == true ? [(LookReason.OfFiling(Type.Id).ToString(), Say("替人提出这个事项", "to file this for somebody"))] : Array.Empty<(string, string)>(),
        .. WorkAtHand.Of(this, by.Seat),
    ];

    private static bool IsId(string written) => written.Length is > 0 and <= 100 && written.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');

    private IActionResult? Find(string type)
    {
        if (InForce.Structure.Matters.On(type, Site.Today) is not { } found) return new NotFoundResult();
        (Type, IsForFamily) = (found, Reader is Actor.Resident);
        if (found.OpenedBy is not null) WhyNot = new("这一项不在窗口提出：它从要改的那条规则，或者从填的那张表开始。", "This is not filed at a counter: it begins at the rule that should be otherwise, or in the form that is filled in.");
        else if (IsForFamily && !FilingQuestions.IsForResidents(found)) WhyNot = new("这一项不替居民提出：它由单位自己提出。", "This is not filed for a resident: units file it themselves.");
        else if (!IsForFamily && !FilingQuestions.IsForCounters(found)) WhyNot = FilingQuestions.IsForUnits(found) && GuideTypePage.UnitsOf(found) is var askers
            ? new($"这一项不在窗口代办：由{askers.Zh}以自己的名义提出，在那里的岗位登录以后按「以本单位名义提出」。", $"This is not filed at a counter: {askers.En} file it in their own name, signed in to a post there.")
            : new("这一项不在窗口代办：由单位的程序提出。", "This is not filed at a counter: a program of a unit files it.");
        else if (Site is not { Desk: not null, Imports: not null, Looks: not null }) WhyNot = new("记录还没有准备好，请过几秒钟再打开这一页。", "The record is not ready yet; open this page again in some seconds.");
        if (WhyNot is not { } why) return null;
        Faults = [Say(why)];
        return Page();
    }
}
