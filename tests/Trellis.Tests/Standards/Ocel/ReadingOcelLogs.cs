using System.Text;
using Trellis.Diagnosis.EventLogs;
using Trellis.Standards.Ocel;
using Xunit;

namespace Trellis.Tests.Standards.Ocel;

/// <summary>Both forms of OCEL 2.0 are put to the same tests; hotline.json and hotline.xml hold the same invented log.</summary>
public class ReadingOcelLogs
{
    private static readonly LogReading Plain = new() { Source = "log.json" };
    private static readonly LogReading Matters = Plain with { CaseType = "matter" };

    private static EventLog Ours(string name, LogReading reading)
    {
        using var file = LogFiles.Ours("ocel/" + name);
        reading = reading with { Source = name };
        return name.EndsWith(".xml", StringComparison.Ordinal) ? OcelXmlLogs.Read(file, reading) : OcelJsonLogs.Read(file, reading);
    }

    private static EventLog Json(string text, LogReading? reading = null) => OcelJsonLogs.Read(LogFiles.Text(text), reading ?? Matters);

    private static LogReading Mapped(LogRole role, string column) =>
        Matters with { Columns = new LogColumns(new Dictionary<LogRole, string> { [role] = column }) };

    [Theory]
    [InlineData("hotline.json", "OCEL 2.0 JSON")]
    [InlineData("hotline.xml", "OCEL 2.0 XML")]
    public void An_event_stands_in_the_case_of_every_object_of_the_chosen_type_that_it_is_related_to(string name, string format)
    {
        var log = Ours(name, Matters);

        Assert.Equal(
            [
                "M-1 | Receive call | Wang | Window | 2025-03-03 01:00",
                "M-1 | Hand over | Wang | - | 2025-03-04 02:30",
                "M-1 | Close | 李 \"Li\" | - | 2025-03-09 02:30",
                "M-2 | Hand over | Wang | - | 2025-03-04 02:30",
            ],
            LogFiles.Rows(log));
        Assert.Equal(format, log.Format);
    }

    [Theory]
    [InlineData("hotline.json")]
    [InlineData("hotline.xml")]
    public void Another_type_of_object_gives_other_cases(string name) =>
        Assert.Equal(
            ["R-1 | Receive call | Wang | Window | 2025-03-03 01:00", "R-1 | Call back | - | - | 2025-03-06 02:30"],
            LogFiles.Rows(Ours(name, Plain with { CaseType = "resident" })));

    [Theory]
    [InlineData("hotline.json")]
    [InlineData("hotline.xml")]
    public void What_was_passed_over_is_counted(string name)
    {
        var notes = Ours(name, Matters).Notes;

        Assert.Equal(
            new SortedDictionary<string, int>(StringComparer.Ordinal)
            {
                ["weather"] = 1,
                ["event with the id of an earlier one"] = 1,
                ["object with the id of an earlier one"] = 1,
                ["relationship to an object that is not in the log"] = 1,
                ["event without an object of the case type"] = 2,
            },
            new SortedDictionary<string, int>(notes.SkippedElements.ToDictionary(), StringComparer.Ordinal));
        Assert.Equal(1, notes.EmptyCases);
    }

    [Theory]
    [InlineData("hotline.json")]
    [InlineData("hotline.xml")]
    public void The_deadline_of_the_case_is_the_latest_known_at_the_event_or_else_the_first(string name)
    {
        var log = Ours(name, Matters);

        // M-1: 10 March until the 5th, then 20 March; the one known at the last event stands. M-2 states its only one afterwards.
        Assert.Equal([new DateTime(2025, 3, 20), new DateTime(2025, 3, 11)], log.Deadlines.Select(static ticks => new DateTime(ticks)));
        Assert.Equal(1, log.Notes.CasesWithChangedDeadline);
    }

    [Theory]
    [InlineData("hotline.json")]
    [InlineData("hotline.xml")]
    public void The_columns_that_were_used_are_told(string name) =>
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["case"] = "matter", ["activity"] = "type", ["time"] = "time", ["resource"] = "resource", ["group"] = "unit", ["deadline"] = "case:deadline",
            },
            Ours(name, Matters).Notes.Columns);

    [Theory]
    [InlineData("hotline.json")]
    [InlineData("hotline.xml")]
    public void Without_a_case_type_the_types_are_listed_with_their_objects(string name)
    {
        var refused = Assert.Throws<UnusableInput>(() => Ours(name, Plain));

        Assert.Equal("The log has 2 types of objects, and one of them must be the case.", refused.Message);
        Assert.Equal("Say which, for example: --case-type matter. The log has: matter (3 objects), resident (1 object).", refused.Remedy);
    }

    [Theory]
    [InlineData("hotline.json")]
    [InlineData("hotline.xml")]
    public void An_unknown_case_type_is_refused_with_the_nearest(string name)
    {
        var refused = Assert.Throws<UnusableInput>(() => Ours(name, Plain with { CaseType = "mater" }));

        Assert.Equal("No object is of the type \"mater\".", refused.Message);
        Assert.StartsWith("Did you mean \"matter\"?", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_type_of_object_needs_no_asking() =>
        Assert.Equal("M-1", Ours("bad-rows.json", Plain with { SkipBadRows = true }).CaseNames[0]);

    [Theory]
    [InlineData("bad-rows.json")]
    [InlineData("bad-rows.xml")]
    public void Events_without_activity_or_readable_time_are_refused_with_line_and_id(string name)
    {
        var refused = Assert.Throws<UnusableInput>(() => Ours(name, Plain));

        Assert.Equal(
            """
            4 of 5 events cannot be read:
              line 3: event "e2" has no time
              line 4: event "e3" has no activity
              line 5: event "e4": "soon" (column "time") is not a time we can read
              line 6: an event without an id has no time
            """,
            refused.Message, ignoreLineEndingDifferences: true);
        Assert.Equal(1, Ours(name, Plain with { SkipBadRows = true }).EventCount);
    }

    [Theory]
    [InlineData("resource", "Wang")]
    [InlineData("unit", "Window")]
    [InlineData("case:topic", "noise")]
    public void Attributes_of_events_and_of_the_case_can_be_mapped(string column, string value) =>
        Assert.Equal(value, Ours("hotline.json", Mapped(LogRole.Group, column)).GroupNames[0]);

    [Fact]
    public void An_attribute_can_be_mapped_to_be_the_activity() =>
        Assert.Equal(
            ["M-1 | 340 | Wang | Window | 2025-03-03 01:00"],
            LogFiles.Rows(Ours("hotline.json", Mapped(LogRole.Activity, "seconds") with { SkipBadRows = true })));

    [Fact]
    public void A_mapped_column_that_is_nowhere_is_refused_with_the_nearest_name() =>
        Assert.StartsWith(
            "Did you mean \"resource\"?", Assert.Throws<UnusableInput>(() => Ours("hotline.json", Mapped(LogRole.Resource, "ressource"))).Remedy, StringComparison.Ordinal);

    [Fact]
    public void A_column_cannot_be_the_case_where_objects_are() =>
        Assert.Contains("--case-type", Assert.Throws<UnusableInput>(() => Ours("hotline.json", Mapped(LogRole.Case, "topic"))).Remedy, StringComparison.Ordinal);

    [Theory]
    [InlineData("cut-short.json", "The file ends in the middle of the log.", "line 15, byte 1")]
    [InlineData("broken.json", "The JSON is broken here: ", "line 3, byte 18")]
    [InlineData("two-texts.json", "The JSON is broken here: ", "line 2, byte 1")]
    [InlineData("not-utf8.json", "A text here is not UTF-8.", "line 1")]
    [InlineData("other.json", "This is JSON, but no OCEL 2.0 log", "")]
    [InlineData("no-lists.json", "Here an OCEL 2.0 log has a list, this file has not.", "line 1")]
    [InlineData("old.json", "This is an object-centric log in the old format OCEL 1.0.", "line 1")]
    [InlineData("old.xml", "This is an object-centric log in the old format OCEL 1.0.", "line 2")]
    [InlineData("cut-short.xml", "The file ends in the middle of the log.", "line 21")]
    public void Broken_and_old_files_are_refused_in_plain_words_with_the_place(string name, string message, string place)
    {
        var refused = Assert.Throws<UnusableInput>(() => Ours(name, Matters));

        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
        Assert.Contains(place, refused.Place, StringComparison.Ordinal);
        Assert.StartsWith(name, refused.Place, StringComparison.Ordinal);
        Assert.NotEmpty(refused.Remedy);
    }

    [Theory]
    [InlineData("""{"events":[],"objects":[]}""")]
    [InlineData("\uFEFF{\"events\":[],\"objects\":null}")]
    public void A_log_without_events_and_objects_is_a_log(string text) => Assert.Equal(0, Json(text, Plain).EventCount);

    [Fact]
    public void A_log_of_events_without_any_object_is_refused() =>
        Assert.Equal(
            "The log has no objects, so nothing can be the case.",
            Assert.Throws<UnusableInput>(() => Json("""{"events":[{"id":"e1","type":"a","time":"2025-01-01T00:00:00Z"}],"objects":[]}""", Plain)).Message);

    [Fact]
    public void Lists_nested_beyond_all_measure_are_refused() =>
        Assert.Contains("64 deep", Assert.Throws<UnusableInput>(() => Json("""{"other":""" + new string('[', 100_000))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_log_much_longer_than_what_is_held_at_once_reads_the_same_and_its_lines_are_right()
    {
        var text = new StringBuilder("{\"objects\":[{\"id\":\"M\",\"type\":\"matter\"}],\n\"events\":[\n");
        for (var number = 0; number < 20_000; number++)
            text.Append($$"""{"id":"e{{number}}","type":"办理 {{number % 7}}","time":"2025-03-03T01:00:00Z","relationships":[{"objectId":"M"}]},""").Append('\n');
        var good = Json($"{text}{{\"id\":\"last\",\"type\":\"x\",\"time\":\"2025-03-03T01:00:00Z\",\"relationships\":[{{\"objectId\":\"M\"}}]}}]}}");

        Assert.Equal(20_001, good.EventCount);
        Assert.Equal(8, good.ActivityNames.Length);
        var refused = Assert.Throws<UnusableInput>(() => Json($"{text}{{\"id\":\"last\",\"type\":\"x\",\"time\":\"never\"}}]}}"));
        Assert.Contains("line 20,003: event \"last\": \"never\"", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_longer_than_what_is_held_at_once_is_read_whole()
    {
        var name = new string('长', 200_000);

        var log = Json($$"""{"objects":[{"id":"M","type":"matter"}],"events":[{"id":"e","type":"{{name}}","time":"2025-03-03T01:00:00Z","relationships":[{"objectId":"M"}]}]}""");

        Assert.Equal(name, log.ActivityNames[0]);
    }

    [Fact]
    public void An_unreadable_deadline_of_the_case_is_one_fault_not_one_for_each_event()
    {
        const string Text = """
            {"objects":[{"id":"M-1","type":"matter","attributes":[{"name":"deadline","time":"1970-01-01T00:00:00Z","value":"next week"}]}],
             "events":[{"id":"e1","type":"a","time":"2025-01-01T00:00:00Z","relationships":[{"objectId":"M-1"}]},
                       {"id":"e2","type":"b","time":"2025-01-02T00:00:00Z","relationships":[{"objectId":"M-1"}]}]}
            """;

        Assert.Contains("line 1: object \"M-1\": \"next week\"", Assert.Throws<UnusableInput>(() => Json(Text)).Message, StringComparison.Ordinal);
        var log = Json(Text, Matters with { SkipBadRows = true });
        Assert.Equal(2, log.EventCount);
        Assert.Equal(1, log.Notes.UnreadableExtras);
    }
}
