using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Auditing;

/// <summary>What an attacker leaves in the database where no entry tells of it, and what the auditor must not claim to have looked at.</summary>
public sealed class LookingBesideTheEntries
{
    public static TheoryData<string> Stores => OnBothStores.Kinds;

    [Theory, MemberData(nameof(Stores))]
    public async Task An_incremental_audit_says_that_it_did_not_look_at_the_entries_before(string kind)
    {
        await using var county = await ACounty.On(kind);
        var attacker = new AnAttacker(county);
        attacker.Put(7, AnAttacker.Changed(attacker.Entries()[7]));

        var verdict = county.Verify("--key", county.Key, "--since", county.SeenAtHalf).HoldsUp();

        Assert.Contains("before-since", verdict.Unproven);
        Assert.Contains("erasures-before", verdict.Unproven);
        var said = ACounty.Run(["verify", .. county.Place, "--since", county.SeenAtHalf]).Said.ReplaceLineEndings(" ");
        Assert.Contains("none of these was changed", said, StringComparison.Ordinal);
        Assert.Contains("of this copy: they were not read", said, StringComparison.Ordinal);
        county.Verify().Finds("entry-differs-from-tile", 7);
    }

    [Theory]
    [InlineData("create trigger t after insert on ledger_entry begin delete from ledger_checkpoint; end")]
    [InlineData("create view v as select * from ledger_entry")]
    [InlineData("create table mine (a integer)")]
    [InlineData("drop index personal_value_by_key")]
    [InlineData("alter table ledger_tile rename to hidden; create view ledger_tile as select * from hidden")]
    [InlineData("alter table ledger_tile rename to hidden; create view ledger_tile as with recursive r(n) as (select 1 union all select n + 1 from r) select 0 as level, n as number, x'00' as hashes from r")]
    [InlineData("insert into ledger_entry select -1, bytes from ledger_entry where position = 5")]
    [InlineData("insert into ledger_checkpoint values (-1, 'x', 1780000000000)")]
    [InlineData("update ledger_checkpoint set at = 0")]
    [InlineData("update ledger_checkpoint set at = 9000000000000000000")]
    [InlineData("insert into ledger_meta values ('other', 'x')")]
    [InlineData("delete from ledger_meta")]
    [InlineData("delete from ledger_meta where name = 'first-origin'")]
    [InlineData("update ledger_meta set value = 'county.example/other' where name = 'first-origin'")]
    [InlineData("delete from ledger_writer")]
    [InlineData("update trellis_migration set name = 'other'")]
    [InlineData("update trellis_migration set at = 0")]
    [InlineData("delete from trellis_migration")]
    [InlineData("alter table erasure add column more text")]
    [InlineData("insert into personal_key values (99, x'00112233445566778899aabbccddeeff', 'p-99', 'licensing', x'00')")]
    public async Task What_the_program_never_makes_is_a_doubt(string done)
    {
        await using var county = await ACounty.On("SQLite");
        new AnAttacker(county).RunLawlessly(done);

        county.Verify().Finds("table-differs");
    }

    [Fact]
    public async Task So_it_is_on_PostgreSQL()
    {
        foreach (var done in (string[])
        [
            "create rule r as on insert to ledger_entry do also delete from ledger_checkpoint",
            "alter table ledger_tile rename to hidden; create view ledger_tile as select * from hidden",
            "delete from ledger_writer",
            "alter table ledger_writer drop constraint ledger_writer_fence",
            "drop index personal_value_by_key",
            "alter table erasure enable row level security",
            "create policy mine on erasure using (current_setting('transaction_read_only') = 'off')",
            "alter table ledger_entry set unlogged",
            "create table mine () inherits (erasure)",
            "create unique index mine on erasure (at)",
            "alter table erasure add column more text",
            "alter table ledger_checkpoint alter column note drop not null",
            "alter table personal_value drop constraint personal_value_key_fkey",
            "update trellis_migration set name = 'other'",
            "update trellis_migration set at = 0",
            "delete from trellis_migration",
            "alter table matter drop constraint matter_state_check; alter table matter add constraint matter_state_check check (state >= 0 and state <= 3)",
            "alter table ledger_checkpoint drop constraint ledger_checkpoint_size_check; alter table ledger_checkpoint add constraint ledger_checkpoint_size_check check (size >= 0) not valid",
        ])
        {
            await using var county = await ACounty.On("PostgreSQL");
            new AnAttacker(county).Run("select 1");
            foreach (var step in done.Split(';')) new AnAttacker(county).Run(step);
            county.Verify().Finds("table-differs");
        }
    }

    [Theory]
    [InlineData("insert into ledger_checkpoint values (0, 'x', 1780000000000)", "checkpoint-unreadable")]
    [InlineData("insert into ledger_entry values (9223372036854775807, x'00')", "entry-missing")]
    [InlineData("update erasure set at = 9000000000000000000", "row-differs")]
    [InlineData("delete from personal_key", "value-without-key")]
    public async Task Rows_that_no_calendar_and_no_machine_word_holds_are_a_doubt_and_no_crash(string done, string code)
    {
        await using var county = await ACounty.On("SQLite");
        new AnAttacker(county).RunLawlessly(done);

        county.Verify().Finds(code);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_number_of_the_writer_that_was_set_back_is_a_doubt_for_whoever_has_the_keys(string kind)
    {
        await using var county = await ACounty.On(kind);
        county.Verify("--keys", county.Keys).HoldsUp();
        new AnAttacker(county).Run("update ledger_writer set epoch = 0");

        county.Verify("--keys", county.Keys).Finds("table-differs");
        county.Verify().HoldsUp();
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_list_of_steps_that_is_none_is_refused_by_every_command_and_none_hangs(string kind)
    {
        foreach (var (done, says) in ((string, string)[])
        [
            ("insert into trellis_migration (number, name, at) values (99, 'x', 1780000000000)", "steps before step 99 are missing"),
            ("alter table trellis_migration rename to hidden; create view trellis_migration as with recursive r (n) as (select 1 union all select n + 1 from r) select n as number, 'x' as name, 1780000000000 as at from r", "something else bears its name"),
            ("alter table trellis_migration rename to hidden", "no table trellis_migration"),
        ])
        {
            await using var county = await ACounty.On(kind);
            foreach (var step in done.Split("; ")) new AnAttacker(county).RunAnyway(step);
            string[][] commands =
            [
                ["verify", .. county.Place], ["backup", county.At("b.db"), .. county.Store, "--keys", county.Keys], ["export", "ledger", county.At("public"), .. county.Store],
                ["erase", "--person", "p-1", "--by", "clerk@xikou", "--basis", "pipl/47", .. county.Store, "--keys", county.Keys],
            ];
            foreach (var command in commands)
            {
                var (code, said) = await Task.Run(() => ACounty.Run(command)).WaitAsync(TimeSpan.FromMinutes(1), ARecord.Patience);
                // On PostgreSQL a database without this table is a database without a record.
                Assert.True(code == 2 && (said.Contains(says, StringComparison.Ordinal) || said.Contains("There is no record here", StringComparison.Ordinal)), $"{string.Join(' ', command)}: {code} {said}");
            }
        }
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_view_without_an_end_in_the_place_of_a_table_is_refused_by_every_command_and_none_hangs(string kind)
    {
        await using var county = await ACounty.On(kind);
        new AnAttacker(county).RunAnyway("alter table ledger_entry rename to hidden");
        new AnAttacker(county).RunAnyway("create view ledger_entry as with recursive r (n) as (select 1 union all select n + 1 from r) select n as position, null as bytes from r");

        (await Task.Run(() => county.Verify()).WaitAsync(TimeSpan.FromMinutes(1), ARecord.Patience)).Finds("table-differs");
        using (var served = new Trellis.Runtime.Ledger.ServedLedger(county.Record.Place.Store, () => county.AtEnd))
            await Assert.ThrowsAsync<Trellis.Runtime.MachineFault>(() => Task.Run(() => served.Entries(new Trellis.Ledger.Tile(0, 0)), ARecord.Patience).WaitAsync(TimeSpan.FromMinutes(1), ARecord.Patience));

        string[][] commands =
        [
            ["backup", county.At("b.db"), .. county.Store, "--keys", county.Keys], ["export", "ledger", county.At("public"), .. county.Store],
            ["erase", "--person", "p-1", "--by", "clerk@xikou", "--basis", "pipl/47", .. county.Store, "--keys", county.Keys],
        ];
        foreach (var command in commands)
        {
            var (code, said) = await Task.Run(() => ACounty.Run(command)).WaitAsync(TimeSpan.FromMinutes(1), ARecord.Patience);
            Assert.True(code == 2 && said.Contains("view ledger_entry stands in the place of a table", StringComparison.Ordinal), $"{string.Join(' ', command)}: {code} {said}");
        }
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task An_erasure_that_was_ordered_and_not_done_is_a_doubt_for_whoever_has_the_keys(string kind)
    {
        await using var county = await ACounty.On(kind);
        string id;
        using (var session = county.Record.Read()) id = Convert.ToHexStringLower(Trellis.Runtime.Ledger.PersonalRows.KeyWithNumber(session, 1)!.Id);
        await File.AppendAllTextAsync(Path.Combine(county.Keys, "erasures"), $"2026-05-06T08:00:00.000Z clerk xikou pipl/47 {id}\n", ARecord.Patience);

        county.Verify("--keys", county.Keys).Finds("erasure-not-done");
    }

    [Fact]
    public async Task The_memory_of_the_keeper_is_not_what_the_auditor_kept()
    {
        await using var county = await ACounty.On("SQLite");
        Directory.Move(county.Keys, county.Record.Place.Keys);

        var verdict = county.Verify().HoldsUp();

        Assert.Contains("continues-signed", verdict.Proven);
        Assert.DoesNotContain("continues-seen", verdict.Proven);
        Assert.Contains("nothing-seen-before", verdict.Unproven);
    }

    [Fact]
    public async Task A_wrong_key_is_a_doubt_with_the_keepers_folder_beside_it_too()
    {
        await using var county = await ACounty.On("SQLite");
        Directory.Move(county.Keys, county.Record.Place.Keys);
        var other = Trellis.Ledger.NoteSigner.Make(county.Signer.Name, Trellis.Ledger.NoteKeyType.Ed25519, new byte[32]);

        county.Verify("--key", other.Verifier.ToString()).Finds("signature-wrong");
    }
}
