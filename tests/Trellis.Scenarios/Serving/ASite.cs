using System.Net;
using System.Text;
using AngleSharp.Dom;
using Trellis.Authority.Access;
using Trellis.Ledger;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Structure;
using Trellis.Scenarios.Ledger;
using Trellis.Structure.Files;
using Trellis.Web;
using Trellis.Web.Authority;
using Trellis.Web.Shared;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>A small township that is served for real, with its pages and accounts, on a clock that the test moves.</summary>
internal sealed class ASite : IAsyncDisposable
{
    public const string Lead = "p-02";
    public const string LeadSeat = "service-lead@liuhe";
    public const string Clerk = "p-03";
    public const string ClerkSeat = "service-clerk@liuhe";
    public const string Password = "seven lamps by the river";

    private readonly SignInSettings _settings;
    private readonly IReadOnlyList<SourceFile> _files;

    private ASite(ARecord record, SignInSettings settings, IReadOnlyList<SourceFile> files, TrellisServer server) => (Record, _settings, _files, Server) = (record, settings, files, server);

    public ARecord Record { get; }

    public TrellisServer Server { get; private set; }

    public AccountDesk Accounts => Server.Accounts;

    /// <summary>By a name, since a passkey belongs to no address in digits.</summary>
    public Uri Address => new($"http://localhost:{Server.Addresses[0].Port}/");

    /// <summary>Whoever has the machine.</summary>
    public static EntryActor.Officer Keeper { get; } = new("township-leader", "liuhe");

    public static async Task<ASite> On(string kind, IReadOnlyList<ProviderSettings>? providers = null, string? email = null)
    {
        Assert.SkipWhen(!File.Exists(Path.Combine(AppContext.BaseDirectory, "pages", "site.css")), "The styles of the pages were not put together: there was no Node with npm when this was built.");
        var record = ARecord.On(kind);
        record.Clock.Move(TimeSpan.FromHours((7 * 24) - 7));
        var settings = new SignInSettings { LookAfterAccounts = [PostAt.Parse(LeadSeat)!.Value, PostAt.Parse("township-leader@liuhe")!.Value], Providers = providers ?? [] };
        var files = StructureFolder.Read(Structures.Of("hello-village")).Select(file => email is null ? file : file.Path switch
        {
            "seats.tsv" => new SourceFile(file.Path, WithEmail(file.Bytes, email)),
            "data.yaml" => new SourceFile(file.Path, [.. file.Bytes, .. Encoding.UTF8.GetBytes(Declared)]),
            _ => file,
        }).ToList();
        return new ASite(record, settings, files, await StartAsync(record, settings, files));
    }

    public async Task RestartAsync(RecordSettings? with = null)
    {
        await Server.DisposeAsync();
        Server = await StartAsync(Record, _settings, _files, with);
    }

    /// <summary>Opens an account and sets its password, as its owner would.</summary>
    public async Task<OpenAccount> HasAccountAsync(string name, string person, string password = Password)
    {
        var (given, why) = await Accounts.OpenAsync(name, new ActorId(person), Keeper, null, ARecord.Patience);
        Assert.True(given is not null, why?.ToString());
        using var reader = Comes();
        await reader.SendAsync("/sign-in/code", ("name", name), ("code", given.Code), ("password", password), ("again", password));
        return Accounts.Named(name)!;
    }

    public AReader Comes(string language = "en") => new(Address, language);

    /// <summary>Somebody who has signed in by name and password.</summary>
    public async Task<AReader> SignedInAsync(string name, string password = Password)
    {
        var reader = Comes();
        await SignInAsync(reader, name, password);
        Assert.Contains(reader.Cookies, static cookie => cookie.Name == Sessions.Plain);
        return reader;
    }

    public static Task<IDocument> SignInAsync(AReader reader, string name, string password = Password) => reader.SendAsync("/sign-in?handler=password", ("name", name), ("password", password), ("back", ""));

    /// <summary>Words of the part of a page that says what went wrong.</summary>
    public static string Fault(IParentNode page) => page.QuerySelector("main [role=alert]:not([hidden])")?.TextContent.Trim() ?? "";

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        await Record.DisposeAsync();
    }

    /// <summary>The fact of who acts, as data.yaml declares it.</summary>
    private const string Declared = """
        - item: actor.email
          name: {zh: 操作人邮箱, en: E-mail address of the one who acts}
          means: {zh: 操作人登录时使用的邮箱, en: Address with which the one who acts signed in}
          type: text
          sharing: by-purpose
          purposes: [safety]
          personal: plain
          owner: liuhe
          keep: {for: 5 years, after: recorded}
          basis: [liuhe-services/7]

        """;

    private static byte[] WithEmail(byte[] seats, string email)
    {
        var lines = Encoding.UTF8.GetString(seats).TrimEnd('\n').Split('\n');
        return Encoding.UTF8.GetBytes(string.Concat(lines.Select((line, at) => $"{line}{new string('\t', 4 - line.Count(static letter => letter == '\t'))}\t{(at == 0 ? "actor.email" : line.StartsWith(Lead + "\t", StringComparison.Ordinal) ? email : "")}\n")));
    }

    private static Task<TrellisServer> StartAsync(ARecord record, SignInSettings settings, IReadOnlyList<SourceFile> files, RecordSettings? with = null) => TrellisServer.StartAsync(
        new ServerSettings
        {
            Place = record.Place,
            Record = with ?? new RecordSettings(),
            Structure = files,
            Origin = ARecord.Origin,
            Urls = ["http://127.0.0.1:0"],
            Time = record.Clock,
            JobsEvery = null,
            WebhooksEvery = null,
            Logs = false,
            Pages = new PageSettings(Assets.Read(AppContext.BaseDirectory), Language.English, PicksPeople: false) { SignIn = settings },
        },
        ARecord.Patience);
}
