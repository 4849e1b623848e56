using Trellis.Information.Registers;
using Xunit;

namespace Trellis.Tests.Information;

/// <summary>What stands on a day, what disagrees, and what a settling sets aside; compared with a few lines straight from the definition.</summary>
public sealed class ClaimsSideBySide
{
    private static readonly RowId Row = new("person", "p-1");
    private static readonly DateOnly May = new(2026, 5, 1);

    [Fact]
    public void What_the_owner_said_stands_until_it_is_settled_whoever_spoke_later()
    {
        var claims = Of(ASubject(Said(1, 10, owner: true), Said(2, 20, unit: "welfare")));

        Assert.Equal(1, claims.Standing(May)!.Position);
        Assert.True(claims.DisagreeOn(May));
    }

    [Fact]
    public void Where_the_owner_is_silent_the_newest_stands() =>
        Assert.Equal(2, Of(ASubject(Said(1, 10, unit: "welfare"), Said(2, 20, unit: "health"))).Standing(May)!.Position);

    [Fact]
    public void What_one_voice_says_of_some_days_takes_the_place_of_what_it_said_of_these_days_alone()
    {
        var claims = Of(ASubject(Said(1, 10, owner: true), Said(2, 20, owner: true, from: May, to: May.AddDays(3))));

        Assert.Equal([1, 2, 2, 1], new[] { -1, 0, 3, 4 }.Select(days => claims.Standing(May.AddDays(days))!.Position));
        Assert.False(claims.Disagree);
    }

    [Fact]
    public void A_settled_claim_stands_for_its_days_and_the_other_for_all_others()
    {
        var subject = ASubject(Said(1, 10, owner: true), Said(2, 20, unit: "welfare", from: May)) with { Settlings = [new Settling("phone", 2, [1], From(3, null))] };

        var claims = Of(subject);

        Assert.Equal(2, claims.Standing(May)!.Position);
        Assert.Equal(1, claims.Standing(May.AddDays(-1))!.Position);
        Assert.False(claims.Disagree);
    }

    [Fact]
    public void What_was_not_known_yet_is_not_told()
    {
        var subject = ASubject(Said(1, 10, owner: true), Said(5, 20, owner: true));

        Assert.Equal(1, ComparingClaims.Of([subject], [], "phone", At(4)).Standing(May)!.Position);
        Assert.Null(ComparingClaims.Of([subject], [], "phone", At(0)).Standing(May));
    }

    [Fact]
    public void A_link_says_which_claims_of_the_two_are_the_same()
    {
        var (one, other) = (ASubject(Said(1, 10, owner: true)), ASubject(Said(2, 20, unit: "welfare")) with { Id = new RowId("person", "p-2") });
        var link = new SubjectLink(one.Id, other.Id, ["care"], ["same-number"], [], From(3, null), null);

        Assert.True(ComparingClaims.Of([one, other], [link], "phone").Disagree);
        Assert.False(ComparingClaims.Of([one, other], [link with { Same = [new SameClaims("phone", 1, 2)] }], "phone").Disagree);
    }

    [Fact]
    public void Whatever_is_said_and_settled_what_stands_and_disagrees_is_what_the_definition_says()
    {
        var dice = new Random(20260504);
        for (var round = 0; round < 3000; round++)
        {
            var said = new List<Claim>();
            for (var position = 1; position <= 1 + dice.Next(6); position++)
            {
                var from = dice.Next(3) == 0 ? DateOnly.MinValue : May.AddDays(dice.Next(6));
                var to = dice.Next(2) == 0 ? DateOnly.MaxValue : (from == DateOnly.MinValue ? May : from).AddDays(dice.Next(6));
                var value = dice.Next(3);
                var same = said.FirstOrDefault(claim => Values[claim.Position] == value)?.Same ?? position;
                Values[position] = value;
                said.Add(Said(position, same, owner: dice.Next(3) == 0, unit: $"u-{dice.Next(2)}", from: from, to: to));
            }

            var subject = ASubject([.. said]);
            var stands = said[dice.Next(said.Count)];
            if (dice.Next(2) == 0 && Of(subject).Against(stands) is { IsEmpty: false } against) subject = subject with { Settlings = [new Settling("phone", stands.Position, against.ConvertAll(static one => one.Position), From(50, null))] };
            var claims = Of(subject);

            for (var days = -2; days < 14; days++)
            {
                var day = May.AddDays(days);
                var counting = Counting(subject, day);
                Assert.Equal(counting.Select(static one => one.Position), claims.On(day).Select(static one => one.Position));
                Assert.Equal(counting.Select(static one => Values[one.Position]).Distinct().Count() > 1, claims.DisagreeOn(day));
                Assert.Equal(StandsBy(subject, counting)?.Position, claims.Standing(day)?.Position);
            }

            Assert.Equal(Enumerable.Range(-3, 20).Any(days => claims.DisagreeOn(May.AddDays(days))) || claims.DisagreeOn(DateOnly.MinValue) || claims.DisagreeOn(DateOnly.MaxValue), claims.Disagree);
        }
    }

    private static readonly int[] Values = new int[10];

    /// <summary>The definition: of each voice the last that covers the day, but for those that a settling set aside on it.</summary>
    private static List<Claim> Counting(Subject subject, DateOnly day) =>
    [
        .. subject.Claims.Where(one => one.Covers(day)).GroupBy(static one => one.Voice).Select(static voice => voice.MaxBy(static one => one.Position)!)
            .Where(one => !subject.Settlings.Exists(settled => settled.Aside.Contains(one.Position) && subject.Claims.Find(claim => claim.Position == settled.Stands)!.Covers(day))).OrderBy(static one => one.Position),
    ];

    private static Claim? StandsBy(Subject subject, List<Claim> counting)
    {
        bool IsSettled(Claim one) => subject.Settlings.Exists(settled => settled.Stands == one.Position);
        return counting.OrderByDescending(one => one.ByOwner || IsSettled(one)).ThenByDescending(one => IsSettled(one) ? 50 : one.Position).FirstOrDefault();
    }

    private static ClaimsOnItem Of(Subject subject) => ComparingClaims.Of([subject], [], "phone");

    private static Subject ASubject(params Claim[] claims) => new(Row, claims[0].Position, claims[^1].Position, [.. claims], [], null);

    /// <param name="same">Claims of one number say the same, where it is the position of one of them.</param>
    private static Claim Said(long position, long same, bool owner = false, string unit = "police", DateOnly? from = null, DateOnly? to = null) =>
        new("phone", from ?? DateOnly.MinValue, to ?? DateOnly.MaxValue, ClaimKind.Sealed, [], From(position, unit), owner, same);

    private static Provenance From(long position, string? unit) => new(ValueSource.Act, unit is null ? null : new UnitId(unit), null, null, At(position), position);

    private static DateTimeOffset At(long position) => new DateTimeOffset(2026, 5, 4, 1, 0, 0, TimeSpan.Zero).AddMinutes(position);
}
