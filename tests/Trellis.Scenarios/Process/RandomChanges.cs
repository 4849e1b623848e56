using System.Text;
using System.Text.RegularExpressions;
using Trellis.Process;
using Trellis.Process.Adoption;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;
using Trellis.Scenarios.Ledger;
using Trellis.Structure.Files;
using Xunit;

namespace Trellis.Scenarios.Process;

/// <summary>
/// While people work, the county is changed: versions are proposed, objected to, answered, adopted, and running matters are planned and moved, by those who may and by others. Same seed, same acts.
/// Each time it is held against what was before: a matter keeps its version until it is moved, and what is finished in it is not done again.
/// </summary>
internal sealed class RandomChanges(ADesk desk)
{
    private static readonly PostAt Leader = new("county-leader", new UnitId("cuiwei"));

    private readonly Dictionary<MatterId, string> _versions = [];
    private int _proposed;

    public int Adopted { get; private set; }

    public int Objected { get; private set; }

    public int Moved { get; private set; }

    /// <summary>Moves of matters that had something behind them.</summary>
    public int MovedWithWorkDone { get; private set; }

    /// <summary>The county with another step; without a type, a post and a unit, each of which is there under another id; and without the place of half of all matters.</summary>
    public static IReadOnlyList<IReadOnlyList<SourceFile>> Versions()
    {
        var first = StructureFolder.Read(Structures.Of("cuiwei"));
        var second = Changed(first, "matters/construction-noise.yaml", static text => text
            .Replace("  - notify: {by: first-contact,", "  - perform: {id: sweep, by: village-head, duty: resident-talks, within: 1 working day}\n  - notify: {by: first-contact,", StringComparison.Ordinal)
            .Replace("{id: look,", "{id: visit,", StringComparison.Ordinal));
        var third = Renamed(second, ("small-restaurant", "eatery"), ("noise-officer", "sound-officer"), ("urban-management", "city-order"));
        return [second, third, Renamed(third, ("heping", "heping-east"), ("neighbours", "people-around"))];
    }

    /// <summary>What has one of these ids today.</summary>
    public static string Today(ADesk desk, string id) =>
        (id, desk.Desk.InForce.Structure) switch
        {
            ("small-restaurant", var structure) when structure.Matters.Of(id).Count == 0 => "eatery",
            ("heping", var structure) when structure.On(desk.Desk.InForce.DayOf(desk.Clock.Now)).Unit(id) is null => "heping-east",
            _ => id,
        };

    /// <summary>A few acts of change.</summary>
    public async Task GoOnAsync(Random dice, IReadOnlyList<MatterId> matters)
    {
        foreach (var id in matters)
        {
            var matter = Of(id);
            Assert.Equal(_versions.TryGetValue(id, out var version) ? version : _versions[id] = desk.Desk.InForce.Version, matter.Version);
            var done = matter.Done.Where(static done => !done.IsSkipped).Select(static done => done.Key).ToList();
            Assert.Equal(done.Distinct(), done);
            Assert.DoesNotContain(matter.Open, open => done.Contains(open.Key));
        }

        var today = desk.Desk.InForce.DayOf(desk.Clock.Now);
        var leader = dice.Next(8) == 0 ? await desk.Officer(new PostAt("village-head", new UnitId("xikoujie"))) : await desk.Officer(Leader);
        var adoptions = desk.Desk.Adoptions.Adoptions.Values.OrderBy(static one => one.Proposed).ToList();
        var one = adoptions[dice.Next(3) == 0 ? dice.Next(adoptions.Count) : adoptions.Count - 1];
        switch (dice.Next(8))
        {
            // The next version is made for the one before it.
            case 0 when _proposed < 3 && adoptions[^1] is var last && (last.Adopted is null ? last.InForce < today : last.InForce <= today):
                if (await desk.Desk.ProposeAsync(leader, Versions()[_proposed], desk.Clock.Now.AddHours(dice.Next(60)), today.AddDays(4 + dice.Next(4)), null, ARecord.Patience) is ActAnswer.Done) _proposed++;
                break;
            case 1 when one.Grows.Count > 0:
                var who = dice.Next(4) == 0 ? leader : await desk.Officer(new PostAt("", one.Grows[dice.Next(one.Grows.Count)]));
                if (await desk.Try(who, new ObjectToStructure(one.Version, new DutyId("resident-talks"), new PersonalText("because"))) is ActAnswer.Done) Objected++;
                break;
            case 2 or 3:
                foreach (var objection in one.Objections.Where(static objection => objection.Followed is null)) await desk.Try(leader, new AnswerObjection(one.Version, objection.Number, false, new PersonalText("because")));
                break;
            case 4 or 5:
                var answers = one.Errors.Select(error => new ErrorOverride(error.Code, error.Address, Leader, one.InForce.AddDays(90), new PersonalText("because")));
                if (await desk.Try(leader, new AdoptStructure(one.Version, AdoptingStructures.Power, [.. answers])) is ActAnswer.Done) Adopted++;
                break;
            case 6:
                await desk.Desk.PlanMoveAsync(leader, one.Version, dice.Next(2) == 0 ? $"p-{dice.Next()}" : null, ARecord.Patience);
                break;
            default:
                foreach (var id in matters.Where(_ => dice.Next(3) == 0).ToList()) await MoveAsync(leader, id, one.Version);
                break;
        }
    }

    private async Task MoveAsync(Actor by, MatterId id, string version)
    {
        var before = Of(id);
        if (await desk.Try(by, new MoveMatter(id, version)) is not ActAnswer.Done { Matter: { } after }) return;
        Assert.Equal((version, version), (after.Version, Of(id).Version));
        _versions[id] = version;

        // What was finished stays as it was.
        Assert.Equal(before.Done, after.Done.Take(before.Done.Count));
        Assert.All(after.Done.Skip(before.Done.Count), static done => Assert.True(done.IsSkipped));
        Moved++;
        if (before.Done.Exists(static done => !done.IsSkipped)) MovedWithWorkDone++;
    }

    private Matter Of(MatterId id) => desk.Desk.Questions.Find(Actor.System, id)!.Value.Matter;

    private static List<SourceFile> Changed(IReadOnlyList<SourceFile> files, string path, Func<string, string> change) =>
        [.. files.Select(file => file.Path == path ? new SourceFile(path, Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(file.Bytes)))) : file)];

    /// <summary>Other ids, and nothing says that they were formerly others: what had the old ones is gone. The files beside structure.yaml are called what the language calls them.</summary>
    private static List<SourceFile> Renamed(IReadOnlyList<SourceFile> files, params IReadOnlyList<(string From, string To)> names)
    {
        return [.. files.Select(file => new SourceFile(file.Path.Contains('/', StringComparison.Ordinal) ? In(file.Path) : file.Path, Encoding.UTF8.GetBytes(In(Encoding.UTF8.GetString(file.Bytes)))))];

        string In(string text) => names.Aggregate(text, static (text, name) => Regex.Replace(text, $"(?<![a-z0-9-]){name.From}(?![a-z0-9-])", name.To, RegexOptions.None, TimeSpan.FromSeconds(5)));
    }
}
