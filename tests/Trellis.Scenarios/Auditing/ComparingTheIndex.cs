using System.Security.Cryptography;
using System.Text;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Information;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Trellis.Structure.Files;
using Xunit;

namespace Trellis.Scenarios.Auditing;

/// <summary>By what rows of registers are found, against what is held of them.</summary>
public sealed class ComparingTheIndex
{
    private const string Mapping = "import: residents\nregister: person\nbasis: cuiwei-data-rules/6\ncolumns:\n  姓名: name\n  证件号: number\n  生日: birth\n  性别: sex\n  电话: phone\n  地址: address\n";
    private const string Table = "姓名,证件号,生日,性别,电话,地址\n王晓雯,990101198005170015,1980-05-17,男,11112345678,和平社区锦绣园3号楼2单元501室\n欧阳建国,,1975-01-02,男,,汀溪村3组12号\n芳,,1982-01-02,,,\n";

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_was_entered_imported_changed_linked_and_erased_in_part_is_found_by_what_is_left_of_it(string kind)
    {
        // The telephone has a time of its own, and so a key of its own.
        await using var desk = await ADesk.On(kind, change: static file => file.Path != "data/person.yaml" ? file
            : new SourceFile(file.Path, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(file.Bytes).Replace("  found-as: telephone\n", "  found-as: telephone\n  keep: {for: 1 year, after: recorded}\n", StringComparison.Ordinal))));
        var police = await desk.Police();
        await Import(desk, police);
        var wang = Assert.Single(desk.Imports.Search("person", "王晓雯").Found!).Subject;
        var other = await desk.Enter(police, "person", "name=王小雯", "phone=11100000001");
        await desk.Record(police, wang, "phone=11187654321");
        await desk.Record(police, wang, "name=王晓文");
        await desk.Register(police, new LinkSubjects(wang, other, ["care"], ["same-name"], null));
        Assert.Empty(Doubts(desk));

        // Without the telephone the row is found by the rest, and by nothing that holds the telephone.
        await desk.Writer.EraseAsync(wang.ToString(), "register/person.phone", new EntryActor.Officer("archivist", "cuiwei"), "cuiwei-data-rules/6", ARecord.Patience);
        Assert.Empty(Doubts(desk));
        Assert.Empty(desk.Imports.Search("person", "111 8765 4321").Found!);
        Assert.Equal(wang, Assert.Single(desk.Imports.Search("person", "990101198005170015").Found!).Subject);
        // And of the other row the telephone stays, when everything else is gone.
        await desk.Writer.EraseAsync(other.ToString(), "register/person", new EntryActor.Officer("archivist", "cuiwei"), "cuiwei-data-rules/6", ARecord.Patience);
        Assert.Empty(Doubts(desk));
        Assert.Equal("11100000001", desk.Stands(other, "phone"));
        Assert.DoesNotContain(desk.Imports.Search("person", "王小雯").Found!, one => one.Subject == other && one.By == "name");
        Assert.Equal(other, Assert.Single(desk.Imports.Search("person", "111 0000 0001").Found!).Subject);
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_word_that_is_missing_too_much_or_another_one_is_named_by_its_entry_and_never_by_what_was_written(string kind)
    {
        foreach (var (change, kindOf, place) in ((string, DoubtKind, string)[])
            [
                ("delete from search_word where word = (select min(word) from search_word)", DoubtKind.RowMissing, "search_word"),
                ("insert into search_word (word, position) select 42, min(position) from search_entry", DoubtKind.RowWithoutEntry, "search_word"),
                ("delete from search_entry where position = (select min(position) from search_entry)", DoubtKind.RowMissing, "search_entry"),
                ("update search_entry set words = (select words from search_entry where position = (select max(position) from search_entry)) where position = (select min(position) from search_entry)", DoubtKind.RowDiffers, "search_entry"),
                ("update search_entry set subject = 'person/nobody' where position = (select min(position) from search_entry)", DoubtKind.RowDiffers, "search_entry"),
                ("insert into search_entry (position, subject, words) select 1, subject, words from search_entry where position = (select min(position) from search_entry)", DoubtKind.RowWithoutEntry, "search_entry"),
                ("update import_run set line = 99", DoubtKind.RowDiffers, "import_run"),
                ("delete from import_run", DoubtKind.RowMissing, "import_run"),
            ])
        {
            await using var desk = await ADesk.On(kind);
            await Import(desk, await desk.Police());
            await desk.CloseAsync();
            desk.Record.Change(change);

            var doubts = Doubts(desk);

            Assert.True(doubts.Any(doubt => doubt.Kind == kindOf && doubt.Place!.StartsWith(place, StringComparison.Ordinal)), $"{change}: {string.Join("; ", doubts)}");
            foreach (var doubt in doubts)
                foreach (var given in (string[])["王", "9901", "1111", "锦绣"]) Assert.DoesNotContain(given, doubt.ToString(), StringComparison.Ordinal);
            RebuildingTables.Run(desk.Record.Place);
            Assert.Empty(Doubts(desk));
        }
    }

    [Fact]
    public async Task Without_the_keys_it_is_said_that_the_index_was_not_compared()
    {
        await using var desk = await ADesk.On("SQLite");
        await Import(desk, await desk.Police());
        await desk.CloseAsync();

        using var without = new DatabaseRecord(desk.Record.Place.Store, null);
        Assert.Contains(Auditor.Run(without, new AuditRequest()).Unproven, static one => one.Kind == UnprovenKind.SearchIndex);
        using var with = new DatabaseRecord(desk.Record.Place.Store, RecordKeys.Open(desk.Record.Place.Keys));
        Assert.Equal(3, Assert.Single(Auditor.Run(with, new AuditRequest()).Proven, static one => one.Kind == ProvenKind.IndexAgrees).Count);
    }

    private static IReadOnlyList<Doubt> Doubts(ADesk desk)
    {
        using var record = new DatabaseRecord(desk.Record.Place.Store, RecordKeys.Open(desk.Record.Place.Keys));
        return Auditor.Run(record, new AuditRequest()).Doubts;
    }

    private static async Task Import(ADesk desk, Actor by)
    {
        var (table, written) = (Encoding.UTF8.GetBytes(Table), Encoding.UTF8.GetBytes(Mapping));
        var (mapping, _) = desk.Imports.ReadMapping(new SourceFile("mapping.yaml", written), null);
        var (done, _) = await desk.Imports.ImportAsync(new ImportOrder(by, mapping!, written, new MemoryStream(table), SHA256.HashData(table), "table.csv"), null, ARecord.Patience);
        Assert.Equal(3, done!.New);
    }
}
