using System.Text;
using Trellis.Bench.Generators;
using Trellis.Diagnosis.EventLogs;
using Trellis.Standards;
using Trellis.Standards.Csv;
using Trellis.Tests.Diagnosis.EventLogs;
using Xunit;

namespace Trellis.Tests.Standards.Csv;

public sealed class ReadingCsvLogs
{
    [Theory]
    [InlineData(",")]
    [InlineData(";")]
    [InlineData("\t")]
    public void The_delimiter_is_read_off_the_header(string delimiter)
    {
        var log = ALog.Read("case,activity,time\na,x,2024-03-04 09:00\n".Replace(",", delimiter, StringComparison.Ordinal));

        Assert.Equal(["a | x | 2024-03-04 09:00"], LogFiles.Rows(log));
        Assert.Equal(delimiter == "\t" ? "TSV" : "CSV", log.Format);
    }

    [Fact]
    public void Quoted_fields_hold_delimiters_line_ends_and_doubled_quotes()
    {
        var log = ALog.Read("case,activity,time\n\"a,1\",\"say \"\"yes\"\"\nthen go\",2024-03-04 09:00\n\"a,1\",\"\"\"\",\"2024-03-04 10:00\"\n");

        Assert.Equal(["a,1 | say \"yes\"\nthen go | 2024-03-04 09:00", "a,1 | \" | 2024-03-04 10:00"], LogFiles.Rows(log));
    }

    [Fact]
    public void A_quote_inside_an_unquoted_field_is_a_letter()
    {
        var log = ALog.Read("case,activity,time\na,5\" pipe,2024-03-04 09:00\nb,x\"y\"z,2024-03-04 09:00\n", blockSize: 40);

        Assert.Equal(["a | 5\" pipe | 2024-03-04 09:00", "b | x\"y\"z | 2024-03-04 09:00"], LogFiles.Rows(log));
    }

    [Fact]
    public void Byte_order_mark_carriage_returns_a_sep_line_and_a_missing_last_line_end_do_not_matter()
    {
        var log = ALog.Read("\uFEFFsep=;\r\n\"case\";activity;time\r\na;x;2024-03-04 09:00\r\n\r\nb;\"y\";2024-03-04 09:00");

        Assert.Equal(["a | x | 2024-03-04 09:00", "b | y | 2024-03-04 09:00"], LogFiles.Rows(log));
    }

    [Fact]
    public void Any_rows_survive_any_cut_into_blocks_and_any_number_of_threads()
    {
        for (ulong seed = 1; seed <= 400; seed++)
        {
            var numbers = new SeededNumbers(seed);
            var expected = new List<string>();
            var csv = new StringBuilder("note,case,activity,time,more\n");
            for (var row = 0; row < 30; row++)
            {
                var activity = Awkward(numbers);
                expected.Add($"c{row} | {activity} | 2024-03-04 09:{row:D2}");
                csv.Append($"{Written(Awkward(numbers), numbers)},c{row},{Written(activity, numbers)},2024-03-04 09:{row:D2},{Written(Awkward(numbers), numbers)}{(numbers.Chance(0.3) ? "\r\n" : "\n")}");
            }

            Assert.Equal(expected, LogFiles.Rows(ALog.Read(csv.ToString(), threads: 1 + numbers.Below(4), blockSize: 30 + numbers.Below(200))));
        }

        static string Awkward(SeededNumbers numbers)
        {
            var text = new StringBuilder("t");
            for (var length = numbers.Below(8); length > 0; length--) text.Append(",\"\n;a 件\t"[numbers.Below(8)]);
            return text.Append('.').ToString();
        }

        static string Written(string field, SeededNumbers numbers) =>
            numbers.Chance(0.3) || field.AsSpan().IndexOfAny(",\"\n") >= 0 ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;
    }

    [Theory]
    [InlineData("case_id,Activity,start_time,end_time,Resource", "case=case_id,activity=Activity,resource=Resource,time=end_time,start=start_time")]
    [InlineData("案件编号,环节,经办人,单位,时间,开始时间,期限", "case=案件编号,activity=环节,resource=经办人,group=单位,time=时间,start=开始时间,deadline=期限")]
    [InlineData("CASE:CONCEPT:NAME,Concept:Name,Org:Resource,ORG:GROUP,Time:Timestamp,Level,case:deadline", "case=CASE:CONCEPT:NAME,activity=Concept:Name,resource=Org:Resource,group=ORG:GROUP,level=Level,time=Time:Timestamp,deadline=case:deadline")]
    [InlineData("Case ID,activity,Unit,timestamp,due", "case=Case ID,activity=activity,group=Unit,time=timestamp,deadline=due")]
    [InlineData("TIME,time,case,activity", "case=case,activity=activity,time=time")]
    [InlineData("unit,group,case,activity,end,Timestamp", "case=case,activity=activity,group=group,time=end")]
    public void Columns_are_known_by_their_usual_names_without_regard_to_case_and_an_exact_name_wins(string header, string expected)
    {
        var names = header.Split(',');
        var columns = new LogColumns().Recognise(names, "log.csv");

        Assert.Equal(expected, string.Join(',', LogColumns.Roles.Where(role => columns[(int)role] >= 0).Select(role => $"{LogColumns.Word(role)}={names[columns[(int)role]]}")));
    }

    [Fact]
    public void A_mapped_column_beats_every_usual_name()
    {
        var reading = new LogReading { Source = "log.csv", Columns = new LogColumns(new Dictionary<LogRole, string> { [LogRole.Activity] = "step" }) };

        var log = ALog.Read("case,activity,step,time\na,x,y,2024-03-04\n", reading: reading);

        Assert.Equal(["y"], log.ActivityNames);
    }

    [Fact]
    public void A_missing_column_is_refused_with_a_mapping_to_try_and_the_columns_there_are()
    {
        var refusal = Assert.Throws<UnusableInput>(() => ALog.Read("Ticket,Step,event_time\na,x,2024-03-04\n"));

        Assert.Equal("No column was recognised as case and activity and time.", refusal.Message);
        Assert.Contains("time=event_time", refusal.Remedy, StringComparison.Ordinal);
        Assert.Contains("Ticket, Step, event_time", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mapped_column_that_is_not_there_is_refused_with_the_nearest_name()
    {
        var reading = new LogReading { Source = "log.csv", Columns = new LogColumns(new Dictionary<LogRole, string> { [LogRole.Resource] = "ofcier" }) };

        var refusal = Assert.Throws<UnusableInput>(() => ALog.Read("case,activity,time,officer\na,x,2024-03-04,Li\n", reading: reading));

        Assert.Contains("Did you mean \"officer\"?", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_rows_are_refused_together_with_their_lines()
    {
        var refusal = Assert.Throws<UnusableInput>(() => ALog.Read("""
            case,activity,time
            a,x,2024-03-04
            a,x,yesterday
            a,"two
            lines",2024-03-04
            a,x
            ,x,2024-03-04
            a,,2024-03-04
            a,x,y,2024-03-04
            a,x,3/4/2024
            """, threads: 2, blockSize: 60));

        Assert.Equal("log.csv", refusal.Place);
        Assert.Equal("""
            6 of 8 rows cannot be read:
              line 3: "yesterday" (column "time") is not a time we can read
              line 6: has 2 fields, the header has 3
              line 7: has no case
              line 8: has no activity
              line 9: has 4 fields, the header has 3 (a delimiter inside a text needs quotes around the text)
              line 10: "3/4/2024" (column "time") is not a time we can read; does it begin with the day or the month first?
            """.ReplaceLineEndings("\n"), refusal.Message);
    }

    [Fact]
    public void Of_many_bad_rows_the_first_ten_are_named_and_the_rest_counted()
    {
        var rows = string.Concat(Enumerable.Range(1, 5_000).Select(static row => $"a,x,never {row}\n"));

        var refusal = Assert.Throws<UnusableInput>(() => ALog.Read("case,activity,time\n" + rows, threads: 3, blockSize: 500));

        Assert.StartsWith("5,000 of 5,000 rows cannot be read:\n  line 2: \"never 1\"", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("line 11: \"never 10\"", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith("and 4,990 more", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--skip-bad-rows", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_rows_may_be_skipped_and_are_counted()
    {
        var log = ALog.Read("case,activity,time\na,x,2024-03-04\na,x,never\na,y,2024-03-05\n", reading: new LogReading { Source = "log.csv", SkipBadRows = true });

        Assert.Equal(2, log.EventCount);
        Assert.Equal(1, log.Notes.SkippedRows);
        Assert.StartsWith("line 3:", Assert.Single(log.Notes.SkippedPlaces), StringComparison.Ordinal);
    }

    [Fact]
    public void Dates_with_the_day_or_month_first_are_read_when_one_says_which()
    {
        const string csv = "case,activity,time\na,x,03/04/2024 09:00\n";

        Assert.Equal(["a | x | 2024-04-03 09:00"], LogFiles.Rows(ALog.Read(csv, reading: new LogReading { Source = "log.csv", Dates = DateOrder.DayFirst })));
        Assert.Equal(["a | x | 2024-03-04 09:00"], LogFiles.Rows(ALog.Read(csv, reading: new LogReading { Source = "log.csv", Dates = DateOrder.MonthFirst })));
        Assert.Contains("--dates dmy", Assert.Throws<UnusableInput>(() => ALog.Read(csv)).Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("hello\nworld\n", "one column only")]
    [InlineData("case,activity,time,case\n", "Two columns are called \"case\": number 1 and number 4")]
    [InlineData("case,activity,time\na,x\0,2024-03-04\n", "not a text file")]
    [InlineData("case,activity,time\na,\"open,2024-03-04\nb,y,2024-03-05\n", "never closed")]
    [InlineData("case,activity,time\na,\"x\"y,2024-03-04\n", "text after a closing quote")]
    public void What_is_no_log_is_refused_in_one_sentence(string csv, string says) =>
        Assert.Contains(says, Assert.Throws<UnusableInput>(() => ALog.Read(csv)).Message, StringComparison.Ordinal);

    [Fact]
    public void Text_that_is_not_UTF_8_is_refused_with_its_line_and_the_encoding_to_try()
    {
        byte[] bytes = [.. "case,activity,time\na,x,2024-03-04\na,"u8, 0xBB, 0xB7, .. ",2024-03-04\n"u8];

        var refusal = Assert.Throws<UnusableInput>(() => CsvLogs.Read(new MemoryStream(bytes), new LogReading { Source = "log.csv" }));

        Assert.Equal("log.csv, line 3", refusal.Place);
        Assert.Contains("--encoding GB18030", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        var refusal = Assert.Throws<UnusableInput>(() => CsvLogs.Read(new EndlessLine("case,activity,time\n"), new LogReading { Source = "log.csv" }));

        Assert.Equal("Line 2 is longer than 64 MiB.", refusal.Message);
    }

    [Fact]
    public void A_quote_that_never_closes_is_refused_with_the_line_it_opens_on()
    {
        var refusal = Assert.Throws<UnusableInput>(() => CsvLogs.Read(new EndlessLine("case,activity,time\na,x,2024-03-04\nb,\""), new LogReading { Source = "log.csv" }));

        Assert.StartsWith("A quote opens on line 3 and is not closed", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EMPTY")]
    [InlineData("NULL")]
    [InlineData("NA")]
    [InlineData("N/A")]
    [InlineData("none")]
    [InlineData("")]
    public void Absent_values_name_no_resource_and_no_group(string absent)
    {
        var log = ALog.Read($"case,activity,time,resource,group\na,x,2024-03-04,{absent},{absent}\na,NA,2024-03-05,Na,West\n");

        Assert.Equal(["Na"], log.ResourceNames);
        Assert.Equal(["West"], log.GroupNames);
        Assert.Equal(EventLog.Missing, log.Resources[0]);
        Assert.Contains("NA", log.ActivityNames);
    }

    [Theory]
    [InlineData("None")]
    [InlineData("null")]
    [InlineData("n/a")]
    [InlineData("   ")]
    public void Words_for_nothing_are_known_in_any_case_and_blanks_are_nothing(string absent)
    {
        var log = ALog.Read($"case,activity,time,resource\na,x,2024-03-04,{absent}\na,x,2024-03-05,Li\n");

        Assert.Equal(["Li"], log.ResourceNames);
    }

    [Fact]
    public void Blanks_around_a_value_are_the_exports_and_not_the_names()
    {
        var log = ALog.Read("case,activity,time\na , Accept,2024-03-04\n\" a\",Accept ,2024-03-05\n   \n");

        Assert.Equal((["a"], ["Accept"]), (log.CaseNames.ToStrings(), log.ActivityNames), SameLists);
    }

    [Fact]
    public void A_deadline_that_is_a_day_lasts_until_its_end()
    {
        var log = ALog.Read("case,activity,time,deadline\na,x,2024-03-05 23:00,2024-03-05\nb,x,2024-03-06 00:01,2024-03-05\n");

        Assert.Equal((2, 1), (CaseTimes.Lateness(log)!.Cases, CaseTimes.Lateness(log)!.Late));
    }

    [Fact]
    public void When_no_row_at_all_can_be_read_skipping_does_not_help()
    {
        var skipping = new LogReading { Source = "log.csv", SkipBadRows = true };

        Assert.StartsWith("None of the 2 rows can be read", Assert.Throws<UnusableInput>(() => ALog.Read("case,activity,time\na,x,soon\na,y,later\n", reading: skipping)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suggestion_never_names_one_column_twice_nor_one_that_sounds_like_nothing()
    {
        var refusal = Assert.Throws<UnusableInput>(() => ALog.Read("Ref,Aktivity,whenever\na,x,2024-03-04\n"));

        Assert.Contains("--map case=COLUMN,activity=Aktivity,time=COLUMN", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_lines_before_the_header_are_passed_over_and_lone_carriage_returns_are_told()
    {
        Assert.Equal(1, ALog.Read("\n  \r\ncase,activity,time\na,x,2024-03-04\n").EventCount);
        Assert.Contains("carriage return", Assert.Throws<UnusableInput>(() => ALog.Read("case,activity,time\ra,x,2024-03-04\r")).Message, StringComparison.Ordinal);
    }

    private static bool SameLists((string[], string[]) one, (string[], string[]) other) => one.Item1.SequenceEqual(other.Item1) && one.Item2.SequenceEqual(other.Item2);

    [Fact]
    public void With_an_empty_list_only_the_empty_value_is_absent()
    {
        var log = ALog.Read("case,activity,time,group\na,x,2024-03-04,EMPTY\na,x,2024-03-05,\n", reading: new LogReading { Source = "log.csv", MissingValues = [""] });

        Assert.Equal(["EMPTY"], log.GroupNames);
        Assert.Equal([0, EventLog.Missing], log.Groups);
    }

    [Fact]
    public void The_log_takes_at_most_34_bytes_an_event_beside_its_dictionaries()
    {
        var log = ALog.Read("case,activity,time,start,resource,group,level\n" + string.Concat(Enumerable.Range(0, 100).Select(static row => $"a,x,2024-03-04,2024-03-03,r,g,l\n")));

        var bytes = (log.Activities.Length + log.Resources.Length + log.Groups.Length + log.Levels.Length) * 4 + (log.Times.Length + log.Starts.Length) * 8 + log.Offsets.Length * 2;

        Assert.Equal(34 * 100, bytes);
    }

    /// <summary>A beginning, and then the letter a for ever.</summary>
    private sealed class EndlessLine(string beginning) : Stream
    {
        private readonly byte[] _beginning = Encoding.UTF8.GetBytes(beginning);
        private int _at;

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_at < _beginning.Length)
            {
                buffer[offset] = _beginning[_at++];
                return 1;
            }

            buffer.AsSpan(offset, count).Fill((byte)'a');
            return count;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
