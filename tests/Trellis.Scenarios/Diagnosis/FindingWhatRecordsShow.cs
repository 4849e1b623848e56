using Trellis.Diagnosis.Findings;
using Trellis.Diagnosis.Hearing;
using Trellis.Information.Forms;
using Trellis.Information.Looks;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Process.Wire;
using Trellis.Runtime.Diagnosis;
using Trellis.Runtime.Information;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Trellis.Structure;
using Trellis.Structure.Findings;
using Xunit;

namespace Trellis.Scenarios.Diagnosis;

/// <summary>What looks and forms leave in a record is found in it, in both stores: a year of entries with faults, and the same without.</summary>
public sealed class FindingWhatRecordsShow
{
    private const string Form = "banquets-monthly";
    private const int Months = 12;
    private const int LooksAMonth = 3;

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_unit_that_looks_and_hands_in_nothing_a_form_that_says_the_same_and_a_field_that_is_asked_twice_are_found_with_what_would_mend_them(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var villages = await Live(desk, silent: true, says: static (_, _) => 3, twice: true);

        var found = await Found(desk);

        var looks = Assert.Single(found, static one => one.Code == FindingCodes.LooksInVain);
        Assert.Equal((villages[^1], 1.0, 0.0), (Assert.Single(looks.Who.Names), looks.Value, Math.Round(looks.Expected, 1)));
        Assert.NotNull(looks.Hearing); // its unit is asked first
        var often = Assert.Single(found, static one => one.Code == FindingCodes.AskedTooOften);
        Assert.Equal((Form, $"forms/{Form}.yaml", $"less-often-{Form}"), (often.Who.Names[0], often.Cause!.File, often.Overlay!.Name));
        Assert.Null(often.Hearing); // it is about a rule
        var twice = Assert.Single(found, static one => one.Code == FindingCodes.SaidTwiceByUnits);
        Assert.Equal((true, $"once-{Form}-unit-banquets"), (twice.IsFact, twice.Overlay!.Name));
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Where_each_unit_hands_in_what_it_looked_for_and_says_something_new_nothing_is_found(string kind)
    {
        await using var desk = await ADesk.On(kind);
        await Live(desk, silent: false, says: static (village, month) => (village * 7) + (month * month), twice: false);

        Assert.DoesNotContain(await Found(desk), static one => one.Code == FindingCodes.LooksInVain || one.Code == FindingCodes.LooksInBulk || one.Code == FindingCodes.AskedTooOften || one.Code == FindingCodes.SaidTwiceByUnits);
    }

    private static async Task<IReadOnlyList<LogFinding>> Found(ADesk desk)
    {
        await desk.CloseAsync();
        var read = DiagnosingRecords.Beside(desk.Record.Place.Store);
        return read.Diagnose(read.Cures(2), 2).Work.Findings;
    }

    /// <summary>Villages look at rows for a form each month, and hand it in.</summary>
    /// <param name="silent">Whether the last of them hands in nothing.</param>
    /// <param name="says">The figure of a village in a month.</param>
    /// <param name="twice">Whether two of them say that it is asked twice.</param>
    private static async Task<string[]> Live(ADesk desk, bool silent, Func<int, int, int> says, bool twice)
    {
        var running = desk.Desk.InForce;
        var view = running.Structure.On(running.DayOf(desk.Desk.Now));
        string[] villages = [.. view.Units.Where(static unit => unit.Type?.Id == "village").Select(static unit => unit.Id).Take(6)];
        for (var month = 1; month <= Months; month++)
        {
            var waits = new List<Task>();
            foreach (var (number, village) in villages.Index())
            {
                var seat = new PostAt("village-clerk", new UnitId(village));
                var by = new Actor.Officer(new ActorId($"o-{village}"), seat);
                for (var look = 0; look < LooksAMonth; look++)
                    waits.Add(desk.Writer.PerformAsync(turn => Runtime.Ledger.Decision.Accept(FormsDesk.DraftOf(LookEvents.Write(new ValuesSeen(new RowId("person", $"r-{look}"), by.Person, seat, "community-affairs", LookReason.OfForm(Form), turn.Position, ["person.name"], null, turn.At)), null, by, running.Version)), ARecord.Patience));
                if (!(silent && village == villages[^1]))
                    waits.Add(Enter(new FormSubmitted(new HandedForm(Form, seat.Unit, $"2026-{month:d2}", "", 1, seat, by.Person, ["unit.banquet-guests=40", $"unit.banquets={says(number, month)}"], [], [], 0, 2, 0, 0, null, null, desk.Desk.Now))));
                if (twice && month == Months && number < 2) waits.Add(Enter(new AskedTwiceReported(Form, seat.Unit, "unit.banquets", null, seat, new MatterId("m0000000000000"), null, desk.Desk.Now)));

                Task Enter(IEvent happened) => desk.Writer.AppendAsync(FormsDesk.DraftOf(happened, null, by, running.Version), ARecord.Patience);
            }

            await Task.WhenAll(waits);
            desk.Clock.Move(TimeSpan.FromDays(30));
        }

        // What the last looks were for may still come; the record goes on until it could not.
        desk.Clock.Move(TimeSpan.FromDays(10));
        await desk.Writer.AppendAsync(FormsDesk.DraftOf(HearingEvents.Write(new FindingTold("TR0000", "whole", [], null, desk.Desk.Now)), null, Actor.System, running.Version), ARecord.Patience);
        return villages;
    }
}
