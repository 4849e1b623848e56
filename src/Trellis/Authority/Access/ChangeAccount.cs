
namespace Trellis.Authority.Access;

/// <summary>What became of an account with which somebody signs in here.</summary>
public enum AccountChange
{
    /// <summary>An office opened it for somebody, who sets its password with a code that is shown once.</summary>
    Opened,

    /// <summary>A second officer helps somebody who cannot get in: a code, shown once, with which they set a new password.</summary>
    CodeGiven,

    PasswordSet,

    PasskeyAdded,

    PasskeyRemoved,

    /// <summary>Nobody gets in by it until a code is given.</summary>
    Locked,

    /// <summary>Too many wrong passwords: it rests for a while.</summary>
    Guessed,

    /// <summary>Somebody else than its holder ended its sessions.</summary>
    SessionsEnded,
}

/// <summary>Something is to become of an account.</summary>
/// <param name="Account">Minted by Runtime; says nothing about anybody.</param>
/// <param name="State">The id of how one signs in from now on, where that changes: another with each change, so that an older one can be told from it.</param>
/// <param name="Helper">The other person who helps, where one does.</param>
public sealed record ChangeAccount(string Account, ActorId Person, AccountChange Change, string? State, ActorId? Helper) : IAct
{
    public const string Name = "change-account";

    public string Word => Name;
}

public sealed record AccountChanged(string Account, ActorId Person, AccountChange Change, string? State, ActorId? Helper, DateTimeOffset Happened) : IEvent
{
    public const string Name = "account-changed/1";

    public string Wire => Name;
}

/// <summary>An account as the record knows it. How its holder signs in stands sealed beside the entry.</summary>
/// <param name="Position">The entry beside which it stands.</param>
public sealed record SignInAccount(string Id, ActorId Person, string State, long Position, bool Locked);

public static class ChangingAccounts
{
    public static Outcome Decide(ChangeAccount act, SignInAccount? known, DateTimeOffset now) => (act.Change, known) switch
    {
        (AccountChange.Opened, not null) => AccessRefusals.AccountThere,
        (not AccountChange.Opened, null) => AccessRefusals.NoSuchAccount,
        // Whoever could help themselves would need nobody else to take an account over.
        (AccountChange.CodeGiven or AccountChange.Opened, _) when act.Helper == act.Person => AccessRefusals.NeedsSecondOfficer,
        (AccountChange.Locked, { Locked: true }) => AccessRefusals.AccountLockedAlready,
        (AccountChange.PasskeyAdded or AccountChange.PasskeyRemoved, { Locked: true }) => AccessRefusals.AccountLockedAlready,
        _ => Outcome.Accept(new AccountChanged(act.Account, act.Person, act.Change, act.State, act.Helper, now)),
    };

    /// <summary>What an account is after an event at a position.</summary>
    public static SignInAccount? Apply(SignInAccount? account, AccountChanged happened, long position) => happened switch
    {
        { Change: AccountChange.Locked } => account is null ? null : account with { Locked = true },
        { State: { } state } => new SignInAccount(happened.Account, happened.Person, state, position, Locked: false),
        _ => account,
    };
}

/// <summary>The words for changes: in the record, and nowhere else.</summary>
internal static class AccountChanges
{
    private static readonly AccountChange[] All = Enum.GetValues<AccountChange>();

    public static string Word(AccountChange change) => change switch
    {
        AccountChange.Opened => "opened",
        AccountChange.CodeGiven => "code-given",
        AccountChange.PasswordSet => "password-set",
        AccountChange.PasskeyAdded => "passkey-added",
        AccountChange.PasskeyRemoved => "passkey-removed",
        AccountChange.Locked => "locked",
        AccountChange.Guessed => "guessed",
        _ => "sessions-ended",
    };

    public static AccountChange? Of(string? word)
    {
        foreach (var change in All)
            if (Word(change) == word) return change;
        return null;
    }
}
