using FsCheck;
using FsCheck.Fluent;
using Trellis.Authority;
using Trellis.Bench;
using Trellis.Bench.Generators;
using Trellis.Standards.Authzen;
using Xunit;

namespace Trellis.Tests.Standards.Authzen;

/// <summary>A search of AuthZEN is what asking about each one by one would give, in every structure: the slow twin asks about everybody.</summary>
public sealed class SearchingFindsWhatAskingFinds
{
    private const int Counties = 40;

    private static readonly Lazy<AuthorityWorld>[] Worlds = [.. Enumerable.Range(0, Counties).Select(static seed => new Lazy<AuthorityWorld>(() => new AuthorityWorld((ulong)seed)))];

    [Fact]
    public void In_random_structures_on_random_days() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Gen.Choose(0, 1_000_000_000).ToArbitrary(), static seed =>
    {
        var numbers = new SeededNumbers((ulong)seed);
        var world = Worlds[seed % Counties].Value;
        var asked = AuthorityWorld.RandomQuestion(numbers);
        var answers = new AuthzenAnswers(new AuthzenNames(world.Structure), world.Mandates, Standing.AtTheBeginningOf(world.Structure), asked.Day);
        var units = world.Structure.On(asked.Day).Units.Select(static unit => unit.Id).ToList();
        var posts = world.Structure.Posts.All.Select(static post => post.Id).Distinct().SelectMany(post => units.Select(unit => $"{post}@{unit}")).Append("nobody@nowhere").Append("county").ToList();
        List<KeyValuePair<string, string>> of = [];
        if (asked.Outcome is { } outcome) of.Add(new("outcome", outcome));
        if (asked.Amount is { } amount) of.Add(new("amount", amount.ToString()!));
        var action = new AuthzenAction(asked.Power, of);
        var resource = numbers.Chance(0.5)
            ? new AuthzenEntity("unit", asked.Place ?? asked.Unit, [])
            : new AuthzenEntity("matter", "m-1", [new("type", asked.Matter ?? "repair"), new("place", asked.Place ?? asked.Unit), new("premises.area", $"{20 * numbers.Below(20)} m2")]);
        var subject = new AuthzenEntity("post", $"{asked.Post}@{asked.Unit}", []);

        return answers.Subjects(subject with { Id = null }, action, resource).SequenceEqual(posts.Where(id => answers.Decide(new AuthzenQuestion(subject with { Id = id }, action, resource, null)).Permitted).Order(StringComparer.Ordinal))
            && answers.Resources(subject, action, new AuthzenEntity("unit", null, [])).SequenceEqual(units.Where(id => answers.Decide(new AuthzenQuestion(subject, action, new AuthzenEntity("unit", id, []), null)).Permitted).Order(StringComparer.Ordinal))
            && answers.Actions(subject, resource).SequenceEqual(world.Structure.Powers.All.Select(static power => power.Id).Distinct().Where(id => answers.Decide(new AuthzenQuestion(subject, new AuthzenAction(id, []), resource, null)).Permitted).Order(StringComparer.Ordinal));
    }));
}
