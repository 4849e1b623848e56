using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Trellis.Bench.Ledger;
using Trellis.Information.Importing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Simulation;
using Trellis.Simulation.Bases;
using Trellis.Structure;
using Trellis.Structure.Files;

namespace Trellis.Bench.Information;

/// <summary>
/// People of an invented county imported with matching: a part into an empty register, the rest of so many without being measured, and another part of the same size at the end. Beside each part
/// its bare twin: the very statements with their rows and index entries, in the same transactions, by the same connection, on a copy of the same store. Then rows are searched.
/// </summary>
internal sealed class ImportBench(string root, int people, int part, string? postgres)
{
    private const double Asked = 0.40;
    private const double AskedSearch = 30;
    private const int Searches = 400;
    private const int Warm = 50_000;
    private const int Slice = 5_000;
    private const string Database = "trellis_bench_import";
    private const string Mapping = "import: residents\nregister: person\nbasis: cuiwei-data-rules/6\ncolumns:\n  姓名: name\n  证件号: number\n  性别: sex\n  生日: birth\n  电话: phone\n  地址: address\n  家庭: household\n";
    private const string Header = "姓名,证件号,性别,生日,电话,地址,家庭\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-import-").FullName;

    public async Task<int> RunAsync()
    {
        var today = new DateOnly(2026, 11, 1);
        var structure = ReadingStructures.Read(StructureFolder.Read(Path.Combine(root, "structures", "cuiwei"))).Structure.On(today);
        var clock = Stopwatch.StartNew();
        var invented = InventingBases.Invent(structure, (people + (2.0 * part)) / 31_000, new Seed(4242).Of("base"), today);
        Console.WriteLine($"date: {DateTime.UtcNow:yyyy-MM-dd}, .NET {Environment.Version}, {Environment.ProcessorCount} cores, {people:N0} people and {part:N0} more; {invented.Persons.Count:N0} invented in {clock.Elapsed.TotalSeconds:F1} s");
        try
        {
            var fine = await OnAsync("SQLite", invented);
            if (postgres is not null) fine &= await OnAsync("PostgreSQL", invented);
            return fine ? 0 : 1;
        }
        finally
        {
            Directory.Delete(_folder, recursive: true);
            if (postgres is not null)
            {
                BenchDatabases.Drop(postgres, Database);
                BenchDatabases.Drop(postgres, Database + "_twin");
            }
        }
    }

    private async Task<bool> OnAsync(string store, InventedBase invented)
    {
        // As a department's list comes: in no order of households.
        var order = Enumerable.Range(0, invented.Persons.Count).ToArray();
        var draws = new Seed(1).Draws();
        for (var at = order.Length - 1; at > 0; at--)
        {
            var other = (int)draws.Below(at + 1);
            (order[at], order[other]) = (order[other], order[at]);
        }

        var place = store == "SQLite" ? RecordPlace.OfFile(Path.Combine(_folder, "record.db")) : BenchDatabases.Make(postgres!, Database, Path.Combine(_folder, "keys"));
        await using (var begun = await OpenedAsync(place, isNew: true))
            await begun.DisposeAsync();
        // Warm, so that what the first rows cost is not the compiler.
        var warm = RecordPlace.OfFile(Path.Combine(_folder, $"warm-{store}.db"));
        await using (var begun = await OpenedAsync(warm, isNew: true)) await ImportAsync(begun, TableOf(invented, order.AsMemory(0, Math.Min(order.Length, Warm))));
        var start = await PartAsync(store, place, invented, order.AsMemory(0, part), "first");
        var between = order.AsMemory(part, Math.Min(people - part, order.Length - (2 * part)));
        var clock = Stopwatch.StartNew();
        for (var from = 0; from < between.Length; from += 100_000)
        {
            await using var opened = await OpenedAsync(place, isNew: false);
            await ImportAsync(opened, TableOf(invented, between.Slice(from, Math.Min(100_000, between.Length - from))));
        }

        Console.WriteLine($"{store}: {between.Length:N0} people between, {between.Length / clock.Elapsed.TotalSeconds:N0} rows/s");
        if (store == "PostgreSQL") BenchDatabases.Settle(postgres!, Database);
        var end = await PartAsync(store, place, invented, order.AsMemory(part + between.Length, part), "last");
        Console.WriteLine($"{store}: ratio to the bare twin {start.Ours / start.Twin:F2} at the start, {end.Ours / end.Twin:F2} at the end; asked {Asked}. From start to end ours keeps {end.Ours / start.Ours:F2} of its rate, the twin {end.Twin / start.Twin:F2}");
        var median = await SearchAsync(store, place, invented, order.AsSpan(0, part + between.Length).ToArray());
        return end.Ours >= Asked * end.Twin && median < AskedSearch;
    }

    /// <summary>Slice by slice in turns: ours, then the very same rows by the bare loop, so that both meet the same load, and neither keeps in memory what the other wrote.</summary>
    private async Task<(double Ours, double Twin)> PartAsync(string store, RecordPlace place, InventedBase invented, ReadOnlyMemory<int> persons, string name)
    {
        var twinPlace = Copied(store, place, name);
        var (ours, twin) = (new Spent(), new Spent());
        var ratios = new List<double>();
        var rows = 0L;
        await using (var opened = await OpenedAsync(place, isNew: false))
        {
            using var claim = twinPlace.Store.Claim(create: false);
            using var session = claim.Open();
            for (var from = 0; from < persons.Length; from += Slice)
            {
                var table = TableOf(invented, persons.Slice(from, Math.Min(Slice, persons.Length - from)));
                var recorded = new List<Writes>();
                opened.Writer.Written = recorded.Add;
                var own = Stopwatch.GetTimestamp();
                ours.Begin();
                await ImportAsync(opened, table);
                ours.End();
                var ownTook = Stopwatch.GetElapsedTime(own);
                opened.Writer.Written = null;
                var bare = Stopwatch.GetTimestamp();
                twin.Begin();
                foreach (var writes in recorded) session.Commit(writes);
                twin.End();
                ratios.Add(Stopwatch.GetElapsedTime(bare) / ownTook);
                rows += recorded.Sum(static one => one.All.Sum(static write => (long)write.Rows));
            }
        }

        ratios.Sort();
        Console.WriteLine($"{store}, {name}: ours {persons.Length / ours.Seconds:N0} rows/s and {ours.Processors / persons.Length * 1e6:F0} us of processors a row; bare twin {persons.Length / twin.Seconds:N0} rows/s and {twin.Processors / persons.Length * 1e6:F0} us, {rows / (double)persons.Length:F1} rows of tables for one of the list");
        Console.WriteLine($"{store}, {name}: ratio {ratios[ratios.Count / 2]:F2} ({ratios[0]:F2} to {ratios[^1]:F2}) of {ratios.Count} slices in turns; asked {Asked}");
        return (persons.Length / ours.Seconds, persons.Length / twin.Seconds);
    }

    private async Task<double> SearchAsync(string store, RecordPlace place, InventedBase invented, int[] persons)
    {
        await using var opened = await OpenedAsync(place, isNew: false);
        var draws = new Seed(9).Draws();
        var all = new List<double>();
        foreach (var (kind, typed) in (ReadOnlySpan<(string, Func<InventedPerson, string>)>)
            [("name", static one => one.Name), ("pinyin", static one => Trellis.Information.Names.PersonalName.Read(one.Name)!.Readings[0]), ("number", static one => one.Number), ("telephone", static one => one.Telephone), ("address", invented.AddressOf)])
        {
            var took = new List<double>();
            var (found, wide) = (0, 0);
            for (var search = 0; search < Searches; search++)
            {
                var what = typed(invented.Persons[persons[(int)draws.Below(persons.Length)]]);
                var clock = Stopwatch.GetTimestamp();
                var (hits, _) = opened.Imports.Search("person", what);
                took.Add(Stopwatch.GetElapsedTime(clock).TotalMilliseconds);
                if (hits is null) wide++;
                else if (hits.Count > 0) found++;
            }

            took.Sort();
            all.AddRange(took);
            Console.WriteLine($"{store}: search by {kind,-10} median {took[took.Count / 2],6:F2} ms, p99 {took[(int)(took.Count * 0.99)],7:F2} ms; {found} found, {wide} too wide, of {Searches}");
        }

        all.Sort();
        Console.WriteLine($"{store}: search median {all[all.Count / 2]:F2} ms, asked {AskedSearch}");
        return all[all.Count / 2];
    }

    private RecordPlace Copied(string store, RecordPlace place, string name)
    {
        if (store == "PostgreSQL")
        {
            BenchDatabases.Copy(postgres!, Database, Database + "_twin");
            return RecordPlace.OfPostgres(BenchDatabases.Of(postgres!, Database + "_twin"), place.Keys);
        }

        var file = Path.Combine(_folder, $"twin-{name}.db");
        File.Copy(((SqliteStore)place.Store).File, file);
        return RecordPlace.OfFile(file);
    }

    private static byte[] TableOf(InventedBase invented, ReadOnlyMemory<int> persons)
    {
        var table = new StringBuilder(Header);
        foreach (var number in persons.Span)
        {
            var row = invented.CleanRow(number);
            table.Append(CultureInfo.InvariantCulture, $"{row.Name},{row.Number},{row.Sex},{row.Birth},{row.Telephone},{row.Address},{invented.Households[invented.Persons[number].Household].Number}\n");
        }

        return Encoding.UTF8.GetBytes(table.ToString());
    }

    private async Task<Opened> OpenedAsync(RecordPlace place, bool isNew)
    {
        var settings = new RecordSettings { Batch = 256 };
        var writer = isNew ? await RecordWriter.CreateAsync(place, "bench.example/record", settings, TimeProvider.System) : await RecordWriter.OpenAsync(place, settings, TimeProvider.System);
        var matters = await MattersDesk.OpenAsync(writer, place, TimeProvider.System, isNew ? StructureFolder.Read(Path.Combine(root, "structures", "cuiwei")) : null);
        var registers = await RegistersDesk.OpenAsync(writer, matters);
        return new Opened(writer, matters, ImportsDesk.Open(writer, matters, registers));
    }

    private static async Task<ImportReport> ImportAsync(Opened opened, byte[] table)
    {
        var mapping = Encoding.UTF8.GetBytes(Mapping);
        var (read, findings) = opened.Imports.ReadMapping(new SourceFile("mapping.yaml", mapping), null);
        if (read is null) throw new InvalidOperationException(findings.Kept[0].Found.En);
        var (done, why) = await opened.Imports.ImportAsync(new ImportOrder(Actor.System, read, mapping, new MemoryStream(table), SHA256.HashData(table), "bench"), null, CancellationToken.None);
        return done ?? throw new InvalidOperationException(why!.ToString());
    }

    private sealed class Spent
    {
        private long _begun;
        private TimeSpan _processors;

        public double Seconds { get; private set; }

        public double Processors { get; private set; }

        public void Begin() => (_begun, _processors) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);

        public void End()
        {
            Seconds += Stopwatch.GetElapsedTime(_begun).TotalSeconds;
            Processors += (Environment.CpuUsage.TotalTime - _processors).TotalSeconds;
        }
    }

    private sealed record Opened(RecordWriter Writer, MattersDesk Matters, ImportsDesk Imports) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Matters.DisposeAsync();
            await Writer.DisposeAsync();
        }
    }
}
