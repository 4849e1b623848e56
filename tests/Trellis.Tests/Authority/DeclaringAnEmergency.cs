using Trellis.Authority;
using Trellis.Structure;
using Trellis.Tests.Structure;
using Xunit;

namespace Trellis.Tests.Authority;

/// <summary>An emergency is declared by whom the structure names, ends by itself, holds on its ground only, and is reviewed.</summary>
public sealed class DeclaringAnEmergency
{
    private static readonly DateOnly Today = new(2026, 7, 6);
    private static readonly GovernanceStructure County = AStructure.Read("cuiwei").Structure;
    private static readonly Mandates Compiled = Mandates.Compile(County);
    private static readonly Standing Beginning = Standing.AtTheBeginningOf(County);
    private static readonly StructureOnDay View = County.On(Today);
    private static readonly PersonalText Why = new("The river rises.");

    [Fact]
    public void Its_powers_hold_from_the_declaration_to_the_last_day_and_end_by_themselves()
    {
        Assert.Empty(Holders("order-evacuation", "cuiwei", Beginning, Today));

        var declared = Happens(Declare("flood-emergency", "county-leader@cuiwei", null));
        var standing = Beginning.After(declared);
        Assert.Equal(new AuthorityEvent.EmergencyDeclared("flood-emergency", Today, Today.AddDays(3), "cuiwei"), declared);
        Assert.NotEmpty(Holders("order-evacuation", "cuiwei", standing, Today));
        Assert.NotEmpty(Holders("order-evacuation", "heping", standing, Today.AddDays(3)));
        Assert.Empty(Holders("order-evacuation", "cuiwei", standing, Today.AddDays(4)));
        Assert.Empty(Holders("order-evacuation", "cuiwei", standing, Today.AddDays(-1)));
    }

    [Fact]
    public void One_that_a_township_declares_holds_on_its_ground_and_nowhere_else()
    {
        var standing = Beginning.After(Happens(Declare("township-cut-off", "township-leader@xikou", null)));

        Assert.NotEmpty(Holders("order-evacuation", "xikou", standing, Today));
        Assert.Empty(Holders("order-evacuation", "heping", standing, Today));
        Assert.Empty(Holders("order-evacuation", "cuiwei", standing, Today));
    }

    [Fact]
    public void Nobody_else_declares_it_none_lasts_longer_than_allowed_and_none_runs_twice_on_one_ground()
    {
        Assert.Equal(AuthorityRefusals.MayNotDeclare, Refused(Declare("flood-emergency", "township-leader@xikou", null)));
        Assert.Contains("county-leader@cuiwei", Refused(Declare("flood-emergency", "township-leader@xikou", null)).Whole.En, StringComparison.Ordinal);
        Assert.Equal(AuthorityRefusals.MayNotDeclare, Refused(DeclaringEmergencies.Decide(View, Beginning, new DeclareEmergency("flood-emergency", null, Why), Actor.System, Today, static _ => Today, static (_, day) => day)));
        Assert.Equal(AuthorityRefusals.NoSuchEmergency, Refused(Declare("no-such", "county-leader@cuiwei", null)));
        Assert.Equal(AuthorityRefusals.TooLongAnEmergency, Refused(Declare("flood-emergency", "county-leader@cuiwei", Today.AddDays(4))));
        Assert.Equal(AuthorityRefusals.TooLongAnEmergency, Refused(Declare("flood-emergency", "county-leader@cuiwei", Today.AddDays(-1))));
        var standing = Beginning.After(Happens(Declare("flood-emergency", "county-leader@cuiwei", Today)));
        Assert.Equal(AuthorityRefusals.DeclaredAlready, Refused(Declare("flood-emergency", "county-leader@cuiwei", null, standing)));
        Assert.IsType<Ruling.Happens>(Declare("landslide-emergency", "county-leader@cuiwei", null, standing));
    }

    [Fact]
    public void It_may_end_early_and_is_reviewed_once_after_its_end()
    {
        var leader = Officer("county-leader@cuiwei");
        var standing = Beginning.After(Happens(Declare("flood-emergency", "county-leader@cuiwei", null)));
        ReviewEmergency review = new("flood-emergency", new UnitId("cuiwei"), Today, Why);
        Assert.Equal(AuthorityRefusals.NothingToReview, Refused(DeclaringEmergencies.Decide(View, standing, review, leader, Today)));
        Assert.Equal(AuthorityRefusals.MayNotDeclare, Refused(DeclaringEmergencies.Decide(View, standing, new EndEmergency("flood-emergency", Why), Officer("township-leader@xikou"), Today)));

        var ended = standing.After(Happens(DeclaringEmergencies.Decide(View, standing, new EndEmergency("flood-emergency", Why), leader, Today.AddDays(1))));
        Assert.NotEmpty(Holders("order-evacuation", "cuiwei", ended, Today)); // what was done under it stays right
        Assert.Empty(Holders("order-evacuation", "cuiwei", ended, Today.AddDays(1)));
        Assert.Equal(AuthorityRefusals.NotDeclared, Refused(DeclaringEmergencies.Decide(View, ended, new EndEmergency("flood-emergency", Why), leader, Today.AddDays(1))));
        var reviewed = ended.After(Happens(DeclaringEmergencies.Decide(View, ended, review, leader, Today.AddDays(2))));
        Assert.True(Assert.Single(reviewed.Emergencies).Reviewed);
        Assert.Equal(AuthorityRefusals.NothingToReview, Refused(DeclaringEmergencies.Decide(View, reviewed, review, leader, Today.AddDays(3))));
    }

    [Fact]
    public void One_that_was_never_reviewed_is_not_declared_again_after_the_day_of_its_review()
    {
        var leader = Officer("county-leader@cuiwei");
        var over = Beginning.After(Happens(Declare("flood-emergency", "county-leader@cuiwei", null))); // until the 4th day
        Assert.IsType<Ruling.Happens>(Declare("flood-emergency", "county-leader@cuiwei", null, over, Today.AddDays(33)));
        Assert.Equal(AuthorityRefusals.ReviewMissing, Refused(Declare("flood-emergency", "county-leader@cuiwei", null, over, Today.AddDays(34))));
        Assert.IsType<Ruling.Happens>(Declare("landslide-emergency", "county-leader@cuiwei", null, over, Today.AddDays(34)));
        var reviewed = over.After(Happens(DeclaringEmergencies.Decide(View, over, new ReviewEmergency("flood-emergency", new UnitId("cuiwei"), Today, Why), leader, Today.AddDays(34))));
        Assert.IsType<Ruling.Happens>(Declare("flood-emergency", "county-leader@cuiwei", null, reviewed, Today.AddDays(34)));
    }

    [Fact]
    public void A_review_is_of_the_one_that_has_ended_and_not_of_one_declared_again_on_the_same_day()
    {
        var leader = Officer("county-leader@cuiwei");
        ReviewEmergency review = new("flood-emergency", new UnitId("cuiwei"), Today, Why);
        var first = Beginning.After(Happens(Declare("flood-emergency", "county-leader@cuiwei", null)));
        var ended = first.After(Happens(DeclaringEmergencies.Decide(View, first, new EndEmergency("flood-emergency", Why), leader, Today)));
        var again = ended.After(Happens(Declare("flood-emergency", "county-leader@cuiwei", null, ended)));
        var reviewed = again.After(Happens(DeclaringEmergencies.Decide(View, again, review, leader, Today.AddDays(1))));
        Assert.Equal([true, false], reviewed.Emergencies.Select(static one => one.Reviewed));
        Assert.Equal(AuthorityRefusals.NothingToReview, Refused(DeclaringEmergencies.Decide(View, reviewed, review, leader, Today.AddDays(1))));
        Assert.IsType<Ruling.Happens>(DeclaringEmergencies.Decide(View, reviewed, review, leader, Today.AddDays(9)));
    }

    private static Ruling Declare(string emergency, string seat, DateOnly? to, Standing? standing = null, DateOnly? today = null) =>
        DeclaringEmergencies.Decide(View, standing ?? Beginning, new DeclareEmergency(emergency, to, Why), Officer(seat), today ?? Today, lasts => (today ?? Today).AddDays(lasts.Amount / 24), static (_, last) => last.AddDays(30));

    private static IReadOnlyList<Answer> Holders(string power, string place, Standing standing, DateOnly day) =>
        Compiled.WhoCould(new Question { Post = "", Unit = "", Power = power, Place = place, Day = day }, standing);

    private static Actor Officer(string seat) => new Actor.Officer(new ActorId("o-1"), PostAt.Parse(seat)!.Value);

    private static AuthorityEvent Happens(Ruling ruling) => ruling is Ruling.Happens happens ? happens.Event : throw new InvalidOperationException(((Ruling.Refused)ruling).Why.ToString());

    private static Refusal Refused(Ruling ruling) => Assert.IsType<Ruling.Refused>(ruling).Why;
}
