using System.Diagnostics;
using Trellis.Bench.Ledger;
using Trellis.Bench.Process;
using Trellis.Bench.Serving;
using Trellis.Information.Forms;
using Trellis.Information.Registers;
using Trellis.Runtime.Assessment;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Bench.Information;

/// <summary>
/// What figures and filled forms cost: all indicators of the county from scratch over many matters, then after acts that came since, and sixty items of the base for one form.
/// The matters are rows, made of forty that were lived through at forty places; each was filed at a time of its own within ten months and has an entry of its own, with values sealed under
/// the key of whoever filed it, one of which an indicator reads.
/// </summary>
internal sealed class FiguresBench(string root, int matters, string? postgres) : IDisposable
{
    private const string Database = "trellis_bench_figures";
    private const int Complaints = 200;
    private const int Items = 60;
    private const int Rounds = 200;

    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-figures-").FullName;

    public async Task RunAsync()
    {
        if (ServerProcess.NotAsServed is { } note) Console.WriteLine(note);
        Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, {matters:N0} matters");
        var file = Path.Combine(_folder, "figures.db");
        await OnAsync("SQLite", RecordPlace.OfFile(file), () => SqliteSession.OpenToWrite(file, create: false), () => new FileInfo(file).Length);
        if (postgres is null) return;
        try
        {
            await OnAsync("PostgreSQL", BenchDatabases.Make(postgres, Database, Path.Combine(_folder, "keys")), () => PostgresSession.Open(BenchDatabases.Of(postgres, Database)), () => BenchDatabases.Size(postgres, Database));
        }
        finally
        {
            BenchDatabases.Drop(postgres, Database);
        }
    }

    /// <param name="open">Opens a connection to write rows on beside the writer of the record.</param>
    /// <param name="size">How many bytes the store takes.</param>
    private async Task OnAsync(string store, RecordPlace place, Func<Session> open, Func<long> size)
    {
        await using var county = await NoiseComplaints.OpenAsync(place, root, TimeProvider.System);
        var desk = new FiguresDesk(county.Desk, place);
        var all = new FiguresAsked();
        // What a server has compiled long before somebody asks.
        for (var warm = 0; warm < 300; warm++) desk.At(all, county.Writer.Size);
        var filling = Stopwatch.StartNew();
        await new ManyMatters(county, matters).WriteAsync(place, open);
        if (store == "PostgreSQL") BenchDatabases.Settle(postgres!, Database);
        Console.WriteLine($"{store}: filled in after {filling.Elapsed.TotalSeconds:F0} s; {size() / 1_000_000:N0} MB");
        var watch = Stopwatch.StartNew();
        var cpu = Environment.CpuUsage.TotalTime;
        var counted = desk.Now(all, DateTimeOffset.UtcNow);
        Console.WriteLine($"{store}: from scratch: {watch.Elapsed.TotalSeconds:F1} s, {(Environment.CpuUsage.TotalTime - cpu).TotalSeconds:F1} s of processors, for {counted.Indicators.Count} indicators and {counted.Figures.Count} figures, {counted.Figures.Sum(static one => one.Cases):N0} cases, asked under 20 s");

        for (var round = 0; round < 3; round++)
        {
            for (var one = 0; one < Complaints; one++) await county.LiveAsync($"new-{round}-{one}", one, static act => act());
            watch.Restart();
            var after = desk.Now(all, DateTimeOffset.UtcNow);
            Console.WriteLine($"{store}: after {after.Entries - counted.Entries} entries: {watch.Elapsed.TotalMilliseconds:F0} ms, {watch.Elapsed.TotalMilliseconds / (after.Entries - counted.Entries):F3} ms an entry, asked under 1 ms");
            counted = after;
        }

        await FillAsync(store, county);
    }

    /// <summary>Sixty items about one row of each register, for a unit and a purpose that may have most of them.</summary>
    private static async Task FillAsync(string store, NoiseComplaints county)
    {
        var registers = await RegistersDesk.OpenAsync(county.Writer, county.Desk);
        var forms = await FormsDesk.OpenAsync(county.Writer, county.Desk);
        var structure = county.Desk.InForce.Structure;
        var day = county.Desk.InForce.DayOf(DateTimeOffset.UtcNow);
        var (rows, items) = (new List<RowId>(), new List<string>());
        foreach (var register in structure.Registers.Ids)
        {
            var own = structure.Items.All.Where(item => item.RegisterId == register && item.HoldsOn(day) && item.Computed is null && Sample(item, structure) is { IsKnown: true }).ToList();
            if (own.Count == 0) continue;
            var row = new RowId(register, "one");
            var answer = await registers.DoAsync(new ActOrder { By = Actor.System, Act = new EnterSubject(row, [.. own.Select(item => new ItemGiven(item.Field, Sample(item, structure)))], new SourceGiven(ValueSource.Import)) }, CancellationToken.None);
            if (answer is ActAnswer.Refused refused) throw new InvalidOperationException(refused.Why.ToString());
            rows.Add(row);
            items.AddRange(own.Select(static item => item.Id));
        }

        var (unit, purpose, allowed) = structure.Registers.All.Select(static one => one.Owner?.Id).OfType<string>().Distinct(StringComparer.Ordinal)
            .SelectMany(unit => structure.Purposes.Ids.Select(purpose => (Unit: new UnitId(unit), Purpose: purpose))).Select(one => (one.Unit, one.Purpose, Filled: FilledOf(forms.Questions.Fill(rows, items, one.Unit, one.Purpose)))).MaxBy(static one => one.Filled.Count);
        var known = allowed.Select(static one => $"{one.Subject.Register}.{one.Item}").ToHashSet(StringComparer.Ordinal);
        string[] asked = [.. items.OrderBy(item => known.Contains(item) ? 0 : 1).Take(Items)];
        RowId[] about = [.. rows.Where(row => asked.Any(item => item.StartsWith(row.Register + ".", StringComparison.Ordinal)))];
        var times = new List<double>(Rounds);
        var filled = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            var held = FilledOf(forms.Questions.Fill(about, asked, unit, purpose));
            _ = registers.Questions.ForTheEngine(held);
            times.Add(watch.Elapsed.TotalMilliseconds);
            filled = held.Count;
        }

        times.Sort();
        Console.WriteLine($"{store}: {asked.Length} items of {about.Length} rows for {unit} and {purpose}, {filled} filled and opened: median {times[Rounds / 2]:F2} ms, 95 % under {times[Rounds * 95 / 100]:F2} ms, asked under 10 ms");
    }

    private static List<HeldValue> FilledOf(IReadOnlyList<FilledField> fields) => [.. fields.Select(static one => one.Filling).OfType<Filling.Filled>().Select(static one => one.Held)];

    private static Value Sample(Item item, GovernanceStructure structure) => FormulaNames.TypeOf(item, structure) switch
    {
        FactType.YesOrNo => Value.Yes,
        FactType.PlainNumber => Value.Of(3m),
        FactType.Measured(var dimension) => Value.Of(new Quantity(3, Measures.All.First(measure => Measures.DimensionOf(measure) == dimension))),
        FactType.ADay => Value.Of(new DateOnly(2020, 5, 4)),
        FactType.Code(var list) => structure.Codes.Of(list) is [{ Values: [var first, ..] }, ..] ? Value.Of(first.Value) : Value.Missing,
        FactType.Words when !item.Id.Contains("number", StringComparison.Ordinal) => Value.Of("words"),
        _ => Value.Missing,
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
