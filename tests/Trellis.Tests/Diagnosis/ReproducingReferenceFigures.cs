using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Trellis.Diagnosis;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Reports;
using Trellis.Standards;
using Trellis.Tests.Standards;
using Xunit;

namespace Trellis.Tests.Diagnosis;

/// <summary>The figures that others computed on recorded logs, reproduced through our JSON: counts exactly, reals to half a unit of their last printed digit.</summary>
public sealed class ReproducingReferenceFigures
{
    [Theory]
    [InlineData("receipt.xes.gz", "receipt")]
    [InlineData("receipt.csv.gz", "receipt")]
    [InlineData("BPIC15_1.xes.gz", "BPIC15_1")]
    public void Counts_are_exact_and_reals_agree_to_the_last_printed_digit(string log, string reference)
    {
        var ours = Diagnose(log, LogReading.UsualMissingValues);
        var theirs = Expected(reference);
        var inOrder = theirs.GetProperty("time_order");

        foreach (var (key, name) in (ReadOnlySpan<(string, string)>)[("cases", "cases"), ("events", "events"), ("activities", "activities"), ("resources", "resources"), ("outOfOrderEvents", "events_out_of_time_order_within_case")])
            Assert.Equal(theirs.GetProperty(name).GetInt32(), ours.GetProperty("log").GetProperty(key).GetInt32());

        Assert.Equal(inOrder.GetProperty("dfg_distinct_edges").GetInt32(), ours.GetProperty("flow").GetArrayLength());
        Assert.Equal(inOrder.GetProperty("dfg_total").GetInt32(), ours.GetProperty("flow").EnumerateArray().Sum(static edge => edge.GetProperty("count").GetInt32()));
        foreach (var edge in inOrder.GetProperty("dfg_top15").EnumerateArray())
            Assert.Equal(edge[2].GetInt32(), Edge(ours, edge[0].GetString()!, edge[1].GetString()!).GetProperty("count").GetInt32());
        foreach (var edge in inOrder.GetProperty("dfg_top15_mean_median_seconds").EnumerateArray())
        {
            var our = Edge(ours, edge[0].GetString()!, edge[1].GetString()!);
            Same(edge[2], our.GetProperty("meanSeconds"));
            Same(edge[3], our.GetProperty("medianSeconds"));
        }

        SameCounts(inOrder.GetProperty("start_activities"), ours.GetProperty("startActivities"));
        SameCounts(inOrder.GetProperty("end_activities"), ours.GetProperty("endActivities"));
        Assert.Equal(inOrder.GetProperty("end_activities_distinct").GetInt32(), ours.GetProperty("endActivities").EnumerateObject().Count());

        Assert.Equal(inOrder.GetProperty("variants").GetInt32(), ours.GetProperty("variants").GetProperty("count").GetInt32());
        Assert.Equal(inOrder.GetProperty("variants_seen_once").GetInt32(), ours.GetProperty("variants").GetProperty("seenOnce").GetInt32());
        var ourVariants = ours.GetProperty("variants").GetProperty("top").EnumerateArray().ToDictionary(static way => Way(way.GetProperty("activities")), static way => way.GetProperty("count").GetInt32(), StringComparer.Ordinal);
        foreach (var way in inOrder.GetProperty("variants_top10").EnumerateArray()) Assert.Equal(way[0].GetInt32(), ourVariants[Way(way[1])]);

        var time = inOrder.GetProperty("throughput_seconds");
        Same(time.GetProperty("mean"), ours.GetProperty("throughput").GetProperty("meanSeconds"));
        Same(time.GetProperty("median"), ours.GetProperty("throughput").GetProperty("medianSeconds"));
        Same(time.GetProperty("p90_linear"), ours.GetProperty("throughput").GetProperty("p90Seconds"));
        Same(time.GetProperty("max"), ours.GetProperty("throughput").GetProperty("maxSeconds"));
        Assert.Equal(time.GetProperty("zero_cases").GetInt32(), ours.GetProperty("throughput").GetProperty("zeroLengthCases").GetInt32());

        Assert.Equal(inOrder.GetProperty("handover_total_excl_self").GetInt32(), ours.GetProperty("handovers").GetProperty("total").GetInt32());
        Assert.Equal(inOrder.GetProperty("handover_pairs_excl_self").GetInt32(), ours.GetProperty("handovers").GetProperty("pairs").GetInt32());
        foreach (var move in inOrder.GetProperty("handover_top15_excl_self").EnumerateArray())
            Assert.Equal(move[2].GetInt32(), Pair(ours.GetProperty("handovers"), "from", "to", move[0].GetString()!, move[1].GetString()!));

        Assert.Equal(inOrder.GetProperty("pingpong_A_B_A_total").GetInt32(), ours.GetProperty("pingPong").GetProperty("total").GetInt32());
        Assert.Equal(inOrder.GetProperty("pingpong_cases").GetInt32(), ours.GetProperty("pingPong").GetProperty("cases").GetInt32());
        foreach (var pair in inOrder.GetProperty("pingpong_top10_unordered_pairs").EnumerateArray())
            Assert.Equal(pair[2].GetInt32(), Pair(ours.GetProperty("pingPong"), "a", "b", pair[0].GetString()!, pair[1].GetString()!));

        Assert.Equal(inOrder.GetProperty("rework_activities").GetInt32(), ours.GetProperty("rework").GetProperty("activities").GetInt32());
        Assert.Equal(inOrder.GetProperty("cases_with_any_rework").GetInt32(), ours.GetProperty("rework").GetProperty("cases").GetInt32());
        foreach (var activity in inOrder.GetProperty("rework_cases_per_activity_top10").EnumerateArray())
        {
            var our = ours.GetProperty("rework").GetProperty("top").EnumerateArray().Single(item => item.GetProperty("activity").GetString() == activity[0].GetString());
            Assert.Equal(activity[1].GetInt32(), our.GetProperty("cases").GetInt32());
        }

        var load = theirs.GetProperty("resource_load");
        Same(load.GetProperty("hhi"), ours.GetProperty("concentration").GetProperty("hhi"));
        Same(load.GetProperty("gini"), ours.GetProperty("concentration").GetProperty("gini"));
        Same(load.GetProperty("theil_T"), ours.GetProperty("concentration").GetProperty("theil"));
    }

    [Fact]
    public void Late_on_receipt_are_92_of_1434()
    {
        var deadline = Diagnose("receipt.xes.gz", LogReading.UsualMissingValues).GetProperty("deadline");

        Assert.Equal(1434, deadline.GetProperty("cases").GetInt32());
        Assert.Equal(92, deadline.GetProperty("late").GetInt32());
    }

    [Fact]
    public void With_no_missing_values_EMPTY_counts_as_a_group_as_in_the_reference()
    {
        var ours = Diagnose("receipt.xes.gz", missing: []);
        var theirs = Expected("receipt").GetProperty("group_handover");

        Assert.Equal(theirs.GetProperty("moves").GetInt32(), ours.GetProperty("groupHandovers").GetProperty("total").GetInt32());
        Assert.Equal(theirs.GetProperty("distinct_ordered_pairs").GetInt32(), ours.GetProperty("groupHandovers").GetProperty("pairs").GetInt32());
        Assert.Equal(theirs.GetProperty("cases_with_a_move").GetInt32(), ours.GetProperty("groupHandovers").GetProperty("cases").GetInt32());
        Assert.Equal(theirs.GetProperty("pingpong_A_B_A_total").GetInt32(), ours.GetProperty("groupPingPong").GetProperty("total").GetInt32());
        Assert.Equal(theirs.GetProperty("pingpong_cases").GetInt32(), ours.GetProperty("groupPingPong").GetProperty("cases").GetInt32());
        foreach (var move in theirs.GetProperty("top15").EnumerateArray())
            Assert.Equal(move[2].GetInt32(), Pair(ours.GetProperty("groupHandovers"), "from", "to", move[0].GetString()!, move[1].GetString()!));
        foreach (var pair in theirs.GetProperty("pingpong_top10_unordered").EnumerateArray())
            Assert.Equal(pair[2].GetInt32(), Pair(ours.GetProperty("groupPingPong"), "a", "b", pair[0].GetString()!, pair[1].GetString()!));
    }

    [Fact]
    public void The_first_event_is_told_in_universal_time_and_as_written()
    {
        var log = Diagnose("receipt.xes.gz", LogReading.UsualMissingValues).GetProperty("log");

        // The file writes 2010-10-02T09:20:39.266+02:00; the reference keeps the clock and drops the zone.
        Assert.Equal("2010-10-02T07:20:39.266Z", log.GetProperty("firstEvent").GetString());
        Assert.Equal("2010-10-02T09:20:39.266", log.GetProperty("firstEventWritten").GetString());
        Assert.Equal("written", log.GetProperty("clock").GetString());
    }

    [Theory]
    [InlineData("BPIC15_2.xes.gz", 832, 44354, 410, 11)]
    [InlineData("BPIC15_3.xes.gz", 1409, 59681, 383, 14)]
    [InlineData("BPIC15_4.xes.gz", 1053, 47293, 356, 10)]
    [InlineData("BPIC15_5.xes.gz", 1156, 59083, 389, 22)]
    [InlineData("bpic2013_incidents.xes.gz", 7554, 65533, 4, 1440)]
    [InlineData("helpdesk.xes.gz", 4580, 21348, 14, 22)]
    [InlineData("traffic_fines_10k.csv.gz", 10000, 34724, 11, 15)]
    // Its readme says 9,999: one case is called "NA", which a reader that takes NA for nothing loses.
    [InlineData("hospital_billing_10k.csv.gz", 10000, 49951, 16, 565)]
    public void Every_recorded_log_reads_with_the_counts_its_readme_gives(string name, int cases, int events, int activities, int resources)
    {
        var log = Diagnose(name, LogReading.UsualMissingValues).GetProperty("log");

        Assert.Equal(cases, log.GetProperty("cases").GetInt32());
        Assert.Equal(events, log.GetProperty("events").GetInt32());
        Assert.Equal(activities, log.GetProperty("activities").GetInt32());
        Assert.Equal(resources, log.GetProperty("resources").GetInt32());
    }

    private static JsonElement Diagnose(string name, IReadOnlyList<string> missing)
    {
        using var content = LogFiles.Shared(name);
        var log = LogFormats.Read(content, new LogReading { Source = name, MissingValues = missing, Threads = 2 });
        using var json = new MemoryStream();
        DiagnosisJson.Write(DiagnosingLogs.Diagnose(log, threads: 2), json);
        return JsonDocument.Parse(json.ToArray()).RootElement;
    }

    private static JsonElement Expected(string name) => JsonDocument.Parse(LogFiles.SharedText($"{name}.expected.json")).RootElement;

    private static JsonElement Edge(JsonElement ours, string from, string to) =>
        ours.GetProperty("flow").EnumerateArray().Single(edge => edge.GetProperty("from").GetString() == from && edge.GetProperty("to").GetString() == to);

    private static int Pair(JsonElement moves, string one, string other, string first, string second) =>
        moves.GetProperty("top").EnumerateArray().Single(move => move.GetProperty(one).GetString() == first && move.GetProperty(other).GetString() == second).GetProperty("count").GetInt32();

    private static string Way(JsonElement activities) => string.Join('\n', activities.EnumerateArray().Select(static activity => activity.GetString()));

    private static void SameCounts(JsonElement theirs, JsonElement ours)
    {
        foreach (var item in theirs.EnumerateObject()) Assert.Equal(item.Value.GetInt32(), ours.GetProperty(item.Name).GetInt32());
    }

    /// <summary>Half a unit of the last digit that the reference prints.</summary>
    private static void Same(JsonElement theirs, JsonElement ours)
    {
        var text = theirs.GetRawText();
        var digits = text.Contains('.', StringComparison.Ordinal) ? text.Length - text.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        Assert.InRange(ours.GetDouble(), theirs.GetDouble() - (0.5 * Math.Pow(10, -digits)), theirs.GetDouble() + (0.5 * Math.Pow(10, -digits)));
    }
}
