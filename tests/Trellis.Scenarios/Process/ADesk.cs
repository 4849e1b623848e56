using System.Collections.Immutable;
using Trellis.Authority;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Scenarios.Ledger;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Files;
using Xunit;

namespace Trellis.Scenarios.Process;

/// <summary>A record with its desk, under one of our structures, and a clock that the test moves.</summary>
internal sealed class ADesk : IAsyncDisposable
{
    public static readonly ActorId Wang = new("r-wang");

    private bool _closed;

    private ADesk(ARecord record, RecordWriter writer, MattersDesk desk, RegistersDesk registers) => (Record, Writer, Desk, Registers, Imports) = (record, writer, desk, registers, ImportsDesk.Open(writer, desk, registers));

    public ARecord Record { get; }

    public RecordWriter Writer { get; private set; }

    public MattersDesk Desk { get; private set; }

    public RegistersDesk Registers { get; private set; }

    public ImportsDesk Imports { get; private set; }

    public ATestClock Clock => Record.Clock;

    public static Actor Resident => new Actor.Resident(Wang);

    /// <summary>On the Monday after the feast of May, at nine in the morning.</summary>
    /// <param name="change">What is other in its files.</param>
    public static async Task<ADesk> On(string kind, string structure = "cuiwei", Func<SourceFile, SourceFile>? change = null)
    {
        var record = ARecord.On(kind);
        record.Clock.Move(TimeSpan.FromHours((7 * 24) - 7));
        var writer = await record.CreateAsync();
        var desk = await MattersDesk.OpenAsync(writer, record.Place, record.Clock, [.. StructureFolder.Read(Structures.Of(structure)).Select(file => change?.Invoke(file) ?? file)]);
        return new ADesk(record, writer, desk, await RegistersDesk.OpenAsync(writer, desk));
    }

    /// <summary>The program ends and is started again.</summary>
    public async Task RestartAsync()
    {
        if (!_closed) await CloseAsync();
        _closed = false;
        Writer = await Record.OpenAsync();
        Desk = await MattersDesk.OpenAsync(Writer, Record.Place, Clock, null);
        Registers = await RegistersDesk.OpenAsync(Writer, Desk);
        Imports = ImportsDesk.Open(Writer, Desk, Registers);
    }

    public Task<ActAnswer> Try(Actor by, IAct act, DateTimeOffset? happened = null, string? key = null, long? ifRevision = null) =>
        Desk.DoAsync(new ActOrder { By = by, Act = act, Happened = happened, Key = key, IfRevision = ifRevision }, ARecord.Patience);

    public async Task<ActAnswer.Done> Do(Actor by, IAct act, DateTimeOffset? happened = null, string? key = null) =>
        await Try(by, act, happened, key) switch
        {
            ActAnswer.Done done => done,
            ActAnswer.Refused refused => throw new InvalidOperationException($"{act} is refused: {refused.Why}"),
            var other => throw new InvalidOperationException($"{act}: {other}"),
        };

    public async Task<Matter> File(string type, string place, params (string Fact, Value Value)[] given)
    {
        var about = Desk.InForce.Structure.Matters.Of(type)[0].About;
        var roles = about.Select(static role => new BoundRole(role.Name, new RowId(role.Register.Id!, role.Name == "applicant" ? Wang.Text : $"{role.Name}-1")));
        var done = await Do(Resident, MattersDesk.Filing(type, new UnitId(place), roles, Wang, Channel.Web, given.Select(static one => new GivenItem(one.Fact, one.Value))));
        return done.Matter!;
    }

    /// <summary>Somebody who sits in a post, and is seated there first; where the unit has no such post, somebody who says they do.</summary>
    /// <param name="other">Another than who came first.</param>
    public async Task<Actor> Officer(PostAt post, bool other = false)
    {
        if (post.Post.Length == 0)
        {
            var view = Desk.InForce.Structure.On(Desk.InForce.DayOf(Clock.Now));
            post = new PostAt(view.Unit(post.Unit.Text) is { } unit && view.PostsOf(unit) is [var first, ..] ? first : "clerk", post.Unit);
        }

        var person = new ActorId($"o-{post.Post}-{post.Unit}{(other ? "-2" : "")}");
        var day = Desk.InForce.DayOf(Clock.Now);
        if (!Desk.Standing.IsSeated(person, post, day)) await Try(Actor.System, new TakeSeat(person, post, day));
        return new Actor.Officer(person, post);
    }

    /// <summary>Whoever the step is for does it.</summary>
    public async Task<Matter> Perform(Matter matter, string key, StepResult? result = null, DateTimeOffset? happened = null, bool other = false, params (string Fact, Value Value)[] given)
    {
        var open = matter.OpenAt(key) ?? throw new InvalidOperationException($"{key} is not open: {string.Join(' ', matter.Open.Select(static one => one.Key))}");
        var by = open.Performer is { Post: { } post } ? await Officer(post, other) : Resident;
        var done = await Do(by, new PerformStep(matter.Id, key, result ?? Usual(matter, key), [.. given.Select(static one => new GivenItem(one.Fact, one.Value))], new PersonalText("because")), happened);
        return done.Matter!;
    }

    private StepResult Usual(Matter matter, string key)
    {
        var step = Desk.InForce.Structure.Matters.All.SelectMany(static type => type.Steps).First(step => step.Id == matter.OpenAt(key)!.Step);
        return step.Kind switch
        {
            StepKind.Receive => new StepResult.Received(),
            StepKind.Check => new StepResult.Checked(true),
            StepKind.Consult => new StepResult.Consulted(3, 0),
            StepKind.Resolve => new StepResult.Resolved(10, 9, 8),
            StepKind.Agree => new StepResult.Agreed(true),
            StepKind.Deliver => new StepResult.Delivered(),
            StepKind.Notify => new StepResult.Notified(),
            StepKind.Confirm => new StepResult.Confirmed(),
            _ => new StepResult.Performed(),
        };
    }

    /// <summary>The program ends; the record stays.</summary>
    public async Task CloseAsync()
    {
        await Desk.DisposeAsync();
        await Writer.DisposeAsync();
        _closed = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_closed) await CloseAsync();
        await Record.DisposeAsync();
    }
}
