using System.Collections.Concurrent;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Trellis.Authority.Access;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Process;
using Trellis.Web.Shared;

namespace Trellis.Web.Authority;

/// <summary>
/// Providers of OpenID Connect: code flow with PKCE, state and nonce, by ASP.NET Core. What is ours is who somebody is here, the session that begins then, and that a provider may end it.
/// Nothing that a provider sends is kept but keyed hashes by which it can end what began with it.
/// </summary>
public sealed partial class Providers(SignInSettings settings, MattersDesk desk, Func<ActorId, bool> isKnown, Sessions sessions, Arrivals arrivals, TimeProvider time, Uri? self)
{
    /// <summary>Before the id of a provider in what a session says of how it began.</summary>
    public const string Via = "provider:";

    private const string LogoutEvent = "http://schemas.openid.net/event/backchannel-logout";
    private const int MostBytes = 64 * 1024;

    /// <summary>Somebody was going nowhere; without an address they would come back to where they were sent away from.</summary>
    private const string Nowhere = "/";

    private static readonly TimeSpan Clocks = TimeSpan.FromMinutes(2);

    /// <summary>Logout tokens that came already, by provider and id, until they are too old to be taken anyway.</summary>
    private readonly ConcurrentDictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);

    public IReadOnlyList<ProviderSettings> All => settings.Providers;

    public ProviderSettings? Of(string id) => settings.Providers.FirstOrDefault(one => one.Id == id);

    public void Add(IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(this);
                var adding = services.AddAuthentication(Nobody.Scheme).AddScheme<AuthenticationSchemeOptions, Nobody>(Nobody.Scheme, null);
        foreach (var provider in settings.Providers) adding.AddOpenIdConnect(provider.Id, options => Set(options, provider));
    }

    public void Map(IEndpointRouteBuilder to)
    {
        to.MapGet("/sign-in/with/{provider}", (HttpContext context, string provider, string? back) => LeaveAsync(context, provider, back)).WithMetadata(new ShownToPeople()).ExcludeFromDescription();
        // Answered before by whoever waits for it; here come those who were sent by nobody.
        to.MapGet("/sign-in/from/{provider}", static (HttpContext context) => context.Response.StatusCode = StatusCodes.Status404NotFound).WithMetadata(new ShownToPeople()).ExcludeFromDescription();
        to.MapGet("/sign-out/at/{provider}", (HttpContext context, string provider) => SignOutThereAsync(context, provider)).WithMetadata(new ShownToPeople()).ExcludeFromDescription();
        to.MapPost("/sign-out/by/{provider}", (HttpContext context, string provider) => SignedOutThereAsync(context, provider)).ExcludeFromDescription();
    }

    private void Set(OpenIdConnectOptions options, ProviderSettings provider)
    {
        options.Authority = provider.Authority.AbsoluteUri;
        options.ClientId = provider.Client;
        options.ClientSecret = provider.Secret;
        options.RequireHttpsMetadata = provider.Authority.Scheme == Uri.UriSchemeHttps;
        options.CallbackPath = $"/sign-in/from/{provider.Id}";
        options.SignInScheme = Nobody.Scheme;
        // Signing out is ours, here and there.
        options.RemoteSignOutPath = options.SignedOutCallbackPath = PathString.Empty;
        options.ResponseType = OpenIdConnectResponseType.Code;
        // As a query: then what binds it to this browser goes along with an ordinary link, and no cookie has to be sent by a form of another site.
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.SaveTokens = false;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.BackchannelTimeout = TimeSpan.FromSeconds(10);
        options.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(15);
        options.NonceCookie.SameSite = options.CorrelationCookie.SameSite = SameSiteMode.Lax;
        options.NonceCookie.SecurePolicy = options.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ProtocolValidator.RequireNonce = true;
        options.ProtocolValidator.RequireStateValidation = false; // the handler's own state is bound to the browser by a cookie, and checked before
        options.TokenValidationParameters.ClockSkew = Clocks;
        options.TokenValidationParameters.NameClaimType = "sub";
        options.Scope.Clear();
        foreach (var scope in (string[])["openid", .. provider.Scopes]) options.Scope.Add(scope);
        foreach (var claim in (string[])[provider.Person.Claim, "email_verified"]) options.ClaimActions.MapJsonKey(claim, claim);
        options.Events = new OpenIdConnectEvents
        {
            OnRedirectToIdentityProvider = context =>
            {
                if (self is not null) context.ProtocolMessage.RedirectUri = AtOurs(context.Options.CallbackPath);
                return Task.CompletedTask;
            },
            OnTokenValidated = static context =>
            {
                // A token that comes straight from the provider need not be signed, says the standard, and so the handler takes one that is not. Ours is.
                if (string.IsNullOrEmpty(context.SecurityToken.RawSignature) || context.SecurityToken.SignatureAlgorithm is null or SecurityAlgorithms.None) context.Fail("The token is not signed.");
                return Task.CompletedTask;
            },
            OnTicketReceived = context => ComeAsync(context, provider),
            OnRemoteFailure = context => FailAsync(context, provider),
        };
    }

    private string AtOurs(string path) => self!.AbsoluteUri.TrimEnd('/') + path;

    /// <summary>Sends the browser to the provider, or says that it cannot be reached.</summary>
    private async Task LeaveAsync(HttpContext context, string id, string? back)
    {
        if (Of(id) is not { } provider)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (!Sessions.IsPrivateLine(context.Request))
        {
            context.Response.Redirect("/sign-in");
            return;
        }

        try
        {
            await context.ChallengeAsync(provider.Id, new AuthenticationProperties { RedirectUri = SitePages.IsLocal(back) ? back : Nowhere });
        }
        catch (Exception fault) when (fault is InvalidOperationException or HttpRequestException or IOException or OpenIdConnectProtocolException)
        {
            // What it publishes about itself could not be read.
            Log.Away(Logger(context), provider.Id, fault);
            context.Response.Redirect($"/sign-in?trouble=away&at={provider.Id}");
        }
    }

    private async Task ComeAsync(TicketReceivedContext context, ProviderSettings provider)
    {
        context.HandleResponse();
        var claims = context.Principal!.Claims.Distinct(SameClaim.One).ToLookup(static one => one.Type, static one => one.Value, StringComparer.Ordinal);
        var day = desk.InForce.DayOf(time.GetUtcNow());
        if (NamingPeople.Of(provider.Person, claims, desk.Standing, day, isKnown) is not { } person)
        {
            context.Response.Redirect($"/sign-in/not-known?at={provider.Id}");
            return;
        }

        var subject = context.Principal.FindFirst("sub")?.Value ?? "";
        var way = new SignInWay(Via + provider.Id, Browsers.NameOf(context.Request.Headers.UserAgent.ToString()), sessions.Desk.HashOf(provider.Id, "sub " + subject), context.Principal.FindFirst("sid")?.Value is { } sid ? sessions.Desk.HashOf(provider.Id, "sid " + sid) : "");
        var next = await arrivals.BeginAsync(context.HttpContext, person, way, context.ReturnUri == Nowhere ? null : context.ReturnUri);
        // A browser that came here from another site does not send the new cookie along before a page of ours has sent it on.
        context.Response.Redirect("/sign-in/done?back=" + Uri.EscapeDataString(next));
    }

    private Task FailAsync(RemoteFailureContext context, ProviderSettings provider)
    {
        context.HandleResponse();
        Log.Failed(Logger(context.HttpContext), provider.Id, context.Failure?.GetType().Name ?? "", context.Failure);
        var trouble = context.Failure switch
        {
            { Data: var data } when data.Contains("error") && data["error"] is "access_denied" => "declined",
            HttpRequestException or TaskCanceledException => "away",
            { InnerException: HttpRequestException or IOException } => "away",
            _ => "refused",
        };
        context.Response.Redirect($"/sign-in?trouble={trouble}&at={provider.Id}");
        return Task.CompletedTask;
    }

    /// <summary>After the session here has ended: ends the one at the provider, if whoever it was wishes that.</summary>
    private async Task SignOutThereAsync(HttpContext context, string id)
    {
        if (Of(id) is not { } provider)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            var known = await ConfigurationAsync(context, provider);
            if (string.IsNullOrEmpty(known.EndSessionEndpoint))
            {
                context.Response.Redirect("/sign-out");
                return;
            }

            var home = self is null ? $"{context.Request.Scheme}://{context.Request.Host}/sign-out" : AtOurs("/sign-out");
            context.Response.Redirect($"{known.EndSessionEndpoint}{(known.EndSessionEndpoint.Contains('?', StringComparison.Ordinal) ? '&' : '?')}client_id={Uri.EscapeDataString(provider.Client)}&post_logout_redirect_uri={Uri.EscapeDataString(home)}");
        }
        catch (Exception fault) when (fault is InvalidOperationException or HttpRequestException or IOException)
        {
            Log.Away(Logger(context), provider.Id, fault);
            context.Response.Redirect($"/sign-in?trouble=away&at={provider.Id}");
        }
    }

    /// <summary>
    /// A provider says that somebody has signed out there: what began with that ends here (OpenID Connect Back-Channel Logout 1.0, section 2.6). The signature under it is the credential.
    /// </summary>
    private async Task SignedOutThereAsync(HttpContext context, string id)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        if (Of(id) is not { } provider || !context.Request.HasFormContentType || context.Request.ContentLength is null or > MostBytes) return;
        var written = (await context.Request.ReadFormAsync(context.RequestAborted))["logout_token"].ToString();
        if (written.Length == 0) return;
        OpenIdConnectConfiguration known;
        try
        {
            known = await ConfigurationAsync(context, provider);
        }
        catch (Exception fault) when (fault is InvalidOperationException or HttpRequestException or IOException)
        {
            Log.Away(Logger(context), provider.Id, fault);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        var options = Options(context, provider);
        var read = await new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(written, new TokenValidationParameters
        {
            ValidIssuer = known.Issuer,
            ValidAudience = provider.Client,
            IssuerSigningKeys = known.SigningKeys,
            ClockSkew = Clocks,
            RequireSignedTokens = true,
            RequireExpirationTime = false, // an older draft had none
        });
        if (!read.IsValid)
        {
            if (read.Exception is SecurityTokenSignatureKeyNotFoundException) options.ConfigurationManager!.RequestRefresh();
            Log.Failed(Logger(context), provider.Id, "logout token", read.Exception);
            return;
        }

        var token = (JsonWebToken)read.SecurityToken;
        var (subject, sid) = (token.TryGetPayloadValue<string>("sub", out var sub) ? sub : null, token.TryGetPayloadValue<string>("sid", out var session) ? session : null);
        if ((subject ?? sid) is null || token.TryGetPayloadValue<string>("nonce", out _) || !token.TryGetPayloadValue<JsonElement>("events", out var events) || events.ValueKind != JsonValueKind.Object || !events.TryGetProperty(LogoutEvent, out _)) return;
        var now = TimeProvider.System.GetUtcNow();
        if (!token.TryGetPayloadValue<string>("jti", out var jti) || string.IsNullOrEmpty(jti) || Math.Abs((now - new DateTimeOffset(token.IssuedAt, TimeSpan.Zero)).TotalMinutes) > 10) return;
        foreach (var (old, until) in _told)
            if (until < now) _told.TryRemove(old, out _);
        if (!_told.TryAdd($"{provider.Id} {jti}", now.AddMinutes(30))) return;
        var (bySubject, bySid) = (subject is null ? null : sessions.Desk.HashOf(provider.Id, "sub " + subject), sid is null ? null : sessions.Desk.HashOf(provider.Id, "sid " + sid));
        // With both, one session of this person; with the person alone, all of theirs.
        await sessions.Desk.EndAsync(one => one.Way.Via == Via + provider.Id && (bySubject is null || one.Way.Subject == bySubject) && (bySid is null || one.Way.Sid == bySid));
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    private static OpenIdConnectOptions Options(HttpContext context, ProviderSettings provider) => context.RequestServices.GetRequiredService<IOptionsMonitor<OpenIdConnectOptions>>().Get(provider.Id);

    private static Task<OpenIdConnectConfiguration> ConfigurationAsync(HttpContext context, ProviderSettings provider) => Options(context, provider).ConfigurationManager!.GetConfigurationAsync(context.RequestAborted);

    private static ILogger<Providers> Logger(HttpContext context) => context.RequestServices.GetRequiredService<ILogger<Providers>>();

    /// <summary>A claim that both the token and the answer about the person hold is one.</summary>
    private sealed class SameClaim : IEqualityComparer<Claim>
    {
        public static SameClaim One { get; } = new();

        public bool Equals(Claim? one, Claim? other) => one?.Type == other?.Type && one?.Value == other?.Value;

        public int GetHashCode(Claim claim) => HashCode.Combine(claim.Type, claim.Value);
    }

    /// <summary>Whom the handlers of ASP.NET Core find signed in: nobody. Sessions are ours.</summary>
    private sealed class Nobody(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, System.Text.Encodings.Web.UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
    {
        public new const string Scheme = "nobody";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "The provider {Provider} cannot be reached")]
        public static partial void Away(ILogger logger, string provider, Exception fault);

        [LoggerMessage(Level = LogLevel.Warning, Message = "A sign-in at the provider {Provider} failed: {What}")]
        public static partial void Failed(ILogger logger, string provider, string what, Exception? fault);
    }
}
