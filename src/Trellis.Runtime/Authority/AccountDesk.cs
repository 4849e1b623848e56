using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Trellis.Authority.Access;
using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;

namespace Trellis.Runtime.Authority;

/// <summary>An account with how its holder signs in, opened to be compared.</summary>
/// <param name="Secrets">Null where the account is locked, was put back from an older backup, or its holder was erased: then nobody gets in by it.</param>
public sealed record OpenAccount(SignInAccount Account, string Name, AccountSecrets? Secrets);

/// <summary>A code that was given, told this once.</summary>
public sealed record GivenCode(SignInAccount Account, string Code, DateTimeOffset Expires, Receipt Receipt);

/// <summary>
/// Accounts with which people sign in here. Each change is an entry, with whoever helped; the sign-in name, the hash of the password and the public halves of passkeys stand sealed beside it
/// and nowhere else, so that they can be erased, and whoever writes into the database can neither read nor change them. Which of several entries counts is known outside it, beside the keys.
/// </summary>
public sealed class AccountDesk : IDisposable
{
    /// <summary>Under which name how somebody signs in stands beside the entry.</summary>
    private const string Field = "secrets";

    /// <summary>How long a code is good: as long as it takes to walk back to one's desk.</summary>
    public static readonly TimeSpan CodeLasts = TimeSpan.FromHours(1);

    public const int MostPasskeys = 10;

    /// <summary>Crockford's digits: without those that are mistaken for others when they are read out.</summary>
    private const string CodeDigits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private const int CodeLength = 20;

    private readonly RecordWriter _writer;
    private readonly TimeProvider _time;
    private readonly Func<string> _structure;
    private readonly SemaphoreSlim _changing = new(1);
    private readonly ConcurrentDictionary<string, SignInAccount> _accounts = new(StringComparer.Ordinal);

    /// <summary>By sign-in name, as names are compared.</summary>
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <param name="structure">The version of the structure in force.</param>
    public AccountDesk(RecordWriter writer, TimeProvider time, Func<string> structure)
    {
        (_writer, _time, _structure) = (writer, time, structure);
        using var session = writer.Place.Store.OpenToRead();
        foreach (var account in AccountRows.Proven(session, new ProvenEntries(session, writer.Head)))
        {
            _accounts[account.Id] = account;
            if (Read(session, writer.Keys, writer.Place.Attachments, account) is { } secrets) _names[Compared(secrets.Name)] = account.Id;
        }
    }

    /// <summary>Every account that there is, by its name.</summary>
    public IReadOnlyList<OpenAccount> All
    {
        get
        {
            using var session = _writer.Place.Store.OpenToRead();
            var revoked = _writer.Keys.Revocations();
            return InOrder(_accounts.Values.Select(one => Open(session, _writer.Keys, _writer.Place.Attachments, one, revoked)));
        }
    }

    /// <summary>The same of a record, read beside whoever writes it.</summary>
    public static IReadOnlyList<OpenAccount> Read(RecordPlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var keys = RecordKeys.Open(place.Keys);
        try
        {
            using var session = place.Store.OpenToRead();
            var revoked = keys.Revocations();
            return InOrder(AccountRows.Read(session).Select(one => Open(session, keys, place.Attachments, one, revoked)));
        }
        catch (StoreFault fault)
        {
            throw fault.Tell(place.Store.Called);
        }
    }

    private static List<OpenAccount> InOrder(IEnumerable<OpenAccount?> accounts) => [.. accounts.OfType<OpenAccount>().OrderBy(static one => one.Name, StringComparer.Ordinal)];

    /// <summary>Those whose sign-in name has this in it, by their names and no more than so many: the others stay sealed.</summary>
    public IReadOnlyList<OpenAccount> Find(string part, int most)
    {
        ArgumentNullException.ThrowIfNull(part);
        var sought = Compared(part);
        using var session = _writer.Place.Store.OpenToRead();
        var revoked = _writer.Keys.Revocations();
        return [.. _names.Where(one => one.Key.Contains(sought, StringComparison.Ordinal)).OrderBy(static one => one.Key, StringComparer.Ordinal).Select(one => Open(session, _writer.Keys, _writer.Place.Attachments, _accounts[one.Value], revoked)).OfType<OpenAccount>().Take(most)];
    }

    public OpenAccount? Named(string name) => name.Length <= 200 && _names.TryGetValue(Compared(name), out var id) ? Of(id) : null;

    /// <summary>Any account: opened in place of one that is not there, so that this takes as long.</summary>
    public OpenAccount? Another()
    {
        foreach (var (id, _) in _accounts) return Of(id);
        return null;
    }

    public OpenAccount? OfPerson(ActorId person) => _accounts.Values.FirstOrDefault(one => one.Person == person) is { } account ? Of(account.Id) : null;

    public OpenAccount? Of(string id)
    {
        if (!_accounts.TryGetValue(id, out var account)) return null;
        using var session = _writer.Place.Store.OpenToRead();
        return Open(session, account);
    }

    /// <summary>Whether somebody still gets in as they did when this was opened: nothing was changed since, and nobody locked it.</summary>
    public bool IsStill(OpenAccount account) => _accounts.TryGetValue(account.Account.Id, out var now) && now == account.Account;

    /// <summary>Whose passkey this is.</summary>
    public OpenAccount? WithPasskey(byte[] credential) => All.FirstOrDefault(one => one.Secrets?.Passkeys.Any(key => key.Credential.AsSpan().SequenceEqual(credential)) == true);

    /// <summary>Opens an account; its holder sets the password with the code.</summary>
    public async Task<(GivenCode? Given, Refusal? Why)> OpenAsync(string name, ActorId person, EntryActor.Officer by, ActorId? helper, CancellationToken cancellationToken)
    {
        if (!IsName(name)) return (null, AccessRefusals.NameUnusable);
        return await InTurnAsync<(GivenCode?, Refusal?)>(async () =>
        {
            if (_names.ContainsKey(Compared(name)) || OfPerson(person) is not null) return (null, AccessRefusals.AccountThere);
            var (code, kept) = NewCode(by);
            var id = NewId();
            var (receipt, why) = await ChangeAsync(new ChangeAccount(id, person, AccountChange.Opened, NewId(), helper), by, new AccountSecrets(name, null, [], kept), cancellationToken);
            return receipt is null ? (null, why) : (new GivenCode(_accounts[id], code, kept.Expires, receipt), null);
        }, cancellationToken);
    }

    /// <summary>A second officer helps somebody who cannot get in. Until the code is used everything stays as it is; of an account that was locked nothing is left but its name.</summary>
    /// <param name="helper">Who helps; null where it is whoever has the machine.</param>
    public Task<(GivenCode? Given, Refusal? Why)> GiveCodeAsync(string id, EntryActor.Officer by, ActorId? helper, CancellationToken cancellationToken) => InTurnAsync<(GivenCode?, Refusal?)>(async () =>
    {
        if (Of(id) is not { } known) return (null, AccessRefusals.NoSuchAccount);
        var (code, kept) = NewCode(by);
        var (receipt, why) = await ChangeAsync(new ChangeAccount(id, known.Account.Person, AccountChange.CodeGiven, NewId(), helper), by, (known.Secrets ?? new AccountSecrets(known.Name, null, [], null)) with { Code = kept }, cancellationToken);
        return receipt is null ? (null, why) : (new GivenCode(known.Account, code, kept.Expires, receipt), null);
    }, cancellationToken);

    /// <summary>Whether a code is the one that was given for this account, and still good.</summary>
    /// <param name="account">Null for an account that is not there: then it takes as long, and is not good.</param>
    public bool IsCode(OpenAccount? account, string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        var known = account?.Secrets?.Code;
        return CryptographicOperations.FixedTimeEquals(DigestOf(code), known?.Digest ?? new byte[SHA256.HashSizeInBytes]) && known is not null && _time.GetUtcNow() < known.Expires;
    }

    /// <summary>Sets a password with a code, which is used up by it.</summary>
    public Task<(Receipt? Receipt, Refusal? Why)> UseCodeAsync(string id, string code, string hash, CancellationToken cancellationToken) => InTurnAsync<(Receipt?, Refusal?)>(async () =>
    {
        // Asked again in turn: of two that send the same code one is second.
        if (Of(id) is not { Secrets: { } secrets } known || !IsCode(known, code)) return (null, AccessRefusals.CodeNotGood);
        return await ChangeAsync(
            new ChangeAccount(id, known.Account.Person, AccountChange.PasswordSet, NewId(), null), Holder,
            secrets with { Password = hash, PasswordSet = Entry.Moment(_time.GetUtcNow()), Code = null, HelpedBy = secrets.Code!.By }, cancellationToken);
    }, cancellationToken);

    /// <param name="from">The account as it was when its holder proved to be that.</param>
    public Task<(Receipt? Receipt, Refusal? Why)> SetPasswordAsync(OpenAccount from, string hash, CancellationToken cancellationToken) => AlteringAsync(
        from, AccountChange.PasswordSet, secrets => secrets with { Password = hash, PasswordSet = Entry.Moment(_time.GetUtcNow()), HelpedBy = null }, cancellationToken);

    public Task<(Receipt? Receipt, Refusal? Why)> AddPasskeyAsync(OpenAccount from, KeptPasskey passkey, CancellationToken cancellationToken) =>
        from.Secrets?.Passkeys.Count >= MostPasskeys
            ? Task.FromResult<(Receipt?, Refusal?)>((null, AccessRefusals.TooManyPasskeys))
            : AlteringAsync(from, AccountChange.PasskeyAdded, secrets => secrets with { Passkeys = [.. secrets.Passkeys, passkey] }, cancellationToken);

    public Task<(Receipt? Receipt, Refusal? Why)> RemovePasskeyAsync(OpenAccount from, byte[] credential, CancellationToken cancellationToken) =>
        AlteringAsync(from, AccountChange.PasskeyRemoved, secrets => secrets with { Passkeys = [.. secrets.Passkeys.Where(one => !one.Credential.AsSpan().SequenceEqual(credential))] }, cancellationToken);

    /// <summary>Nobody gets in by it until a code is given.</summary>
    public Task<(Receipt? Receipt, Refusal? Why)> LockAsync(string id, EntryActor.Officer by, ActorId? helper, CancellationToken cancellationToken) => InTurnAsync<(Receipt?, Refusal?)>(async () =>
    {
        if (!_accounts.TryGetValue(id, out var known)) return (null, AccessRefusals.NoSuchAccount);
        // Beside the keys first: then it opens nothing any more even where the entry cannot be stored, nor after a restore.
        if (!known.Locked) _writer.Keys.KeepRevocations([known.State]);
        _accounts[id] = known with { Locked = true };
        try
        {
            return await ChangeAsync(new ChangeAccount(id, known.Person, AccountChange.Locked, null, helper), by, null, cancellationToken, known);
        }
        catch (MachineFault fault)
        {
            throw new MachineFault(new Text($"{fault.Says.Zh}账号已经停用。", $"{fault.Message} The account is locked all the same."), fault.Advises, fault) { Stands = fault.Stands };
        }
    }, cancellationToken);

    /// <summary>Enters that an account rests after too many wrong passwords, or that somebody else ended its sessions.</summary>
    public Task<(Receipt? Receipt, Refusal? Why)> NoteAsync(string id, AccountChange change, EntryActor by, ActorId? helper, CancellationToken cancellationToken) => InTurnAsync<(Receipt?, Refusal?)>(async () =>
        _accounts.TryGetValue(id, out var known) ? await ChangeAsync(new ChangeAccount(id, known.Person, change, null, helper), by, null, cancellationToken) : (null, AccessRefusals.NoSuchAccount), cancellationToken);

    public void Dispose() => _changing.Dispose();

    /// <summary>The entry of what people do with their own account names them by their opaque id.</summary>
    private static EntryActor Holder { get; } = new EntryActor.InRole("holder");

    private Task<(Receipt? Receipt, Refusal? Why)> AlteringAsync(OpenAccount from, AccountChange change, Func<AccountSecrets, AccountSecrets> alter, CancellationToken cancellationToken) => InTurnAsync<(Receipt?, Refusal?)>(async () =>
    {
        // What was proved of an older state says nothing of this one.
        if (!IsStill(from) || Of(from.Account.Id) is not { Secrets: { } secrets } known) return (null, AccessRefusals.AccountLockedAlready);
        return await ChangeAsync(new ChangeAccount(known.Account.Id, known.Account.Person, change, NewId(), null), Holder, alter(secrets), cancellationToken);
    }, cancellationToken);

    private async Task<T> InTurnAsync<T>(Func<Task<T>> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        try
        {
            return await change();
        }
        finally
        {
            _changing.Release();
        }
    }

    /// <param name="before">What it was, where that is not what stands in memory any more.</param>
    private async Task<(Receipt? Receipt, Refusal? Why)> ChangeAsync(ChangeAccount act, EntryActor by, AccountSecrets? secrets, CancellationToken cancellationToken, SignInAccount? before = null)
    {
        var known = before ?? _accounts.GetValueOrDefault(act.Account);
        AccountChanged? happened = null;
        var settled = await _writer.PerformAsync(
            turn =>
            {
                if (ChangingAccounts.Decide(act, known, turn.At) is Outcome.Refused { Why: var no }) return Decision.Refuse(no);
                happened = new AccountChanged(act.Account, act.Person, act.Change, act.State, act.Helper, turn.At);
                return Decision.Accept(new Draft
                {
                    Event = happened.Wire,
                    By = by,
                    Structure = _structure(),
                    Fields = AccessEvents.Write(happened),
                    Personal = secrets is null ? [] : [new ValueToSeal(Field, act.Person.Text, ReadingGround.SigningIn.Purpose, secrets.Write())],
                });
            },
            cancellationToken);
        switch (settled)
        {
            case Settled.NotDone no:
                return (null, no.Why);
            case Settled.Done done:
                if (ChangingAccounts.Apply(known, happened!, done.Receipt.First) is { } after) _accounts[act.Account] = after;
                if (secrets is not null) _names[Compared(secrets.Name)] = act.Account;
                // An older row with an older password must not open anything again.
                if (known is not null && act.State is not null) _writer.Keys.KeepRevocations([known.State]);
                return (done.Receipt, null);
            default:
                throw new UnreachableException();
        }
    }

    private OpenAccount? Open(Session session, SignInAccount account) => Open(session, _writer.Keys, _writer.Place.Attachments, account, _writer.Keys.Revocations());

    /// <summary>Null where nothing of it can be read any more: its holder was erased.</summary>
    private static OpenAccount? Open(Session session, RecordKeys keys, string attachments, SignInAccount account, IReadOnlySet<string> revoked) => Read(session, keys, attachments, account) is not { } secrets
        ? null
        : new OpenAccount(account, secrets.Name, account.Locked || revoked.Contains(account.State) ? null : secrets);

    private static AccountSecrets? Read(Session session, RecordKeys keys, string attachments, SignInAccount account)
    {
        try
        {
            return new PersonalReading(session, keys, attachments, new ReadingGround.SigningIn()).Value(account.Position, Field) is { } value ? AccountSecrets.Read(value.Value.Span) : null;
        }
        catch (MachineFault)
        {
            return null; // changed after it was recorded: it lets nobody in, and verify tells it
        }
    }

    private (string Code, OneTimeCode Kept) NewCode(EntryActor.Officer by)
    {
        var digits = RandomNumberGenerator.GetItems<char>(CodeDigits, CodeLength);
        return (string.Join('-', digits.Chunk(5).Select(static part => new string(part))), new OneTimeCode(DigestOf(new string(digits)), Entry.Moment(_time.GetUtcNow() + CodeLasts), $"{by.Post}@{by.Unit}"));
    }

    /// <summary>As it was read out: without what parts it, large or small, an O for a 0 and an I or L for a 1.</summary>
    private static byte[] DigestOf(string code)
    {
        var plain = new string([.. code[..Math.Min(code.Length, 100)].ToUpperInvariant().Where(char.IsAsciiLetterOrDigit).Select(static letter => letter switch { 'O' => '0', 'I' or 'L' => '1', _ => letter })]);
        return SHA256.HashData(Encoding.ASCII.GetBytes(plain));
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    /// <summary>Names that look alike are the same.</summary>
    public static string Compared(string name) => ChoosingPasswords.Normalized(name.Trim()).ToLowerInvariant();

    private static bool IsName(string name) => name.Length is >= 2 and <= 64 && name == ChoosingPasswords.Normalized(name) && name.All(static letter => char.IsLetterOrDigit(letter) || "._-@".Contains(letter, StringComparison.Ordinal));
}
