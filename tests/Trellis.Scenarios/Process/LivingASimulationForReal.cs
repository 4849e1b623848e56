using System.Collections.Immutable;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Simulation;
using Trellis.Runtime.Structure;
using Trellis.Scenarios.Ledger;
using Trellis.Simulation.Runs;
using Trellis.Structure.Files;
using Xunit;

namespace Trellis.Scenarios.Process;

/// <summary>What is done in a simulation is done again at the desk of real work, by a record with its store and clock: no act is refused, and every matter stands there as it stood in the simulation.</summary>
public sealed class LivingASimulationForReal
{
    /// <summary>A township in which much goes wrong.</summary>
    internal const string Pressed = """
        load: pressed
        arrivals:
          - {matter: small-repair, per-day: 12}
        residents: {gives-up: {share: 10 %, after: 3 days}, files-again: 10 %, answers: {share: 90 %, after: 2 hours}, disputes: 60 %, reopens: {share: 20 %, after: 1 day}, rates: 50 %}
        pressures:
          - {pressure: passing-the-buck, strength: 20 %}
          - {pressure: stopping-the-clock, strength: 20 %}
          - {pressure: false-done, strength: 20 %}
        """;

    [Fact]
    public async Task A_township_under_pressure_lives_its_fortnight_at_the_real_desk()
    {
        var acts = await LiveAsync("hello-village", Pressed, days: 14, scale: 1);

        Assert.True(acts.Count > 300, $"{acts.Count} acts");
        string[] expected = ["file-matter", "receive-matter", "perform-step", "record-reach", "confirm-matter", "dispute-matter", "hand-over-matter", "pause-matter", "resume-matter", "withdraw-matter", "reopen-matter", "rate-matter", "jobs"];
        Assert.Empty(expected.Except(acts, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Calls_requests_conflicts_and_an_emergency_of_the_county_are_lived_at_the_real_desk()
    {
        var acts = await LiveAsync("cuiwei", """
            load: called
            arrivals:
              - {matter: construction-noise, per-day: 15}
              - {matter: evacuation, per-day: 1}
            posts:
              - {conflicts: 15 %}
            requests:
              - {share: 20 %, of: urban-management, for: data, not-theirs: 30 %}
              - {step: receive, share: 20 %, of: requester, for: answer}
            whistles:
              - {share: 60 %, after: 6 hours, comes: 80 %}
            emergencies:
              - {emergency: flood-emergency, on: 2026-05-13, days: 1}
            """, days: 20, scale: 1);

        string[] expected = ["ask-unit", "answer-unit", "blow-whistle", "attend-whistle", "report-at-whistle", "judge-whistle", "declare-conflict", "declare-emergency", "end-emergency", "review-emergency"];
        Assert.Empty(expected.Except(acts, StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_county_lives_four_days_of_all_its_matter_types_at_the_real_desk()
    {
        var acts = await LiveAsync("cuiwei", null, days: 4, scale: 1);

        Assert.True(acts.Count > 400, $"{acts.Count} acts");
    }

    private static async Task<List<string>> LiveAsync(string structure, string? load, int days, double scale)
    {
        await using var record = ARecord.On("SQLite");
        var files = StructureFolder.Read(Structures.Of(structure));
        var from = new DateOnly(2026, 5, 11);
        var (opened, _) = OpeningScenes.Open(files, load is null ? null : new SourceFile("load.yaml", System.Text.Encoding.UTF8.GetBytes(load)), from);
        Assert.Empty(opened.Refusing);
        var done = new List<SimulatedAct>();
        var run = new Run(opened.Scene, opened.Load, new RunSettings(7, from, days, scale)) { Acting = done.Add };
        record.Clock.Move(DateTimeOffset.FromUnixTimeMilliseconds(run.Begin) - record.Clock.Now);
        await using var writer = await record.CreateAsync();
        await using var desk = await MattersDesk.OpenAsync(writer, record.Place, record.Clock, files);

        var words = new List<string>();
        var jobsAt = 0L;
        var (real, back) = (new Dictionary<string, Matter>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        while (run.Next())
        {
            foreach (var one in done)
            {
                record.Clock.Move(DateTimeOffset.FromUnixTimeMilliseconds(one.At) - record.Clock.Now);
                if (one.Act is null)
                {
                    // What is due at one moment in several matters is done together there.
                    Assert.True(await desk.RunDueAsync(ARecord.Patience) > 0 || one.At == jobsAt, $"Nothing is due in {one.Case!.Matter.Id} at {record.Clock.Now:O}.");
                    jobsAt = one.At;
                    words.Add("jobs");
                    continue;
                }

                var act = one.Case is null ? one.Act : Renamed(one.Act, real.GetValueOrDefault(one.Case.Matter.Id.Text));
                var answer = await desk.DoAsync(new ActOrder { By = one.By, Act = act }, ARecord.Patience);
                var accepted = answer as ActAnswer.Done ?? throw new InvalidOperationException($"{one.Act} by {one.By} at {record.Clock.Now:O}: {(answer as ActAnswer.Refused)?.Why.ToString() ?? answer.ToString()}");
                words.Add(one.Act.Word);
                if (accepted.Matter is not { } matter) continue;
                real[one.Act is FileMatter filing ? filing.Matter.Text : one.Case!.Matter.Id.Text] = matter;
            }

            // After the last act of the moment both stand alike.
            if (done is [.., { Act: not null, Case: { } last }] && done.TrueForAll(one => one.Case == last) && real.TryGetValue(last.Matter.Id.Text, out var stands)) Assert.Equal(Bytes(last.Matter), Bytes(As(stands, last.Matter)));
            done.Clear();
        }

        Assert.Null(run.Overload);
        return words;
    }

    private static byte[] Bytes(Matter matter) => MatterBytes.Write(matter, MatterTrack.Empty);

    /// <summary>The same but for the id that the desk minted.</summary>
    private static Matter As(Matter real, Matter simulated) => real with { Id = simulated.Id, Fired = [.. real.Fired.Select(job => job.Replace(real.Id.Text, simulated.Id.Text, StringComparison.Ordinal))] };

    private static IAct Renamed(IAct act, Matter? real) => act switch
    {
        FileMatter one => MattersDesk.Filing(one.Type, one.Place, one.Roles, one.Requester, one.Channel, one.Given, one.Said),
        _ when real is null => act,
        AddInformation one => one with { Matter = real.Id },
        ReceiveMatter one => one with { Matter = real.Id },
        PerformStep one => one with { Matter = real.Id },
        FindPerformerAgain one => one with { Matter = real.Id },
        HandOverMatter one => one with { Matter = real.Id },
        ReturnMatter one => one with { Matter = real.Id },
        RefuseTask one => one with { Matter = real.Id },
        ReferUp one => one with { Matter = real.Id },
        PauseMatter one => one with { Matter = real.Id },
        ResumeMatter one => one with { Matter = real.Id },
        ConfirmMatter one => one with { Matter = real.Id },
        DisputeMatter one => one with { Matter = real.Id },
        RecordReach one => one with { Matter = real.Id },
        CloseMatter one => one with { Matter = real.Id },
        AskUnit one => one with { Matter = real.Id },
        AnswerUnit one => one with { Matter = real.Id },
        BlowWhistle one => one with { Matter = real.Id },
        AttendWhistle one => one with { Matter = real.Id },
        ReportAtWhistle one => one with { Matter = real.Id },
        JudgeWhistle one => one with { Matter = real.Id },
        DeclareConflict one => one with { Matter = real.Id },
        WithdrawMatter one => one with { Matter = real.Id },
        ReopenMatter one => one with { Matter = real.Id },
        RateMatter one => one with { Matter = real.Id },
        _ => throw new InvalidOperationException($"{act.Word} has no matter here."),
    };
}
