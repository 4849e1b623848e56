using System.Text;
using Trellis.Authority;
using Trellis.Authority.Access;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Authority;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure.Files;

namespace Trellis.Bench.Serving;

/// <summary>A county with many types of complaints: who may do what in it, and tokens for one resident and for the duty officer of each of its places.</summary>
internal sealed class ComplaintsCounty
{
    private const int MostPlaces = 40;

    /// <summary>So many of the complaints that fill it are left open, one in this many.</summary>
    private const int LeftOpen = 50;

    private readonly string[] _types;

    private ComplaintsCounty(string[] types, string[] places) => (_types, Places) = (types, places);

    public string[] Places { get; }

    /// <summary>The token of the duty officer of each place.</summary>
    public Dictionary<string, string> Officers { get; } = new(StringComparer.Ordinal);

    public string Resident { get; private set; } = "";

    public string TypeOf(int number) => _types[number % _types.Length];

    /// <summary>The sample county with so many types of complaints more, each received, remedied by the duty officer, and confirmed by who complained.</summary>
    public static List<SourceFile> With(string folder, int types)
    {
        var files = StructureFolder.Read(folder).ToList();
        for (var number = 0; number < types; number++)
        {
            files.Add(new SourceFile($"matters/{NameOf(number)}.yaml", Encoding.UTF8.GetBytes($$"""
                matter: {{NameOf(number)}}
                name: {zh: 投诉{{number:00}}, en: Complaint {{number:00}}}
                duty: construction-noise
                purpose: city-order
                about: {applicant: person, site: place}
                place: site
                guide: {for: [resident], fee: 0 CNY, promise: 16 working days, first-answer: 2 hours, basis: [noise-law/43]}
                asks: [applicant, applicant.phone, site, matter.noise-source]
                affects: [resident]
                flow:
                  - receive: {by: duty-officer, within: 30 minutes}
                  - perform: {id: remedy, by: duty-officer, within: 1 working day, uses: [matter.noise-source, applicant.phone], gives: [matter.site-report], result: solved}
                  - confirm: {by: requester, within: 7 working days, silence: close-unanswered}
                review-by: 2028-06-30

                """)));
        }

        return files;
    }

    /// <summary>Opens a new record under a structure, seats the officers, gives tokens, and fills it with complaints that were filed and, but for a few, taken back.</summary>
    public static async Task<ComplaintsCounty> FillAsync(RecordPlace place, IReadOnlyList<SourceFile> structure, int types, int matters)
    {
        await using var writer = await RecordWriter.CreateAsync(place, "bench.example/record", new RecordSettings(), TimeProvider.System);
        await using var desk = await MattersDesk.OpenAsync(writer, place, TimeProvider.System, structure);
        var access = new AccessDesk(writer, TimeProvider.System, () => desk.InForce.Version, (person, seat) => desk.Standing.IsSeated(person, seat, desk.InForce.DayOf(desk.Now)));
        var keeper = new EntryActor.Officer("archivist", "cuiwei");
        var today = desk.InForce.Structure.On(desk.InForce.DayOf(desk.Now));
        var county = new ComplaintsCounty(
            types == 0 ? ["construction-noise"] : [.. Enumerable.Range(0, types).Select(NameOf)],
            [.. today.Units.Where(static unit => unit.Type?.Id is "neighbourhood" or "village").Select(static unit => unit.Id).Take(MostPlaces)]);
        foreach (var at in county.Places)
        {
            var post = (await county.FileAsync(desk, $"warm-{at}", at, 0)).OpenAt("receive")!.Performer!.Value.Post!.Value;
            var person = new ActorId($"o-{post.Post}-{post.Unit}");
            await desk.DoAsync(new ActOrder { By = Actor.System, Act = new TakeSeat(person, post, desk.InForce.DayOf(desk.Now)) }, CancellationToken.None);
            var (issued, why) = await access.IssueAsync(new TokenHolder.Officer(person, post), [Scope.Read, Scope.Act], desk.Now.AddDays(30), keeper, CancellationToken.None);
            county.Officers[at] = issued?.Secret ?? throw new InvalidOperationException(why!.ToString());
        }

        county.Resident = (await access.IssueAsync(new TokenHolder.Resident(new ActorId("r-bench")), [Scope.Read, Scope.Act], desk.Now.AddDays(30), keeper, CancellationToken.None)).Issued!.Secret;
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, 256).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var number && number < matters)
            {
                // Another type in each place each time, so that every place comes to have all of them.
                var matter = await county.FileAsync(desk, $"p-{number}", county.Places[number % county.Places.Length], number / county.Places.Length);
                if (number / county.Places.Length / county._types.Length % LeftOpen != 0) await desk.DoAsync(new ActOrder { By = new Actor.Resident(matter.FiledFor), Act = new WithdrawMatter(matter.Id) }, CancellationToken.None);
            }
        })));
        return county;
    }

    private static string NameOf(int number) => $"complaint-{number:00}";

    private async Task<Matter> FileAsync(MattersDesk desk, string person, string place, int type)
    {
        var order = new ActOrder
        {
            By = new Actor.Resident(new ActorId(person)),
            Act = MattersDesk.Filing(TypeOf(type), new UnitId(place), [new BoundRole("applicant", new RowId("person", person)), new BoundRole("site", new RowId("place", $"site-{person}"))], new ActorId(person), Channel.Web, []),
        };
        return await desk.DoAsync(order, CancellationToken.None) is ActAnswer.Done { Matter: { } matter } ? matter : throw new InvalidOperationException("A complaint was not taken.");
    }
}
