using System.Text;
using Trellis.Diagnosis.EventLogs;
using Trellis.Standards.Xes;
using Xunit;

namespace Trellis.Tests.Standards.Xes;

public class ReadingXesLogs
{
    private static readonly LogReading Plain = new() { Source = "log.xes" };

    private static EventLog Ours(string name, LogReading? reading = null)
    {
        using var file = LogFiles.Ours("xes/" + name);
        return XesLogs.Read(file, (reading ?? Plain) with { Source = name });
    }

    private static EventLog Text(string text, LogReading? reading = null) => XesLogs.Read(LogFiles.Text(text), reading ?? Plain);

    private static LogReading Mapped(params (LogRole Role, string Column)[] columns) =>
        Plain with { Columns = new LogColumns(columns.ToDictionary(static one => one.Role, static one => one.Column)) };

    private static string AnEvent(string time = "2025-03-01T10:00:00Z", string more = "") =>
        $"""<event><string key="concept:name" value="Receive"/><date key="time:timestamp" value="{time}"/>{more}</event>""";

    private static string ALog(string inside) => $"<log>{inside}</log>";

    private static string ATrace(string inside, string name = "P-1") => $"""<trace><string key="concept:name" value="{name}"/>{inside}</trace>""";

    [Fact]
    public void A_log_with_every_construct_of_the_format_gives_just_its_events()
    {
        var log = Ours("permits.xes");

        Assert.Equal(
            ["P-1 | Receive | Wang | Window | 2025-03-03 09:00", "P-1 | Decide | - | - | 2025-03-04 10:30", "P-2 | Receive | Li | - | 2025-03-05 09:00"],
            LogFiles.Rows(log));
        Assert.Equal("XES", log.Format);
        Assert.Equal("permits.xes", log.Source);
    }

    [Fact]
    public void What_was_passed_over_is_counted_by_name()
    {
        var notes = Ours("permits.xes").Notes;

        Assert.Equal(
            new Dictionary<string, int> { ["weather"] = 1, ["event outside a trace"] = 1, ["note"] = 1 }, notes.SkippedElements);
        Assert.Equal(1, notes.EmptyCases);
    }

    [Fact]
    public void The_columns_that_were_used_are_told()
    {
        var columns = Ours("permits.xes").Notes.Columns;

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["case"] = "case:concept:name",
                ["activity"] = "concept:name",
                ["resource"] = "org:resource",
                ["group"] = "org:group",
                ["time"] = "time:timestamp",
                ["deadline"] = "case:deadline",
            },
            columns);
    }

    [Fact]
    public void Values_of_globals_never_become_values_of_events_or_traces()
    {
        var log = Ours("permits.xes");

        Assert.DoesNotContain("UNKNOWN", log.ResourceNames);
        Assert.DoesNotContain("UNKNOWN", log.ActivityNames);
        Assert.Equal(2025, log.Instant(0).Year);
        Assert.Equal(EventLog.NoTime, log.Deadlines[1]);
    }

    [Fact]
    public void The_deadline_of_a_trace_is_the_deadline_of_its_case() =>
        Assert.Equal(new DateTime(2025, 3, 10), new DateTime(Ours("permits.xes").Deadlines[0]));

    [Fact]
    public void A_log_reads_the_same_in_any_namespace_or_none_and_with_or_without_byte_order_mark()
    {
        var inside = ATrace(AnEvent());
        var expected = LogFiles.Rows(Text(ALog(inside)));

        Assert.Single(expected);
        Assert.Equal(expected, LogFiles.Rows(Text($"""<log xmlns="urn:anything">{inside}</log>""")));
        Assert.Equal(expected, LogFiles.Rows(Text("\uFEFF" + ALog(inside))));
        var prefixed = inside.Replace("</", "</x:", StringComparison.Ordinal).Replace("<", "<x:", StringComparison.Ordinal).Replace("<x:/x:", "</x:", StringComparison.Ordinal);
        Assert.Equal(expected, LogFiles.Rows(Text($"""<x:log xmlns:x="http://www.xes-standard.org/">{prefixed}</x:log>""")));
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-16BE")]
    [InlineData("gb18030")]
    [InlineData("gbk")]
    public void The_encoding_that_the_file_declares_is_the_one_it_is_read_in(string name)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var encoding = Encoding.GetEncoding(name);
        var text = $"""<?xml version="1.0" encoding="{name}"?>{ALog(ATrace(AnEvent(more: """<string key="org:resource" value="王工"/>"""), "工单1"))}""";

        using var stream = new MemoryStream([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]);
        var log = XesLogs.Read(stream, Plain);

        Assert.Equal(["工单1 | Receive | 王工 | 2025-03-01 10:00"], LogFiles.Rows(log));
    }

    [Theory]
    [InlineData("2010-12-02T09:34:10.000+01:00", "2010-12-02T08:34:10.0000000Z")]
    [InlineData("2010-12-02T09:34:10+01:00", "2010-12-02T08:34:10.0000000Z")]
    [InlineData("2010-12-02T09:34:10.123Z", "2010-12-02T09:34:10.1230000Z")]
    [InlineData("2010-12-02T09:34:10", "2010-12-02T09:34:10.0000000Z")]
    [InlineData("2010-12-02T09:34:10.5", "2010-12-02T09:34:10.5000000Z")]
    [InlineData("2010-12-02T09:34+01:00", "2010-12-02T08:34:00.0000000Z")]
    [InlineData("2010-12-02T09:34:10.123456+00:00", "2010-12-02T09:34:10.1234560Z")]
    [InlineData("2010-12-02T09:34:10.123456789-05:00", "2010-12-02T14:34:10.1234567Z")]
    [InlineData("2010-12-02 09:34:10.123000+00:00", "2010-12-02T09:34:10.1230000Z")]
    [InlineData("2010-12-02T09:34:10.000+0100", "2010-12-02T08:34:10.0000000Z")]
    [InlineData("2010-12-02T09:34:10.000+01", "2010-12-02T08:34:10.0000000Z")]
    [InlineData("2010-12-02T09:34:10+01:00[Europe/Amsterdam]", "2010-12-02T08:34:10.0000000Z")]
    [InlineData("2010-12-02T24:00:00Z", "2010-12-03T00:00:00.0000000Z")]
    [InlineData("2010-12-02", "2010-12-02T00:00:00.0000000Z")]
    [InlineData(" 2010-12-02T09:34:10Z ", "2010-12-02T09:34:10.0000000Z")]
    public void Times_are_read_in_every_form_that_writers_of_the_format_use(string written, string instant) =>
        Assert.Equal(instant, Text(ALog(ATrace(AnEvent(written)))).Instant(0).ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ"));

    [Theory]
    [InlineData("2010-12-02T24:00:01Z")]
    [InlineData("2010-13-02T09:34:10Z")]
    [InlineData("2010-12-02T09:34:10+01:00 Europe/Amsterdam")]
    [InlineData("UNKNOWN")]
    public void What_is_no_time_is_not_read_as_one(string written) =>
        Assert.Contains("is not a time we can read", Assert.Throws<UnusableInput>(() => Text(ALog(ATrace(AnEvent(written))))).Message, StringComparison.Ordinal);

    [Fact]
    public void Events_of_a_case_stand_in_time_order_and_ties_in_the_order_of_the_file()
    {
        static string Step(string name, string time) => $"""<event><string key="concept:name" value="{name}"/><date key="time:timestamp" value="{time}"/></event>""";
        var log = Text(ALog(ATrace(Step("c", "2025-03-02") + Step("a", "2025-03-01") + Step("b", "2025-03-01"))));

        Assert.Equal(["a", "b", "c"], log.Activities.Select(number => log.ActivityNames[number]));
        Assert.Equal(2, log.Notes.OutOfOrderEvents);
        Assert.Equal(3, log.Notes.DateOnlyTimes);
    }

    [Theory]
    [InlineData("Step and state", "Receive+complete", "Decide+start", "Receive+")]
    [InlineData("Kind", "counter+complete", "+start", "counter+")]
    [InlineData("Quoted", "counter+Receive", "+Decide", "counter+Receive")]
    public void A_classifier_joins_the_values_of_its_keys(string classifier, params string[] activities)
    {
        var log = Ours("permits.xes", Plain with { Classifier = classifier });

        Assert.Equal(activities, log.Activities.Select(number => log.ActivityNames[number]));
    }

    [Fact]
    public void Without_asking_the_activity_is_the_name_alone_whatever_classifiers_the_log_has() =>
        Assert.Equal("concept:name", Ours("permits.xes").Notes.Columns["activity"]);

    [Fact]
    public void A_classifier_asked_for_is_told_as_the_activity_column() =>
        Assert.Equal("kind of work + lifecycle:transition", Ours("permits.xes", Plain with { Classifier = "Kind" }).Notes.Columns["activity"]);

    [Theory]
    [InlineData("Step and stat", "There is no classifier \"Step and stat\".", "Did you mean \"Step and state\"? The log has: \"Step and state\", \"Kind\", \"Quoted\".")]
    [InlineData("Variant", "The classifier \"Variant\" tells traces apart, not events.", "Name one of events: \"Step and state\", \"Kind\", \"Quoted\".")]
    public void A_classifier_that_does_not_fit_is_refused_with_those_that_do(string asked, string message, string remedy)
    {
        var refused = Assert.Throws<UnusableInput>(() => Ours("permits.xes", Plain with { Classifier = asked }));

        Assert.Equal(message, refused.Message);
        Assert.Equal(remedy, refused.Remedy);
    }

    [Fact]
    public void A_classifier_is_refused_where_the_log_has_none() =>
        Assert.Contains("declares none", Assert.Throws<UnusableInput>(() => Text(ALog(ATrace(AnEvent())), Plain with { Classifier = "Any" })).Message);

    [Fact]
    public void A_classifier_and_a_mapped_activity_together_are_refused() =>
        Assert.Throws<UnusableInput>(() => Ours("permits.xes", Mapped((LogRole.Activity, "kind of work")) with { Classifier = "Kind" }));

    [Fact]
    public void Any_attribute_of_events_or_traces_can_be_mapped_to_a_role()
    {
        var inside = """<trace><string key="concept:name" value="P-1"/><string key="Responsible_actor" value="Zhao"/>"""
            + AnEvent(more: """<string key="activityNameEN" value="receive file"/><string key="org:resource" value="Wang"/><string key="org:role" value="clerk"/>""") + "</trace>";

        var log = Text(ALog(inside), Mapped((LogRole.Activity, "activityNameEN"), (LogRole.Resource, "case:Responsible_actor"), (LogRole.Group, "org:role")));

        Assert.Equal(["P-1 | receive file | Zhao | clerk | 2025-03-01 10:00"], LogFiles.Rows(log));
    }

    [Fact]
    public void A_case_mapped_to_an_attribute_of_events_gathers_events_in_and_outside_of_traces()
    {
        var log = Ours("stream.xes", Mapped((LogRole.Case, "matter")));

        Assert.Equal(["M-1 | Receive | 2025-04-03 10:00", "M-1 | Decide | 2025-04-03 11:00", "M-2 | Receive | 2025-04-03 10:05"], LogFiles.Rows(log));
        Assert.Equal("matter", log.Notes.Columns["case"]);
    }

    [Fact]
    public void A_log_of_nothing_but_events_outside_of_traces_is_refused_with_the_way_to_read_it()
    {
        var refused = Assert.Throws<UnusableInput>(() => Ours("stream.xes"));

        Assert.Equal("All 3 events stand outside of traces, so nothing says which belong to one case.", refused.Message);
        Assert.Contains("--map case=", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_attribute_of_events_that_happens_to_be_called_case_does_not_name_the_case() =>
        Assert.Equal("P-1", Text(ALog(ATrace(AnEvent(more: """<string key="case" value="other"/>""")))).CaseNames[0]);

    [Fact]
    public void Of_several_columns_for_a_role_each_event_takes_the_best_it_has()
    {
        static string With(string more) => AnEvent(more: more);
        var log = Text(ALog(ATrace(
            With("""<string key="resource" value="second"/><string key="org:resource" value="first"/>""")
            + With("""<string key="resource" value="only"/>""")
            + With("""<string key="org:resource" value=""/><string key="resource" value="not empty"/>"""))));

        Assert.Equal(["first", "only", "not empty"], log.Resources.Select(number => log.ResourceNames[number]));
        Assert.Equal("org:resource, resource", log.Notes.Columns["resource"]);
    }

    [Fact]
    public void Traces_of_one_name_are_one_case_and_a_trace_without_name_is_called_after_its_position()
    {
        var log = Ours("same-name.xes");

        Assert.Equal(["P-1 | Receive | 2025-04-03 10:00", "P-1 | Reopen | 2025-05-03 10:00", "trace 2 | Receive | 2025-04-03 10:00"], LogFiles.Rows(log));
        Assert.Equal(1, log.Notes.RepeatedCaseNames);
        Assert.Equal(1, log.Notes.UnnamedCases);
    }

    [Fact]
    public void A_name_that_stands_behind_the_events_still_names_the_trace() =>
        Assert.Equal(["P-9 | Receive | 2025-03-01 10:00"], LogFiles.Rows(Text(ALog($"""<trace>{AnEvent()}<string key="concept:name" value="P-9"/></trace>"""))));

    [Theory]
    [InlineData("<log/>")]
    [InlineData("<log></log>")]
    [InlineData("""<log><trace/><trace><string key="concept:name" value="P-1"/></trace></log>""")]
    public void A_log_without_events_is_a_log(string text)
    {
        var log = Text(text);

        Assert.Equal(0, log.EventCount);
        Assert.Equal(0, log.CaseCount);
    }

    [Fact]
    public void Events_without_activity_or_readable_time_are_refused_with_their_lines()
    {
        var refused = Assert.Throws<UnusableInput>(() => Ours("bad-rows.xes"));

        Assert.Equal(
            """
            5 of 6 events cannot be read:
              line 5: has no time
              line 6: has no activity
              line 7: has no activity
              line 8: "soon" (column "time:timestamp") is not a time we can read
              line 9: has no time
            """,
            refused.Message, ignoreLineEndingDifferences: true);
        Assert.Contains("--skip-bad-rows", refused.Remedy, StringComparison.Ordinal);
        Assert.Equal("bad-rows.xes", refused.Place);
    }

    [Fact]
    public void Bad_events_are_left_out_and_counted_where_that_was_allowed()
    {
        var log = Ours("bad-rows.xes", Plain with { SkipBadRows = true });

        Assert.Equal(["P-1 | Receive | 2025-04-03 10:00"], LogFiles.Rows(log));
        Assert.Equal(5, log.Notes.SkippedRows);
        Assert.Equal("line 5: has no time", log.Notes.SkippedPlaces[0]);
    }

    [Fact]
    public void Names_on_events_that_are_left_out_leave_no_trace() =>
        Assert.Equal(["Receive"], Ours("bad-rows.xes", Plain with { SkipBadRows = true }).ActivityNames);

    [Fact]
    public void The_first_ten_places_of_unreadable_times_are_shown_and_the_rest_counted()
    {
        var refused = Assert.Throws<UnusableInput>(() => Ours("bad-times.xes"));

        Assert.StartsWith("12 of 13 events cannot be read:", refused.Message, StringComparison.Ordinal);
        Assert.Contains("line 21: ", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("line 23: ", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("and 2 more", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--dates dmy", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_that_begin_with_the_day_are_read_when_that_was_said() =>
        Assert.Equal(13, Ours("bad-times.xes", Plain with { Dates = DateOrder.DayFirst }).EventCount);

    [Fact]
    public void An_unreadable_deadline_of_a_trace_is_one_fault_not_one_for_each_event()
    {
        var text = ALog($"""<trace><string key="deadline" value="next week"/><string key="concept:name" value="P-1"/>{AnEvent()}{AnEvent()}</trace>""");

        Assert.StartsWith("1 of 3 events", Assert.Throws<UnusableInput>(() => Text(text)).Message, StringComparison.Ordinal);
        var log = Text(text, Plain with { SkipBadRows = true });
        Assert.Equal(2, log.EventCount);
        Assert.Equal(1, log.Notes.UnreadableExtras);
        Assert.False(log.HasDeadlines);
    }

    [Fact]
    public void A_column_that_no_event_has_is_asked_for_once_with_the_nearest_name()
    {
        var refused = Assert.Throws<UnusableInput>(() => Ours("no-time.xes"));

        Assert.Equal("No column was recognised as time.", refused.Message);
        Assert.StartsWith("Say which it is, for example: --map time=event_time.", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mapped_column_that_is_nowhere_is_refused_with_the_nearest_name()
    {
        var refused = Assert.Throws<UnusableInput>(() => Ours("no-time.xes", Mapped((LogRole.Time, "even_time"))));

        Assert.Equal("There is no column \"even_time\" to take as time.", refused.Message);
        Assert.StartsWith("Did you mean \"event_time\"?", refused.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cut-short.xes", "The file ends in the middle of the log.", "line 7, column ")]
    [InlineData("broken-tag.xes", "The XML is broken here: ", "line 6, column 7")]
    [InlineData("entity-bomb.xes", "The file holds a document type", "")]
    [InlineData("external-entity.xes", "The file holds a document type", "")]
    [InlineData("ampersand.xes", "A text holds & or < as it is", "line 1, column ")]
    [InlineData("unknown-entity.xes", "The file uses an abbreviation that is not defined", "line 1, column ")]
    [InlineData("unknown-encoding.xes", "The file's encoding cannot be read", "line 1, column ")]
    [InlineData("not-utf8.xes", "The file holds a character that XML does not allow here", "line 2, column ")]
    [InlineData("rubbish-behind.xes", "The XML is broken here: ", "line 2, column ")]
    [InlineData("model.pnml", "This is XML, but no event log: it begins with <pnml>", "line 2, column ")]
    [InlineData("empty.xes", "There is no log in this file.", "")]
    public void Broken_files_are_refused_in_plain_words_with_the_place(string name, string message, string place)
    {
        var refused = Assert.Throws<UnusableInput>(() => Ours(name));

        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.Contains(place, refused.Place, StringComparison.Ordinal);
        Assert.StartsWith(name, refused.Place, StringComparison.Ordinal);
        Assert.NotEmpty(refused.Remedy);
    }

    [Fact]
    public void A_value_longer_than_a_log_can_have_is_refused_before_it_is_held_whole()
    {
        using var endless = new EndlessStream("<log><trace><string key=\"concept:name\" value=\"", "x");

        var refused = Assert.Throws<UnusableInput>(() => XesLogs.Read(endless, Plain));

        Assert.Equal("One element or value is longer than 64 MiB.", refused.Message);
        Assert.InRange(endless.Given, LogReading.LongestRow, LogReading.LongestRow + (1024 * 1024));
    }

    [Fact]
    public void A_hundred_thousand_attributes_inside_each_other_are_passed_over()
    {
        var deep = new StringBuilder();
        for (var depth = 0; depth < 100_000; depth++) deep.Append("<string key=\"concept:name\" value=\"deep\">");
        for (var depth = 0; depth < 100_000; depth++) deep.Append("</string>");

        var log = Text(ALog(deep + ATrace(deep.ToString().Replace("concept:name", "other", StringComparison.Ordinal) + AnEvent(more: deep.ToString().Replace("concept:name", "a", StringComparison.Ordinal)))));

        Assert.Equal(["P-1 | Receive | 2025-03-01 10:00"], LogFiles.Rows(log));
    }

    [Fact]
    public void Lines_are_right_also_far_into_a_long_log()
    {
        var text = new StringBuilder("<log>\n");
        for (var number = 0; number < 70_000; number++) text.Append(ATrace(AnEvent(), $"P-{number}")).Append('\n');
        text.Append(ATrace(AnEvent("never"))).Append("\n</log>");

        Assert.Contains("line 70,002: \"never\"", Assert.Throws<UnusableInput>(() => Text(text.ToString())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_any_length_and_script_are_kept_as_written()
    {
        var name = string.Concat(Enumerable.Repeat("街道办事处—接待 &amp; 转办 😀", 100));

        var log = Text(ALog(ATrace(AnEvent(more: $"""<string key="org:group" value="{name}"/>"""))));

        Assert.Equal(name.Replace("&amp;", "&", StringComparison.Ordinal), log.GroupNames[0]);
    }

    private sealed class EndlessStream(string start, string then) : Stream
    {
        private readonly byte[] _start = Encoding.UTF8.GetBytes(start);

        public long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (var at = 0; at < count; at++) buffer[offset + at] = Given + at < _start.Length ? _start[Given + at] : (byte)then[0];
            Given += count;
            return count;
        }

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
