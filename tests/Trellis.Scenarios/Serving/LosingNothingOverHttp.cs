using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Trellis.Bench.Serving;
using Trellis.Ledger;
using Trellis.Runtime.Ledger;
using Trellis.Scenarios.Ledger;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>Killed servers, full disks, files that are moved, databases that restart, clocks that are set back: whoever asked over HTTP is told to come back, and with the same key everything is done once.</summary>
public sealed class LosingNothingOverHttp
{
    private static RecordSettings Impatient { get; } = new() { Patience = TimeSpan.FromMilliseconds(400) };

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_server_that_is_killed_under_load_has_lost_and_doubled_nothing_that_it_answered(string kind)
    {
        await using var record = ARecord.On(kind);
        var drill = new HttpKillDrill(typeof(Trellis.Cli.TrellisCommand).Assembly.Location, Structures.Of("cuiwei"), record.Place, record.Options, seed: 5);
        await drill.BeginAsync();
        var log = record.File + "-wal";
        var random = new Random(7);

        for (var kill = 1; kill <= 3; kill++)
        {
            Assert.Null(await drill.KillAsync(beforeLooking: () =>
            {
                // The power failed in the middle of a write: behind the last whole transaction of the log there is noise.
                if (!File.Exists(log)) return;
                var noise = new byte[random.Next(1, 30_000)];
                random.NextBytes(noise);
                using var end = new FileStream(log, FileMode.Append);
                end.Write(noise);
            }));
        }

        Assert.Null(await drill.LookAsync());
        Assert.True(drill is { Answered: > 100, Interrupted: > 0 }, $"{drill.Answered} answered, {drill.Interrupted} interrupted");
        record.HoldsTogether();
    }

    [Fact]
    public async Task A_full_disk_is_told_with_503_and_when_to_come_back_and_nothing_is_lost_or_doubled()
    {
        using var disk = ASmallDisk.Of(megabytes: 14);
        await using var county = await AServedCounty.At(ARecord.In(Path.Combine(disk.Folder, "county.db")), Impatient);
        var ballast = Path.Combine(disk.Folder, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[8_000_000], ARecord.Patience);
        await LoseTheStoreAsync(county, lose: null, giveBack: () =>
        {
            File.Delete(ballast);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task On_a_full_disk_a_server_is_not_ready_until_there_is_room_for_acts_and_what_it_has_is_read_meanwhile()
    {
        using var disk = ASmallDisk.Of(megabytes: 14);
        await using var county = await AServedCounty.At(ARecord.In(Path.Combine(disk.Folder, "county.db")), Impatient);
        await FillUpAsync(county, disk);
    }

    [Fact]
    public async Task On_a_full_disk_of_the_database_a_server_is_not_ready_until_there_is_room_for_acts_and_what_it_has_is_read_meanwhile()
    {
        using var disk = ASmallDisk.Of(megabytes: 40);
        using var server = AServer.Begin();
        AServer.Shell("chown", "postgres", disk.Folder);
        ARecord.Execute(server.Connection, $"create tablespace small location '{disk.Folder}'");
        await using (var county = await AServedCounty.At(ARecord.On(server, " tablespace small"), Impatient)) await FillUpAsync(county, disk);
        ARecord.Execute(server.Connection, "drop tablespace small");
    }

    private static async Task FillUpAsync(AServedCounty county, ASmallDisk disk)
    {
        var resident = await county.Resident();
        var first = await county.Post("api/v1/matters", Complaint("first"), resident, "first");
        var ballast = disk.FillUp();
        var told = new ConcurrentDictionary<string, long>(StringComparer.Ordinal) { ["first"] = (long)first.Json["receipt"]!["position"]! };
        Reply reply;
        for (var at = 0; (reply = await county.Post("api/v1/matters", Complaint($"{at}"), resident, $"{at}")).Status == HttpStatusCode.Created; at++) told[$"{at}"] = (long)reply.Json["receipt"]!["position"]!;
        var size = county.Server.Writer.Size;

        for (var again = 0; again < 3; again++)
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await county.Get("health/ready")).Status);
            Assert.Equal(HttpStatusCode.OK, (await county.Get("health/live")).Status);
            var refused = await county.Post("api/v1/matters", Complaint("late"), resident, "late");
            Assert.True(refused is { Status: HttpStatusCode.ServiceUnavailable, Code: "http.busy" } && refused.Headers.RetryAfter is not null, refused.ToString());
            foreach (var question in (string[])["matters", "me", "structures", $"matters/{(string)first.Json["matter"]!["id"]!}", $"matters/{(string)first.Json["matter"]!["id"]!}/history", $"matters/{(string)first.Json["matter"]!["id"]!}/contents"])
                Assert.Equal(HttpStatusCode.OK, (await county.Get("api/v1/" + question, resident)).Status);
        }

        Assert.Equal(size, county.Server.Writer.Size);
        File.Delete(ballast);
        for (var waited = 0; (await county.Get("health/ready")).Status != HttpStatusCode.OK && waited < 500; waited++) await Task.Delay(20, ARecord.Patience);
        Assert.Equal(HttpStatusCode.OK, (await county.Get("health/ready")).Status);
        var late = await county.Post("api/v1/matters", Complaint("late"), resident, "late");
        var repeated = await county.Post("api/v1/matters", Complaint("late"), resident, "late");
        Assert.Equal(late.Body, repeated.Body);
        told["late"] = (long)late.Json["receipt"]!["position"]!;
        Demand(county, told);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_erasure_for_which_there_is_no_room_says_that_it_stands_ordered_and_is_carried_out_once(bool sentAgain)
    {
        using var disk = ASmallDisk.Of(megabytes: 14);
        await using var county = await AServedCounty.At(ARecord.In(Path.Combine(disk.Folder, "county.db")), Impatient);
        var resident = await county.Resident();
        var officer = await county.Officer("data-officer@cuiwei");
        var filed = (await county.Post("api/v1/matters", Complaint("first"), resident)).Json;
        var words = $"api/v1/matters/{(string)filed["matter"]!["id"]!}/contents";
        var order = new JsonObject { ["person"] = AServedCounty.Wang, ["basis"] = "pipl/47" };
        var ballast = disk.FillUp();
        for (var at = 0; (await county.Post("api/v1/matters", Complaint($"{at}"), resident)).Status == HttpStatusCode.Created; at++) Assert.True(at < 10_000);

        var refused = await county.Post("api/v1/erasures", order.DeepClone(), officer);

        Assert.True(refused is { Status: HttpStatusCode.ServiceUnavailable, Code: "record.erasure-ordered" } && refused.Headers.RetryAfter is not null, refused.ToString());
        Assert.Contains("nnnn", (await county.Get(words, resident)).Body, StringComparison.Ordinal);
        File.Delete(ballast);
        if (sentAgain) Assert.Equal(HttpStatusCode.OK, (await county.Post("api/v1/erasures", order.DeepClone(), officer)).Status);
        else await county.RestartAsync();
        Assert.Equal("record.nothing-to-erase", (await county.Post("api/v1/erasures", order.DeepClone(), officer)).Code);
        Assert.DoesNotContain("nnnn", (await county.Get(words, resident)).Body, StringComparison.Ordinal);
        await county.RestartAsync();
        Assert.Single(county.Record.Entries(), static entry => entry.Event == "values-erased/1");
        county.Record.HoldsTogether();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_draft_that_is_sent_again_with_its_key_is_one_draft_and_another_under_it_is_refused(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var (resident, other) = (await county.Resident(), await county.Resident("r-li"));
        static JsonObject Draft(string said, string? id = null) => new() { ["id"] = id, ["type"] = "construction-noise", ["said"] = said };

        var first = await county.Post("api/v1/drafts", Draft("at night"), resident, "k");
        var again = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => county.Post("api/v1/drafts", Draft("at night"), resident, "k")));
        var otherwise = await county.Post("api/v1/drafts", Draft("by day"), resident, "k");
        var asAct = await county.Post("api/v1/matters", Complaint("1"), resident, "k");
        var another = await county.Post("api/v1/drafts", Draft("at night"), other, "k");
        var id = (string)first.Json["id"]!;
        var changed = await county.Post("api/v1/drafts", Draft("every night", id), resident, "k-2");
        await county.SendAsync(HttpMethod.Delete, $"api/v1/drafts/{id}", null, resident, null);
        await county.RestartAsync();
        var changedAgain = await county.Post("api/v1/drafts", Draft("every night", id), resident, "k-2");

        Assert.All([.. again, changed, changedAgain], one => Assert.Equal((HttpStatusCode.OK, first.Body), (one.Status, one.Body)));
        Assert.All([otherwise, asAct], static one => Assert.Equal((HttpStatusCode.UnprocessableEntity, "http.key-used-otherwise"), (one.Status, one.Code)));
        Assert.NotEqual(first.Body, another.Body);
        Assert.Empty((await county.Get("api/v1/drafts", resident)).Json["drafts"]!.AsArray());
        Assert.Equal("process.no-such-matter", (await county.Post("api/v1/drafts", Draft("every night", id), resident, "k-3")).Code);
    }

    [Fact]
    public async Task A_file_that_was_moved_away_is_told_with_503_and_goes_on_when_it_is_back()
    {
        await using var county = await AServedCounty.At(ARecord.On("SQLite"), Impatient);
        var away = county.Record.File + ".away";
        await LoseTheStoreAsync(county, () => File.Move(county.Record.File, away), () =>
        {
            File.Move(away, county.Record.File);
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task A_database_that_stays_away_is_told_with_503_and_goes_on_when_it_is_back()
    {
        using var server = AServer.Begin();
        await using var county = await AServedCounty.At(ARecord.On(server), Impatient);
        try
        {
            await LoseTheStoreAsync(county, () => server.Stop("fast"), () => Task.Run(server.Start));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            server.Start(); // or what is disposed next hides what went wrong
            throw;
        }
    }

    [Fact]
    public async Task A_database_that_restarts_under_load_costs_its_callers_nothing_but_time()
    {
        using var server = AServer.Begin();
        await using var county = await AServedCounty.At(ARecord.On(server));
        var resident = await county.Resident();
        var told = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 12).Select(caller => Task.Run(async () =>
        {
            for (var act = 0; !stop.IsCancellationRequested; act++)
            {
                var key = string.Create(CultureInfo.InvariantCulture, $"{caller}-{act}");
                Reply reply;
                while ((reply = await county.Post("api/v1/matters", Complaint(key), resident, key)).Status == HttpStatusCode.ServiceUnavailable) Assert.NotNull(reply.Headers.RetryAfter);
                Assert.True(reply.Status == HttpStatusCode.Created, reply.ToString());
                told[key] = (long)reply.Json["receipt"]!["position"]!;
            }
        })));

        foreach (var mode in (string[])["immediate", "fast"])
        {
            var before = told.Count;
            for (var waited = 0; told.Count < before + 50 && waited < 600; waited++) await Task.Delay(20, ARecord.Patience);
            await Task.Run(() => server.Stop(mode), ARecord.Patience);
            await Task.Run(server.Start, ARecord.Patience);
            before = told.Count;
            for (var waited = 0; told.Count < before + 50 && waited < 1500 && !load.IsCompleted; waited++) await Task.Delay(20, ARecord.Patience);
            Assert.True(told.Count >= before + 50, "The server did not go on after the database had come back.");
        }

        await stop.CancelAsync();
        await load;
        Demand(county, told);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_clock_that_was_set_back_changes_no_answer_and_the_record_verifies(string kind)
    {
        await using var county = await AServedCounty.On(kind);
        var resident = await county.Resident();
        var first = await county.Post("api/v1/matters", Complaint("1"), resident, "1");
        county.Clock.Move(TimeSpan.FromHours(-3));
        var second = await county.Post("api/v1/matters", Complaint("2"), resident, "2");
        await county.RestartAsync();
        var again = await county.Post("api/v1/matters", Complaint("1"), resident, "1");
        var third = await county.Post("api/v1/matters", Complaint("3"), resident, "3");
        county.Clock.Move(TimeSpan.FromHours(4));
        var fourth = await county.Post("api/v1/matters", Complaint("4"), resident, "4");

        Assert.Equal(first.Body, again.Body);
        Assert.All((Reply[])[first, second, third, fourth], static one => Assert.Equal(HttpStatusCode.Created, one.Status));
        Assert.Equal(4, ((Reply[])[first, second, third, fourth]).Select(static one => (string)one.Json["matter"]!["id"]!).Distinct().Count());
        county.Record.HoldsTogether();
    }

    /// <summary>Files until the store is gone, has everybody told, and sends all of it again when it is back.</summary>
    private static async Task LoseTheStoreAsync(AServedCounty county, Action? lose, Func<Task> giveBack)
    {
        var resident = await county.Resident();
        var told = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var refused = new ConcurrentQueue<string>();
        for (var at = 0; at < 40_000 && refused.IsEmpty; at += 100)
        {
            if (at == 200) lose?.Invoke();
            await Task.WhenAll(Enumerable.Range(at, 100).Select(number => Task.Run(() => FileAsync($"k-{number}"))));
        }

        Assert.False(refused.IsEmpty);
        // On a full disk there may be room for a small act still.
        if (lose is not null) Assert.Equal(HttpStatusCode.ServiceUnavailable, (await county.Get("health/ready")).Status);
        Assert.Equal(HttpStatusCode.OK, (await county.Get("health/live")).Status);
        await giveBack();
        for (var waited = 0; (await county.Get("health/ready")).Status != HttpStatusCode.OK && waited < 500; waited++) await Task.Delay(20, ARecord.Patience);
        Assert.Equal(HttpStatusCode.OK, (await county.Get("health/ready")).Status); // without anybody having dared to send an act

        var again = refused.ToList();
        refused.Clear();
        foreach (var key in again.Concat(told.Keys.Take(50)))
        {
            var before = told.GetValueOrDefault(key, -1);
            await FileAsync(key);
            if (before >= 0) Assert.Equal(before, told[key]);
        }

        Assert.Empty(refused);
        Demand(county, told);

        async Task FileAsync(string key)
        {
            var reply = await county.Post("api/v1/matters", Complaint(key), resident, key);
            if (reply.Status == HttpStatusCode.Created)
            {
                told[key] = (long)reply.Json["receipt"]!["position"]!;
                return;
            }

            Assert.True(reply is { Status: HttpStatusCode.ServiceUnavailable, Code: "http.busy" } && reply.Headers.RetryAfter is not null, reply.ToString());
            refused.Enqueue(key);
        }
    }

    private static JsonObject Complaint(string key) => new()
    {
        ["type"] = "construction-noise",
        ["place"] = "heping",
        ["roles"] = new JsonObject { ["applicant"] = "person/" + AServedCounty.Wang, ["site"] = "site/" + key },
        ["said"] = new string('n', 2000),
    };

    private static void Demand(AServedCounty county, ConcurrentDictionary<string, long> told)
    {
        county.Record.HoldsTogether();
        var entries = county.Record.Entries();
        Assert.All(told, one => Assert.Equal("matter-filed/1", entries[(int)one.Value].Event));
        Assert.Equal(told.Count, told.Values.Distinct().Count());
        Assert.Equal(told.Count, entries.Count(static entry => entry.Event == "matter-filed/1"));
    }
}
