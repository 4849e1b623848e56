using Trellis.Ledger;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Auditing;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>Keys are for their owner alone; what holds personal values is for nobody whom the system does not know to belong to it.</summary>
public sealed class KeepingToTheOwner
{
    private const UnixFileMode Wide = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    [Theory]
    [InlineData("")]
    [InlineData("signing.key")]
    [InlineData("wrapping.key")]
    public async Task Keys_that_others_may_read_are_refused_by_every_command_that_uses_them(string name)
    {
        await using var record = ARecord.On("SQLite");
        await record.FillAsync(10, 3);
        var path = Path.Combine(record.Place.Keys, name);
        File.SetUnixFileMode(path, Wide);

        await Assert.ThrowsAsync<UnusableInput>(() => record.OpenAsync());
        foreach (var command in (string[][])[["verify", record.File], ["erase", "--person", "p-1", "--by", "clerk@xikou", "--basis", "pipl/47", .. record.Options], ["auditor", "list", .. record.Options]])
        {
            var (code, said) = ACounty.Run(command);
            Assert.True(code == 2 && said.Contains("Others than its owner may read or write this", StringComparison.Ordinal) && said.Contains("chmod -R go-rwx", StringComparison.Ordinal), said);
        }

        AServer.Shell("chmod", "-R", "go-rwx", record.Place.Keys);
        await using var writer = await record.OpenAsync();
    }

    [Fact]
    public async Task A_last_checkpoint_that_others_may_change_is_refused_and_one_that_they_may_read_is_not()
    {
        await using var record = ARecord.On("SQLite");
        await record.FillAsync(10);
        var path = Path.Combine(record.Place.Keys, "last-checkpoint");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherWrite);
        await Assert.ThrowsAsync<UnusableInput>(() => record.OpenAsync());

        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        await using var writer = await record.OpenAsync();
    }

    [Fact]
    public async Task A_record_and_attachments_that_strangers_may_read_are_narrowed_and_that_is_told()
    {
        await using var record = ARecord.On("SQLite");
        await using (var writer = await record.CreateAsync())
        {
            await ARecord.AppendAsync(writer, 0, 10, 3);
            await writer.AttachAsync(new Attachment("p-5", "licensing", new EntryActor.Officer("clerk", "xikou")) { Structure = "s-1" }, new MemoryStream(new byte[10]), ARecord.Patience);
        }

        File.SetUnixFileMode(record.File, Wide);
        File.SetUnixFileMode(record.Place.Attachments, Wide);

        var (code, said) = ACounty.Run("erase", "--person", "p-1", "--by", "clerk@xikou", "--basis", "pipl/47", "--data", record.File);

        Assert.Equal(0, code);
        Assert.Contains($"other accounts could read {record.File}", said, StringComparison.Ordinal);
        Assert.Contains($"other accounts could read {record.Place.Attachments}", said, StringComparison.Ordinal);
        foreach (var path in (string[])[record.File, record.Place.Attachments]) Assert.Equal(Wide & ~(UnixFileMode.OtherRead | UnixFileMode.OtherExecute), File.GetUnixFileMode(path));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_backup_is_for_its_owner_whatever_lay_in_its_place(string kind)
    {
        await using var record = ARecord.On(kind);
        await record.FillAsync(10, 3);
        var backup = Path.Combine(record.Folder, "copy.db");
        BackingUp.Make(record.Place, backup);
        File.SetUnixFileMode(backup, Wide);
        await File.WriteAllTextAsync(backup + ".new", "left behind", ARecord.Patience);
        File.SetUnixFileMode(backup + ".new", Wide);
        File.SetUnixFileMode(Directory.CreateDirectory(backup + ".attachments").FullName, Wide);

        var made = BackingUp.Make(record.Place, backup);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(backup));
        Assert.Equal([backup + ".attachments"], made.Narrowed);
    }
}
