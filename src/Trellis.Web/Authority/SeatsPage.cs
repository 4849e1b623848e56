using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Trellis.Authority;
using Trellis.Process;
using Trellis.Runtime;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Web.Shared;

namespace Trellis.Web.Authority;

/// <summary>A page about who sits in which post, for people in posts.</summary>
public abstract class SeatPages : SitePage
{
    private IReadOnlyList<SeatTime>? _times;

    public override string Way => "/seats";

    protected override bool OutlivesSessions => true;

    /// <summary>Who sits where from today on.</summary>
    public IReadOnlyList<SeatTime> Times => _times ??= [.. Site.Desk!.Standing.SeatTimesFrom(Site.Today)];

    public Actor.Officer Officer => (Actor.Officer)Reader!;

    /// <summary>Whether the reader's post is told of what is overdue or calls departments, so that it seats people.</summary>
    public bool Leads => InForce.Structure.Supervises(Officer.Seat.Post);

    /// <summary>The reader's own unit and those below it; the own one first.</summary>
    public IReadOnlyList<UnitOnDay> Theirs => Today.Unit(Officer.Seat.Unit.Text) is { } own ? [own, .. Today.Units.Where(unit => unit != own && unit.IsUnder(own) && Today.PostsOf(unit).Count > 0)] : [];

    protected IActionResult? Elsewhere() => Reader is Actor.Officer && Site.Desk is not null ? null : LocalRedirect($"/sign-in?back={Uri.EscapeDataString(Request.Path + Request.QueryString)}");

    /// <summary>From when to when, as people say it.</summary>
    public string SaysWhen(SeatTime time)
    {
        ArgumentNullException.ThrowIfNull(time);
        var (began, ends) = (time.From <= Site.Today, time.To < DateOnly.MaxValue);
        return (began, ends) switch
        {
            (true, true) => Say($"到 {Show.Day(time.To)}", $"until {Show.Day(time.To)}"),
            (true, false) => Say("没有定期限", "no end is set"),
            (false, true) => Say($"{Show.Day(time.From)} 至 {Show.Day(time.To)}", $"{Show.Day(time.From)} to {Show.Day(time.To)}"),
            _ => Say($"从 {Show.Day(time.From)} 起", $"from {Show.Day(time.From)}"),
        };
    }
}

/// <summary>Who sits in which post of the own unit and those below, until when, and who acts for whom; for whoever seats nobody, their own post and whom to ask.</summary>
public sealed class SeatsPage : SeatPages
{
    public override Text Heading => new("谁在岗、谁代谁", "Who sits where");

    /// <summary>The unit whose posts are listed.</summary>
    public UnitOnDay? Unit { get; private set; }

    /// <summary>Its posts, each with those who sit there.</summary>
    public IReadOnlyList<(PostAt Seat, IReadOnlyList<SeatTime> Times)> Posts { get; private set; } = [];

    /// <summary>Who acts for the reader in the reader's post, now or later.</summary>
    public IReadOnlyList<SeatTime> ForReader => [.. Times.Where(one => one.Seat == Officer.Seat && one.ActingFor == Officer.Person)];

    /// <summary>Whoever may let somebody stand in for the reader: those who lead the unit, or one above it. The nearest first.</summary>
    public IReadOnlyList<SeatTime> MayBeAsked
    {
        get
        {
            var asked = new List<SeatTime>();
            for (var unit = Today.Unit(Officer.Seat.Unit.Text); unit is not null && asked.Count == 0; unit = unit.Parent)
                asked.AddRange(Times.Where(one => one.Holds(Site.Today) && one.Seat.Unit.Text == unit.Id && one.Person != Officer.Person && InForce.Structure.Supervises(one.Seat.Post)));
            return asked;
        }
    }

    public IActionResult OnGet(string? unit)
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        if (!Leads) return Page();
        Unit = Theirs.FirstOrDefault(one => one.Id == unit) ?? Today.Unit(Officer.Seat.Unit.Text);
        if (Unit is not { } shown) return Page();
        Posts = [.. Today.PostsOf(shown).Select(post => new PostAt(post, new UnitId(shown.Id))).Select(seat => (seat, (IReadOnlyList<SeatTime>)[.. Times.Where(one => one.Seat == seat)]))];
        return Page();
    }
}

/// <summary>One post: whoever seats people there lets somebody stand in from one day to another, and ends it.</summary>
public sealed class SeatPage : SeatPages
{
    private const string Nobody = "-";
    private const int LongestKey = 60;

    public override Text Heading => new("安排代班", "Let somebody stand in");

    public PostAt Seat { get; private set; }

    public IReadOnlyList<SeatTime> Sitting => [.. Times.Where(one => one.Seat == Seat)];

    /// <summary>Who may stand in: everybody in the own unit and below, by their unit.</summary>
    public IReadOnlyList<IGrouping<string, SeatTime>> People
    {
        get
        {
            var units = Theirs.Select(static unit => unit.Id).ToHashSet(StringComparer.Ordinal);
            return [.. Times.Where(one => one.Holds(Site.Today) && one.Person != Officer.Person && units.Contains(one.Seat.Unit.Text)).DistinctBy(static one => one.Person).GroupBy(one => NameOf(one.Seat.Unit), StringComparer.Ordinal)];
        }
    }

    public string Person { get; private set; } = "";

    public string ActsFor { get; private set; } = "";

    public string From { get; private set; } = "";

    public string To { get; private set; } = "";

    /// <summary>What is wrong, by the field that it is about; an empty field for the whole.</summary>
    public IReadOnlyList<(string Field, string Says)> Faults { get; private set; } = [];

    /// <summary>What is shown to be checked; null for nothing.</summary>
    public IAct? Checking { get; private set; }

    protected override bool IsOnTheWay(IFormCollection sent) => sent["sure"].Count == 0;

    public override bool IsLookedOver => Checking is not null;

    /// <summary>Which act the answers are for.</summary>
    public string Act { get; private set; } = "";

    public string Key { get; private set; } = "";

    /// <summary>Where an act of the reader just now stands in the record; null where there was none.</summary>
    public long? JustDone { get; private set; }

    public string? Fault(string field) => Faults.FirstOrDefault(one => one.Field == field).Says;

    public IActionResult OnGet(string seat, long? done)
    {
        if (Find(seat) is { } instead) return instead;
        Key = NewKey();
        (JustDone, From) = (done, Written(Site.Today));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string seat, CancellationToken cancellationToken)
    {
        if (Find(seat) is { } instead) return instead;
        var form = await Request.ReadFormAsync(cancellationToken);
        Key = form["key"].ToString() is { Length: > 0 and <= LongestKey } key ? key : NewKey();
        (Act, Person, ActsFor, From, To) = (form["act"].ToString(), form["person"].ToString().Trim(), form["acting-for"].ToString().Trim(), form["from"].ToString().Trim(), form["to"].ToString().Trim());
        var faults = new List<(string, string)>();
        IAct? act = Act switch { TakeSeat.Name => ToTake(faults), LeaveSeat.Name => ToLeave(faults), _ => null };
        if (form["again"].Count > 0) return Page();
        Faults = faults;
        if (act is null || faults.Count > 0) return Page();
        var order = new ActOrder { By = Officer, Act = act, Key = Key };
        try
        {
            if (form["sure"].Count == 0)
            {
                if (Site.Desk!.Would(order) is ActAnswer.Refused not) Faults = [Place(not.Why)];
                else Checking = act;
                return Page();
            }

            switch (await Site.Desk!.DoAsync(order, cancellationToken))
            {
                case ActAnswer.Done done:
                    return LocalRedirect(string.Create(CultureInfo.InvariantCulture, $"/seats/{Uri.EscapeDataString(Seat.ToString())}?done={done.Receipt.First}"));
                case ActAnswer.Refused refused:
                    Faults = [Place(refused.Why)];
                    return Page();
                default:
                    Faults = [("", Say("这件事已经做过了。", "This was done already."))];
                    return Page();
            }
        }
        catch (MachineFault)
        {
            Faults = [("", Say("现在存不下来。过一会儿再按一次；同一件事不会记两遍。", "It cannot be stored just now. Press again in a moment; nothing is entered twice."))];
            Checking = form["sure"].Count > 0 ? act : null;
            return Page();
        }
    }

    private TakeSeat? ToTake(List<(string, string)> faults)
    {
        if (Person.Length == 0) faults.Add(("person", Say("请选由谁代班。", "Choose who stands in.")));
        else if (Person == Officer.Person.Text) faults.Add(("person", Say("您不能安排自己；请上级或者同级负责督办的人来安排。", "You cannot seat yourself; ask whoever leads this unit with you, or one above it.")));
        else if (!People.Any(group => group.Any(one => one.Person.Text == Person))) faults.Add(("person", Say($"本单位和下属单位没有「{Excerpt.Of(Person, 30)}」这个人，请从列出的里面选。", $"Nobody in your unit or below is called {Excerpt.Of(Person, 30)}; choose one of those listed.")));
        else if (Person == ActsFor) faults.Add(("person", Say("不在岗的人不能代自己，请选另一个人。", "Whoever is away cannot act for themselves; choose another.")));
        var empty = !Sitting.Any(static one => one.ActingFor is null);
        if (ActsFor.Length == 0 || (ActsFor == Nobody && !empty) || (ActsFor != Nobody && !Sitting.Any(one => one.Person.Text == ActsFor))) faults.Add(("acting-for", Say("请选代谁：在这个岗位上的人。", "Choose for whom: one who sits in this post.")));
        var from = Day("from", From, faults);
        var to = Day("to", To, faults);
        if (from is { } first && first < Site.Today) faults.Add(("from", Say($"不能早于今天（{Show.Day(Site.Today)}）：过去做的事，是当时在岗的人做的。", $"Not before today ({Show.Day(Site.Today)}): what was done in the past was done by whoever sat there.")));
        else if (from is { } begins && to is { } last && last < begins) faults.Add(("to", Say("最后一天不能早于第一天。", "The last day is not before the first.")));
        return faults.Count > 0 ? null : new TakeSeat(new ActorId(Person), Seat, from!.Value, to, ActsFor == Nobody ? null : new ActorId(ActsFor));
    }

    private LeaveSeat? ToLeave(List<(string, string)> faults)
    {
        if (Sitting.FirstOrDefault(one => one.Person.Text == Person) is null) faults.Add(("", Say("这个人不在这个岗位上，可能刚刚已经结束。", "They do not sit in this post; it may have ended just now.")));
        else if (Person == Officer.Person.Text) faults.Add(("", Say("这是您自己的岗位，请另一位负责督办的人来结束。", "This is your own post; let another who leads end it.")));
        if (Day("from", From, faults) is { } first && first < Site.Today) faults.Add(("from", Say($"不能早于今天（{Show.Day(Site.Today)}）。", $"Not before today ({Show.Day(Site.Today)}).")));
        return faults.Count > 0 ? null : new LeaveSeat(new ActorId(Person), Seat, DateOnly.ParseExact(From, "yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private DateOnly? Day(string field, string written, List<(string, string)> faults)
    {
        if (DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return day;
        faults.Add((field, written.Length == 0 ? Say("请写日期。", "Give a day.") : Say($"「{Excerpt.Of(written, 20)}」不是日期；写成 2026-05-18 这样。", $"{Excerpt.Of(written, 20)} is no day; write it like 2026-05-18.")));
        return null;
    }

    /// <summary>Beside which field a refusal of the rules is told.</summary>
    private (string Field, string Says) Place(Refusal why) =>
        (why == AuthorityRefusals.SeatInThePast || why == AuthorityRefusals.NotInThatSeat ? "from" : why == AuthorityRefusals.SeatedAlready ? "person" : "", SayWhy(why));

    public static string Written(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private IActionResult? Find(string seat)
    {
        if (Elsewhere() is { } elsewhere) return elsewhere;
        if (PostAt.Parse(seat) is not { } post || Today.Unit(post.Unit.Text) is not { } unit || Today.PostAt(post.Post, unit) is null || !Leads || !Theirs.Contains(unit)) return new NotFoundResult();
        Seat = post;
        return null;
    }

    private static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
