using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Trellis.Runtime;
using Trellis.Runtime.Assessment;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Diagnosis;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Pilots;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure.Files;
using Trellis.Web.Assessment;
using Trellis.Web.Authority;
using Trellis.Web.Diagnosis;
using Trellis.Web.Information;
using Trellis.Web.Ledger;
using Trellis.Web.Process;

namespace Trellis.Web;

/// <summary>What a server is started with.</summary>
public sealed record ServerSettings
{
    public const int UsualConnections = 20_000;

    public required RecordPlace Place { get; init; }

    /// <summary>The files of the structure; a record that has one goes on under its own.</summary>
    public required IReadOnlyList<SourceFile> Structure { get; init; }

    /// <summary>Who answers for errors that are open in the first structure of a new record.</summary>
    public IReadOnlyList<Trellis.Process.Adoption.ErrorOverride> Overrides { get; init; } = [];

    /// <summary>The name under which a new record signs; null where it must be there.</summary>
    public string? Origin { get; init; }

    /// <summary>Where to listen, such as http://127.0.0.1:8080.</summary>
    public IReadOnlyList<string> Urls { get; init; } = ["http://127.0.0.1:8080"];

    /// <summary>An address that another server opened already, or that this one opens for others; null where it has one of its own.</summary>
    internal OneAddress? Address { get; init; }

    /// <summary>Versions of the structure that somebody has begun to read; null where nobody has.</summary>
    public StructureVersions? Versions { get; init; }

    /// <summary>The address under which others know this server; null where it is that of each request.</summary>
    public Uri? Public { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How often to look for what time has made due; null leaves it to others.</summary>
    public TimeSpan? JobsEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often to look for what registered addresses are to be told; null leaves it to others.</summary>
    public TimeSpan? WebhooksEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether addresses without HTTPS, and in private networks, may be told of events.</summary>
    public bool WebhooksMayBePrivate { get; init; }

    public RecordSettings Record { get; init; } = new();

    /// <summary>The most connections at once; what comes beyond is closed at once. Idle ones are cheap, and a village office may hold several.</summary>
    public int MostConnections { get; init; } = UsualConnections;

    /// <summary>Networks of programs in front of this one, which are believed when they say whose request they hand on, and whether it came by HTTPS. Nobody else is.</summary>
    public IReadOnlyList<System.Net.IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>The folder of a key of a witness, where this server witnesses other records; null where it does not.</summary>
    public string? Witness { get; init; }

    /// <summary>Whether people are shown pages, and in which language where they have not said; null for programs alone.</summary>
    public PageSettings? Pages { get; init; }

    /// <summary>Where places lie, as the folder draws it that the server was started with; null goes by what was drawn when the version in force came.</summary>
    public Trellis.Structure.PlaceDrawing? Drawing { get; init; }

    /// <summary>Where neighbours are reached, by the origins of their records. Without any, nothing is ever sent to one.</summary>
    public IReadOnlyDictionary<string, Uri> Neighbours { get; init; } = new Dictionary<string, Uri>();

    /// <summary>How often to look for what is owed to neighbours; null leaves it to others.</summary>
    public TimeSpan? ExchangeEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether the server writes what goes wrong to standard error.</summary>
    public bool Logs { get; init; } = true;
}

/// <param name="PicksPeople">Whether people sign in by picking somebody: in the demo, and nowhere else.</param>
public sealed record PageSettings(Shared.Assets Assets, Language Language, bool PicksPeople)
{
    /// <summary>How people sign in where they are not picked.</summary>
    public SignInSettings SignIn { get; init; } = SignInSettings.Usual;
}

/// <summary>
/// A record with its desk and everything that is served of it over HTTP. It listens only when the record is open, whatever an earlier program left undone
/// is done, and the structure can run; so a port that answers is a server that works.
/// </summary>
public sealed partial class TrellisServer : IAsyncDisposable
{
    private readonly Parts _parts;
    private int _ended;

    private TrellisServer(Parts parts) => _parts = parts;

    /// <summary>Who may use the server.</summary>
    public AccessDesk Access => _parts.Access;

    public SessionDesk Sessions => _parts.Sessions;

    /// <summary>Accounts with which people sign in here.</summary>
    public AccountDesk Accounts => _parts.Accounts;

    public WebhookDesk Webhooks => _parts.Webhooks;

    /// <summary>What units owe and hand in.</summary>
    public FormsDesk Forms => _parts.Forms;

    public MattersDesk Desk => _parts.Desk;

    /// <summary>Who is shown what of whom.</summary>
    public LooksDesk Looks => _parts.Looks;

    /// <summary>What is held of subjects.</summary>
    public RegistersDesk Registers => _parts.Registers;

    public ExchangeDesk Exchange => _parts.Exchange;

    public RecordWriter Writer => _parts.Writer;

    /// <summary>How many exports run.</summary>
    internal ExportEndpoints Exports => _parts.Exports;

    /// <summary>Every address with what it needs.</summary>
    internal IReadOnlyList<RouteEndpoint> Endpoints => [.. _parts.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    /// <summary>Where it listens; the port that was free, where none was named.</summary>
    public IReadOnlyList<Uri> Addresses => [.. _parts.App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Select(static one => new Uri(one))];

    public static async Task<TrellisServer> StartAsync(ServerSettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var time = settings.Time;
        var isNew = settings.Origin is not null && !settings.Place.Store.Exists();
        // What is wrong with the structure is told before there is a record, which would be left behind without one.
        if (isNew && settings.Structure.Count > 0) StructureVersions.CheckFirst(settings.Structure, time.GetUtcNow(), settings.Overrides);
        var writer = isNew
            ? await RecordWriter.CreateAsync(settings.Place, settings.Origin!, settings.Record, time)
            : await RecordWriter.OpenAsync(settings.Place, settings.Record, time);
        MattersDesk? desk = null;
        FormsDesk? forms = null;
        DecisionLog? log = null;
        WitnessDesk? witness = null;
        WebhookDesk? webhooks = null;
        ExchangeDesk? exchange = null;
        AccountDesk? accounts = null;
        Telling? telling = null;
        ProposedChanges? proposed = null;
        FindingsDesk? findings = null;
        WebApplication? app = null;
        var ledger = new ServedLedger(settings.Place.Store, () => writer.CountingCheckpoint);
        try
        {
            desk = await MattersDesk.OpenAsync(writer, settings.Place, time, settings.Structure.Count == 0 ? null : settings.Structure, settings.JobsEvery, settings.Overrides, settings.Versions);
            var running = desk;
            desk.Failing = fault => Log.JobFailed(app?.Services.GetRequiredService<ILogger<TrellisServer>>() ?? Microsoft.Extensions.Logging.Abstractions.NullLogger<TrellisServer>.Instance, fault);
            var looks = await LooksDesk.OpenAsync(desk);
            var registers = await RegistersDesk.OpenAsync(writer, desk);
            forms = await FormsDesk.OpenAsync(writer, desk, registers);
            if (settings.JobsEvery is not null) forms.Begin(desk.Failing);
            var imports = ImportsDesk.Open(writer, desk, registers);
            var retention = new RetentionDesk(desk) { Registers = registers, Looks = looks };
            desk.EveryDay = async cancelled => await retention.EraseDueAsync(cancelled);
            var access = new AccessDesk(writer, time, () => running.InForce.Version, running.IsSeated);
            var sessions = new SessionDesk(writer, time);
            accounts = new AccountDesk(writer, time, () => running.InForce.Version);
            log = new DecisionLog(writer, time);
            witness = settings.Witness is { } folder ? WitnessDesk.Open(folder, time) : null;
            var figures = new FiguresDesk(desk, settings.Place);
            var limits = new RequestLimits(time);
            var people = new Sessions(sessions);
            var entrance = new Entrance(access, people, limits, running.IsSeated);

            var signIn = settings.Pages is { PicksPeople: false } real ? new SignInParts(real.SignIn, accounts, people, running, registers, limits, time, settings.Public) : null;
            proposed = new ProposedChanges(() => running.InForce, () => running.InForce.DayOf(time.GetUtcNow()));
            findings = new FindingsDesk(desk);
            telling = Telling.Begin(writer.Origin, Environment.GetEnvironmentVariable);
            exchange = await ExchangeDesk.OpenAsync(writer, desk, time, registers, settings.Neighbours);
            exchange.Failing = desk.Failing;
            var demands = new DemandsOfUnits(desk);
            app = Build(settings, settings.Pages is not { } pages ? null : new Shared.Site(running, time, pages.Language) { PicksPeople = pages.PicksPeople, Looks = looks, Registers = registers, Imports = imports, Forms = forms, Figures = figures, Proposed = proposed, Findings = findings, Exchange = exchange, Demands = demands, GivenDrawing = settings.Drawing, Invented = pages.PicksPeople ? new InventedPeople(running, imports) : null, Ledger = ledger, Checkpoint = () => writer.CountingCheckpoint, Cosigners = writer.CosignersOf, Signer = writer.Signer }, people, signIn);
            var ready = new Readiness(writer);
            ready.Map(app);
            app.MapLedger(ledger, new AuditorTokens(settings.Place.Keys, time), limits);
            if (witness is not null) app.MapWitness(witness, limits);
            new AuthzenEndpoints(() => Now(running, writer, time), entrance, log, writer.DeriveKey("decision-log"), time, settings.Public).Map(app);
            new AdminEndpoints(access, writer, entrance, sessions, desk).Map(app);
            new MattersEndpoints(desk, entrance).Map(app);
            new QuestionsEndpoints(desk, looks, entrance, settings.Place, () => writer.CountingCheckpoint).Map(app);
            new OwnEndpoints(desk, looks, entrance, ledger).Map(app);
            new StructuresEndpoints(desk, entrance).Map(app);
            new RegistersEndpoints(desk, registers, looks, entrance).Map(app);
            new ImportsEndpoints(desk, imports, registers.Questions, looks, entrance).Map(app);
            new FiguresEndpoints(figures, () => time.GetUtcNow(), entrance).Map(app);
            new DemandsEndpoints(demands, entrance).Map(app);
            new FormsEndpoints(forms, desk, looks, figures, findings, entrance).Map(app);
            new FindingsEndpoints(findings, desk, entrance).Map(app);
            webhooks = new WebhookDesk(writer, time, settings.WebhooksMayBePrivate);
            new EventsEndpoints(writer, webhooks, entrance).Map(app);
            new ExchangeEndpoints(exchange, desk, looks, writer.Origin, entrance, limits, settings.Public).Map(app);
            var exports = new ExportEndpoints(settings.Place.Store, entrance);
            exports.Map(app);
            if (settings.Pages is { } shown) Shared.SitePages.Map(app, shown.Assets);
            signIn?.Map(app);
            app.MapOpenApi("/openapi/v1.json");
            await app.StartAsync(cancellationToken);
            ready.Begin();
            findings.Begin();
            if (settings.WebhooksEvery is { } every) webhooks.Begin(every);
            if (settings.ExchangeEvery is { } often) exchange.Begin(often);
            return new TrellisServer(new Parts
            {
                App = app,
                Writer = writer,
                Desk = desk,
                Looks = looks,
                Registers = registers,
                Forms = forms,
                Exchange = exchange,
                Access = access,
                Sessions = sessions,
                Accounts = accounts,
                Log = log,
                Webhooks = webhooks,
                Exports = exports,
                Ledger = ledger,
                Telling = telling,
                Witness = witness,
                Proposed = proposed,
                Findings = findings,
            });
        }
        catch (IOException fault) when (IsOfTheAddress(fault))
        {
            await EndAsync();
            throw AddressTaken(settings.Urls, fault);
        }
        catch
        {
            await EndAsync();
            throw;
        }

        async Task EndAsync()
        {
            if (app is not null) await app.DisposeAsync();
            if (webhooks is not null) await webhooks.DisposeAsync();
            if (exchange is not null) await exchange.DisposeAsync();
            if (log is not null) await log.DisposeAsync();
            if (forms is not null) await forms.DisposeAsync();
            if (findings is not null) await findings.DisposeAsync();
            if (desk is not null) await desk.DisposeAsync();
            witness?.Dispose();
            accounts?.Dispose();
            ledger.Dispose();
            telling?.Dispose();
            proposed?.Dispose();
            await writer.DisposeAsync();
        }
    }

    /// <summary>Whether another program listens at the address already.</summary>
    internal static bool IsOfTheAddress(IOException fault) => fault.InnerException is AddressInUseException;

    internal static UnusableInput AddressTaken(IReadOnlyList<string> urls, IOException fault) => new(
        new Text($"已有别的程序在 {string.Join("、", urls)} 上监听。", $"Another program listens at {string.Join(", ", urls)} already."),
        new Text("请结束它，或者用 --urls http://127.0.0.1:8081 换一个端口。", "End it, or name another port with --urls http://127.0.0.1:8081."),
        inner: fault);

    /// <summary>Waits until the server is asked to end: Ctrl+C, or a signal of the system.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _parts.App.WaitForShutdownAsync(cancellationToken);

    /// <summary>Takes no new requests, answers those that run, signs what is stored, and lets go of the record.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _ended, 1) != 0) return;
        await EndAsync(
            () => new ValueTask(_parts.App.StopAsync()),
            _parts.App.DisposeAsync,
            Webhooks.DisposeAsync,
            Exchange.DisposeAsync,
            _parts.Log.DisposeAsync,
            Forms.DisposeAsync,
            _parts.Findings.DisposeAsync,
            Desk.DisposeAsync,
            () => End(_parts.Witness),
            () => End(_parts.Proposed),
            () => End(_parts.Accounts),
            () => End(_parts.Ledger),
            Writer.DisposeAsync,
            () => End(_parts.Telling));

        static ValueTask End(IDisposable? one)
        {
            one?.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>One after the other; whatever one of them throws, the rest is ended all the same, and the record let go of.</summary>
    private static async Task EndAsync(params Func<ValueTask>[] ends)
    {
        if (ends.Length == 0) return;
        try
        {
            await ends[0]();
        }
        finally
        {
            await EndAsync(ends[1..]);
        }
    }

    /// <summary>What a server of ours allows of anybody, before it knows who it is.</summary>
    public static void Limit(KestrelServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.AddServerHeader = false;
        options.Limits.MaxRequestBodySize = LongestBody;
        options.Limits.MaxRequestLineSize = 8 * 1024;
        options.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        options.Limits.MaxRequestHeaderCount = 64;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        options.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        options.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        options.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        options.Limits.Http2.MaxStreamsPerConnection = 100;
    }

    /// <summary>The largest body of any address; each says for itself how much less it takes.</summary>
    internal const int LongestBody = 16 * 1024 * 1024;

    private static AuthorityNow Now(MattersDesk desk, RecordWriter writer, TimeProvider time)
    {
        var running = desk.InForce;
        return new AuthorityNow(running.Mandates, desk.Standing, running.Version, writer.Size, running.DayOf(time.GetUtcNow()));
    }

    /// <param name="site">What pages are about; null for programs alone.</param>
    /// <param name="signIn">How people sign in; null where they are picked, and for programs alone.</param>
    internal static WebApplication Build(ServerSettings settings, Shared.Site? site, Sessions? sessions, SignInParts? signIn = null)
    {
        // No files of settings are read and no environment names us an address: what a server does stands in its command.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "Trellis.Web", EnvironmentName = Environments.Production });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            Limit(options);
            options.Limits.MaxConcurrentConnections = settings.MostConnections;
        }).UseUrls([.. settings.Urls]);
        if (settings.Address is { } address)
            builder.Services.AddSingleton<IServer>(services => address.Door(() => new KestrelServer(services.GetRequiredService<IOptions<KestrelServerOptions>>(), services.GetRequiredService<IConnectionListenerFactory>(), services.GetRequiredService<ILoggerFactory>())));
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
        builder.Services.ConfigureHttpJsonOptions(static options => ApiDescription.Use(options.SerializerOptions));
        builder.Services.AddOpenApi("v1", ApiDescription.Describe);
        if (site is not null)
        {
            if (sessions is not null) builder.Services.AddSingleton(sessions);
            Shared.SitePages.Add(builder.Services, site, settings.Pages!.Assets);
            signIn?.Add(builder.Services);
        }

        // On standard error, since standard output says where the server listens. That it could not begin is told by whoever began it.
        if (settings.Logs)
            builder.Logging.AddSimpleConsole(static options => options.SingleLine = true).AddConsole(static options => options.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning).AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        var app = builder.Build();
        if (settings.TrustedProxies.Count > 0) app.UseForwardedHeaders(HandedOnBy(settings.TrustedProxies));
        app.Use(static async (context, next) =>
        {
            try
            {
                await next(context);
            }
            catch (Microsoft.AspNetCore.Http.BadHttpRequestException fault) when (!context.Response.HasStarted)
            {
                await new Problem(fault.StatusCode, fault.StatusCode == StatusCodes.Status413PayloadTooLarge ? HttpRefusals.BodyTooLarge : HttpRefusals.BodyIncomplete).ExecuteAsync(context);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // Whoever asked has gone.
            }
#pragma warning disable CA1031 // The last net: a fault of ours is noted and told without a trace of it.
            catch (Exception fault) when (!context.Response.HasStarted)
            {
                Log.Failed(context.RequestServices.GetRequiredService<ILogger<TrellisServer>>(), context.Request.Method, (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "", fault);
                await new Problem(StatusCodes.Status500InternalServerError, HttpRefusals.Fault).ExecuteAsync(context);
            }
#pragma warning restore CA1031
        });
        if (site is not null) Shared.SitePages.UseBeforeRouting(app);
        app.UseRouting();
        if (site is not null) Shared.SitePages.Use(app);
        // Behind what says how a request came, since the answer of a provider is compared with where it was asked to go.
        if (signIn is not null) app.UseAuthentication();
        app.Use(static async (context, next) =>
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<NeedsScope>() is not null && Takes.WhyNot(context) is { } wrong)
            {
                await wrong.ExecuteAsync(context);
                return;
            }

            await next(context);
            // Routing itself answers with a bare status where the method or the kind of body is another.
            if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status405MethodNotAllowed, ContentLength: null }) await new Problem(StatusCodes.Status405MethodNotAllowed, HttpRefusals.MethodNotAllowed).ExecuteAsync(context);
            if (context.Response is { HasStarted: false, StatusCode: StatusCodes.Status415UnsupportedMediaType, ContentLength: null }) await new Problem(StatusCodes.Status415UnsupportedMediaType, HttpRefusals.NotJson).ExecuteAsync(context);
        });
        app.UseEndpoints(static _ => { });
        app.Run(context =>
        {
            // Whoever reads pages is told on a page, which is shown where there is no answer yet.
            if (site is not null && Shared.SitePages.IsPage(context) && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            return new Problem(StatusCodes.Status404NotFound, HttpRefusals.NotFound).ExecuteAsync(context);
        });
        return app;
    }

    /// <summary>From the right, as each program adds whom it saw: the first address that is none of ours is who asks, and what stands before it anybody may have written.</summary>
    private static ForwardedHeadersOptions HandedOnBy(IReadOnlyList<System.Net.IPNetwork> proxies)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in proxies) options.KnownIPNetworks.Add(network);
        return options;
    }

    /// <summary>What a running server is made of.</summary>
    private sealed record Parts
    {
        public required WebApplication App { get; init; }

        public required RecordWriter Writer { get; init; }

        public required MattersDesk Desk { get; init; }

        public required LooksDesk Looks { get; init; }

        public required RegistersDesk Registers { get; init; }

        public required FormsDesk Forms { get; init; }

        public required ExchangeDesk Exchange { get; init; }

        public required AccessDesk Access { get; init; }

        public required SessionDesk Sessions { get; init; }

        public required AccountDesk Accounts { get; init; }

        public required DecisionLog Log { get; init; }

        public required WebhookDesk Webhooks { get; init; }

        public required ExportEndpoints Exports { get; init; }

        public required ServedLedger Ledger { get; init; }

        public required Telling Telling { get; init; }

        public required ProposedChanges Proposed { get; init; }

        public required FindingsDesk Findings { get; init; }

        /// <summary>Null where this server witnesses no other record.</summary>
        public required WitnessDesk? Witness { get; init; }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Pattern} failed")]
        public static partial void Failed(ILogger logger, string method, string pattern, Exception fault);

        [LoggerMessage(Level = LogLevel.Error, Message = "What time made due could not be done")]
        public static partial void JobFailed(ILogger logger, Exception fault);
    }
}
