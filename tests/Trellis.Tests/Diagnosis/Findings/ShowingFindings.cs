using System.Text.Json;
using Trellis.Diagnosis;
using Trellis.Diagnosis.EventLogs;
using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Reports;
using Trellis.Standards.Sarif;
using Trellis.Tests.Diagnosis.EventLogs;
using Xunit;

namespace Trellis.Tests.Diagnosis.Findings;

public sealed class ShowingFindings
{
    private static readonly EventLog Log = new AWorld { Bounces = 0.25 }.Make(31);
    private static readonly LogDiagnosis Diagnosed = DiagnosingLogs.Diagnose(Log, threads: 1);

    [Theory]
    [InlineData(Language.English, "TR1101 Sent back and forth: Matters go back and forth between unit 0 and unit 1")]
    [InlineData(Language.Chinese, "TR1101 两单位来回推：unit 0 与 unit 1 之间来回推")]
    public void The_text_begins_with_what_was_found_in_whole_sentences(Language language, string sentence)
    {
        using var text = new StringWriter();
        TextReport.Write(Diagnosed, new ReportSettings { Language = language }, text, width: 400);

        Assert.Contains(sentence, text.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('\u2068', text.ToString());
    }

    [Fact]
    public void The_json_has_each_finding_with_its_numbers_and_both_languages()
    {
        using var stream = new MemoryStream();
        DiagnosisJson.Write(Diagnosed, stream);
        using var json = JsonDocument.Parse(stream.ToArray());
        var finding = json.RootElement.GetProperty("findings").EnumerateArray().First(static one => one.GetProperty("code").GetString() == "TR1101");

        Assert.Equal("power-responsibility", finding.GetProperty("contradiction").GetString());
        Assert.Equal(["unit 0", "unit 1"], finding.GetProperty("who").GetProperty("names").EnumerateArray().Select(static name => name.GetString()));
        Assert.True(finding.GetProperty("value").GetDouble() > finding.GetProperty("expected").GetDouble());
        Assert.True(finding.GetProperty("qValue").GetDouble() <= json.RootElement.GetProperty("falseDiscoveries").GetDouble());
        Assert.NotEqual(finding.GetProperty("says").GetProperty("zh").GetString(), finding.GetProperty("says").GetProperty("en").GetString());
    }

    [Fact]
    public void The_sarif_points_each_result_at_its_rule_and_at_what_it_is_about()
    {
        using var stream = new MemoryStream();
        SarifOfWork.Write(Diagnosed.Findings, "my log.csv", Language.English, "0.1.0", stream);
        using var json = JsonDocument.Parse(stream.ToArray());
        var run = json.RootElement.GetProperty("runs")[0];
        var rules = run.GetProperty("tool").GetProperty("driver").GetProperty("rules");

        Assert.Equal("2.1.0", json.RootElement.GetProperty("version").GetString());
        Assert.Equal(Diagnosed.Findings.Findings.Count, run.GetProperty("results").GetArrayLength());
        Assert.All(run.GetProperty("results").EnumerateArray(), result =>
        {
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()].GetProperty("id").GetString());
            Assert.Equal("my%20log.csv", result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString());
            Assert.NotEqual("", result.GetProperty("locations")[0].GetProperty("logicalLocations")[0].GetProperty("fullyQualifiedName").GetString());
        });
    }

    [Fact]
    public void The_page_draws_a_funnel_beside_a_unit_that_is_compared_and_says_what_would_clear_it()
    {
        using var page = new StringWriter();
        HtmlReport.Write(DiagnosingLogs.Diagnose(new AWorld { Returns = 0.6, Matters = 800 }.Make(32), threads: 1), new ReportSettings { Language = Language.English }, page);

        Assert.Contains("Units, and what units innocently differ", page.ToString(), StringComparison.Ordinal);
        Assert.Contains("What would clear it", page.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pair", Language.English, "Who sends straight back to whom", "sent back")]
    [InlineData("pair", Language.Chinese, "谁把事项原路送回给谁", "送回")]
    [InlineData("weeks", Language.English, "Median by week", "Week from")]
    [InlineData("weeks", Language.Chinese, "各周的中位用时", "起始日")]
    [InlineData("deadline", Language.English, "Ends by days from the deadline", "the last day before it")]
    [InlineData("deadline", Language.Chinese, "时限前后每天办结的件数", "时限前的最后一天")]
    public void Each_finding_with_a_picture_has_it_drawn_and_said_again_in_a_table(string which, Language language, string heading, string row)
    {
        FindingPicture picture = which switch
        {
            "pair" => new FindingPicture.BetweenTwo("one & only", "other", 28, 3),
            "weeks" => new FindingPicture.OverWeeks([.. Enumerable.Range(0, 40).Select(static week => (new DateOnly(2025, 1, 6).AddDays(7 * week), week < 20 ? 86_400.0 : 200_000))], 20),
            _ => FindingPicture.AtTheDeadline.Of([-0.2, -0.4, -1.5, 0.5, 45, .. Enumerable.Repeat(-12.0, 5)]),
        };
        var told = Diagnosed.Findings.Findings[0] with { Picture = picture };
        using var page = new StringWriter();

        HtmlReport.Write(Diagnosed with { Findings = Diagnosed.Findings with { Findings = [told] } }, new ReportSettings { Language = language }, page);

        var html = page.ToString();
        Assert.Contains(heading, html, StringComparison.Ordinal);
        Assert.Contains(row, html, StringComparison.Ordinal);
        Assert.DoesNotContain("one & only", html, StringComparison.Ordinal); // a name is text, never markup
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        var drawn = html[html.IndexOf(heading, StringComparison.Ordinal)..];
        var svg = drawn[drawn.IndexOf("<svg", StringComparison.Ordinal)..(drawn.IndexOf("</svg>", StringComparison.Ordinal) + 6)];
        Assert.Equal("svg", System.Xml.Linq.XElement.Parse(svg).Name.LocalName);
    }

    [Fact]
    public void A_log_of_ping_pong_has_its_pair_drawn_with_who_sends_back()
    {
        var pair = Assert.IsType<FindingPicture.BetweenTwo>(Diagnosed.Findings.Findings.First(static one => one.Code.Code == "TR1101").Picture);

        Assert.Equal(["unit 0", "unit 1"], new[] { pair.One, pair.Other }.Order(StringComparer.Ordinal));
        var (handsOverAgain, returns) = pair.One == "unit 0" ? (pair.OneToOther, pair.OtherToOne) : (pair.OtherToOne, pair.OneToOther);
        Assert.True(returns > 0 && handsOverAgain > returns, "Each time the second returns it the first hands it over again; and now and then the second was the one who had received it.");
    }

    [Fact]
    public void A_proposed_change_stands_with_its_finding_in_every_shape_and_its_text_is_no_markup()
    {
        var overlay = new ProposedOverlay("without-x", "form/x", new("不再要填。", "It is no longer asked for."), "overlay: without-x # <b>\n") { Effects = [new("≈ 没有看出效果。", "≈ no effect seen.")] };
        var with = Diagnosed with { Findings = Diagnosed.Findings with { Findings = [Diagnosed.Findings.Findings[0] with { Overlay = overlay }] } };
        using var page = new StringWriter();
        using var text = new StringWriter();
        using var stream = new MemoryStream();
        HtmlReport.Write(with, new ReportSettings { Language = Language.English }, page);
        FindingsText.Write(with.Findings, Language.English, text, width: 200);
        DiagnosisJson.Write(with, stream);

        Assert.Contains("overlay: without-x # &lt;b&gt;", page.ToString(), StringComparison.Ordinal);
        Assert.Contains("It is no longer asked for.", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("no effect seen", text.ToString(), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(stream.ToArray());
        var told = json.RootElement.GetProperty("findings")[0].GetProperty("overlay");
        Assert.Equal(("form/x", overlay.Text, "≈ 没有看出效果。"), (told.GetProperty("rule").GetString(), told.GetProperty("text").GetString(), told.GetProperty("effects")[0].GetProperty("zh").GetString()));
    }

    [Fact]
    public void Logs_of_places_are_laid_beside_each_other_with_the_places_as_units_and_matters_kept_apart()
    {
        var joined = JoiningLogs.Join(
        [
            ALog.Read("case,activity,resource,time\n1,a,x,2025-01-01T08:00\n1,b,x,2025-01-02T08:00\n", reading: new LogReading { Source = "east.csv" }),
            ALog.Read("case,activity,time\n1,b,2025-01-03T08:00\n2,c,2025-01-04T08:00\n", reading: new LogReading { Source = "west.csv" }),
        ]);

        Assert.Equal(["east.csv", "west.csv"], joined.GroupNames);
        Assert.Equal(["east.csv 1", "west.csv 1", "2"], joined.CaseNames.ToStrings());
        Assert.Equal([0, 0, 1, 1], joined.Groups);
        Assert.Equal(["a", "b", "b", "c"], joined.Activities.Select(activity => joined.ActivityNames[activity]));
        Assert.Equal([0, 0, EventLog.Missing, EventLog.Missing], joined.Resources);
        Assert.Equal(new DateTime(2025, 1, 3, 8, 0, 0).Ticks, joined.Times[2]);
    }

    [Fact]
    public void Two_logs_of_one_name_are_refused()
    {
        var log = ALog.Read("case,activity,time\n1,a,2025-01-01T08:00\n");

        Assert.Contains("one name", Assert.Throws<UnusableInput>(() => JoiningLogs.Join([log, log])).Message, StringComparison.Ordinal);
    }
}
