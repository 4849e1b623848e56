using Trellis.Ledger;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Auditing;

/// <summary>Attachments lie outside the database, where anybody with the disk can change them; their entries commit to what they were.</summary>
public sealed class ComparingAttachments
{
    private static readonly EntryActor.Officer Clerk = new("clerk", "xikou");

    public static TheoryData<string> Stores => OnBothStores.Kinds;

    [Theory, MemberData(nameof(Stores))]
    public async Task Whole_attachments_are_proved_with_the_keys_and_counted_without_them(string kind)
    {
        await using var record = ARecord.On(kind);
        await AttachAsync(record);

        var keeper = Verify(record, "--keys", record.Place.Keys, "--attachments", record.Place.Attachments).HoldsUp();
        Assert.Contains("attachments-open", keeper.Proven);
        Assert.DoesNotContain("attachments", keeper.Unproven);

        Directory.Move(record.Place.Keys, record.Place.Keys + ".away");
        Assert.Contains("attachment-contents", Verify(record, "--attachments", record.Place.Attachments).HoldsUp().Unproven);
        Directory.Move(record.Place.Attachments, record.Place.Attachments + ".away");
        Assert.Contains("attachments", Verify(record).HoldsUp().Unproven);
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task One_that_is_missing_exchanged_changed_or_back_after_its_erasure_is_a_doubt_that_names_its_entry(string kind)
    {
        await using var record = ARecord.On(kind);
        var (first, second, erased) = await AttachAsync(record);
        string[] options = ["--keys", record.Place.Keys, "--attachments", record.Place.Attachments];
        var (one, other) = (await File.ReadAllBytesAsync(first, ARecord.Patience), await File.ReadAllBytesAsync(second, ARecord.Patience));

        File.Delete(first);
        Verify(record, options).Finds("attachment-missing", 0);

        await File.WriteAllBytesAsync(first, other, ARecord.Patience);
        Verify(record, options).Finds("attachment-differs", 0);

        one[20] ^= 1;
        await File.WriteAllBytesAsync(first, one, ARecord.Patience);
        Verify(record, options).Finds("attachment-differs", 0);

        one[20] ^= 1;
        await File.WriteAllBytesAsync(first, one, ARecord.Patience);
        Verify(record, options).HoldsUp();

        await File.WriteAllBytesAsync(erased, one, ARecord.Patience);
        Verify(record, options).Finds("attachment-remains", 3);
    }

    [Fact]
    public async Task A_pipe_in_the_place_of_an_attachment_is_refused_and_does_not_hang()
    {
        await using var record = ARecord.On("SQLite");
        var (first, _, _) = await AttachAsync(record);
        File.Delete(first);
        AServer.Shell("mkfifo", first);

        var verdict = await Task.Run(() => Verify(record)).WaitAsync(TimeSpan.FromMinutes(1), ARecord.Patience);

        verdict.Finds("attachment-differs", 0);
    }

    /// <summary>Three attachments, the last of which is erased; where each lies or lay.</summary>
    private static async Task<(string First, string Second, string Erased)> AttachAsync(ARecord record)
    {
        var ids = new List<string>();
        await using (var writer = await record.CreateAsync())
        {
            foreach (var person in (string[])["p-1", "p-2", "p-3"])
                ids.Add((await writer.AttachAsync(new Attachment(person, "licensing", Clerk) { Structure = "s-1" }, new MemoryStream([1, 2, 3, (byte)ids.Count]), ARecord.Patience)).Id!);
            await writer.EraseAsync("p-3", null, Clerk, "pipl/47", ARecord.Patience);
        }

        return (At(ids[0]), At(ids[1]), At(ids[2]));

        string At(string id) => Path.Combine(record.Place.Attachments, id[^2..], id);
    }

    private static Verdict Verify(ARecord record, params string[] options) => ACounty.VerifyAt(record.Connection is { } connection ? ["--postgres", connection] : [record.File], options);
}
