using Trellis.Ledger;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Auditing;

/// <summary>The record as files that anybody can take along, and whoever changes them is found out.</summary>
public sealed class PublishingTheLedger
{
    public static TheoryData<string> Stores => OnBothStores.Kinds;

    private static string[] FilesOf(string folder) => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal)];

    private static void Export(ACounty county, string folder, params string[] options)
    {
        var (code, said) = ACounty.Run(["export", "ledger", folder, .. county.Store, .. options]);
        Assert.True(code == 0, said);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task The_folder_holds_the_files_of_the_format_and_verifies_by_every_means(string kind)
    {
        await using var county = await ACounty.On(kind);
        var folder = county.At("public");

        Export(county, folder, "--entries", "--keys", county.Keys);

        Assert.Equal(
            ["README.md", "checkpoint", "tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/000", "tile/entries/001", "tile/entries/002.p/88", "verifier.html", "verifier.txt"],
            FilesOf(folder));
        Assert.Equal(county.AtEnd.Encode(), await File.ReadAllBytesAsync(Path.Combine(folder, "checkpoint"), ARecord.Patience));
        Assert.Contains(county.Signer.Verifier.ToString(), await File.ReadAllTextAsync(Path.Combine(folder, "verifier.txt"), ARecord.Patience), StringComparison.Ordinal);

        var full = ACounty.VerifyAt([folder], "--key", county.Key, "--witnesses", county.Policy, "--seen", county.SeenAtHalf, "--seen", county.Receipt(17)).HoldsUp();
        Assert.Equal(["continues-seen", "entries-give-root", "entries-readable", "signed", "tiles-agree", "times-fit-witnesses", "times-in-order", "witnessed"], full.Proven.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["read-models"], full.Unproven);
    }

    [Fact]
    public async Task Without_entries_the_folder_holds_hashes_only_and_names_nobody()
    {
        await using var county = await ACounty.On("SQLite");
        var folder = county.At("public");

        Export(county, folder);

        Assert.DoesNotContain(FilesOf(folder), static file => file.Contains("entries", StringComparison.Ordinal));
        Assert.DoesNotContain("verifier.txt", FilesOf(folder));
        var verdict = ACounty.VerifyAt([folder], "--key", county.Key, "--witnesses", county.Policy, "--seen", county.SeenAtHalf).HoldsUp();
        Assert.Contains("hashes-give-root", verdict.Proven);
        Assert.Contains("what-happened", verdict.Unproven);
    }

    [Fact]
    public async Task A_key_that_lies_in_the_folder_shows_damage_and_not_who_signed()
    {
        await using var county = await ACounty.On("SQLite");
        var folder = county.At("public");
        Export(county, folder, "--keys", county.Keys);

        Assert.Contains("key-from-record", ACounty.VerifyAt([folder]).HoldsUp().Unproven);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_second_export_writes_what_is_new_and_touches_no_full_tile(string kind)
    {
        await using var county = await ACounty.On(kind);
        var folder = county.At("public");
        var attacker = new AnAttacker(county); // an honest one: it shows an earlier moment of the same record
        var (entries, checkpoints) = (attacker.Entries(), attacker.Checkpoints());
        attacker.Rewrite(entries[..ACounty.Half], [AnAttacker.Row(county.AtHalf)]);
        Export(county, folder, "--entries");
        attacker.Rewrite(entries, checkpoints);
        var early = File.GetLastWriteTimeUtc(Path.Combine(folder, "tile/0/000"));
        var inode = new FileInfo(Path.Combine(folder, "tile/0/000"));
        File.SetLastWriteTimeUtc(inode.FullName, early.AddDays(-1));

        Export(county, folder, "--entries");

        Assert.Equal(early.AddDays(-1), File.GetLastWriteTimeUtc(inode.FullName));
        Assert.Equal(
            ["README.md", "checkpoint", "tile/0/000", "tile/0/001", "tile/0/002.p/88", "tile/1/000.p/1", "tile/1/000.p/2", "tile/entries/000", "tile/entries/001", "tile/entries/002.p/88", "verifier.html"],
            FilesOf(folder));
        ACounty.VerifyAt([folder], "--key", county.Key, "--since", county.SeenAtHalf).HoldsUp();
        ACounty.VerifyAt([folder], "--key", county.Key).HoldsUp();
    }

    [Fact]
    public async Task A_folder_that_the_record_does_not_continue_is_left_as_it_is()
    {
        await using var county = await ACounty.On("SQLite");
        var folder = county.At("public");
        Export(county, folder);
        var attacker = new AnAttacker(county);
        attacker.Rewrite(attacker.Entries()[..ACounty.Half], [AnAttacker.Row(county.AtHalf)]);
        var before = await File.ReadAllBytesAsync(Path.Combine(folder, "checkpoint"), ARecord.Patience);

        var (code, said) = ACounty.Run(["export", "ledger", folder, .. county.Store]);

        Assert.Equal(2, code);
        Assert.Contains("does not continue", said, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(Path.Combine(folder, "checkpoint"), ARecord.Patience));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_record_that_was_tampered_with_is_not_published(bool inEntry)
    {
        await using var county = await ACounty.On("SQLite");
        var attacker = new AnAttacker(county);
        if (inEntry) attacker.Put(599, AnAttacker.Changed(attacker.Entries()[599]));
        else attacker.Run("update ledger_tile set hashes = (select hashes from ledger_tile where number = 1) where number = 0");

        var (code, said) = ACounty.Run(["export", "ledger", county.At("public"), .. county.Store]);

        Assert.Equal(2, code);
        Assert.Contains("does not give the root", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(county.At("public")));
    }

    [Fact]
    public async Task Entries_that_are_not_what_their_tile_holds_are_not_published()
    {
        await using var county = await ACounty.On("SQLite");
        var attacker = new AnAttacker(county);
        attacker.Put(17, AnAttacker.Changed(attacker.Entries()[17]));

        var (code, said) = ACounty.Run(["export", "ledger", county.At("public"), .. county.Store, "--entries"]);

        Assert.Equal(2, code);
        Assert.Contains("Entry 17 is missing, or is not what its tile holds", said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(county.At("public"), "checkpoint")));
    }

    [Fact]
    public async Task A_folder_with_other_things_in_it_is_refused()
    {
        await using var county = await ACounty.On("SQLite");
        Directory.CreateDirectory(county.At("letters"));
        await File.WriteAllTextAsync(county.At("letters/a.txt"), "Dear all", ARecord.Patience);

        var (code, said) = ACounty.Run(["export", "ledger", county.At("letters"), .. county.Store]);

        Assert.Equal(2, code);
        Assert.Contains("other things", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("checkpoint", "nothing-signed")]
    [InlineData("tile/0/001", "tile-missing")]
    [InlineData("tile/1/000.p/2", "tile-missing")]
    [InlineData("tile/entries/001", "entry-missing")]
    [InlineData("tile/entries/002.p/88", "entry-missing")]
    public async Task A_file_that_was_taken_away_is_named(string file, string doubt)
    {
        await using var county = await ACounty.On("SQLite");
        var folder = county.At("public");
        Export(county, folder, "--entries");
        File.Delete(Path.Combine(folder, file));

        var found = ACounty.VerifyAt([folder], "--key", county.Key).Finds(doubt).Doubt(doubt);
        if (file != "checkpoint") Assert.Equal(file, found.GetProperty("place").GetString());
    }

    [Theory]
    [InlineData("tile/0/000", "entry-differs-from-tile", "root-differs")]
    [InlineData("tile/0/002.p/88", "entry-differs-from-tile", "root-differs")]
    [InlineData("tile/1/000.p/2", "tile-differs", "tile-differs")]
    [InlineData("tile/entries/000", "root-differs", null)]
    [InlineData("checkpoint", "signature-wrong", "checkpoint-unreadable")]
    public async Task One_bit_changed_in_a_file_is_found_with_entries_and_without(string file, string withEntries, string? without)
    {
        await using var county = await ACounty.On("SQLite");
        foreach (var (folder, doubt) in (ReadOnlySpan<(string, string?)>)[("a", withEntries), ("b", without)])
        {
            if (doubt is null) continue;
            Export(county, county.At(folder), folder == "a" ? ["--entries"] : []);
            var path = Path.Combine(county.At(folder), file);
            var bytes = File.ReadAllBytes(path);
            bytes[file == "checkpoint" ? (folder == "a" ? 5 : bytes.AsSpan().IndexOf((byte)'\n') + 1) : 40] ^= file == "checkpoint" && folder == "b" ? (byte)0x40 : (byte)1;
            File.WriteAllBytes(path, bytes);

            ACounty.VerifyAt([county.At(folder)], "--key", county.Key).Finds(doubt);
        }
    }

    [Theory]
    [InlineData("tile/0/000", 8191)]
    [InlineData("tile/entries/000", 10)]
    [InlineData("tile/entries/000", 0)]
    public async Task A_file_that_was_cut_off_is_found(string file, int length)
    {
        await using var county = await ACounty.On("SQLite");
        var folder = county.At("public");
        Export(county, folder, "--entries");
        await File.WriteAllBytesAsync(Path.Combine(folder, file), (await File.ReadAllBytesAsync(Path.Combine(folder, file), ARecord.Patience))[..length], ARecord.Patience);

        Assert.Equal(1, ACounty.VerifyAt([folder], "--key", county.Key).ExitCode);
    }

    [Fact]
    public async Task An_export_beside_a_writer_is_whole()
    {
        await using var county = await ACounty.On("SQLite");
        Directory.Move(county.Keys, county.Record.Place.Keys);
        await using (var writer = await county.Record.OpenAsync(new RecordSettings { CheckpointEvery = TimeSpan.FromMilliseconds(5) }))
        {
            var writing = Task.WhenAll(Enumerable.Range(0, 2000).Select(number => writer.AppendAsync(ARecord.ADraft($"m-{number}"), ARecord.Patience)));
            for (var time = 0; time < 10; time++)
            {
                Export(county, county.At("public"), "--entries");
                ACounty.VerifyAt([county.At("public")], "--key", county.Key).HoldsUp();
            }

            await writing;
        }

        Export(county, county.At("public"), "--entries");
        Assert.Equal(2600, ACounty.VerifyAt([county.At("public")], "--key", county.Key).HoldsUp().Json.GetProperty("entries").GetInt64());
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task A_verification_beside_a_writer_holds_up(string kind)
    {
        await using var county = await ACounty.On(kind);
        Directory.Move(county.Keys, county.Record.Place.Keys);
        await using var writer = await county.Record.OpenAsync(new RecordSettings { CheckpointEvery = TimeSpan.FromMilliseconds(5) });
        var writing = Task.WhenAll(Enumerable.Range(0, 2000).Select(number => writer.AppendAsync(ARecord.ADraft($"m-{number}", ARecord.AValue("x", person: $"p-{number}")), ARecord.Patience)));
        for (var time = 0; time < 5; time++) county.Verify("--key", county.Key, "--keys", county.Record.Place.Keys, "--seen", county.SeenAtEnd).HoldsUp();
        await writing;
    }
}
