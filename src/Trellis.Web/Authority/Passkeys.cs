using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Trellis.Runtime.Authority;

namespace Trellis.Web.Authority;

/// <summary>What a browser is asked, and by what its answer is told to belong to it.</summary>
public sealed record PasskeyQuestion(string Ticket, string Options);

/// <summary>
/// Passkeys (WebAuthn, level 2): ASP.NET Core Identity asks and checks, over our accounts. Each question is answered once and within minutes; the browser must have checked who holds the device,
/// so that a passkey is worth as much as a password and a device together.
/// </summary>
public sealed class Passkeys : IDisposable
{
    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    /// <summary>More than so many open questions are an attack; then the oldest are forgotten.</summary>
    private const int MostOpen = 10_000;

    private readonly AccountDesk _accounts;
    private readonly TimeProvider _time;
    private readonly UserManager<OpenAccount> _users;
    private readonly PasskeyHandler<OpenAccount> _handler;
    private readonly ConcurrentDictionary<string, Open> _open = new(StringComparer.Ordinal);

    /// <summary>The highest count that a device has told, since the server began: one that tells a lower one was copied.</summary>
    private readonly ConcurrentDictionary<string, uint> _counts = new(StringComparer.Ordinal);

    /// <param name="self">The address under which others reach this server; null for that of the request.</param>
    public Passkeys(AccountDesk accounts, TimeProvider time, IServiceProvider services, Uri? self)
    {
        (_accounts, _time) = (accounts, time);
        _users = new UserManager<OpenAccount>(new Holders(accounts, _counts), Options.Create(new IdentityOptions()), new PasswordHasher<OpenAccount>(), [], [], new UpperInvariantLookupNormalizer(), new IdentityErrorDescriber(), services, NullLogger<UserManager<OpenAccount>>.Instance);
        _handler = new PasskeyHandler<OpenAccount>(_users, Options.Create(new IdentityPasskeyOptions
        {
            ServerDomain = self?.Host,
            UserVerificationRequirement = "required",
            ResidentKeyRequirement = "required",
            AttestationConveyancePreference = "none",
            ValidateOrigin = context => ValueTask.FromResult(!context.CrossOrigin && string.IsNullOrEmpty(context.TopOrigin) && context.Origin == (self is null ? $"{context.HttpContext.Request.Scheme}://{context.HttpContext.Request.Host}" : self.GetLeftPart(UriPartial.Authority))),
        }));
    }

    public void Dispose() => _users.Dispose();

    /// <summary>For a browser whose owner wishes to sign in: whose passkey it is, the passkey itself says.</summary>
    public async Task<PasskeyQuestion> AskAsync(HttpContext context)
    {
        var made = await _handler.MakeRequestOptionsAsync(null, context);
        return Keep(made.AssertionState!, made.RequestOptionsJson, null);
    }

    /// <summary>For somebody who has shown that an account is theirs, and wishes to add a passkey.</summary>
    public async Task<PasskeyQuestion> AskForNewAsync(OpenAccount account, HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(account);
        var made = await _handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = account.Account.Id, Name = account.Name, DisplayName = account.Name }, context);
        return Keep(made.AttestationState!, made.CreationOptionsJson, account);
    }

    /// <returns>Whose passkey it is; null where the answer is not good, whatever is wrong with it.</returns>
    public async Task<OpenAccount?> AnsweredAsync(string ticket, string credential, HttpContext context)
    {
        if (Take(ticket) is not { For: null } open) return null;
        var result = await _handler.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = context, CredentialJson = credential, AssertionState = open.State });
        if (!result.Succeeded) return null;
        _counts.AddOrUpdate(Convert.ToHexStringLower(result.Passkey.CredentialId), result.Passkey.SignCount, (_, before) => Math.Max(before, result.Passkey.SignCount));
        return result.User is { Secrets: not null } ? result.User : null;
    }

    /// <returns>The account as it was when its holder was asked, and the passkey to be added to it; null where the answer is not good.</returns>
    public async Task<(OpenAccount Account, KeptPasskey Passkey)?> MadeAsync(string ticket, string credential, string called, HttpContext context)
    {
        if (Take(ticket) is not { For: { } account } open) return null;
        var result = await _handler.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = context, CredentialJson = credential, AttestationState = open.State });
        if (!result.Succeeded || result.UserEntity.Id != account.Account.Id || _accounts.WithPasskey(result.Passkey.CredentialId) is not null) return null;
        var made = result.Passkey;
        return (account, new KeptPasskey(made.CredentialId, made.PublicKey, Trellis.Ledger.Entry.Moment(_time.GetUtcNow()), called, made.Transports ?? [], made.IsUserVerified, made.IsBackupEligible, made.IsBackedUp, made.AttestationObject, made.ClientDataJson));
    }

    private PasskeyQuestion Keep(string state, string options, OpenAccount? account)
    {
        var now = _time.GetUtcNow();
        if (_open.Count >= MostOpen)
            foreach (var (old, one) in _open.OrderBy(static one => one.Value.Until).Take(MostOpen / 2).ToList()) _open.TryRemove(old, out _);
        var ticket = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _open[ticket] = new Open(state, account, now + Lasts);
        return new PasskeyQuestion(ticket, options);
    }

    /// <summary>Once: whoever sends the same answer again is not asked any more.</summary>
    private Open? Take(string ticket) => _open.TryRemove(ticket, out var open) && _time.GetUtcNow() < open.Until ? open : null;

    private sealed record Open(string State, OpenAccount? For, DateTimeOffset Until);

    /// <summary>Our accounts as Identity asks for them. It changes none: that is for the desk, with an entry.</summary>
    private sealed class Holders(AccountDesk accounts, ConcurrentDictionary<string, uint> counts) : IUserPasskeyStore<OpenAccount>
    {
        public Task<string> GetUserIdAsync(OpenAccount user, CancellationToken cancellationToken) => Task.FromResult(user.Account.Id);

        public Task<string?> GetUserNameAsync(OpenAccount user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Name);

        public Task<string?> GetNormalizedUserNameAsync(OpenAccount user, CancellationToken cancellationToken) => Task.FromResult<string?>(AccountDesk.Compared(user.Name));

        public Task<OpenAccount?> FindByIdAsync(string userId, CancellationToken cancellationToken) => Task.FromResult(accounts.Of(userId));

        public Task<OpenAccount?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => Task.FromResult(accounts.Named(normalizedUserName));

        public Task<IList<UserPasskeyInfo>> GetPasskeysAsync(OpenAccount user, CancellationToken cancellationToken) => Task.FromResult<IList<UserPasskeyInfo>>([.. (user.Secrets?.Passkeys ?? []).Select(Info)]);

        public Task<OpenAccount?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) => Task.FromResult(accounts.WithPasskey(credentialId));

        public Task<UserPasskeyInfo?> FindPasskeyAsync(OpenAccount user, byte[] credentialId, CancellationToken cancellationToken) =>
            Task.FromResult(user.Secrets?.Passkeys.FirstOrDefault(one => one.Credential.AsSpan().SequenceEqual(credentialId)) is { } known ? Info(known) : null);

        public Task SetUserNameAsync(OpenAccount user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task SetNormalizedUserNameAsync(OpenAccount user, string? normalizedName, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> CreateAsync(OpenAccount user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> UpdateAsync(OpenAccount user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IdentityResult> DeleteAsync(OpenAccount user, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task AddOrUpdatePasskeyAsync(OpenAccount user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RemovePasskeyAsync(OpenAccount user, byte[] credentialId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public void Dispose()
        {
            // The accounts are the server's.
        }

        private UserPasskeyInfo Info(KeptPasskey one) => new(
            one.Credential, one.PublicKey, one.Added, counts.GetValueOrDefault(Convert.ToHexStringLower(one.Credential)), [.. one.Transports], one.UserVerified, one.BackupEligible, one.BackedUp, one.Attestation, one.ClientData);
    }
}
