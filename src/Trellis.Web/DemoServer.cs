using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
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
/// A county with a year of work behind it. While that year is still being lived the pages of the structure are there already, at the same address; when it has been lived
/// the real server stands in their place. Its clock goes on from the end of that year.
/// </summary>
public sealed class DemoServer : IAsyncDisposable
{
    private readonly TrellisServer _server;

    private DemoServer(TrellisServer server) => _server = server;

    public TrellisServer Server => _server;

    /// <param name="listening">Is told where the first page can be seen, as soon as it can, and whether a year has to be lived first.</param>
    public static async Task<DemoServer> StartAsync(DemoSettings settings, Action<Uri, bool> listening, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(listening);
        Directory.CreateDirectory(settings.Folder);
        var place = RecordPlace.OfFile(Path.Combine(settings.Folder, settings.Name + ".db"));
        var clock = Path.Combine(settings.Folder, settings.Name + ".clock");
        var url = settings.Url;
        if (!place.Store.Exists())
        {
            var (opened, from) = OpeningScenes.Open(settings.Files, load: null, from: null);
            if (opened.Refusing.Count > 0) throw new UnusableInput(new Text("这个结构有错误，不能推演。", "This structure has errors and cannot be lived."), new Text("trellis check 说明怎样改正。", "trellis check says how to mend it."));
            var end = from.AddDays(settings.Days);
            // Read by many threads, written by one; a torn double is no number of ours on the machines that .NET runs on.
            var lived = 0.0;
            var site = new Site(opened.Running, new ClockOf(end, DayNow()), settings.Language) { PicksPeople = true, Lived = () => Volatile.Read(ref lived) };
            await using (var before = TrellisServer.Build(new ServerSettings { Place = place, Structure = settings.Files, Urls = [url], Pages = new PageSettings(settings.Assets, settings.Language, PicksPeople: true) }, site, sessions: null))
            {
                SitePages.Map(before, settings.Assets);
                await before.StartAsync(cancellationToken);
                url = before.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
                listening(new Uri(url), true);
                // Before there is a record, so that no record is ever without it.
                await File.WriteAllTextAsync(clock, string.Create(CultureInfo.InvariantCulture, $"{end:yyyy-MM-dd} {DayNow():yyyy-MM-dd}\n"), cancellationToken);
                await Task.Run(() => WritingRecords.Write(opened, new RunSettings(settings.Seed, from, settings.Days, settings.Scale), settings.Files, Path.Combine(settings.Folder, settings.Name + ".db"), Environment.ProcessorCount, share => Volatile.Write(ref lived, share), InventingBases.Invent(opened.Running.Structure.On(from), settings.Scale, new Seed(settings.Seed).Of("base"), from)), cancellationToken);
                await before.StopAsync(cancellationToken);
            }

            return new DemoServer(await GoOnAsync(settings, place, ReadClock(clock), url, cancellationToken));
        }

        var server = await GoOnAsync(settings, place, ReadClock(clock), url, cancellationToken);
        listening(server.Addresses[0], false);
        return new DemoServer(server);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static Task<TrellisServer> GoOnAsync(DemoSettings settings, RecordPlace place, ClockOf clock, string url, CancellationToken cancellationToken) => TrellisServer.StartAsync(
        new ServerSettings
        {
            Place = place,
            Structure = [],
            Urls = [url],
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
            return new ClockOf(end, began);
        throw new UnusableInput(new Text("演示县的时钟文件不见了或读不懂，接不上它的日子。", "The file with the clock of the demo is missing or cannot be read, so its days cannot go on."), new Text("删除整个演示文件夹，再运行一次，重新推演一年。", "Delete the folder of the demo and run it again; its year is lived anew."), file);
    }

    /// <summary>Our clock, moved by whole days: the day after the year that was lived was ours when the demo began.</summary>
    private sealed class ClockOf(DateOnly there, DateOnly here) : TimeProvider
    {
        private readonly TimeSpan _ahead = TimeSpan.FromDays(there.DayNumber - here.DayNumber);

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + _ahead;
    }
}
