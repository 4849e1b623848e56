using System.CommandLine;
using System.Net;
using Trellis.Diagnosis.Checks;
using Trellis.Process.Adoption;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Structure;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Structure.Findings;
using Trellis.Web;
using Trellis.Web.Authority;
using Trellis.Web.Shared;

namespace Trellis.Cli;

/// <summary>`trellis serve`: a structure and a record, for real.</summary>
internal static class ServeCommand
{
    public static Command Make(Terminal terminal)
    {
        var record = new RecordOptions();
        var structure = new Option<string?>("--structure") { Description = "The folder of the structure. Needed for a new record; one that has a structure goes on under its own until another is adopted.", HelpName = "DIR" };
        var urls = new Option<string[]>("--urls") { Description = "Where to listen. Default: http://127.0.0.1:8080. May be given several times.", HelpName = "URL", AllowMultipleArgumentsPerToken = false };
        var known = new Option<string?>("--public") { Description = "The address under which others reach this server, where it is another than they ask for.", HelpName = "URL" };
        var proxies = new Option<string[]>("--trusted-proxy") { Description = "The address or network of a program in front of this one, such as 127.0.0.1 or 10.0.0.0/24. It is believed when it says whose request it hands on (X-Forwarded-For) and how that came (X-Forwarded-Proto); nobody else is. May be given several times.", HelpName = "ADDRESS", AllowMultipleArgumentsPerToken = false };
        var origin = new Option<string?>("--origin") { Description = "The name under which a new record signs, such as county.example/record. Default: the id of the structure and /record.", HelpName = "NAME" };
        var overrides = new Option<string?>("--override") { Description = "Who answers for errors that are open in the first structure: a table of finding, by, until, why. Only for a new record.", HelpName = "FILE" };
        var witness = new Option<string?>("--witness") { Description = "The folder of a key of a witness: this server then co-signs the records listed there.", HelpName = "DIR" };
        var webhooks = new Option<bool>("--private-webhooks") { Description = "Addresses in private networks, and without HTTPS, may be registered to be told of events." };
        var neighbours = new Option<string[]>("--neighbour") { Description = "Where a neighbour of the structure is reached: the origin of its record, an equals sign, its address. HTTPS, or HTTP on this machine. Without it nothing is ever sent there. May be given several times.", HelpName = "ORIGIN=URL", AllowMultipleArgumentsPerToken = false };
        var connections = new Option<int>("--connections") { Description = "The most connections at once; what comes beyond is closed. Default: 20,000.", HelpName = "COUNT", DefaultValueFactory = static _ => ServerSettings.UsualConnections };
        var signIn = new Option<string?>("--sign-in") { Description = "A file that says how people sign in: providers of OpenID Connect, and which posts look after accounts. Without it, with accounts of the site's own.", HelpName = "FILE" };
        var noPages = new Option<bool>("--no-pages") { Description = "Serve programs alone, and show people no pages." };
        var lang = RecordOptions.Lang();
        var command = new Command("serve", "Run a structure on a record, over HTTP: pages for people, and for programs matters, authority, the record for everybody who verifies it.") { structure, urls, known, proxies, origin, overrides, witness, webhooks, neighbours, connections, signIn, noPages, lang };
        record.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var language = Choices.LanguageOf(parsed.GetValue(lang), terminal);
            var place = record.Of(parsed);
            var pages = PagesOf(parsed.GetValue(noPages), parsed.GetValue(signIn), language, terminal);
            IReadOnlyList<SourceFile> files = [];
            (string Name, string Version)? read = null;
            PlaceDrawing? drawing = null;
            FixedList<ErrorOverride> answered = parsed.GetValue(overrides) is { } table ? Overrides.Read(table) : [];
            if (parsed.GetValue(structure) is { } folder)
            {
                files = StructureFolder.Read(folder);
                var reading = ReadingStructures.Read(files, Environment.ProcessorCount);
                var errors = CheckingStructures.Check(reading, terminal.Today).Findings.Where(static finding => finding.Severity == Severity.Error).ToList();
                if (errors.Count > 0 && !(answered.Count > 0 && reading.Findings.Kept.All(static finding => finding.Severity != Severity.Error)))
                {
                    FindingsAsText.Write(errors, language, terminal.Errors, folder.EndsWith('/') ? folder : folder + "/");
                    terminal.Errors.WriteLine(language == Language.Chinese
                        ? $"这个结构有 {errors.Count:N0} 个错误，不能运行。trellis check {folder} 说明怎样改正。"
                        : $"This structure has {errors.Count:N0} {(errors.Count == 1 ? "error" : "errors")} and cannot run. trellis check {folder} says how to mend {(errors.Count == 1 ? "it" : "them")}.");
                    return ExitCodes.Findings;
                }

                read = (reading.Structure.Id, Prints.VersionOf(reading.Structure));
                drawing = ReadingDrawings.Read(files, reading.Structure);
            }
            else if (!place.Store.Exists())
            {
                throw new UnusableInput(new Text("这里还没有记录，也没有指明结构。", "There is no record here yet, and no structure is named."), new Text("用 --structure DIR 指明它的第一个结构所在的文件夹。", "Name the folder of its first structure: --structure DIR."), place.Store.Called);
            }

            var settings = new ServerSettings
            {
                Place = place,
                Structure = files,
                Overrides = answered,
                Origin = parsed.GetValue(origin) ?? (read is var (name, _) ? name + "/record" : null),
                Urls = parsed.GetValue(urls) is { Length: > 0 } given ? [.. given.Select(static one => Address(one, "--urls"))] : ["http://127.0.0.1:8080"],
                Public = parsed.GetValue(known) is { } self ? new Uri(Address(self, "--public")) : null,
                TrustedProxies = [.. (parsed.GetValue(proxies) ?? []).Select(Network)],
                Witness = parsed.GetValue(witness),
                Neighbours = NeighboursOf(parsed.GetValue(neighbours) ?? []),
                WebhooksMayBePrivate = parsed.GetValue(webhooks),
                MostConnections = Above0(parsed.GetValue(connections)),
                Record = new RecordSettings(),
                Pages = pages,
                Drawing = drawing,
            };
            await using var server = await TrellisServer.StartAsync(settings, cancellationToken);
            // Reading and checking took several times what running needs; a server stays, and gives it back.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            foreach (var address in server.Addresses)
                terminal.Words.WriteLine(language == Language.Chinese ? $"在 {address} 运行；按 Ctrl+C 结束。" : $"Serving at {address}; Ctrl+C ends it.");
            var today = server.Desk.InForce.DayOf(TimeProvider.System.GetUtcNow());
            foreach (var over in server.Desk.Adoptions.Adoptions[server.Desk.InForce.Version].OverdueOn(today))
                terminal.Words.WriteLine(language == Language.Chinese
                    ? $"{over.By} 为 {over.Code} {over.Address} 负责到 {over.Until:yyyy-MM-dd}，期限已过，错误还在：请提出改正了的版本。"
                    : $"{over.By} answered for {over.Code} {over.Address} until {over.Until:yyyy-MM-dd}; that is over, and the error is still there: propose a version that mends it.");
            if (read is var (_, version) && version != server.Desk.InForce.Version)
                terminal.Words.WriteLine(language == Language.Chinese
                    ? $"施行的是结构版本 {server.Desk.InForce.Version[..12]}，这个文件夹里的是 {version[..12]}。新版本要先提出、公示异议期、再施行。"
                    : $"In force is structure version {server.Desk.InForce.Version[..12]}; the folder holds {version[..12]}. A new version is proposed, may be objected to, and is adopted.");
            terminal.Words.Flush();
            await server.WaitAsync(cancellationToken);
            return ExitCodes.Fine;
        });
        return command;
    }

    /// <summary>Null for programs alone, as also where this was built without the styles of the pages.</summary>
    private static PageSettings? PagesOf(bool none, string? signIn, Language language, Terminal terminal)
    {
        if (none && signIn is not null) throw new UnusableInput(new Text("--sign-in 和 --no-pages 都写了。", "--sign-in and --no-pages are both given."), new Text("没有网页就没有人登录，去掉其中一个。", "Without pages nobody signs in; leave one of them out."));
        if (none) return null;
        var how = signIn is null ? SignInSettings.Usual : ReadingSignInFiles.Read(signIn);
        try
        {
            return new PageSettings(Assets.Read(AppContext.BaseDirectory), language, PicksPeople: false) { SignIn = how };
        }
        catch (UnusableInput missing) when (signIn is null)
        {
            // Programs are served all the same.
            terminal.Errors.WriteLine($"trellis: {missing.Says.In(language)} {missing.Advises.In(language)}");
            return null;
        }
    }

    private static Dictionary<string, Uri> NeighboursOf(string[] given)
    {
        var addresses = new Dictionary<string, Uri>(StringComparer.Ordinal);
        foreach (var one in given)
        {
            var sign = one.IndexOf('=', StringComparison.Ordinal);
            // Values of people go over this line: whoever listens on it must not read them.
            if (sign < 1 || !Uri.TryCreate(one[(sign + 1)..], UriKind.Absolute, out var address) || !(address.Scheme == "https" || (address.Scheme == "http" && address.IsLoopback)) || address is not { Query: "", Fragment: "", UserInfo: "" } || !addresses.TryAdd(one[..sign], address))
                throw new UnusableInput(
                    new Text($"--neighbour 要写对方记录的名称、等号和网址，每个邻方一次，不能写 \"{Excerpt.Of(one, 80)}\"。", $"--neighbour takes the origin of a record, an equals sign and an address, once for each neighbour, not \"{Excerpt.Of(one, 80)}\"."),
                    new Text("写成 shiping/record=https://shiping.example；只有本机上的可以用 http。", "Write it as shiping/record=https://shiping.example; HTTP is for this machine only."));
        }

        return addresses;
    }

    private static int Above0(int connections) => connections > 0 ? connections : throw new UnusableInput(new Text($"--connections 要写大于 0 的数，不能写 {connections}。", $"--connections takes a number above 0, not {connections}."), new Text("不写就是 20,000。", "Leave it out for 20,000."));

    private static IPNetwork Network(string written)
    {
        // Of a network its own address is named: whoever writes another may mean that one alone.
        if (IPNetwork.TryParse(written, out var network) && network.PrefixLength > 0 && IPAddress.TryParse(written.AsSpan(0, written.IndexOf('/', StringComparison.Ordinal)), out var named) && named.Equals(network.BaseAddress)) return network;
        if (IPAddress.TryParse(written, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)) return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        throw new UnusableInput(
            new Text($"--trusted-proxy 要写地址或网段，不能写 \"{Excerpt.Of(written, 60)}\"。", $"--trusted-proxy takes an address or a network, not \"{Excerpt.Of(written, 60)}\"."),
            new Text("写成 127.0.0.1 或 10.0.0.0/24；网段以外的来源谁也不信，写成所有地址就等于谁都信。", "Write it as 127.0.0.1 or 10.0.0.0/24. All addresses at once would mean to believe everybody."));
    }

    internal static string Address(string written, string option) =>
        Uri.TryCreate(written, UriKind.Absolute, out var address) && (address.Scheme == "http" || (option == "--public" && address.Scheme == "https")) && address is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
            ? written
            : throw new UnusableInput(
                new Text($"{option} 要写地址，不能写 \"{Excerpt.Of(written, 60)}\"。", $"{option} takes an address, not \"{Excerpt.Of(written, 60)}\"."),
                option == "--urls"
                    ? new Text("写成 http://127.0.0.1:8080。HTTPS 由前面的程序负责，例如 nginx 或 Caddy。", "Write it as http://127.0.0.1:8080. HTTPS is spoken by the program in front of it, such as nginx or Caddy.")
                    : new Text("写成 https://county.example。", "Write it as https://county.example."));
}
