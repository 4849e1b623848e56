using System.Net;
using System.Net.Sockets;
using Trellis.Ledger;
using Trellis.Runtime;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Auditing;

/// <summary>What an export must not publish, and what an audit must not wait for or print.</summary>
public sealed class ExportingSafely
{
    [Fact]
    public async Task A_checkpoint_that_somebody_else_signed_is_not_published()
    {
        await using var county = await ACounty.On("SQLite");
        var attacker = new AnAttacker(county);
        var mallory = NoteSigner.Make(county.Signer.Name, NoteKeyType.Ed25519, new byte[32]);
        attacker.Rewrite(attacker.Entries(), [AnAttacker.Row(attacker.Sign(attacker.Entries(), mallory))]);

        var (code, said) = ACounty.Run(["export", "ledger", county.At("public"), .. county.Store, "--keys", county.Keys]);

        Assert.Equal(2, code);
        Assert.Contains("not signed by this record's key", said, StringComparison.Ordinal);
        Assert.False(Directory.Exists(county.At("public")));
    }

    [Fact]
    public async Task A_tile_that_was_cut_off_when_the_machine_stopped_is_written_again()
    {
        await using var county = await ACounty.On("SQLite");
        string[] export = ["export", "ledger", county.At("public"), .. county.Store, "--entries"];
        Assert.Equal(0, ACounty.Run(export).ExitCode);
        await File.WriteAllBytesAsync(county.At("public/tile/0/000"), new byte[100], ARecord.Patience);
        await File.WriteAllBytesAsync(county.At("public/tile/entries/001"), [], ARecord.Patience);

        Assert.Equal(0, ACounty.Run(export).ExitCode);

        ACounty.VerifyAt([county.At("public")], "--key", county.Key).HoldsUp();
    }

    [Fact]
    public async Task Two_exports_do_not_write_to_one_folder_at_once()
    {
        await using var county = await ACounty.On("SQLite");
        Directory.CreateDirectory(county.At("public"));
        string[] export = ["export", "ledger", county.At("public"), .. county.Store];
        using (new FileStream(county.At("public/.export.lock"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
        {
            var (code, said) = ACounty.Run(export);
            Assert.Equal(2, code);
            Assert.Contains("Another export is writing", said, StringComparison.Ordinal);
        }

        Assert.Equal(0, ACounty.Run(export).ExitCode);
        Assert.False(File.Exists(county.At("public/.export.lock")));
    }

    [Fact]
    public async Task A_pipe_under_the_name_of_a_file_is_refused_and_not_waited_for()
    {
        await using var county = await ACounty.On("SQLite");
        Assert.Equal(0, ACounty.Run(["export", "ledger", county.At("public"), .. county.Store]).ExitCode);
        var pipe = county.At("pipe");
        using (var made = System.Diagnostics.Process.Start("mkfifo", pipe)) await made.WaitForExitAsync(ARecord.Patience);
        foreach (var command in (string[][])[[pipe], [county.At("public"), "--key", pipe], [county.At("public"), "--witnesses", pipe], [county.At("public"), "--seen", pipe], [county.At("public"), "--since", pipe]])
        {
            var verdict = await Task.Run(() => ACounty.VerifyAt(command)).WaitAsync(TimeSpan.FromSeconds(20), ARecord.Patience);
            Assert.True(verdict.ExitCode == 2 && verdict.Errors.Contains("This is no file", StringComparison.Ordinal), verdict.Errors);
        }

        File.Move(pipe, county.At("public/tile/0/000"), overwrite: true);
        Assert.Equal(2, (await Task.Run(() => ACounty.VerifyAt([county.At("public")])).WaitAsync(TimeSpan.FromSeconds(20), ARecord.Patience)).ExitCode);
    }

    [Fact]
    public async Task An_address_that_stalls_behind_its_headers_is_given_up()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        var serving = Task.Run(async () =>
        {
            using var client = await listener.AcceptTcpClientAsync(ARecord.Patience);
            await client.GetStream().WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"u8.ToArray(), ARecord.Patience);
            await Task.Delay(TimeSpan.FromSeconds(10), ARecord.Patience);
        }, ARecord.Patience);
        using var files = new AddressFiles(address, null, TimeSpan.FromSeconds(1));

        var fault = await Assert.ThrowsAsync<MachineFault>(() => Task.Run(() => files.Read("checkpoint", 1000)).WaitAsync(TimeSpan.FromSeconds(8), ARecord.Patience));

        Assert.Contains("no whole answer", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signs_that_steer_a_terminal_and_files_of_options_do_not_get_through()
    {
        await using var county = await ACounty.On("SQLite");
        new AnAttacker(county).Run("update ledger_meta set value = 'county' || char(27) || '[2J' where name = 'origin'");
        var said = ACounty.Run(["verify", .. county.Place, "--seen", county.SeenAtHalf]).Said + ACounty.Run("verify", "none\u001b[2J").Said;
        Assert.DoesNotContain('\u001b', said);

        await File.WriteAllTextAsync(county.At("secret"), "PRIVATE+KEY+abc", ARecord.Patience);
        Assert.DoesNotContain("PRIVATE", ACounty.Run("verify", $"@{county.At("secret")}").Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attachment_beside_the_file_is_compared_without_being_named_and_is_a_doubt_where_it_is_missing()
    {
        await using var county = await ACounty.On("SQLite");
        Directory.Move(county.Keys, county.Record.Place.Keys);
        await using (var writer = await county.Record.OpenAsync(new RecordSettings()))
            await writer.AttachAsync(new Attachment("p-5", "licensing", EntryActor.Requester) { Structure = "s-1" }, new MemoryStream([1, 2, 3]), ARecord.Patience);

        Assert.Contains("attachments-open", county.Verify().HoldsUp().Proven);
        foreach (var file in Directory.EnumerateFiles(county.Record.Place.Attachments, "*", SearchOption.AllDirectories)) File.Delete(file);
        county.Verify().Finds("attachment-missing", ACounty.Size);
    }
}
