using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Authority.Access;
using Trellis.Ledger;
using Trellis.Runtime;
using Trellis.Runtime.Authority;

namespace Trellis.Web.Authority;

/// <summary>For those who look after accounts: who has one, and a new one.</summary>
public sealed class AccountsPage : AccountPages
{
    /// <summary>So many are shown at once; others are found by their name.</summary>
    private const int MostShown = 200;

    public override Text Heading => new("管账号", "Look after accounts");

    public string Asked { get; private set; } = "";

    public GivenCode? Given { get; private set; }

    public string Name { get; private set; } = "";

    public string Person { get; private set; } = "";

    public IActionResult OnGet(string? q)
    {
        if (!LooksAfterAccounts) return new NotFoundResult();
        Asked = q?.Trim() ?? "";
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string? name, string? person, CancellationToken cancellationToken)
    {
        if (!LooksAfterAccounts || Reader is not Actor.Officer officer) return new NotFoundResult();
        (Name, Person) = (name?.Trim() ?? "", person?.Trim() ?? "");
        if (!AdminEndpoints.IsId(Person)) return Refuse(new Text("人的编号由字母、数字和 ._/:@#+=- 组成，不是姓名，也不是证件号码。", "The number of a person is letters, digits and ._/:@#+=-; no name, and no number of a document."));
        try
        {
            var (given, why) = await Accounts!.OpenAsync(Name, new ActorId(Person), OneAccountPage.Of(officer), officer.Person, cancellationToken);
            if (given is null) return Refuse(why!.Says);
            Given = given;
            return Page();
        }
        catch (MachineFault)
        {
            return Refuse(NotStored, StatusCodes.Status503ServiceUnavailable);
        }
    }

    public IReadOnlyList<OpenAccount> Shown() => Accounts!.Find(Asked, MostShown);
}

/// <summary>One account: a code for whoever cannot get in, an end to its sessions, a lock.</summary>
public sealed class OneAccountPage : AccountPages
{
    public override Text Heading => One is { } one ? new($"账号 {one.Name}", $"The account {one.Name}") : new("账号", "Account");

    public OpenAccount? One { get; private set; }

    public GivenCode? Given { get; private set; }

    public IReadOnlyList<PostAt> Seats { get; private set; } = [];

    public int SignedIn { get; private set; }

    /// <summary>What was asked for and is to be confirmed: code, lock, or nothing.</summary>
    public string Sure { get; private set; } = "";

    public bool IsMine => One?.Account.Person == Mine.Person;

    public IActionResult OnGet(string id, string? sure, string? done)
    {
        Sure = sure is "code" or "lock" ? sure : "";
        Done = done switch
        {
            "locked" => new Text("账号已经停用，它的登录都已结束。", "The account is locked, and all its sign-ins have ended."),
            "ended" => new Text("它的登录都已结束。", "All its sign-ins have ended."),
            _ => null,
        };
        return Find(id) ? Page() : new NotFoundResult();
    }

    public Task<IActionResult> OnPostCodeAsync(string id, CancellationToken cancellationToken) => DoAsync(id, async (accounts, officer) =>
    {
        var (given, why) = await accounts.GiveCodeAsync(id, Of(officer), officer.Person, cancellationToken);
        if (given is null) return Refuse(why!.Says);
        Given = given;
        return Page();
    });

    public Task<IActionResult> OnPostLockAsync(string id, CancellationToken cancellationToken) => DoAsync(id, async (accounts, officer) =>
    {
        var person = One!.Account.Person;
        try
        {
            var (receipt, why) = await accounts.LockAsync(id, Of(officer), officer.Person, cancellationToken);
            if (receipt is null) return Refuse(why!.Says);
        }
        finally
        {
            await Sessions.Desk.EndAsync(one => one.Person == person);
        }

        return LocalRedirect($"/accounts/{id}?done=locked");
    });

    public Task<IActionResult> OnPostEndAsync(string id, CancellationToken cancellationToken) => DoAsync(id, async (accounts, officer) =>
    {
        var person = One!.Account.Person;
        await Sessions.Desk.EndAsync(one => one.Person == person);
        await accounts.NoteAsync(id, AccountChange.SessionsEnded, Of(officer), officer.Person, cancellationToken);
        return LocalRedirect($"/accounts/{id}?done=ended");
    });

    internal static EntryActor.Officer Of(Actor.Officer officer) => new(officer.Seat.Post, officer.Seat.Unit.Text);

    private async Task<IActionResult> DoAsync(string id, Func<AccountDesk, Actor.Officer, Task<IActionResult>> act)
    {
        if (!Find(id)) return new NotFoundResult();
        try
        {
            return await act(Accounts!, (Actor.Officer)Reader!);
        }
        catch (MachineFault)
        {
            return Refuse(NotStored, StatusCodes.Status503ServiceUnavailable);
        }
    }

    private bool Find(string id)
    {
        if (!LooksAfterAccounts || Accounts!.Of(id) is not { } one) return false;
        One = one;
        var day = Site.Today;
        Seats = [.. Site.Desk!.Standing.SeatsOf(one.Account.Person.Text, day).Select(static seat => new PostAt(seat.Post, new UnitId(seat.Unit)))];
        SignedIn = Sessions.Desk.Of(one.Account.Person).Count;
        return true;
    }
}
