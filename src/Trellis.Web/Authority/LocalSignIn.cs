using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Trellis.Authority.Access;
using Trellis.Ledger;
using Trellis.Runtime;
using Trellis.Runtime.Authority;

namespace Trellis.Web.Authority;

/// <summary>What came of trying to sign in.</summary>
public abstract record Tried
{
    private Tried() { }

    public sealed record In(OpenAccount Account) : Tried;

    /// <summary>Name and password do not fit; which of the two is not told.</summary>
    public sealed record Wrong : Tried;

    /// <summary>Too many wrong ones for this name.</summary>
    public sealed record Resting(DateTimeOffset Until) : Tried;

    /// <summary>Too many wrong ones from there, or too much at once.</summary>
    public sealed record TooMany : Tried;
}

/// <summary>
/// Accounts of the site's own: whoever sends a name takes as long to be refused as one whose password is wrong, whether there is such a name or not.
/// </summary>
public sealed partial class LocalSignIn(AccountDesk accounts, RequestLimits limits, TimeProvider time, ILogger<LocalSignIn> logger) : IDisposable
{
    /// <summary>What a session says of how it began.</summary>
    public const string Password = "password";

    public const string Passkey = "passkey";

    /// <summary>Twice what .NET takes by itself: for PBKDF2 with SHA-512 OWASP asks for 210,000.</summary>
    private const int Iterations = 220_000;

    /// <summary>Each takes a tenth of a second of a processor; whoever comes when so many wait is told to come again.</summary>
    private const int MostWaiting = 40;

    private readonly SemaphoreSlim _hashing = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly RestingNames _resting = new(time);
    private readonly PasswordHasher<AccountDesk> _hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));
    private string? _nobody;
    private int _waiting;

    public async Task<Tried> TryAsync(HttpContext context, string name, string password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var from = context.Connection.RemoteIpAddress;
        if (limits.Guesses.WaitOf(from) > TimeSpan.Zero) return new Tried.TooMany();
        var key = AccountDesk.Compared(name);
        if (_resting.Until(key) is { } until) return new Tried.Resting(until);
        if (Interlocked.Increment(ref _waiting) > MostWaiting)
        {
            Interlocked.Decrement(ref _waiting);
            return new Tried.TooMany();
        }

        try
        {
            var (may, isLast) = _resting.Try(key);
            if (!may) return _resting.Until(key) is { } rests ? new Tried.Resting(rests) : new Tried.TooMany();
            var account = accounts.Named(name) ?? accounts.Another();
            var isTheirs = account is not null && AccountDesk.Compared(account.Name) == key;
            if (await FitsAsync(isTheirs ? account?.Secrets?.Password : null, password, cancellationToken))
            {
                _resting.Forget(key);
                return new Tried.In(account!);
            }

            limits.Guesses.Take(from);
            // Not waited for: that there is such a name must not be told by how long the answer takes.
            if (isLast && isTheirs) _ = NoteAsync(account!.Account.Id);
            return isLast ? new Tried.Resting(time.GetUtcNow() + RestingNames.Rest) : new Tried.Wrong();
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    /// <summary>
    /// Sets a password with a code that was given for a name. A wrong code costs whoever sends it one of the guesses from there, and the name nothing: a hundred bits are not guessed within the hour, and
    /// whoever knows a name must not be able to spoil the code of its owner.
    /// </summary>
    /// <returns>The account, or what is wrong: with the code, or with the password.</returns>
    public async Task<(OpenAccount? Account, Refusal? Why)> UseCodeAsync(HttpContext context, string name, string code, string password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var from = context.Connection.RemoteIpAddress;
        if (limits.Guesses.WaitOf(from) > TimeSpan.Zero) return (null, AccessRefusals.TooManyGuesses);
        if (ChoosingPasswords.WhyNot(password, name) is { } unfit) return (null, unfit);
        var account = accounts.Named(name) ?? accounts.Another();
        var isTheirs = account is not null && AccountDesk.Compared(account.Name) == AccountDesk.Compared(name);
        if (!accounts.IsCode(isTheirs ? account : null, code))
        {
            limits.Guesses.Take(from);
            return (null, AccessRefusals.CodeNotGood);
        }

        var (receipt, why) = await accounts.UseCodeAsync(account!.Account.Id, code, await HashAsync(password, cancellationToken), cancellationToken);
        if (receipt is null) return (null, why);
        _resting.Forget(AccountDesk.Compared(name));
        return (accounts.Of(account.Account.Id), null);
    }

    /// <summary>A new password for somebody who has just shown that they know the old one.</summary>
    public async Task<Refusal?> SetPasswordAsync(OpenAccount account, string password, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (ChoosingPasswords.WhyNot(password, account.Name) is { } unfit) return unfit;
        var (_, why) = await accounts.SetPasswordAsync(account, await HashAsync(password, cancellationToken), cancellationToken);
        return why;
    }

    public void Dispose() => _hashing.Dispose();

    private async Task<bool> FitsAsync(string? hash, string password, CancellationToken cancellationToken)
    {
        _nobody ??= _hasher.HashPassword(accounts, "");
        // What no password is as long as is not hashed, which would cost us more than whoever sends it.
        var given = password.Length > 4 * ChoosingPasswords.Longest ? "" : ChoosingPasswords.Normalized(password);
        await _hashing.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => _hasher.VerifyHashedPassword(accounts, hash ?? _nobody, given), cancellationToken) != PasswordVerificationResult.Failed && hash is not null;
        }
        finally
        {
            _hashing.Release();
        }
    }

    private async Task<string> HashAsync(string password, CancellationToken cancellationToken)
    {
        await _hashing.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => _hasher.HashPassword(accounts, ChoosingPasswords.Normalized(password)), cancellationToken);
        }
        finally
        {
            _hashing.Release();
        }
    }

    private async Task NoteAsync(string account)
    {
        await Task.Yield();
        try
        {
            await accounts.NoteAsync(account, AccountChange.Guessed, EntryActor.System, null, CancellationToken.None);
        }
        catch (Exception fault) when (fault is MachineFault or UnusableInput or ObjectDisposedException)
        {
            Log.NotNoted(logger, fault);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "That a sign-in name rests could not be entered")]
        public static partial void NotNoted(ILogger logger, Exception fault);
    }
}
