using Trellis.Authority;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Bench.Process;

/// <summary>
/// Complaints about noise in the sample county, each from the filing to the resident's word: eight acts, two of them under a power, with texts and values of people.
/// A county of many communities; every matter has another requester.
/// </summary>
internal sealed class NoiseComplaints : IAsyncDisposable
{
    public const int ActsOfOne = 8;

    private static readonly string[] Steps = ["receive", "look", "measuring", "certificate", "stop", "notify", "confirm"];

    private readonly Dictionary<PostAt, Actor> _officers = [];
    private readonly string[] _places;

    private NoiseComplaints(RecordWriter writer, MattersDesk desk, string[] places) => (Writer, Desk, _places) = (writer, desk, places);

    public RecordWriter Writer { get; }

    public MattersDesk Desk { get; }

    public static async Task<NoiseComplaints> OpenAsync(RecordPlace place, string root, TimeProvider time)
    {
        var writer = await RecordWriter.CreateAsync(place, "bench.example/record", new RecordSettings { Batch = 256 }, time);
        var desk = await MattersDesk.OpenAsync(writer, place, time, StructureFolder.Read(Path.Combine(root, "structures", "cuiwei")));
        var today = desk.InForce.Structure.On(desk.InForce.DayOf(time.GetUtcNow()));
        var complaints = new NoiseComplaints(writer, desk, [.. today.Units.Where(static unit => unit.Type?.Id is "neighbourhood" or "village").Select(static unit => unit.Id).Take(40)]);
        // Every post that has a part in it is seated.
        foreach (var at in complaints._places)
        {
            var matter = await complaints.DoAsync(Filing($"warm-{at}", at), null);
            for (var step = 0; matter.State != MatterState.Closed; step++) matter = await complaints.DoAsync(await complaints.NextAsync(matter, step), matter);
        }

        return complaints;
    }

    /// <summary>One complaint to its end.</summary>
    public async Task LiveAsync(string person, int place, Func<Func<Task>, Task> each)
    {
        Matter? matter = null;
        for (var act = 0; act < ActsOfOne; act++)
        {
            var order = matter is null ? Filing(person, _places[place % _places.Length]) : Next(matter, act - 1);
            await each(async () => matter = await DoAsync(order, matter));
        }
    }

    /// <summary>Who sits in a post that has a part in a complaint.</summary>
    public Actor OfficerIn(PostAt post) => _officers[post];

    public ActOrder Filing(string person, int place) => Filing(person, _places[place % _places.Length]);

    public ActOrder Next(Matter matter, int step)
    {
        var performer = matter.OpenAt(Steps[step])?.Performer ?? throw new InvalidOperationException($"{Steps[step]} is not open.");
        return Order(matter, step, performer.Post is { } post ? _officers[post] : new Actor.Resident(matter.FiledFor));
    }

    public async Task<Matter> DoAsync(ActOrder order, Matter? before) => await Desk.DoAsync(order, CancellationToken.None) switch
    {
        ActAnswer.Done { Matter: { } after } => after,
        ActAnswer.Refused refused => throw new InvalidOperationException($"{order.Act.Word} at {before?.Number}: {refused.Why}"),
        var other => throw new InvalidOperationException($"{order.Act.Word}: {other}"),
    };

    public async ValueTask DisposeAsync()
    {
        await Desk.DisposeAsync();
        await Writer.DisposeAsync();
    }

    private static ActOrder Filing(string person, string place)
    {
        var requester = new ActorId(person);
        return new ActOrder
        {
            By = new Actor.Resident(requester),
            Act = MattersDesk.Filing(
                "construction-noise", new UnitId(place), [new BoundRole("applicant", new RowId("person", person)), new BoundRole("site", new RowId("place", $"site-{person}"))], requester, Channel.Web,
                [new GivenItem("applicant.phone", Value.Of("13900000000")), new GivenItem("matter.noise-source", Value.Of("piling"))], new PersonalText("夜里十二点还在打桩，孩子睡不着。")),
        };
    }

    private async Task<ActOrder> NextAsync(Matter matter, int step)
    {
        if (matter.OpenAt(Steps[step])?.Performer?.Post is { } post && !_officers.ContainsKey(post))
        {
            var (person, day) = (new ActorId($"o-{post.Post}-{post.Unit}"), Desk.InForce.DayOf(DateTimeOffset.UtcNow));
            await Desk.DoAsync(new ActOrder { By = Actor.System, Act = new TakeSeat(person, post, day) }, CancellationToken.None);
            _officers[post] = new Actor.Officer(person, post);
        }

        return Next(matter, step);
    }

    private static ActOrder Order(Matter matter, int step, Actor by)
    {
        var (key, why) = (Steps[step], new PersonalText("现场查看属实。"));
        IAct act = key switch
        {
            "receive" => new ReceiveMatter(matter.Id, key),
            "look" => new PerformStep(matter.Id, key, new StepResult.Checked(true), [new GivenItem("matter.site-report", Value.Document("d-1"))], why),
            "measuring" => new PerformStep(matter.Id, key, new StepResult.Checked(true), [new GivenItem("matter.noise-level", Value.Of(new Quantity(62, Measure.Decibel)))], why),
            "certificate" => new PerformStep(matter.Id, key, new StepResult.Checked(true), [new GivenItem("matter.night-permit", Value.Yes)], why),
            "stop" => new PerformStep(matter.Id, key, new StepResult.Decided("no-order"), [], why),
            "notify" => new PerformStep(matter.Id, key, new StepResult.Notified(), []),
            _ => new ConfirmMatter(matter.Id, key),
        };
        return new ActOrder { By = by, Act = act };
    }
}
