using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Trellis.Authority;
using Trellis.Bench;
using Trellis.Bench.Generators;
using Trellis.Structure;
using Trellis.Structure.Quantities;
using Xunit;

namespace Trellis.Tests.Authority;

/// <summary>
/// What holds for every structure and every history of granting, using, withdrawing, expiring, transferring and repealing.
/// TRELLIS_AUTHORITY_HISTORIES asks for more histories than the 10,000 of a usual run.
/// </summary>
public sealed class WhatAlwaysHolds
{
    private const int Counties = 120;

    private static readonly int Histories = int.TryParse(Environment.GetEnvironmentVariable("TRELLIS_AUTHORITY_HISTORIES"), NumberStyles.None, CultureInfo.InvariantCulture, out var asked) ? asked : 10_000;
    private static readonly Lazy<AuthorityWorld>[] Worlds = [.. Enumerable.Range(0, Counties).Select(static seed => new Lazy<AuthorityWorld>(() => new AuthorityWorld((ulong)seed)))];

    /// <summary>A county, what happened in it, and where that led.</summary>
    private sealed record History(int Seed, AuthorityWorld World, IReadOnlyList<AuthorityEvent> Events, IReadOnlyList<DateOnly> Days, Standing Standing, SeededNumbers Numbers)
    {
        public static History Of(int seed, int most = 14)
        {
            var numbers = new SeededNumbers((ulong)seed + 1_000_003);
            var world = Worlds[(seed & int.MaxValue) % Counties].Value;
            var (events, days) = (new List<AuthorityEvent>(), new List<DateOnly>());
            var standing = Standing.Nothing;
            var day = new DateOnly(2026, 1, 1);
            for (var step = 0; step < 2 + numbers.Below(most); step++)
            {
                day = day.AddDays(numbers.Below(25));
                if (world.RandomAct(numbers, standing, day, step) is not { } happened) continue;
                events.Add(happened);
                days.Add(day);
                standing = standing.After(happened);
            }

            return new History(seed, world, events, days, standing, numbers);
        }

        public override string ToString() => $"history {Seed}: {string.Join("; ", Events)}";
    }

    private static void ForAll(int share, Func<History, bool> holds, int most = 14) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Math.Max(1, Histories / share)), Prop.ForAll(Gen.Choose(0, 1_000_000_000).ToArbitrary(), seed => holds(History.Of(seed, most))));

    [Fact]
    public void Nobody_may_what_the_giver_may_not() => ForAll(4, static history =>
    {
        for (var asked = 0; asked < 6; asked++)
        {
            var question = Likely(history);
            var answer = history.World.Mandates.Ask(question, history.Standing);
            for (var source = answer.Permitted ? answer.Mandate!.Source : null; source is not null; source = source.Source)
                if (!history.World.Mandates.Ask(question with { Post = source.Post, Unit = source.Unit.Id, Place = question.Place ?? question.Unit }, history.Standing).Permitted) return false;
        }

        return true;
    });

    [Fact]
    public void All_receivers_together_stay_below_every_ceiling_above_them() => ForAll(4, static history =>
    {
        // Counted anew: the chain of each use as the definition had it on that day, not as the event tells.
        var uses = new List<(AuthorityEvent.Used Used, HashSet<MandateKey> Chain)>();
        for (var at = 0; at < history.Events.Count; at++)
            if (history.Events[at] is AuthorityEvent.Used used) uses.Add((used, ChainOf(history, at, used)));
        foreach (var link in uses.SelectMany(static use => use.Chain).Distinct())
        {
            foreach (var span in (ReadOnlySpan<CeilingSpan>)[CeilingSpan.Month, CeilingSpan.Quarter, CeilingSpan.Year])
            {
                if (CeilingOf(history, link, span) is not { } ceiling) continue;
                foreach (var period in uses.Where(use => use.Chain.Contains(link)).GroupBy(use => PeriodOf(use.Used.Day, span)))
                    if (period.Sum(static use => use.Used.Amount?.Value ?? 0) > ceiling) return false;
            }
        }

        return true;
    }, most: 40);

    [Fact]
    public void No_chain_comes_back_to_a_post_it_left_or_grows_longer_than_the_power_allows() => ForAll(8, static history =>
    {
        var holders = history.World.Mandates.On(AuthorityWorld.RandomDay(history.Numbers), history.Standing);
        foreach (var power in holders.Powers)
        {
            foreach (var mandate in holders.Of(power.Id))
            {
                var links = mandate.Chain.ToList();
                if (links.Count - 1 > mandate.Power.DelegableDepth || links.Select(static link => link.Key).Distinct().Count() != links.Count) return false;
            }
        }

        return true;
    });

    [Fact]
    public void Withdrawal_closes_everything_below_at_once() => ForAll(4, static history =>
    {
        var day = AuthorityWorld.RandomDay(history.Numbers);
        var mandates = AllOn(history, day, history.Standing).Where(static mandate => mandate.Delegation is not null).ToList();
        if (mandates.Count == 0) return true;
        var chosen = mandates[history.Numbers.Below(mandates.Count)];
        var after = history.Standing.After(new AuthorityEvent.Withdrawn(chosen.Delegation!.Id, null, day));
        return AllOn(history, day, after).All(mandate => !mandate.Chain.Any(link => link.Delegation == chosen.Delegation))
            && AllOn(history, day.AddDays(-1), after).Count == AllOn(history, day.AddDays(-1), history.Standing).Count;
    });

    [Fact]
    public void To_expire_is_to_be_withdrawn_at_that_time_is_to_have_been_lent_until_then() => ForAll(4, static history =>
    {
        var day = AuthorityWorld.RandomDay(history.Numbers);
        var lent = history.World.RandomLending(history.Numbers, history.Standing, day.AddDays(-30), 99);
        var until = new Delegation(lent.Id, default, default) { Of = lent.Of, Giver = lent.Giver, Receiver = lent.Receiver, Limits = lent.Limits, ActsForGiver = lent.ActsForGiver, PassOn = lent.PassOn, Basis = lent.Basis, From = lent.From, To = day.AddDays(-1) };
        if (lent.To < until.To) until.To = lent.To;
        var withdrawn = history.Standing.After(new AuthorityEvent.Lent(lent)).After(new AuthorityEvent.Withdrawn(lent.Id, null, day));
        var expired = history.Standing.After(new AuthorityEvent.Lent(lent)).After(new AuthorityEvent.Expired(lent.Id, null, day));
        var ended = history.Standing.After(new AuthorityEvent.Lent(until));
        for (var asked = 0; asked < 5; asked++)
        {
            var question = Likely(history) with { Day = day.AddDays(history.Numbers.Below(9) - 4) };
            var answer = history.World.Mandates.Ask(question, withdrawn).Permitted;
            if (history.World.Mandates.Ask(question, expired).Permitted != answer || history.World.Mandates.Ask(question, ended).Permitted != answer) return false;
        }

        return true;
    });

    [Fact]
    public void Grants_that_do_not_lean_on_each_other_may_come_in_any_order() => ForAll(4, static history =>
    {
        var day = AuthorityWorld.RandomDay(history.Numbers);
        var one = new AuthorityEvent.Lent(history.World.RandomLending(history.Numbers, history.Standing, day, 101));
        var two = new AuthorityEvent.Lent(history.World.RandomLending(history.Numbers, history.Standing, day, 102));
        var (first, second) = (history.Standing.After(one).After(two), history.Standing.After(two).After(one));
        for (var asked = 0; asked < 5; asked++)
        {
            var question = Likely(history);
            if (history.World.Mandates.Ask(question, first).Permitted != history.World.Mandates.Ask(question, second).Permitted) return false;
        }

        return true;
    });

    [Fact]
    public void Replaying_the_history_on_a_structure_read_again_gives_the_same_answers() => ForAll(10, static history =>
    {
        var again = Mandates.Compile(history.World.Structure);
        var standing = Standing.Nothing;
        foreach (var happened in history.Events) standing = standing.After(happened);
        for (var asked = 0; asked < 6; asked++)
        {
            var question = Likely(history);
            var (live, replayed) = (history.World.Mandates.Ask(question, history.Standing), again.Ask(question, standing));
            if (live.Obstacle != replayed.Obstacle || live.Mandate?.Key.Equals(replayed.Mandate?.Key) == false || live.Used != replayed.Used) return false;
        }

        return true;
    });

    [Fact]
    public void The_entries_that_a_yes_names_are_enough_for_it_and_those_of_a_no_do_not_give_a_yes() => ForAll(4, static history =>
    {
        for (var asked = 0; asked < 4; asked++)
        {
            var question = Likely(history);
            var explained = history.World.Mandates.Decide(question, history.Standing);
            var named = Named(explained);
            var alone = new AuthorityByDefinition(history.World.Structure, history.Events, named).May(question);
            if (alone != explained is Authorization.Permitted) return false;
        }

        return true;
    });

    [Fact]
    public void Whoever_is_named_as_able_to_decide_is_able_and_the_nearest_comes_first() => ForAll(8, static history =>
    {
        var question = Likely(history);
        var could = history.World.Mandates.WhoCould(question, history.Standing);
        if (!history.World.Mandates.MandatesThatCould(question, history.Standing).SequenceEqual(could.Select(static answer => answer.Mandate!))) return false;
        if (history.World.Mandates.NearestThatCould(question, history.Standing) != (could is [var first, ..] ? first.Mandate : null)) return false;
        for (var at = 0; at < could.Count; at++)
        {
            var mandate = could[at].Mandate!;
            if (!history.World.Mandates.Ask(question with { Post = mandate.Post, Unit = mandate.Unit.Id, Place = question.Place ?? question.Unit }, history.Standing).Permitted) return false;
            if (at > 0 && mandate.Unit.GroundDepth > could[at - 1].Mandate!.Unit.GroundDepth) return false;
        }

        return true;
    });

    [Fact]
    public void A_slow_and_obvious_evaluator_gives_the_same_answers()
    {
        var (yes, asked) = (0, 0);
        for (var seed = 0; seed < 1_500; seed++)
        {
            var history = History.Of(seed, most: 20);
            var definition = new AuthorityByDefinition(history.World.Structure, history.Events);
            for (var number = 0; number < 10; number++)
            {
                var question = number % 3 == 0 ? AuthorityWorld.RandomQuestion(history.Numbers) : Likely(history);
                var answer = history.World.Mandates.Ask(question, history.Standing);
                Assert.True(answer.Permitted == definition.May(question), $"{history}\n{question}\n{answer}");
                asked++;
                if (answer.Permitted) yes++;
            }
        }

        Assert.InRange(yes, asked / 10, asked * 9 / 10);
    }

    /// <summary>A question that has a chance: mostly put to a post that has the power.</summary>
    private static Question Likely(History history)
    {
        var question = AuthorityWorld.RandomQuestion(history.Numbers);
        var mandates = history.World.Mandates.On(question.Day, history.Standing).Of(question.Power);
        if (mandates.Count == 0 || history.Numbers.Chance(0.1)) return question;
        var mandate = mandates[history.Numbers.Below(mandates.Count)];
        return question with { Post = mandate.Post, Unit = mandate.Unit.Id, Place = history.Numbers.Chance(0.7) ? mandate.Unit.Id : question.Place };
    }

    private static List<Mandate> AllOn(History history, DateOnly day, Standing standing)
    {
        var holders = history.World.Mandates.On(day, standing);
        return [.. holders.Powers.SelectMany(power => holders.Of(power.Id))];
    }

    /// <summary>For a no, what came nearest: its chain without whatever else the structure holds.</summary>
    private static HashSet<string> Named(Authorization explained) => explained switch
    {
        Authorization.Permitted yes => [.. yes.Chain.Select(static link => link.Entry.Address), yes.Mandate.Power.Address],
        Authorization.Denied { Answer.Mandate: { } nearest } => [.. nearest.Chain.Select(static link => link.Entry.Address), nearest.Power.Address],
        Authorization.Denied { Answer.Broken.Delegation: { } broken } => [broken.Address],
        _ => [],
    };

    /// <summary>The links above the post that used its power; where it could have been by several chains, those common to all.</summary>
    private static HashSet<MandateKey> ChainOf(History history, int at, AuthorityEvent.Used used)
    {
        var definition = new AuthorityByDefinition(history.World.Structure, [.. history.Events.Take(at)]);
        HashSet<MandateKey>? common = null;
        foreach (var leaf in Enumerable.Range(0, 4).SelectMany(power => definition.Links($"p-{power}", used.Day)).Where(link => link.Key.Equals(used.Chain[0])))
        {
            var keys = new HashSet<MandateKey>();
            for (var link = leaf; link is not null; link = link.Above) keys.Add(link.Key);
            if (common is null) common = keys;
            else common.IntersectWith(keys);
        }

        return common ?? [];
    }

    private static decimal? CeilingOf(History history, MandateKey link, CeilingSpan span)
    {
        var id = link.Entry[(link.Entry.IndexOf('/', StringComparison.Ordinal) + 1)..];
        Limits? limits = null;
        if (link.Entry.StartsWith("power/", StringComparison.Ordinal))
        {
            // Two holdings may reach one post: each use was under one of them, so only a single one can be checked from outside.
            var holdings = history.World.Structure.Powers.Of(id).SelectMany(static power => power.HeldBy).Where(holding => holding.Post.Post == link.Post).ToList();
            if (holdings.Count == 1) limits = holdings[0].Limits;
        }
        else
        {
            limits = history.World.Structure.Delegations.Of(id) is [var written] ? written.Limits : history.Events.OfType<AuthorityEvent.Lent>().Select(static lent => lent.Delegation).Single(one => one.Id == id).Limits;
        }

        return limits?.Amount(span)?.Fixed?.Value;
    }

    private static int PeriodOf(DateOnly day, CeilingSpan span) => span switch
    {
        CeilingSpan.Month => (day.Year * 12) + day.Month,
        CeilingSpan.Quarter => (day.Year * 4) + ((day.Month - 1) / 3),
        _ => day.Year,
    };
}
