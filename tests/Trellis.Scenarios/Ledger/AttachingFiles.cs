using System.Text;
using Trellis.Ledger;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>Files that people hand in lie encrypted beside the record, which commits to them, and can be erased.</summary>
public sealed class AttachingFiles
{
    private static readonly EntryActor.Officer Clerk = new("clerk", "xikou");

    private static Attachment What(string person = "p-1") => new(person, "licensing", Clerk) { Structure = "s-1", Fields = new EntryValue.Group([new("matter", EntryValue.Of("m-1"))]) };

    private static byte[]? Read(ARecord record, string id)
    {
        using var session = record.Read();
        return new PersonalReading(session, RecordKeys.Open(record.Place.Keys), record.Place.Attachments, new ReadingGround.Checking()).Attachment(id);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task An_attachment_is_read_back_until_it_is_erased_and_its_entry_stays(string kind)
    {
        await using var record = ARecord.On(kind);
        var content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Lease of the shop in Lane 4. ", 5000)));
        await using var writer = await record.CreateAsync();

        var (id, receipt, why) = await writer.AttachAsync(What(), new MemoryStream(content), ARecord.Patience);
        var (other, _, _) = await writer.AttachAsync(What("p-2"), new MemoryStream(content[..1000]), ARecord.Patience);

        Assert.Null(why);
        Assert.Equal(content, Read(record, id!));
        foreach (var file in Directory.EnumerateFiles(record.Folder, "*", SearchOption.AllDirectories).Where(static file => !file.EndsWith(".lock", StringComparison.Ordinal))) Assert.Equal(-1, File.ReadAllBytes(file).AsSpan().IndexOf("Lease of the shop"u8));
        var entry = record.Entries()[(int)receipt!.First];
        Assert.Equal("attachment-added/1", entry.Event);
        Assert.Contains(entry.Personal, static field => field.Name == "digest");

        var (done, _) = await writer.EraseAsync("p-1", null, Clerk, "pipl/47", ARecord.Patience);

        Assert.Equal(1, done!.Attachments);
        Assert.Null(Read(record, id!));
        Assert.Equal(content[..1000], Read(record, other!));
        Assert.Single(Directory.EnumerateFiles(record.Place.Attachments, "*", SearchOption.AllDirectories));
        record.HoldsTogether();
        using var session = record.Read();
        Assert.Equal(done.Receipt.First, ReadModels.Attachment(session, id!)!.Erased);
    }

    [Fact]
    public async Task An_attachment_over_the_limit_is_refused_without_being_held_in_memory_or_on_disk()
    {
        await using var record = ARecord.On("SQLite");
        await using var writer = await record.CreateAsync(new RecordSettings { MostAttached = 100_000 });

        var (_, _, tooLarge) = await writer.AttachAsync(What(), new MemoryStream(new byte[100_001]), ARecord.Patience);
        var (_, _, empty) = await writer.AttachAsync(What(), Stream.Null, ARecord.Patience);
        var (id, _, just) = await writer.AttachAsync(What(), new MemoryStream(new byte[100_000]), ARecord.Patience);

        Assert.Equal("record.attachment-too-large", tooLarge!.Code);
        Assert.Equal("record.attachment-empty", empty!.Code);
        Assert.Null(just);
        Assert.Equal(100_000, Read(record, id!)!.Length);
        Assert.Equal(1, writer.Size);
        Assert.Single(Directory.EnumerateFiles(record.Place.Attachments, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_changed_or_missing_attachment_is_told_and_never_handed_out()
    {
        await using var record = ARecord.On("SQLite");
        await using var writer = await record.CreateAsync();
        var (id, _, _) = await writer.AttachAsync(What(), new MemoryStream(new byte[5000]), ARecord.Patience);
        var file = Directory.EnumerateFiles(record.Place.Attachments, "*", SearchOption.AllDirectories).Single();
        var bytes = await File.ReadAllBytesAsync(file, ARecord.Patience);

        bytes[2000] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, ARecord.Patience);
        Assert.Contains("missing or was changed", Assert.Throws<Runtime.MachineFault>(() => Read(record, id!)).Message, StringComparison.Ordinal);
        File.Delete(file);
        Assert.Contains("missing or was changed", Assert.Throws<Runtime.MachineFault>(() => Read(record, id!)).Message, StringComparison.Ordinal);
    }
}
