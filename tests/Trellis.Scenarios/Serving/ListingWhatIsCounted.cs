using System.Globalization;
using System.Net;
using AngleSharp.Dom;
using Trellis.Process;
using Trellis.Process.Flows;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Xunit;

namespace Trellis.Scenarios.Serving;

/// <summary>A number leads to what it counts, and counts it exactly.</summary>
[Collection(nameof(LookingAtTheDemo))]
public sealed class ListingWhatIsCounted(ADemo demo)
{
    [Fact]
    public void What_is_open_closed_waiting_and_late_is_counted_as_by_looking_at_every_matter()
    {
        using var reader = demo.Comes();
        var desk = demo.Server.Desk;
        var now = desk.Now;
        var every = desk.Questions.Ask(static session => ListRows.Folded(session, null, long.MaxValue, 100_000)).ConvertAll(static one => MatterBytes.Read(one.Folded).Matter);
        var open = every.Where(static one => one.State != MatterState.Closed).ToList();
        var all = 0L;

        foreach (var type in desk.InForce.Structure.Matters.Ids)
        {
            Assert.Equal(CountingKinds.TwinOf(desk.Questions, type), CountingKinds.Told(desk.Questions.FlowOf(type)));
            var counted = desk.Questions.FlowOf(type);
            Assert.Equal((open.Count(one => one.Type == type), every.Count(one => one.Type == type)), (counted.Open, counted.Matters));
            all += counted.Matters;
            var waiting = desk.Questions.WaitingOf(type);
            var points = open.Where(one => one.Type == type).SelectMany(static one => one.Open).ToList();
            Assert.Equal(points.GroupBy(static one => one.Step, StringComparer.Ordinal).OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => (one.Key, (long)one.Count())), waiting.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => (one.Key, one.Value.Waiting)));
            Assert.All(waiting, one => Assert.Equal(points.Where(point => point.Step == one.Key).Select(static point => point.Since).Order().ElementAt((int)(one.Value.Waiting / 2)).ToUnixTimeMilliseconds(), one.Value.MedianSince.ToUnixTimeMilliseconds()));
            Assert.True(waiting.Values.Sum(static one => one.Late) <= points.Count(one => one.Due < now.AddMinutes(10)));
        }

        Assert.True(all > 100);
        Assert.Equal(open.Where(static one => one.Place is not null).GroupBy(static one => one.Place!.Value.Text, StringComparer.Ordinal).OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => (one.Key, (long)one.Count())), desk.Questions.OpenByPlace().Where(static one => one.Key.Length > 0).OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => (one.Key, one.Value)));
    }

    [Fact]
    public async Task A_number_of_a_map_leads_to_a_list_in_which_each_sees_what_is_theirs()
    {
        using var stranger = demo.Comes("en");
        var type = demo.Server.Desk.InForce.Structure.Matters.Ids.MaxBy(id => demo.Server.Desk.Questions.FlowOf(id).Closed)!;
        var (_, map) = await stranger.OpenAsync($"/flow/{type}");
        var link = map.QuerySelectorAll("main p a").First(one => one.GetAttribute("href")!.EndsWith("state=closed", StringComparison.Ordinal));

        var (_, list) = await stranger.OpenAsync(link.GetAttribute("href")!);
        Assert.Contains(link.TextContent, list.QuerySelector("p[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(list.QuerySelector("table"));
        Assert.Contains("Sign in to see yours", list.Body!.TextContent, StringComparison.Ordinal);

        // Whoever supervises the county sees all of them, page by page.
        using var supervisor = await demo.InPostAsync("supervisor", "cuiwei");
        var (seen, next) = (0, link.GetAttribute("href"));
        while (next is not null)
        {
            var (_, page) = await supervisor.OpenAsync(next);
            seen += page.QuerySelectorAll("table.rows tbody tr").Length;
            next = page.QuerySelectorAll("a").FirstOrDefault(static one => one.TextContent == "Next page")?.GetAttribute("href");
        }

        Assert.Equal(long.Parse(link.TextContent, NumberStyles.AllowThousands, CultureInfo.InvariantCulture), seen);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.OpenAsync("/flow/no-such-type/matters")).Status);
        // What an address says wrongly is not taken for something else.
        var (_, odd) = await supervisor.OpenAsync($"/flow/{type}/matters?state=none&step=none&after=none");
        Assert.NotNull(odd.QuerySelector("p[role=status]"));
    }

    [Fact]
    public async Task What_was_done_at_a_step_leads_to_the_matters_in_which_it_was_done()
    {
        using var supervisor = await demo.InPostAsync("supervisor", "cuiwei");
        var type = demo.Server.Desk.InForce.Structure.Matters.Ids.MaxBy(id => demo.Server.Desk.Questions.FlowOf(id).Closed)!;
        var (_, map) = await supervisor.OpenAsync($"/flow/{type}");
        var done = map.QuerySelectorAll("table.rows a").First(static one => one.GetAttribute("href")!.Contains("state=done", StringComparison.Ordinal));

        var (seen, next) = (0, done.GetAttribute("href"));
        while (next is not null)
        {
            var (_, page) = await supervisor.OpenAsync(next);
            Assert.Contains(done.TextContent, page.QuerySelector("p[role=status]")!.TextContent, StringComparison.Ordinal);
            seen += page.QuerySelectorAll("table.rows tbody tr").Length;
            next = page.QuerySelectorAll("a").FirstOrDefault(static one => one.TextContent == "Next page")?.GetAttribute("href");
        }

        Assert.Equal(long.Parse(done.TextContent, NumberStyles.AllowThousands, CultureInfo.InvariantCulture), seen);
        Assert.DoesNotContain("newest", map.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cases_of_a_figure_lead_to_the_matters_that_it_counts()
    {
        using var supervisor = await demo.InPostAsync("supervisor", "cuiwei");
        var (checkedFigures, indicators) = (0, (await supervisor.OpenAsync("/figures")).Page.QuerySelectorAll("table.rows a").Select(static one => one.GetAttribute("href")!).ToList());
        foreach (var indicator in indicators)
        {
            var (_, page) = await supervisor.OpenAsync(indicator);
            if (page.QuerySelectorAll("table.rows a").FirstOrDefault(static one => one.GetAttribute("href")!.Contains("/matters?", StringComparison.Ordinal)) is not { } cases) continue;
            var (seen, first, next) = (0, cases.GetAttribute("href")!, cases.GetAttribute("href"));
            var told = "";
            while (next is not null)
            {
                var (status, list) = await supervisor.OpenAsync(next);
                Assert.Equal(HttpStatusCode.OK, status);
                told = list.QuerySelector("p[role=status]")!.TextContent;
                seen += list.QuerySelectorAll("table.rows tbody tr").Length;
                next = list.QuerySelectorAll("a").FirstOrDefault(static one => one.TextContent == "Next page")?.GetAttribute("href");
            }

            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"of {seen:N0} cases"), told, StringComparison.Ordinal);
            checkedFigures++;

            // How many is everybody's, which is not.
            using var stranger = demo.Comes("en");
            var (_, theirs) = await stranger.OpenAsync(first);
            Assert.Null(theirs.QuerySelector("table"));
            Assert.Contains("Sign in to see yours", theirs.Body!.TextContent, StringComparison.Ordinal);
            if (checkedFigures == 1) Assert.Equal(HttpStatusCode.NotFound, (await stranger.OpenAsync(first.Split('?')[0] + "?unit=no-such-unit&period=2026-01")).Status);
        }

        Assert.True(checkedFigures > 3, $"{checkedFigures} figures had cases.");
    }

    [Fact]
    public async Task Whistles_are_counted_narrowed_ordered_and_saved()
    {
        using var supervisor = await demo.InPostAsync("supervisor", "cuiwei");
        var counted = demo.Server.Desk.Questions.WhistlesCounted();
        var (_, running) = await supervisor.OpenAsync("/whistles");
        Assert.Equal(counted[FlowCounts.WhistlesRunning], CountIn(running));
        var judged = running.QuerySelectorAll("main .acts a").Single(static one => one.TextContent.StartsWith("Judged", StringComparison.Ordinal));
        Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $" {counted[FlowCounts.WhistlesSettled] + counted[FlowCounts.WhistlesWithoutEffect]:N0}"), judged.TextContent, StringComparison.Ordinal);
        var (_, all) = await supervisor.OpenAsync(judged.GetAttribute("href")!);
        Assert.Equal(counted[FlowCounts.WhistlesSettled] + counted[FlowCounts.WhistlesWithoutEffect], CountIn(all));
        var parts = 0L;
        foreach (var type in all.QuerySelectorAll("select[name=type] option").Select(static one => one.GetAttribute("value")!).Where(static one => one.Length > 0)) parts += CountIn((await supervisor.OpenAsync($"/whistles?show=judged&type={type}")).Page);
        Assert.Equal(CountIn(all), parts);
        if (all.QuerySelectorAll("a").FirstOrDefault(static one => one.TextContent == "Save as a table (CSV)") is { } table)
            Assert.Equal(CountIn(all), (await supervisor.OpenAsync(table.GetAttribute("href")!)).Page.Body!.TextContent.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1);
        Assert.Equal(HttpStatusCode.NotFound, (await supervisor.OpenAsync("/whistles?after=none")).Status);
    }

    [Fact]
    public async Task A_list_is_narrowed_ordered_and_saved_as_it_is_seen()
    {
        using var supervisor = await demo.InPostAsync("supervisor", "cuiwei");
        var (_, all) = await supervisor.OpenAsync("/matters");
        var (_, late) = await supervisor.OpenAsync("/matters?late=yes");
        Assert.True(CountIn(late) < CountIn(all));
        Assert.All(late.QuerySelectorAll("table.rows tbody td:last-child .tag"), static tag => Assert.Contains("late", tag.ClassList));

        var place = demo.Server.Desk.Questions.OpenByPlace().Where(one => one.Key.Length > 0 && demo.Server.Desk.InForce.Structure.Units.Has(one.Key)).MaxBy(static one => one.Value);
        var (_, there) = await supervisor.OpenAsync($"/matters?place={place.Key}&order=newest");
        Assert.InRange(CountIn(there), 1, place.Value);
        Assert.Equal(place.Key, there.QuerySelector("select[name=place] option[selected]")!.GetAttribute("value"));

        var first = all.QuerySelector("table.rows tbody a")!.GetAttribute("href")!["/matters/".Length..];
        var (_, numbered) = await supervisor.OpenAsync($"/matters?number={first}");
        Assert.Equal(1, CountIn(numbered));

        var table = all.QuerySelectorAll("a").Single(static one => one.TextContent == "Save as a table (CSV)").GetAttribute("href")!;
        var (_, saved) = await supervisor.OpenAsync(table);
        Assert.Equal(CountIn(all), saved.Body!.TextContent.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1);
    }

    [Fact]
    public async Task Places_are_tiles_whose_numbers_add_up_and_a_village_is_found_by_its_pinyin()
    {
        using var officer = await demo.InPostAsync("supervisor", "cuiwei");
        var (_, county) = await officer.OpenAsync("/places");
        Assert.Equal(12, county.QuerySelectorAll(".tile").Length);
        var (_, xikou) = await officer.OpenAsync(county.QuerySelectorAll(".tile a").Single(static one => one.TextContent == "Xikou Town").GetAttribute("href")!);
        Assert.Contains(xikou.QuerySelectorAll(".tile"), static tile => tile.TextContent.Contains("Zhuyuan Village", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await officer.OpenAsync("/places?of=no-such-place")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.OpenAsync("/places?of=market")).Status);

        using var resident = demo.Comes("en");
        await resident.SignInAsync(Looks.Resident);
        const string Noise = "/guide/construction-noise/file";
        var (_, asked) = await resident.OpenAsync(Noise);
        Assert.True(asked.QuerySelectorAll("select[name=place] optgroup").Length >= 12);
        var hidden = AReader.Hidden(asked.QuerySelector("main form[method=post]")!);
        var found = await resident.SendAsync(Noise, [.. hidden, ("role.site.words", "Behind the school"), ("place.find", "zhuyuan"), ("find", "yes")]);
        Assert.Contains("Zhuyuan Village", found.QuerySelector("fieldset:has(input[name=place]) label")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Behind the school", found.QuerySelector("input[name='role.site.words']")!.GetAttribute("value"));
        var again = await resident.SendAsync(Noise, [.. hidden, ("place.find", "nowhere at all"), ("find", "yes")]);
        Assert.True(again.QuerySelectorAll("select[name=place] optgroup").Length >= 12);
        // By the letters with which its syllables begin, in the guide.
        var (_, guide) = await resident.OpenAsync("/guide?q=shigongzaosheng");
        Assert.Contains(guide.QuerySelectorAll("h3 a"), static one => one.GetAttribute("href") == "/guide/construction-noise");
    }

    [Fact]
    public async Task Who_speaks_for_an_organisation_begins_at_home_and_a_department_with_what_others_wait_for()
    {
        using var nobody = demo.Comes("en");
        var (_, sign) = await nobody.OpenAsync("/sign-in");
        var speaks = sign.QuerySelector("section[aria-labelledby=speak] form")!;
        var home = await nobody.SendAsync("/sign-in", AReader.Hidden(speaks));
        Assert.Equal("Our affairs", home.QuerySelector("h1")!.TextContent);

        using var guild = await demo.InPostAsync("association-worker", "catering-guild");
        var (_, theirs) = await guild.OpenAsync("/ours");
        Assert.Contains("Advice on fitting a cleaner", theirs.QuerySelector("section[aria-labelledby=agreements]")!.TextContent, StringComparison.Ordinal);
        var number = await guild.ProposeAsync("/structure/duties/construction-noise", "Ask the guild first.");
        var (_, after) = await guild.OpenAsync("/ours");
        Assert.Contains(after.QuerySelectorAll("section[aria-labelledby=owed] a"), one => one.GetAttribute("href") == $"/proposals/{number}");

        var seat = demo.Server.Desk.Standing.SeatsOn(demo.Server.Desk.InForce.DayOf(demo.Server.Desk.Now)).First(static one => one is { Post: "noise-officer", Unit: "urban-management" });
        using var bureau = demo.Comes("en");
        Assert.Equal("Waiting for us", (await bureau.SendAsync("/sign-in", ("person", seat.Actor), ("post", seat.Post), ("unit", seat.Unit))).QuerySelector("h1")!.TextContent);
        // A bureau decides by power and has no such home.
        Assert.Equal("Inbox", (await bureau.OpenAsync("/ours")).Page.QuerySelector("h1")!.TextContent);
        using var leader = await demo.InPostAsync("township-leader", "xikou");
        var (_, leads) = await leader.OpenAsync("/asked");
        Assert.Equal("What waits for your decision", leads.QuerySelector("h2")!.TextContent);
    }

    [Fact]
    public async Task A_part_of_a_form_is_filled_in_by_the_post_whose_it_is()
    {
        using var nobody = demo.Comes();
        var desk = demo.Server.Desk;
        var by = new Actor.Resident(new ActorId("r-by-the-river"));
        var before = desk.Now.AddDays(-3);
        var filed = Assert.IsType<ActAnswer.Done>(await desk.DoAsync(new ActOrder { By = by, Act = MattersDesk.Filing("evacuation", new UnitId("zhuyuan"), [new BoundRole("applicant", new RowId("unit", "zhuyuan"))], by.Person, Channel.Web, []), Happened = before }, TheProgram.Patience));
        Assert.IsType<ActAnswer.Done>(await desk.DoAsync(new ActOrder { By = by, Act = new WithdrawMatter(filed.Matter!.Id, null), Happened = before.AddMinutes(1) }, TheProgram.Patience));

        using var safety = await demo.InPostAsync("safety-officer", "xikou");
        var (_, forms) = await safety.OpenAsync("/forms");
        var address = forms.QuerySelectorAll("table a").First(static one => one.TextContent == "People moved to safety").GetAttribute("href")!;
        var (_, form) = await safety.OpenAsync(address);
        Assert.Equal(3, form.QuerySelectorAll("section[aria-labelledby=parts] li").Length);
        var fill = form.QuerySelector("form[aria-labelledby=fill]")!;
        var field = fill.QuerySelectorAll("[name^='item.']").Select(static one => one.GetAttribute("name")!).Distinct().Single();
        var check = await safety.SendAsync(address, [.. AReader.Hidden(fill), (field, "yes")]);
        Assert.Null(check.QuerySelector("[role=alert]"));
        var done = await safety.SendAsync(address, [.. AReader.Hidden(check.QuerySelector("form[aria-labelledby=fill]")!), ("sure", "yes")]);
        Assert.Contains("of the record", done.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(done.QuerySelector("form[aria-labelledby=fill]"));

        // The others' parts are seen and not theirs.
        var (_, other) = await safety.OpenAsync(done.QuerySelectorAll("section[aria-labelledby=parts] a")[1].GetAttribute("href")!);
        Assert.Null(other.QuerySelector("form[aria-labelledby=fill]"));
        using var duty = await demo.InPostAsync("duty-officer", "xikou");
        var (_, theirs) = await duty.OpenAsync(address);
        Assert.NotNull(theirs.QuerySelector("form[aria-labelledby=fill]"));
    }

    private static long CountIn(IDocument page) => long.Parse(page.QuerySelector("p[role=status]")!.TextContent.Split(' ')[0], NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
