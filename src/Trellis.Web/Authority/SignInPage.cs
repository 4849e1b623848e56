using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Process;
using Trellis.Runtime.Process;
using Trellis.Web.Shared;

namespace Trellis.Web.Authority;

/// <summary>People of the demo, by their invented names; where a record has none, they are told apart by the end of their number.</summary>
/// <param name="Name">Null where the record has none.</param>
public sealed record PickedResident(ActorId Person, string Line, string? Name)
{
    public string Number => Person.Text.Length > 4 ? Person.Text[^4..] : Person.Text;
}

public sealed record PickedOfficer(ActorId Person, PostAt Seat, long Waiting);

/// <summary>In the demo: pick somebody and be them.</summary>
public sealed class SignInPage : SitePage
{
    private const int Suggested = 12;
    private const int Found = 30;

    public override Text Heading => Site.PicksPeople ? new("选一个人", "Pick somebody") : new("登录", "Sign in");

    public string Asked { get; private set; } = "";

    public IReadOnlyList<PickedResident> Residents { get; private set; } = [];

    public IReadOnlyList<PickedOfficer> Officers { get; private set; } = [];

    /// <summary>Who speaks for organisations and firms.</summary>
    public IReadOnlyList<PickedOfficer> Representatives { get; private set; } = [];

    /// <summary>Where they were going when they were asked to sign in; empty for nowhere.</summary>
    public string Back { get; private set; } = "";

    public void OnGet(string? q, string? back)
    {
        Back = SitePages.IsLocal(back) ? back! : "";
        if (!Site.PicksPeople || Site.Desk is not { } desk) return;
        Asked = q?.Trim() is { Length: > 0 } asked ? asked[..Math.Min(asked.Length, 60)] : "";
        var latest = desk.Questions.LatestRequesters(6);
        var named = Asked.Length > 0 ? Site.Invented?.Find(Asked) ?? [] : [];
        var names = Site.Invented?.NamesOf([.. latest.Select(static one => one.Person), .. named]) ?? new Dictionary<ActorId, string>();
        Residents =
        [
            .. named.Select(one => new PickedResident(one, Say("库里有此人", "stands in the registers"), names.GetValueOrDefault(one))),
            .. Asked.Length > 0 ? [] : latest.Select(one => new PickedResident(one.Person, InForce.Structure.Matters.On(one.Type, Site.Today) is { } type ? Say(type.Name) : one.Type, names.GetValueOrDefault(one.Person))),
        ];
        var seats = desk.Standing.SeatsOn(Site.Today).Select(static one => (Person: new ActorId(one.Actor), Seat: new PostAt(one.Post, new UnitId(one.Unit)))).Where(one => InForce.HasPost(one.Seat, Site.Today)).ToList();
        var waiting = desk.Questions.WaitingBySeat();
        if (Asked.Length > 0)
        {
            Officers = [.. seats.Where(one => NameOf(one.Seat).Contains(Asked, StringComparison.OrdinalIgnoreCase)).Take(Found).Select(one => Of(one.Person, one.Seat))];
            return;
        }

        // One of each post, from the grassroots up, and of each post the one with the most to do.
        Officers = [.. seats.GroupBy(static one => one.Seat.Post).Select(group => group.Select(one => Of(one.Person, one.Seat)).MaxBy(static one => one.Waiting)!).OrderByDescending(static one => one.Waiting).Take(Suggested)];

        Representatives = [.. seats.Where(one => Today.Unit(one.Seat.Unit.Text) is { UnitKind: Trellis.Structure.UnitKind.Association or Trellis.Structure.UnitKind.Firm }).GroupBy(static one => one.Seat.Post).SelectMany(static group => group.Take(2)).Select(one => Of(one.Person, one.Seat))];
        Officers = [.. Officers.Where(one => !Representatives.Any(other => other.Seat == one.Seat))];

        PickedOfficer Of(ActorId person, PostAt seat) => new(person, seat, waiting.GetValueOrDefault((seat.Unit.Text, seat.Post)) + waiting.GetValueOrDefault((seat.Unit.Text, "")));
    }

    /// <summary>Villages, organisations and firms have a home of their own; departments and whoever leads begin with what others wait for from them; everybody else with their inbox.</summary>
    private string HomeOf(PostAt seat)
    {
        var unit = Today.Unit(seat.Unit.Text);
        if (Trellis.Web.Process.OursPage.IsFor(unit)) return "/ours";
        return unit is { UnitKind: Trellis.Structure.UnitKind.Government, Type.Ground: Trellis.Structure.Ground.Parent } || InForce.Structure.Supervises(seat.Post) ? "/asked" : "/inbox";
    }

    public async Task<IActionResult> OnPostAsync(string? person, string? post, string? unit, string? back)
    {
        if (!Site.PicksPeople || Site.Desk is not { } desk || string.IsNullOrEmpty(person)) return new NotFoundResult();
        PostAt? seat = post is { Length: > 0 } && unit is { Length: > 0 } ? new PostAt(post, new UnitId(unit)) : null;
        if (seat is { } named && !desk.IsSeated(new ActorId(person), named)) return new NotFoundResult();
        await HttpContext.RequestServices.GetRequiredService<Sessions>().BeginAsync(HttpContext, new ActorId(person), seat);
        return LocalRedirect(SitePages.IsLocal(back) ? back! : seat is { } sat ? HomeOf(sat) : "/matters");
    }
}
