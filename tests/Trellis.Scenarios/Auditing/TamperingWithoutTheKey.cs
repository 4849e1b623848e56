using Trellis.Ledger;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Auditing;

/// <summary>
/// The attacker holds the whole database, but neither the key that signs nor a witness. Each test says by which means he is found out:
/// by the record itself, by the key, by a checkpoint or receipt that somebody kept, by witnesses.
/// </summary>
public sealed class TamperingWithoutTheKey
{
    public static TheoryData<string> Stores => OnBothStores.Kinds;

    [Theory, MemberData(nameof(Stores))]
    public async Task A_record_that_nobody_touched_holds_up_by_every_means(string kind)
    {
        await using var county = await ACounty.On(kind);

        var plain = county.Verify().HoldsUp();
        Assert.Contains("who-signed", plain.Unproven);
        Assert.Contains("one-record-for-all", plain.Unproven);
        Assert.Contains("nothing-seen-before", plain.Unproven);

        var full = county.Verify("--key", county.Key, "--witnesses", county.Policy, "--seen", county.SeenAtHalf, "--seen", county.Receipt(550), "--keys", county.Keys).HoldsUp();
        Assert.Equal(
            ["checkpoints-agree", "continues-seen", "continues-signed", "entries-give-root", "entries-readable", "erasures-carried-out", "read-models-agree", "signed", "tiles-agree", "times-fit-witnesses", "times-in-order", "values-open", "witnessed"],
            full.Proven.Distinct().Order(StringComparer.Ordinal));
        Assert.Empty(full.Unproven);
    }

    // Edit.

    [Theory, MemberData(nameof(Stores))]
    public async Task An_edited_entry_is_named_by_the_record_itself(string kind)
    {
        await using var county = await ACounty.On(kind);
        var attacker = new AnAttacker(county);
        attacker.Put(17, AnAttacker.Changed(attacker.Entries()[17]));

        county.Verify().Finds("entry-differs-from-tile", 17).Finds("root-differs");
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task An_edited_entry_with_new_tiles_is_found_by_the_signed_root_and_placed_between_two_checkpoints(string kind)
    {
        await using var county = await ACounty.On(kind);
        var attacker = new AnAttacker(county);
        var entries = attacker.Entries();
        entries[450] = AnAttacker.Changed(entries[450]);
        attacker.Rewrite(entries, attacker.Checkpoints());

        var doubt = county.Verify().Finds("root-differs").Doubt("root-differs");

        Assert.InRange(doubt.GetProperty("entry").GetInt64(), ACounty.Half, 450);
        Assert.Equal(ACounty.Size, doubt.GetProperty("size").GetInt64() > 450 ? ACounty.Size : 0);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_rewritten_record_signed_with_another_key_is_found_by_the_key_and_by_a_receipt(string kind)
    {
        await using var county = await ACounty.On(kind);
        var receipt = county.Receipt(550);
        var attacker = new AnAttacker(county);
        var entries = attacker.Entries();
        entries[17] = AnAttacker.Changed(entries[17]);
        var own = NoteSigner.Make(county.Signer.Name, NoteKeyType.Ed25519, new byte[32]);
        attacker.Rewrite(entries, [AnAttacker.Row(attacker.Sign(entries, own))]);

        // Whoever brings nothing along learns that nobody knows who signed, and no more.
        Assert.Contains("who-signed", county.Verify().HoldsUp().Unproven);
        county.Verify("--key", county.Key).Finds("signature-wrong");
        county.Verify("--seen", receipt).Finds("seen-contradicted");
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_record_that_was_given_another_name_and_key_is_found_by_the_key_and_by_what_was_seen(string kind)
    {
        await using var county = await ACounty.On(kind);
        var attacker = new AnAttacker(county);
        var own = NoteSigner.Make("county.example/other", NoteKeyType.Ed25519, new byte[32]);
        var entries = attacker.Entries();
        var forged = SignedCheckpoint.Sign(new Checkpoint(own.Name, attacker.Sign(entries, own).Checkpoint.Head), own);
        attacker.Rewrite(entries, [AnAttacker.Row(forged)]);

        county.Verify().Finds("checkpoint-of-another");
        attacker.Run("update ledger_meta set value = 'county.example/other' where name = 'origin'");
        county.Verify("--key", county.Key).Finds("signature-wrong");
        Assert.Equal(2, county.Verify("--seen", county.SeenAtHalf).ExitCode);
    }

    // Delete.

    [Theory, MemberData(nameof(Stores))]
    public async Task A_deleted_entry_leaves_a_hole_that_is_named(string kind)
    {
        await using var county = await ACounty.On(kind);
        new AnAttacker(county).Run("delete from ledger_entry where position = 123");

        county.Verify().Finds("entry-missing", 123);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task An_entry_at_a_position_far_away_does_not_keep_the_auditor_busy(string kind)
    {
        await using var county = await ACounty.On(kind);
        new AnAttacker(county).Run("insert into ledger_entry (position, bytes) select 1000000000000000, bytes from ledger_entry where position = 5");

        var verdict = county.Verify().Finds("entry-missing", ACounty.Size);

        Assert.Contains(verdict.Json.GetProperty("doubts").EnumerateArray(), static doubt => doubt.TryGetProperty("lastEntry", out var last) && last.GetInt64() == 999_999_999_999_999);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_table_that_was_taken_away_is_told_in_one_message(string kind)
    {
        await using var county = await ACounty.On(kind);
        new AnAttacker(county).Run("drop table erasure");

        var verdict = county.Verify();

        Assert.Equal(2, verdict.ExitCode);
        Assert.Contains("Somebody changed the tables", verdict.Errors, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_deleted_entry_with_all_others_moved_up_is_found_by_the_signed_root(string kind)
    {
        await using var county = await ACounty.On(kind);
        var attacker = new AnAttacker(county);
        var entries = attacker.Entries();
        entries.RemoveAt(123);
        attacker.Rewrite(entries, attacker.Checkpoints());

        county.Verify().Finds("root-differs").Finds("entries-missing-at-end");
    }

    // Reorder.

    [Theory, MemberData(nameof(Stores))]
    public async Task Two_entries_that_changed_places_are_found_by_the_signed_root(string kind)
    {
        await using var county = await ACounty.On(kind);
        var attacker = new AnAttacker(county);
        var entries = attacker.Entries();
        (entries[200], entries[201]) = (entries[201], entries[200]);
        attacker.Rewrite(entries, attacker.Checkpoints());

        county.Verify().Finds("root-differs").Finds("time-runs-back", 201);
    }

    // Backdate.

    [Theory, MemberData(nameof(Stores))]
    public async Task An_entry_added_at_the_end_with_an_earlier_date_is_found_by_its_neighbours(string kind)
    {
        await using var county = await ACounty.On(kind);
        var attacker = new AnAttacker(county);
        var entries = attacker.Entries();
        entries.Add(AnAttacker.Changed(entries[10], at: new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero)));
        attacker.Rewrite(entries, attacker.Checkpoints());

        county.Verify().Finds("time-runs-back", ACounty.Size);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task An_entry_dated_into_a_quiet_day_is_found_by_the_witness_who_saw_that_day_without_it(string kind)
    {
        await using var county = await ACounty.On(kind);
        var attacker = new AnAttacker(county);
        var entries = attacker.Entries();
        var last = Entry.TryRead(entries[^1], out var entry, out _) ? entry.At : default;

        // The record was quiet for an hour after its last entry, and the province signed that.
        county.Record.Clock.Move(TimeSpan.FromHours(1));
        var late = await county.Upper.CosignAsync(county.AtEnd, []);
        var both = await county.Neighbour.CosignAsync(county.AtEnd, []);
        var bare = county.AtEnd with { Note = county.AtEnd.Note.Only(signature => signature.Name == county.Signer.Name) };
        entries.Add(AnAttacker.Changed(entries[11], at: last.AddMinutes(5)));
        attacker.Rewrite(entries, [AnAttacker.Row(bare.With(late!).With(both!))]);

        county.Verify("--key", county.Key).HoldsUp(); // by the key alone nobody can tell
        county.Verify("--witnesses", county.Policy).Finds("dated-before-witness", ACounty.Size);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task An_entry_whose_date_was_changed_is_found_by_the_signed_root(string kind)
    {
        await using var county = await ACounty.On(kind);
        var attacker = new AnAttacker(county);
        var entries = attacker.Entries();
        Assert.True(Entry.TryRead(entries[299], out var before, out _));
        entries[300] = AnAttacker.Changed(entries[300], at: before.At);
        attacker.Rewrite(entries, attacker.Checkpoints());

        county.Verify().Finds("root-differs");
    }

    // Fork.

    [Theory, MemberData(nameof(Stores))]
    public async Task A_second_record_for_others_is_found_by_a_receipt_of_the_first(string kind)
    {
        await using var county = await ACounty.On(kind);
        var receipt = county.Receipt(550);
        var attacker = new AnAttacker(county);
        var entries = attacker.Entries()[..ACounty.Half];
        for (var more = 0; more < 300; more++) entries.Add(AnAttacker.Changed(entries[^1], $"m-fork-{more}"));

        // Without the key he can show the signed checkpoint of the half only; what follows is covered by nothing.
        attacker.Rewrite(entries, [AnAttacker.Row(county.AtHalf)]);

        var plain = county.Verify("--key", county.Key);
        Assert.DoesNotContain("root-differs", plain.Doubts);
        Assert.Contains("not-yet-covered", plain.Unproven);
        county.Verify("--key", county.Key, "--seen", receipt).Finds("receipt-differs", 550).Finds("seen-contradicted").Finds("checkpoint-withheld");
    }

    // Roll back.

    [Theory, MemberData(nameof(Stores))]
    public async Task A_record_set_back_to_an_older_state_is_found_by_what_was_seen_since_and_by_the_folder_of_keys(string kind)
    {
        await using var county = await ACounty.On(kind);
        var receipt = county.Receipt(550);
        var attacker = new AnAttacker(county);
        attacker.Rewrite(attacker.Entries()[..ACounty.Half], [AnAttacker.Row(county.AtHalf)]);
        attacker.Run("delete from personal_value where position >= 300");
        attacker.Run("delete from erasure");
        attacker.Run("update attachment set erased = null");

        // An old state is whole in itself; only memory helps.
        Assert.DoesNotContain("root-differs", county.Verify("--witnesses", county.Policy).Doubts);
        county.Verify("--key", county.Key, "--seen", county.SeenAtEnd).Finds("shorter-than-seen", ACounty.Half);
        county.Verify("--key", county.Key, "--seen", receipt).Finds("shorter-than-seen");
        county.Verify("--keys", county.Keys).Finds("shorter-than-seen");
        county.Verify("--key", county.Key, "--since", county.SeenAtEnd).Finds("shorter-than-seen");
    }

    // Withhold.

    [Theory, MemberData(nameof(Stores))]
    public async Task A_tile_that_was_taken_away_is_named(string kind)
    {
        await using var county = await ACounty.On(kind);
        new AnAttacker(county).Run("delete from ledger_tile where number = 1");

        var doubt = county.Verify().Finds("tile-missing").Doubt("tile-missing");

        Assert.Equal("tile/0/001", doubt.GetProperty("place").GetString());
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_changed_tile_is_found_by_the_entries_below_it(string kind)
    {
        await using var county = await ACounty.On(kind);
        new AnAttacker(county).Run("update ledger_tile set hashes = (select hashes from ledger_tile where number = 0) where number = 1");

        county.Verify().Finds("entry-differs-from-tile", 256);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_tile_too_many_tells_of_entries_that_were_there(string kind)
    {
        await using var county = await ACounty.On(kind);
        new AnAttacker(county).Run("insert into ledger_tile (level, number, hashes) select 0, 2, hashes from ledger_tile where number = 0");

        county.Verify().Finds("tile-too-many");
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task The_end_cut_off_is_found_by_the_checkpoint_that_speaks_of_it(string kind)
    {
        await using var county = await ACounty.On(kind);
        new AnAttacker(county).Run("delete from ledger_entry where position >= 590");

        county.Verify().Finds("entries-missing-at-end", 590);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task The_end_cut_off_with_its_checkpoint_is_found_by_what_was_seen(string kind)
    {
        await using var county = await ACounty.On(kind);
        var attacker = new AnAttacker(county);
        attacker.Run("delete from ledger_entry where position >= 590");
        attacker.Run("delete from ledger_checkpoint where size > 590");

        county.Verify("--seen", county.SeenAtEnd).Finds("shorter-than-seen", 590);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_checkpoint_that_is_not_shown_any_more_is_found_by_whoever_saw_it(string kind)
    {
        await using var county = await ACounty.On(kind);
        new AnAttacker(county).Run("delete from ledger_checkpoint where size = 600");

        county.Verify("--key", county.Key, "--seen", county.SeenAtEnd).Finds("checkpoint-withheld");
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_record_without_any_checkpoint_proves_nothing_and_says_so(string kind)
    {
        await using var county = await ACounty.On(kind);
        new AnAttacker(county).Run("delete from ledger_checkpoint");

        county.Verify().Finds("nothing-signed");
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_checkpoint_row_that_lies_about_its_size_or_holds_no_note_is_found(string kind)
    {
        await using var county = await ACounty.On(kind);
        var attacker = new AnAttacker(county);
        attacker.Run("update ledger_checkpoint set size = 599 where size = 600");

        county.Verify().Finds("checkpoint-unreadable");
        attacker.Run("update ledger_checkpoint set note = 'nothing' where size = 599");
        county.Verify().Finds("checkpoint-unreadable");
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Personal_values_that_were_taken_away_without_an_erasure_are_counted(string kind)
    {
        await using var county = await ACounty.On(kind);
        new AnAttacker(county).Run("delete from personal_value where position = 120");

        var doubt = county.Verify().Finds("values-missing").Doubt("values-missing");

        Assert.Equal(1, doubt.GetProperty("count").GetInt64());
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_personal_value_put_in_the_place_of_another_is_found_by_whoever_has_the_keys(string kind)
    {
        await using var county = await ACounty.On(kind);
        new AnAttacker(county).Run("update personal_value set sealed = (select sealed from personal_value where position = 120) where position = 50");

        Assert.Contains("personal-values", county.Verify().HoldsUp().Unproven);
        county.Verify("--keys", county.Keys).Finds("value-differs", 50);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_personal_value_that_came_back_after_its_erasure_is_counted(string kind)
    {
        await using var county = await ACounty.On(kind);
        // Entry 10 held a value of the person whose values were erased.
        new AnAttacker(county).Run("insert into personal_value (position, field, key, sealed) select 10, field, key, sealed from personal_value where position = 50");

        county.Verify().Finds("values-remain");
        county.Verify("--keys", county.Keys).Finds("value-differs", 10);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_personal_value_that_no_entry_committed_to_is_named(string kind)
    {
        await using var county = await ACounty.On(kind);
        new AnAttacker(county).Run("insert into personal_value (position, field, key, sealed) select 5, 'name', key, sealed from personal_value where position = 50");

        county.Verify().Finds("value-without-commitment", 5);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_destroyed_key_that_came_back_is_named(string kind)
    {
        await using var county = await ACounty.On(kind);
        var erasure = county.Record.Entries()[ACounty.ErasedAt];
        var id = ((EntryValue.Word)((EntryValue.List)erasure.Fields["keys"]!).Values[0]).Text;
        var literal = kind == "SQLite" ? $"x'{id}'" : $"'\\x{id}'::bytea";
        new AnAttacker(county).Run($"insert into personal_key (number, id, person, purpose, wrapped) values (999, {literal}, 'p-99', 'licensing', {literal})");

        county.Verify().Finds("erased-key-remains", ACounty.ErasedAt);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Tables_that_say_something_else_than_the_entries_are_named(string kind)
    {
        await using var county = await ACounty.On(kind);
        var attacker = new AnAttacker(county);

        attacker.Run("update erasure set basis = 'no-law'");
        county.Verify().Finds("row-differs", ACounty.ErasedAt);
        attacker.Run("delete from erasure");
        county.Verify().Finds("row-missing", ACounty.ErasedAt);
        attacker.Run("update attachment set erased = null");
        county.Verify().Finds("row-differs", ACounty.ErasedAt);
        attacker.Run("insert into attachment (id, position, erased) values ('a-9', 9, null)");
        county.Verify().Finds("row-without-entry", 9);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task An_entry_in_another_spelling_is_found_and_named(string kind)
    {
        await using var county = await ACounty.On(kind);
        var attacker = new AnAttacker(county);
        attacker.Put(599, [.. attacker.Entries()[599], (byte)' ']);

        county.Verify().Finds("entry-unreadable", 599).Finds("root-differs");
    }
}
