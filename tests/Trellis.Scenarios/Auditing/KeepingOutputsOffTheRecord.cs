using Xunit;

namespace Trellis.Scenarios.Auditing;

/// <summary>Whatever a command reads, and whatever lies beside a record, no output of a command takes its place.</summary>
public sealed class KeepingOutputsOffTheRecord
{
    [Fact]
    public async Task No_answer_is_written_over_an_input_or_over_what_lies_beside_the_record()
    {
        await using var county = await ACounty.On("SQLite");
        var record = county.Record.File;
        var keys = county.Record.Place.Keys;
        Directory.Move(county.Keys, keys);
        var (backup, folder, receipt) = (county.At("backup.db"), county.At("public"), county.Receipt(17));
        Assert.Equal(0, ACounty.Run("backup", backup, "--data", record).ExitCode);
        Assert.Equal(0, ACounty.Run("export", "ledger", folder, "--data", record).ExitCode);
        string[] erase = ["erase", "--person", "p-1", "--by", "clerk@xikou", "--basis", "pipl/47", "--data", record];
        string[] verify = ["verify", folder, "--key", county.Key, "--witnesses", county.Policy, "--seen", county.SeenAtHalf, "--seen", receipt, "--since", county.SeenAtEnd, "--token", county.Key];
        string[] beside = [record, record + "-wal", record + "-shm", record + "-journal", record + ".lock", Path.Combine(keys, "signing.key"), Path.Combine(keys, "new"), Path.Combine(record + ".attachments", "new")];
        (string[] Command, string[] Outputs)[] cases =
        [
            (erase, beside),
            (["backup", backup, "--data", record], [.. beside, backup, Path.Combine(backup + ".attachments", "new"), backup + ".new"]),
            (["restore", backup, "--data", record], [.. beside, backup, Path.Combine(backup + ".attachments", "new")]),
            (["export", "ledger", folder, "--data", record, "--witnesses", county.Policy], [.. beside, county.Policy, Path.Combine(folder, "checkpoint"), Path.Combine(folder, "tile/0/000")]),
            (["verify", record, "--keys", keys], beside),
            (verify, [county.Key, county.Policy, county.SeenAtHalf, receipt, county.SeenAtEnd, Path.Combine(folder, "checkpoint"), Path.Combine(folder, "new")]),
            (["verify", receipt], [receipt]),
        ];
        var link = county.At("link");
        File.CreateSymbolicLink(link, Path.Combine(keys, "signing.key"));
        var before = Everything(county.Folder);

        foreach (var (command, outputs) in cases)
        {
            foreach (var output in outputs)
            {
                var (code, said) = ACounty.Run([.. command, "--json", output]);
                Assert.True(code == 2 && said.Contains("never overwritten", StringComparison.Ordinal), $"{string.Join(' ', command)} --json {output}: {code} {said}");
            }
        }

        Assert.Equal(2, ACounty.Run([.. erase, "--json", link]).ExitCode);
        Assert.Equal(2, ACounty.Run("backup", Path.Combine(keys, "copy.db"), "--data", record).ExitCode);
        Assert.Equal(before, Everything(county.Folder));
    }

    [Fact]
    public async Task Verifying_a_record_leaves_no_file_where_it_was_called()
    {
        await using var county = await ACounty.On("SQLite");
        Directory.Move(county.Keys, county.Record.Place.Keys);
        using var program = new TheProgram();

        program.Run("verify", county.Record.File).Succeeds();

        Assert.Empty(program.Files);
    }

    [Fact]
    public async Task An_answer_beside_the_record_under_a_name_of_its_own_is_written()
    {
        await using var county = await ACounty.On("SQLite");

        Assert.Equal(0, ACounty.Run("verify", county.Record.File, "--json", county.Record.File + ".json").ExitCode);
        Assert.True(File.Exists(county.Record.File + ".json"));
    }

    private static List<string> Everything(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(static file => !file.EndsWith("-wal", StringComparison.Ordinal) && !file.EndsWith("-shm", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(static file => $"{file} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}")];
}
