using Trellis.Runtime.Process;
using Trellis.Runtime.Simulation;
using Trellis.Runtime.Structure;
using Trellis.Simulation;
using Trellis.Simulation.Runs;
using Trellis.Structure;
using Trellis.Structure.Findings;
using Trellis.Tests.Structure;
using Xunit;

namespace Trellis.Tests.Simulation;

/// <summary>Structures ready to be simulated, and loads from text.</summary>
internal static class ASimulation
{
    public static readonly DateOnly Day = new(2026, 1, 1);

    public static Scene Of(StructureReading reading)
    {
        var running = new RunningStructure(Prints.VersionOf(reading.Structure), reading.Structure);
        return new Scene(running.Version, running.Structure, running.Mandates, running.Zone, running.At, MatterNumbers.Id) { KnownOf = new FieldsKnown(running.Structure).Of };
    }

    public static Scene Township() => Of(AStructure.Read("hello-village"));

    public static Scene County() => Of(AStructure.Read("cuiwei"));

    public static Load Load(Scene scene, string yaml)
    {
        var (load, findings) = ReadingLoads.Read(AStructure.AFile(ReadingLoads.FileName, yaml), scene.Structure, Day);
        Assert.True(findings.Count == 0, string.Join('\n', findings.Kept.Select(static one => $"{one.At} {one.Found.En} {one.Expected?.En}")));
        return load;
    }

    public static FindingList Faults(Scene scene, string yaml) => ReadingLoads.Read(AStructure.AFile(ReadingLoads.FileName, yaml), scene.Structure, Day).Findings;

    /// <summary>One desk that is open day and night: whoever comes is served and goes.</summary>
    public static Scene Queue(int servers) => Queue([.. Enumerable.Range(1, servers).Select(static number => $"q-{number:00}\tmediator@liuhe\t2026-01-01\n")]);

    /// <param name="seats">Lines of seats.tsv.</param>
    public static Scene Queue(params string[] seats)
    {
        const string Always = "[00:00-24:00]";
        var reading = AStructure.With(
            ("calendars.yaml", $$"""
            - calendar: office
              name: {zh: 全天, en: Always}
              week: {monday: {{Always}}, tuesday: {{Always}}, wednesday: {{Always}}, thursday: {{Always}}, friday: {{Always}}, saturday: {{Always}}, sunday: {{Always}}}
              known-to: 2030-12-31
            """),
            ("matters/queue.yaml", """
            matter: queue
            name: {zh: 排队, en: Queue}
            duty: small-repairs
            purpose: repairs
            about: {applicant: person}
            place: none
            guide: {for: [resident], fee: 0 CNY, promise: 90 working days, first-answer: 90 working days, basis: [liuhe-services/2]}
            asks: [applicant]
            flow:
              - perform: {id: serve, by: mediator, within: 90 working days}
              - notify: {by: requester, tell: applicant, result: solved}
            overdue: []
            review-by: 2028-12-31
            """),
            ("seats.tsv", "actor\tpost\tfrom\tto\tacting-for\n" + string.Concat(seats)));
        Assert.Equal(0, reading.Findings.Errors);
        return Of(reading);
    }

    /// <param name="perHour">How many come.</param>
    /// <param name="takes">An hour of work at each, spread so.</param>
    /// <param name="posts">What is said of all posts.</param>
    /// <param name="more">Other lists of the load.</param>
    public static Load QueueLoad(Scene scene, double perHour, string takes, string posts = "other-work: 0 %, leave: 0 working days", string more = "") => Load(scene, $$"""
        load: queue
        arrivals:
          - {matter: queue, per-day: {{(perHour * 24).ToString(System.Globalization.CultureInfo.InvariantCulture)}}, hours: 00:00-24:00}
        residents: {gives-up: 0 %, files-again: 0 %, reopens: 0 %, rates: 0 %}
        work:
          - {step: serve, takes: {{takes}}}
        posts:
          - {{{posts}}}
        {{more}}
        """);

    public static Run Run(Scene scene, Load load, ulong seed = 1, int days = 365, int warmUp = 0, double scale = 1) => new(scene, load, new RunSettings(seed, Day, days, scale, warmUp));
}
