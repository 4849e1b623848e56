using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Simulation;
using Trellis.Runtime.Structure;
using Trellis.Simulation;
using Trellis.Simulation.Bases;
using Trellis.Simulation.Runs;
using Trellis.Structure.Files;
using Trellis.Web.Shared;

namespace Trellis.Web;

/// <summary>What a demo is started with.</summary>
/// <param name="Folder">Where its record lies, or will.</param>
/// <param name="Files">The structure with its load.</param>
/// <param name="Name">What the record's file is called, without its ending.</param>
public sealed record DemoSettings(string Folder, IReadOnlyList<SourceFile> Files, string Name, string Url, Language Language, double Scale, Assets Assets)
{
    /// <summary>How much has been lived when somebody comes for the first time: a year but for its last days, so that what ends with the year is still ahead.</summary>
    public int Days { get; init; } = 350;

    public ulong Seed { get; init; } = 1;
}

/// <summary>
/// A county with a year of work behind it. While that year is still being lived, or its record is being opened, the pages of the structure are there already; then the real server takes
/// what comes at the same address. Its clock goes on from the end of that year.
/// </summary>
public sealed class DemoServer : IAsyncDisposable
{
    private readonly TrellisServer _server;
    private readonly WebApplication _before;

    private DemoServer(TrellisServer server, WebApplication before) => (_server, _before) = (server, before);

    public TrellisServer Server => _server;

    /// <param name="listening">Is told where the first page can be seen, as soon as it can, and whether a year has to be lived first.</param>
    public static async Task<DemoServer> StartAsync(DemoSettings settings, Action<Uri, bool> listening, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(listening);
        Directory.CreateDirectory(settings.Folder);
        var place = RecordPlace.OfFile(Path.Combine(settings.Folder, settings.Name + ".db"));
        var clockFile = Path.Combine(settings.Folder, settings.Name + ".clock");
        var lives = !place.Store.Exists();
        var address = new OneAddress();
        if (!lives)
        {
            var (clock, versions) = (ReadClock(clockFile), new StructureVersions(place));
            var running = new Lazy<RunningStructure>(versions.OfLastEntry);
            return await BeginAsync(new Site(running, clock, settings.Language) { PicksPeople = true }, () => running.Value, () => Task.FromResult((clock, versions)));
        }

        var opening = new Lazy<(OpenedScene Opened, DateOnly From)>(() => OpeningScenes.Open(settings.Files, load: null, from: null));
        // Read by many threads, written by one; a torn double is no number of ours on the machines that .NET runs on.
        var lived = 0.0;
        var then = new ClockOf(new Lazy<DateOnly>(() => opening.Value.From.AddDays(settings.Days)), DayNow());
        return await BeginAsync(new Site(new Lazy<RunningStructure>(() => opening.Value.Opened.Running), then, settings.Language) { PicksPeople = true, Lived = () => Volatile.Read(ref lived) }, () => opening.Value, LiveAsync);

        async Task<DemoServer> BeginAsync(Site site, Func<object> readAll, Func<Task<(ClockOf Clock, StructureVersions Versions)>> recording)
        {
            // While the structure is read the server of its pages is put together.
            var read = Task.Run(readAll, cancellationToken);
            var before = TrellisServer.Build(new ServerSettings { Place = place, Structure = [], Urls = [settings.Url], Address = address, Pages = new PageSettings(settings.Assets, settings.Language, PicksPeople: true) }, site, sessions: null);
            try
            {
                SitePages.Map(before, settings.Assets);
                new Readiness(writer: null).Map(before);
                before.MapFallback("/api/{**rest}", static context => new Problem(StatusCodes.Status503ServiceUnavailable, HttpRefusals.Busy).ExecuteAsync(context));
                await before.StartAsync(cancellationToken);
                var url = before.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
                listening(new Uri(url), lives);
                await read;
                var (clock, versions) = await recording();
                var server = await GoOnAsync(settings, place, clock, url, address, versions, cancellationToken);
                if (lives) await DemoPublicMatters.MakeAsync(server.Desk, cancellationToken);
                return new DemoServer(server, before);
            }
            catch (IOException fault) when (TrellisServer.IsOfTheAddress(fault))
            {
                await before.DisposeAsync();
                throw TrellisServer.AddressTaken([settings.Url], fault);
            }
            catch
            {
                await before.DisposeAsync();
                throw;
            }
        }

        async Task<(ClockOf Clock, StructureVersions Versions)> LiveAsync()
        {
            var (opened, from) = opening.Value;
            if (opened.Refusing.Count > 0) throw new UnusableInput(new Text("这个结构有错误，不能推演。", "This structure has errors and cannot be lived."), new Text("trellis check 说明怎样改正。", "trellis check says how to mend it."));
            var end = from.AddDays(settings.Days);
            // Before there is a record, so that no record is ever without it.
            await File.WriteAllTextAsync(clockFile, string.Create(CultureInfo.InvariantCulture, $"{end:yyyy-MM-dd} {DayNow():yyyy-MM-dd}\n"), cancellationToken);
            await Task.Run(() => WritingRecords.Write(opened, new RunSettings(settings.Seed, from, settings.Days, settings.Scale), settings.Files, Path.Combine(settings.Folder, settings.Name + ".db"), Environment.ProcessorCount, share => Volatile.Write(ref lived, share), InventingBases.Invent(opened.Running.Structure.On(from), settings.Scale, new Seed(settings.Seed).Of("base"), from)), cancellationToken);
            var versions = new StructureVersions(place);
            versions.Add(opened.Running);
            return (ReadClock(clockFile), versions);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _before.DisposeAsync();
    }

    private static Task<TrellisServer> GoOnAsync(DemoSettings settings, RecordPlace place, ClockOf clock, string url, OneAddress address, StructureVersions versions, CancellationToken cancellationToken) => TrellisServer.StartAsync(
        new ServerSettings
        {
            Place = place,
            Structure = [],
            Urls = [url],
            Address = address,
            Versions = versions,
            Time = clock,
            Record = new RecordSettings { MayBeSimulated = true },
            Pages = new PageSettings(settings.Assets, settings.Language, PicksPeople: true),
        },
        cancellationToken);

    private static DateOnly DayNow() => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    private static ClockOf ReadClock(string file)
    {
        if (File.Exists(file) && File.ReadAllText(file).Split(' ', '\n') is [var there, var here, ..]
            && DateOnly.TryParseExact(there, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var end)
            && DateOnly.TryParseExact(here, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var began))
            return new ClockOf(new Lazy<DateOnly>(end), began);
        throw new UnusableInput(new Text("演示县的时钟文件不见了或读不懂，接不上它的日子。", "The file with the clock of the demo is missing or cannot be read, so its days cannot go on."), new Text("删除整个演示文件夹，再运行一次，重新推演一年。", "Delete the folder of the demo and run it again; its year is lived anew."), file);
    }

    /// <summary>Our clock, moved by whole days: the day after the year that was lived was ours when the demo began.</summary>
    /// <param name="there">Known when the structure has been read; whoever asks for the time before waits for it.</param>
    private sealed class ClockOf(Lazy<DateOnly> there, DateOnly here) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromDays(there.Value.DayNumber - here.DayNumber);
    }
}
