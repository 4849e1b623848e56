using System.Collections.Concurrent;
using Trellis.Bench.Ledger;
using Trellis.Ledger;
using Trellis.Runtime;
using Trellis.Runtime.Ledger;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>Disks fill up, files are moved, servers restart: callers are told, nothing is half there, and the record goes on when the store is back.</summary>
public sealed class LosingTheStore
{
    private static RecordSettings Impatient { get; } = new() { Patience = TimeSpan.FromMilliseconds(400) };

    [Fact]
    public async Task When_the_disk_is_full_callers_are_told_and_the_record_goes_on_when_there_is_space()
    {
        using var disk = ASmallDisk.Of(megabytes: 12);
        await using var record = ARecord.In(Path.Combine(disk.Folder, "county.db"));
        var ballast = Path.Combine(disk.Folder, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[8_000_000], ARecord.Patience);
        await FillUpAsync(record, () => File.Delete(ballast));
    }

    [Fact]
    public async Task When_the_disk_of_the_server_is_full_callers_are_told_and_the_record_goes_on_when_there_is_space()
    {
        using var disk = ASmallDisk.Of(megabytes: 40);
        using var server = AServer.Begin();
        AServer.Shell("chown", "postgres", disk.Folder);
        ARecord.Execute(server.Connection, $"create tablespace small location '{disk.Folder}'");
        await using (var record = ARecord.On(server, " tablespace small"))
        {
            var ballast = Path.Combine(disk.Folder, "ballast");
            await File.WriteAllBytesAsync(ballast, new byte[24_000_000], ARecord.Patience);
            await FillUpAsync(record, () => File.Delete(ballast));
        }

        ARecord.Execute(server.Connection, "drop tablespace small");
    }

    [Fact]
    public async Task An_erasure_for_which_there_was_no_space_is_carried_out_when_the_record_is_opened_next()
    {
        using var disk = ASmallDisk.Of(megabytes: 8);
        await using var record = ARecord.In(Path.Combine(disk.Folder, "county.db"));
        await using (var writer = await record.CreateAsync(Impatient))
        {
            await ARecord.AppendAsync(writer, 0, 50, 50);
            var ballast = disk.FillUp();
            var told = await Assert.ThrowsAsync<MachineFault>(() => writer.EraseAsync("p-7", null, new EntryActor.Officer("archivist", "county"), "pipl/47", ARecord.Patience));
            Assert.Contains("stands ordered beside the keys", told.Message, StringComparison.Ordinal);
            Assert.Contains("删除命令已写在密钥旁边", told.Says.Zh, StringComparison.Ordinal);
            Assert.Equal("Resident Number 7", record.Value(7));
            File.Delete(ballast);
        }

        await using (await record.OpenAsync())
        {
            Assert.Null(record.Value(7));
            Assert.Equal("Resident Number 8", record.Value(8));
        }

        record.HoldsTogether();
        Assert.Equal("values-erased/1", record.Entries()[^1].Event);
    }

    private static async Task FillUpAsync(ARecord record, Action makeRoom)
    {
        var told = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        await using (var writer = await record.CreateAsync(Impatient))
        {
            var fault = (MachineFault?)null;
            for (var at = 0; at < 100_000 && fault is null; at += 500)
            {
                var tries = Enumerable.Range(at, 500).Select(number => (Name: $"m-{number}", Task: writer.AppendAsync(Long($"m-{number}"), ARecord.Patience))).ToList();
                foreach (var (name, task) in tries)
                {
                    try
                    {
                        told[name] = ((Settled.Done)await task).Receipt.First;
                    }
                    catch (MachineFault full)
                    {
                        fault = full;
                    }
                }
            }

            Assert.NotNull(fault);
            Assert.True(fault.Message.Contains("disk is full", StringComparison.Ordinal) && fault.Message.Contains("was not stored", StringComparison.Ordinal), fault.ToString());
            Assert.Equal(told.Count, writer.Size);

            makeRoom();
            for (var at = 0; at < 300; at++) told[$"after-{at}"] = ((Settled.Done)await writer.AppendAsync(Long($"after-{at}"), ARecord.Patience)).Receipt.First;
        }

        record.HoldsTogether();
        Demand(record, told);
        Assert.Equal(told.Count, record.Entries().Count);

        static Draft Long(string name) => ARecord.ADraft(name) with { Mandate = [.. Enumerable.Repeat(new string('d', 180), 5)] };
    }

    [Fact]
    public async Task A_file_that_was_moved_away_and_comes_back_loses_nothing()
    {
        await using var record = ARecord.On("SQLite");
        await using (var writer = await record.CreateAsync(Impatient))
        {
            await ARecord.AppendAsync(writer, 0, 300);
            var away = Path.Combine(record.Folder, "away");
            File.Move(record.File, away);

            for (var again = 0; again < 3; again++)
            {
                var fault = await Assert.ThrowsAsync<MachineFault>(() => writer.AppendAsync(ARecord.ADraft("lost"), ARecord.Patience));
                Assert.Contains("cannot be reached", fault.Message, StringComparison.Ordinal);
            }

            Assert.False(File.Exists(record.File)); // never made anew
            File.Move(away, record.File);
            await ARecord.AppendAsync(writer, 300, 300);
        }

        record.HoldsTogether();
        // The first of the three was told that nobody knew whether it was stored. It may be there, once.
        var names = record.Entries().ConvertAll(static entry => ((EntryValue.Word)entry.Fields["matter"]!).Text);
        Assert.Equal(600, names.Count(static name => name != "lost"));
        Assert.InRange(names.Count(static name => name == "lost"), 0, 1);
    }

    [Fact]
    public async Task Another_record_in_its_place_is_noticed_and_not_written_to()
    {
        await using var record = ARecord.On("SQLite");
        await using var other = ARecord.On("SQLite");
        await using (var second = await other.CreateAsync()) await ARecord.AppendAsync(second, 100, 10);
        await using (var writer = await record.CreateAsync(Impatient))
        {
            await ARecord.AppendAsync(writer, 0, 10);
            foreach (var file in Directory.GetFiles(record.Folder, "county.db*")) if (!file.EndsWith(".lock", StringComparison.Ordinal)) File.Delete(file);
            File.Copy(other.File, record.File);

            for (var again = 0; again < 3; again++) await Assert.ThrowsAsync<MachineFault>(() => writer.AppendAsync(ARecord.ADraft("lost"), ARecord.Patience));
        }

        Assert.Equal(10, record.Entries().Count);
    }

    [Fact]
    public async Task A_log_that_was_half_written_when_the_power_failed_costs_nothing_that_was_acknowledged()
    {
        await using var record = ARecord.On("SQLite");
        var drill = new KillDrill(record.Place, record.Options, seed: 9);
        var log = record.File + "-wal";
        var random = new Random(4);
        for (var kill = 1; kill <= 4; kill++)
        {
            Assert.Null(drill.Kill(kill, beforeLooking: () =>
            {
                // What a write of frames that never ended leaves behind the last whole transaction: part of a frame, or noise of any length.
                if (!File.Exists(log)) return;
                var noise = new byte[random.Next(1, 30_000)];
                random.NextBytes(noise);
                if (kill % 2 == 0) File.ReadAllBytes(log).AsSpan(32, Math.Min(noise.Length, (int)new FileInfo(log).Length - 32)).CopyTo(noise);
                using var end = new FileStream(log, FileMode.Append);
                end.Write(noise);
            }));
        }
    }

    [Fact]
    public async Task A_log_whose_end_was_lost_gives_a_whole_record_or_none()
    {
        // Whether a checkpoint was signed in the part that is cut off is chance, so it goes on until one was.
        var (opened, refused) = (0, 0);
        for (var cut = 0; cut < 6 || (refused == 0 && cut < 60); cut++)
        {
            await using var record = ARecord.On("SQLite");
            var drill = new KillDrill(record.Place, record.Options, seed: 20 + (ulong)cut);
            var lost = false;
            var wrong = drill.Kill(1, beforeLooking: () =>
            {
                var log = record.File + "-wal";
                if (!File.Exists(log)) return;
                using var end = new FileStream(log, FileMode.Open);
                end.SetLength(end.Length * (3 + (cut % 6)) / 10);
                lost = true;
            });
            if (!lost || new FileInfo(record.File).Length == 0) continue;

            // What was acknowledged is lost, or verify finds fewer entries than were signed. Half an act, a wrong hash, a missing row would be told otherwise.
            if (wrong is not null) Assert.True(wrong.Contains("is lost", StringComparison.Ordinal) || wrong.Contains("ShorterThanSeen", StringComparison.Ordinal), wrong);
            try
            {
                await using var writer = await RecordWriter.OpenAsync(record.Place, new RecordSettings(), TimeProvider.System);
                opened++;
            }
            catch (UnusableInput fault)
            {
                Assert.Contains("were signed", fault.Message, StringComparison.Ordinal);
                refused++;
            }
        }

        Assert.True(refused > 0, $"Opened {opened}, refused {refused}: what was signed and lost was not noticed.");
    }

    [Fact]
    public async Task A_server_that_restarts_again_and_again_under_load_costs_its_callers_nothing_but_time()
    {
        using var server = AServer.Begin();
        await using var record = ARecord.On(server);
        var told = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        await using (var writer = await record.CreateAsync(new RecordSettings { Patience = TimeSpan.FromSeconds(60) }))
        {
            using var stop = new CancellationTokenSource();
            var load = Task.WhenAll(Enumerable.Range(0, 16).Select(async caller =>
            {
                for (var act = 0; !stop.IsCancellationRequested; act++)
                {
                    var name = $"m-{caller}-{act}";
                    told[name] = ((Settled.Done)await writer.AppendAsync(ARecord.ADraft(name, ARecord.AValue(name, $"p-{caller}")), ARecord.Patience)).Receipt.First;
                }
            }));
            foreach (var mode in (string[])["immediate", "fast", "immediate"])
            {
                var before = told.Count;
                await Task.Delay(300, ARecord.Patience);
                await Task.Run(() => server.Stop(mode), ARecord.Patience);
                await Task.Delay(200, ARecord.Patience);
                await Task.Run(server.Start, ARecord.Patience);
                for (var waited = 0; told.Count < before + 100 && waited < 600; waited++) await Task.Delay(50, ARecord.Patience);
                Assert.True(told.Count >= before + 100, "The record did not go on after the server had come back.");
            }

            await stop.CancelAsync();
            await load;
            Assert.Equal(told.Count, writer.Size);
        }

        record.HoldsTogether();
        Demand(record, told);
    }

    [Fact]
    public async Task A_server_that_stays_away_is_told_to_callers_who_are_served_again_when_it_is_back()
    {
        using var server = AServer.Begin();
        await using var record = ARecord.On(server);
        await using (var writer = await record.CreateAsync(Impatient))
        {
            await ARecord.AppendAsync(writer, 0, 50);
            server.Stop("fast");

            for (var again = 0; again < 2; again++)
            {
                var fault = await Assert.ThrowsAsync<MachineFault>(() => writer.AppendAsync(ARecord.ADraft("lost", ARecord.AValue("x")), ARecord.Patience));
                Assert.Contains("cannot be reached", fault.Message, StringComparison.Ordinal);
                fault = await Assert.ThrowsAsync<MachineFault>(() => writer.AppendAsync(ARecord.ADraft("lost"), ARecord.Patience));
                Assert.Contains("cannot be reached", fault.Message, StringComparison.Ordinal);
            }

            server.Start();
            await ARecord.AppendAsync(writer, 50, 50, 60);
        }

        record.HoldsTogether();
        Assert.Equal(100, record.Entries().Count(static entry => entry.Fields["matter"] is EntryValue.Word { Text: not "lost" }));
    }

    private static void Demand(ARecord record, ConcurrentDictionary<string, long> told)
    {
        var entries = record.Entries();
        foreach (var (name, position) in told) Assert.Equal(name, ((EntryValue.Word)entries[(int)position].Fields["matter"]!).Text);
        Assert.Equal(entries.Count, entries.Select(static entry => ((EntryValue.Word)entry.Fields["matter"]!).Text).Distinct().Count());
    }
}
