using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Process;
using Trellis.Runtime;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Information;

/// <summary>A page about rows that may be one, for whoever may say whether they are.</summary>
public abstract class PairPages : RegisterPages
{
    public Register? Register { get; private set; }

    /// <summary>Why rows are thought to be one, in words; weaker and contrary reasons as well.</summary>
    public IEnumerable<string> Reasons(ProposedPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return pair.Reasons.Select(reason => Say(ReasonWords.Of(reason)));
    }

    /// <summary>How much likelier it is that such a pair is one row than that it is two.</summary>
    public string Likelihood(ProposedPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return pair.Score >= 30 ? Say("几乎可以肯定", "almost certain") : pair.Score >= 22 ? Say("很可能", "very likely") : Say("有可能", "likely");
    }

    public static string Address(ProposedPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return $"/registers/{pair.One.Register}/proposals/{Uri.EscapeDataString(pair.One.Key)}/{Uri.EscapeDataString(pair.Other.Key)}";
    }

    /// <summary>Where the reader is sent instead; null where the page is theirs.</summary>
    protected IActionResult? FindRegister(string register)
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        Register = InForce.Structure.Registers.On(register, Site.Today);
        return Register is null ? new NotFoundResult() : null;
    }

    public bool MayDecide => Register is not null && Site.Imports!.MayLink(Reader!, Register.Id);

    /// <summary>Whose it is to say, where it is not the reader's.</summary>
    public string Owner => Register?.Owner is { } owner ? NameOfAny(owner.Id) : "";
}

/// <summary>Reasons of the comparison as people read them.</summary>
internal static class ReasonWords
{
    public static Text Of(string reason) => reason switch
    {
        "number:same" => new("号码相同", "the same number"),
        "number:near" => new("号码差一处", "numbers with one slip between them"),
        "number:other" => new("号码不同", "different numbers"),
        "name:same" => new("名称相同", "the same name"),
        "name:sounds-alike" => new("名称同音", "names that sound alike"),
        "name:near" => new("名称差一个字", "names with one character between them"),
        "name:given-same" => new("名相同，姓不同", "the same given name with another surname"),
        "name:surname-same" => new("姓相同，名不同", "the same surname with another given name"),
        "name:other" => new("名称不同", "different names"),
        "birth:same" => new("出生日期相同", "the same day of birth"),
        "birth:near" => new("出生日期差一处", "days of birth with one slip between them"),
        "birth:other" => new("出生日期不同", "different days of birth"),
        "sex:same" => new("性别相同", "the same sex"),
        "sex:other" => new("性别不同", "different sexes"),
        "telephone:same" => new("电话相同", "the same telephone"),
        "telephone:near" => new("电话差一位", "telephones with one slip between them"),
        "telephone:other" => new("电话不同", "different telephones"),
        "address:same" => new("住址相同", "the same address"),
        "address:same-building" => new("住在同一栋楼", "the same building"),
        "address:same-village" => new("住在同一个村或社区", "the same village or neighbourhood"),
        "address:other" => new("住址不同", "different addresses"),
        "relation:same" => new("同一个家庭", "the same household"),
        "relation:other" => new("不在同一个家庭", "different households"),
        _ => new(reason, reason),
    };
}

/// <summary>Pairs of rows that may be one and wait for somebody to say so; or those that were settled.</summary>
public sealed class PairsPage : PairPages
{
    private const int Most = 30;

    public override Text Heading => new($"可能是同一个：{Register!.Name.Zh}", $"Perhaps one and the same: {Register.Name.En}");

    public IReadOnlyList<ProposedPair> Pairs { get; private set; } = [];

    /// <summary>Whether those are shown that were settled.</summary>
    public bool Settled { get; private set; }

    public string? Next { get; private set; }

    public IActionResult OnGet(string register, string? after, string? settled)
    {
        if (FindRegister(register) is { } instead) return instead;
        Settled = settled == "yes";
        if (!MayDecide) return Page();
        var from = RowId.Parse(after ?? "");
        if (from is { } row && (row.Register != register || !EnteringSubjects.MayBe(row))) from = null;
        var (pairs, next) = Site.Imports!.Proposals(register, from, Most, Settled);
        (Pairs, Next) = (pairs, next is { } last ? $"/registers/{register}/proposals?after={Uri.EscapeDataString(last.ToString())}{(Settled ? "&settled=yes" : "")}" : null);
        return Page();
    }
}

/// <summary>One item of two rows.</summary>
/// <param name="Agrees">Whether both say the same; null where one of them says nothing that may be shown.</param>
public sealed record PairLine(string Item, string One, string Other, bool? Agrees);

/// <summary>Two rows that may be one: why, both beside each other under a look, and what somebody says of them. Whatever they say is taken back as easily.</summary>
public sealed class PairPage : PairPages
{
    private const int LongestKey = 200;

    public override Text Heading => new("可能是同一个的两行", "Two rows that may be one");

    public RowId One { get; private set; }

    public RowId Other { get; private set; }

    public ProposedPair? Pair { get; private set; }

    /// <summary>What was said of the two and holds; null where nothing is.</summary>
    public SubjectLink? Standing { get; private set; }

    public string At { get; private set; } = "";

    public string Number { get; private set; } = "";

    /// <summary>Both rows; null where nothing was opened.</summary>
    public IReadOnlyList<PairLine>? Lines { get; private set; }

    public string Purpose { get; private set; } = "";

    public long Position { get; private set; }

    /// <summary>For what they can be linked, with those that are chosen.</summary>
    public IReadOnlyList<(Purpose Purpose, bool Chosen)> Purposes { get; private set; } = [];

    public string Why { get; private set; } = "";

    public string Key { get; private set; } = "";

    public string? Said { get; private set; }

    public string? Fault { get; private set; }

    public IActionResult OnGet(string register, string one, string other, long? done)
    {
        if (Find(register, one, other) is { } instead) return instead;
        Key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        Said = done is { } position ? Say($"记下了，它是记录的第 {Showing.Number(position)} 条。", $"It stands in the record as entry {Showing.Number(position)}.") : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string register, string one, string other, CancellationToken cancellationToken)
    {
        if (Find(register, one, other) is { } instead) return instead;
        var sent = await Request.ReadFormAsync(cancellationToken);
        Key = sent["key"].ToString() is { Length: > 0 and <= LongestKey } key ? key : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        (At, Number, Why) = (sent["at"].ToString(), sent["number"].ToString().Trim(), sent["why"].ToString().Trim());
        if (!MayDecide) return Page();
        try
        {
            PersonalText? words = Why.Length > 0 ? new PersonalText(Why) : null;
            switch (sent["do"].ToString())
            {
                case "link":
                    if (sent["purpose"].Count == 0) Fault = Say("请选连接后可用于什么用途，至少一个。", "Pick for what the link may be used: at least one purpose.");
                    return Fault is null ? await DoAsync(new LinkSubjects(One, Other, [.. sent["purpose"].OfType<string>().Distinct(StringComparer.Ordinal)], [.. Pair is { } pair ? pair.Reasons.Select(static reason => reason.Replace(':', '-')) : ["seen"]], words), [.. sent["purpose"].OfType<string>()], cancellationToken) : await LookAsync([], cancellationToken);
                case "apart":
                    return await DoAsync(new TellApart(One, Other, words), [], cancellationToken);
                case "undo":
                    return await DoAsync(new UndoLink(One, Other, words), [], cancellationToken);
                default:
                    return await LookAsync([], cancellationToken);
            }
        }
        catch (MachineFault)
        {
            Fault = Say("现在记不下来，所以什么也没有改，什么也不能显示。过一会儿再按一次。", "Nothing can be entered just now, so nothing was changed and nothing can be shown. Press again in a moment.");
            return Page();
        }
    }

    private async Task<IActionResult> DoAsync(IAct act, IReadOnlyCollection<string> purposes, CancellationToken cancellationToken)
    {
        var answer = await Site.Registers!.DoAsync(new ActOrder { By = Reader!, Act = act, Key = Key }, cancellationToken);
        if (answer is ActAnswer.Done done) return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"{Address(new ProposedPair(One, Other, 0, []))}?done={done.Receipt.First}"));
        Fault = answer is ActAnswer.Refused refused ? SayWhy(refused.Why) : Say("这一步已经做过了。", "This was done already.");
        // What was being looked at is shown again, under a look of its own.
        return act is UndoLink ? Page() : await LookAsync(purposes, cancellationToken);
    }

    private async Task<IActionResult> LookAsync(IReadOnlyCollection<string> purposes, CancellationToken cancellationToken)
    {
        if (ReasonOf(At.Length > 0 ? At : null, Number.Length > 0 ? Number : null) is not { } reason)
        {
            Fault ??= Say("请写明因为什么看：一个事项的受理号，或者选一项正在办的工作。", "Say what you look at them for: the number of a matter, or something that you work at.");
            return Page();
        }

        var questions = Site.Registers!.Questions;
        RowId[] rows = [One, Other];
        string[] fields = [.. rows.SelectMany(row => questions.Find(row)!.Claims).Select(static claim => claim.Item).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        var answer = await Site.Looks!.LookAtAsync((Actor.Officer)Reader!, reason, rows, [.. fields.Select(field => $"{Register!.Id}.{field}")], cancellationToken);
        if (answer is LookAnswer.Committed(var look)) Tell(look, fields, purposes);
        else Fault ??= WhyNot(answer);
        return Page();
    }

    private void Tell(CommittedLook look, IReadOnlyList<string> fields, IReadOnlyCollection<string> purposes)
    {
        var questions = Site.Registers!.Questions;
        // What each says for itself: links are what is in question here.
        var held = questions.Values([One, Other], fields, new AsOf(Site.Today), null).Where(static one => one.Stands).ToList();
        var opened = questions.Open(look, [.. held.Select(static one => (one.Subject, one.Claim))]);
        var withheld = look.Withheld.ToDictionary(static one => one.What, static one => one.Why, StringComparer.Ordinal);
        (Purpose, Position) = (InForce.Structure.Purposes.Of(look.Purpose) is [.., var known] ? Say(known.Name) : "", look.Receipt.First);
        Lines = [.. fields.Select(field => new PairLine(Say(ShownValues.NameOf(this, $"{Register!.Id}.{field}")), Says(One, field), Says(Other, field), Words(One, field) is { } first && Words(Other, field) is { } second ? first.SequenceEqual(second) : null))];
        Purposes = [.. Site.Imports!.LinkingPurposes(Reader!).OrderByDescending(purpose => purpose.Id == look.Purpose).Select(purpose => (purpose, purposes.Count == 0 ? purpose.Id == look.Purpose : purposes.Contains(purpose.Id)))];

        // As they are kept: rows of a register, which are told by its name alone, may be two.
        IReadOnlyList<string>? Words(RowId row, string field) => held.Find(one => one.Subject == row && one.Item == field) is { } one ? opened.GetValueOrDefault(one.Claim) : null;

        string Says(RowId row, string field)
        {
            var id = $"{row.Register}.{field}";
            if (!look.Covers(row, id)) return withheld.GetValueOrDefault(id) is { } why ? SayWhy(why) : Say("这个用途不能看", "not for this purpose");
            if (held.Find(one => one.Subject == row && one.Item == field) is not { } one) return Say("没有", "nothing");
            return opened.GetValueOrDefault(one.Claim) is { } words ? string.Join(Say("、", ", "), words.Select(word => ShownValues.Say(this, id, word, one.Claim.Kind == ClaimKind.Rows))) : Say("已删除", "erased");
        }
    }

    private IActionResult? Find(string register, string one, string other)
    {
        if (FindRegister(register) is { } instead) return instead;
        (One, Other) = (new RowId(register, one), new RowId(register, other));
        var questions = Site.Registers!.Questions;
        if (One == Other || !EnteringSubjects.MayBe(One) || !EnteringSubjects.MayBe(Other) || questions.Find(One) is null || questions.Find(Other) is null) return new NotFoundResult();
        if (!MayDecide) return null;
        Pair = Site.Imports!.Proposal(One, Other);
        Standing = questions.Links(One).LastOrDefault(link => link.Undone is null && link.Across(One) == Other);
        // Only what was proposed, or settled, stands on a page: any two rows are not for comparing.
        return Pair is null && Standing is null ? new NotFoundResult() : null;
    }
}
