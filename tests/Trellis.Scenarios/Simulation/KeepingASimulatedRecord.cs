using System.Text;
using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Information.Registers;
using Trellis.Process.Matters;
using Trellis.Runtime;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Simulation;
using Trellis.Runtime.Structure;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Trellis.Simulation;
using Trellis.Simulation.Bases;
using Trellis.Simulation.Runs;
using Trellis.Structure.Files;
using Xunit;

namespace Trellis.Scenarios.Simulation;

/// <summary>A simulated run as a record of its own: the same entries for the same seed, proved like any other, and never gone on with.</summary>
public sealed class KeepingASimulatedRecord : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trellis-simulated-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_same_files_and_seed_give_the_same_entries_on_however_many_threads_and_another_seed_gives_others()
    {
        var once = Live("once", seed: 7, days: 20);

        Assert.True(once.Head.Size > 1000, $"{once.Head.Size} entries");
        Assert.Equal(once.Head, Live("again", seed: 7, days: 20).Head);
        Assert.Equal(once.Head, Live("alone", seed: 7, days: 20, threads: 1).Head);
        Assert.NotEqual(once.Head.Root, Live("other", seed: 8, days: 20).Head.Root);
        Assert.Equal(Key("once"), Key("alone"));
        Assert.NotEqual(Key("once"), Key("other"));

        string Key(string name) => RecordKeys.Open(At(name) + ".keys").Signer.ExportPrivateKey();
    }

    [Fact]
    public void Verify_proves_it_and_says_that_nobody_did_any_of_it()
    {
        var written = Live("proved", seed: 7, days: 30);

        using (var record = new DatabaseRecord(new SqliteStore(At("proved")), RecordKeys.Open(At("proved") + ".keys")))
        {
            var report = Auditor.Run(record, new AuditRequest());

            Assert.Empty(report.Doubts);
            Assert.Equal(written.Head, report.Checkpoint);
            Assert.Equal("hello-village/simulated", report.Origin);
            Assert.Contains(report.Proven, static one => one is { Kind: ProvenKind.ValuesOpen, Count: > 100 });
            Assert.Equal(UnprovenKind.Simulated, report.Unproven[0].Kind);
        }

        using var session = new SqliteStore(At("proved")).OpenToRead();
        Assert.Equal(written.Head, Checking.HoldsTogether(session));
        Assert.True(Entry.TryRead(LedgerRows.Entry(session, 0)!, out var first, out _));
        Assert.Equal(("record-simulated/1", "7"), (first.Event, ((EntryValue.Word)first.Fields["seed"]!).Text));
    }

    [Fact]
    public void The_tables_are_what_a_rebuild_gives_and_every_matter_stands_as_the_simulation_left_it()
    {
        var (opened, from) = Open("cuiwei", null);
        var settings = new RunSettings(3, from, 6, Scale: 1);
        WritingRecords.Write(opened, settings, StructureFolder.Read(Structures.Of("cuiwei")), At("county"), threads: 2);
        var run = new Run(opened.Scene, opened.Load, settings);
        var matters = new Dictionary<long, Matter>();
        do
        {
            while (run.TryTakeOver(out var over)) matters.Add(over.Number, over.Matter);
        }
        while (run.Next());
        while (run.TryTakeOver(out var over)) matters.Add(over.Number, over.Matter);

        using (var session = new SqliteStore(At("county")).OpenToRead())
        {
            var found = new Dictionary<long, Matter>();
            MatterRows.Load(session, matters.Keys, (number, matter, _) => found.Add(number, matter));
            Assert.True(matters.Count > 200, $"{matters.Count} matters");
            Assert.Equal(matters.Count, found.Count);
            Assert.All(matters, one => Assert.Equal(MatterBytes.Write(one.Value, MatterTrack.Empty), MatterBytes.Write(found[one.Key], MatterTrack.Empty)));
        }

        Assert.Empty(RebuildingTables.Run(RecordPlace.OfFile(At("county"))).Changed);
    }

    [Fact]
    public void The_people_who_come_are_those_of_the_base_live_where_they_come_from_and_the_same_seed_gives_the_same_record()
    {
        var (opened, from) = Open("cuiwei", null);
        var settings = new RunSettings(3, from, 6);
        var today = opened.Running.Structure.On(from);
        WrittenRecord Write(string name, int threads) => WritingRecords.Write(opened, settings, StructureFolder.Read(Structures.Of("cuiwei")), At(name), threads, people: InventingBases.Invent(today, 0.05, new Seed(3).Of("base"), from));

        Assert.Equal(Write("peopled", 2).Head, Write("again", 1).Head);

        using (var session = new SqliteStore(At("peopled")).OpenToRead())
        {
            Assert.Equal((550, 1_600), (SubjectRows.Count(session, "household"), SubjectRows.Count(session, "person") / 100 * 100));
            // At this scale some villages have nobody, and what concerns the whole county comes from no place.
            var all = MatterRows.RunningAfter(session, 0, 10_000).Select(static one => one.Item2).Where(static matter => matter.Place is not null && matter.Roles is [{ Row.Register: "person" }, ..]).ToList();
            var matters = all.Where(static matter => matter.Roles[0].Row.Key.StartsWith('r')).ToList();
            Assert.True(matters.Count > 50 && matters.Count > all.Count / 2, $"{matters.Count} of {all.Count} matters");
            var asOf = new AsOf(from);
            foreach (var matter in matters)
            {
                var person = Assert.Single(SubjectRows.Find(session, [matter.Roles[0].Row]));
                var home = Assert.Single(SubjectRows.Find(session, [Assert.Single(HoldingValues.Related(person, "home", asOf))]));
                if (matter.Place is { } place) Assert.True(today.Unit(place.Text)!.Contains(today.Unit(Assert.Single(HoldingValues.Related(home, "unit", asOf)).Key)!), $"{matter.Number}: {person.Id} does not live in {place}");
            }

            Assert.NotEmpty(SubjectRows.Disagreements(session, "person.phone", "", 10));
        }

        Assert.Empty(RebuildingTables.Run(RecordPlace.OfFile(At("peopled"))).Changed);
    }

    [Fact]
    public void Forms_that_officers_handed_in_stand_in_it_as_at_the_desk_of_forms()
    {
        const string Reports = """
            load: reports
            arrivals:
              - {matter: hardship-allowance, per-year: 400}
            forms:
              - {takes: 10 minutes, returned: 20 %}
            pressures:
              - {pressure: reporting-late, strength: 20 %}
              - {pressure: inventing-figures, strength: 20 %}
            """;
        var (opened, from) = Open("cuiwei", Reports);
        WrittenRecord Write(string name, int threads) => WritingRecords.Write(opened, new RunSettings(3, from, 75), StructureFolder.Read(Structures.Of("cuiwei")), At(name), threads);
        var written = Write("reports", 2);

        Assert.Equal(written.Head, Write("again", 1).Head);
        using (var session = new SqliteStore(At("reports")).OpenToRead())
        {
            var rows = FormRows.Between(session, 0, written.Head.Size);
            var tally = written.Run.Tally;
            Assert.True(tally.FormsHandedIn > 1000, $"{tally.FormsHandedIn} forms");
            Assert.Equal((tally.FormsHandedIn, tally.FormsReturned), (rows.Count(static row => row.Kind == FormRow.Submitted), rows.Count(static row => row.Kind == FormRow.Returned)));
            Assert.Equal(tally.FormsLate, rows.Count(static row => row.Kind == FormRow.Submitted && row.At.ToUnixTimeMilliseconds() > row.Due && row.Due > 0));
            Assert.Equal(tally.FieldsInForms, rows.Sum(static row => row.Typed));
            Assert.Contains(rows, static row => row.Kind == FormRow.Corrected);
            // After a matter, not only by the calendar.
            Assert.Contains(rows, static row => row.Form == "relief-follow-up");
        }

        Assert.Empty(RebuildingTables.Run(RecordPlace.OfFile(At("reports"))).Changed);
    }

    [Fact]
    public void The_years_of_a_thin_load_follow_each_other_in_one_record()
    {
        var (opened, _) = Open("hello-village", "load: thin\narrivals:\n  - {matter: small-repair, per-year: 120}\n");

        WritingRecords.Write(opened, new RunSettings(1, new DateOnly(2026, 12, 1), 800), StructureFolder.Read(Structures.Of("hello-village")), At("years"), threads: 2);

        Assert.Empty(RebuildingTables.Run(RecordPlace.OfFile(At("years"))).Changed);
        using var session = new SqliteStore(At("years")).OpenToRead();
        Assert.Equal([true, true, true, true], ((int[])[2026, 2027, 2028, 2029]).Select(year => MatterRows.LastSerial(session, year) > 0));
    }

    [Fact]
    public async Task Nothing_is_written_behind_it_but_by_whoever_shows_it()
    {
        Live("done", seed: 1, days: 3);
        var place = RecordPlace.OfFile(At("done"));

        var refused = await Assert.ThrowsAsync<UnusableInput>(() => RecordWriter.OpenAsync(place, new RecordSettings(), TimeProvider.System));
        Assert.Contains("was simulated", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<UnusableInput>(() => RecordWriter.CreateAsync(place, "hello-village/record", new RecordSettings(), TimeProvider.System));
        var fresh = await Assert.ThrowsAsync<UnusableInput>(() => RecordWriter.CreateAsync(RecordPlace.OfFile(At("fresh"), place.Keys), "hello-village/record", new RecordSettings(), TimeProvider.System));
        Assert.Contains("which anybody can derive", fresh.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<UnusableInput>(() => RecordWriter.CreateAsync(RecordPlace.OfFile(At("named")), "hello-village/simulated", new RecordSettings(), TimeProvider.System));
        BackingUp.Make(place, At("backup"));
        var restored = Assert.Throws<UnusableInput>(() => Restoring.Restore(place, At("backup"), "none", TimeProvider.System));
        Assert.Contains("brings nothing back", restored.Message, StringComparison.Ordinal);

        await using var shown = await RecordWriter.OpenAsync(place, new RecordSettings { MayBeSimulated = true }, TimeProvider.System);
        await using var desk = await MattersDesk.OpenAsync(shown, place, TimeProvider.System, null);
        Assert.Equal("hello-village/simulated", shown.Origin);
    }

    [Fact]
    public void What_is_there_is_never_replaced_and_a_run_that_fails_leaves_nothing()
    {
        File.WriteAllText(At("taken"), "mine");
        Assert.Contains("not replaced", Assert.Throws<UnusableInput>(() => Live("taken", seed: 1, days: 1)).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(At("keyed") + ".keys");
        Assert.Throws<UnusableInput>(() => Live("keyed", seed: 1, days: 1));
        var (opened, from) = Open("hello-village", LivingASimulationForReal.Pressed);

        var stored = 0;
        Assert.Throws<InvalidOperationException>(() => WritingRecords.Write(opened, new RunSettings(1, from, 60), StructureFolder.Read(Structures.Of("hello-village")), At("failed"), threads: 2, _ =>
        {
            if (++stored > 1) throw new InvalidOperationException("The disk is gone.");
        }));

        Assert.Equal(["keyed.db.keys", "taken.db"], Directory.EnumerateFileSystemEntries(_folder).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal("mine", File.ReadAllText(At("taken")));
    }

    private string At(string name) => Path.Combine(_folder, name + ".db");

    private static (OpenedScene Opened, DateOnly From) Open(string structure, string? load)
    {
        var (opened, from) = OpeningScenes.Open(StructureFolder.Read(Structures.Of(structure)), load is null ? null : new SourceFile("load.yaml", Encoding.UTF8.GetBytes(load)), null);
        Assert.Empty(opened.Refusing);
        return (opened, from);
    }

    private WrittenRecord Live(string name, ulong seed, int days, int threads = 2)
    {
        var (opened, from) = Open("hello-village", LivingASimulationForReal.Pressed);
        return WritingRecords.Write(opened, new RunSettings(seed, from, days), StructureFolder.Read(Structures.Of("hello-village")), At(name), threads);
    }
}
