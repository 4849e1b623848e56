using FsCheck;
using FsCheck.Fluent;
using Trellis.Information.Looks;
using Trellis.Structure;
using Trellis.Tests.Structure;
using Xunit;

namespace Trellis.Tests.Information;

/// <summary>Who may be shown what, for which purpose.</summary>
public sealed class LookingAtValuesTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 11, 1, 0, 0, TimeSpan.Zero);
    private static readonly RowId Wang = new("person", "r-wang");
    private static readonly LookReason Matter = LookReason.Of(new MatterId("m1"));

    private static readonly GovernanceStructure Cuiwei = AStructure.Read("cuiwei").Structure!;
    private static StructureOnDay Today => Cuiwei.On(new DateOnly(2026, 5, 11));

    private static (LookRuling? Ruling, Refusal? Why) Look(string unit, string purpose, ConsentStanding? said, DateTimeOffset? given, params string[] items) => LookingAtValues.Decide(
        new LookAtValues(Matter, [Wang], items),
        new LookCircumstances(new Actor.Officer(new ActorId("o-1"), new PostAt("clerk", new UnitId(unit))), Today, purpose, _ => said, given, null, Now, 17));

    private static Refusal? Why(string item, string purpose, string unit) => LookingAtValues.WhyNot(item, Today.Structure.Purposes.Of(purpose)[0], Today.Unit(unit)!, Today);

    [Fact]
    public void An_item_is_read_for_its_own_purposes_and_for_no_other()
    {
        foreach (var item in Cuiwei.Items.All.Where(static one => one.Sharing == Sharing.ByPurpose && one.RegisterId is not ("unit" or "actor")))
        {
            foreach (var purpose in Cuiwei.Purposes.All.Where(static one => one.Actors.Contains("government")))
                Assert.Equal(item.Purposes.Any(one => one.Id == purpose.Id) ? null : LookRefusals.NotForThisPurpose, Why(item.Id, purpose.Id, "civil-affairs"));
        }
    }

    [Fact]
    public void What_is_the_owners_alone_is_shown_to_the_owner_and_to_nobody_else()
    {
        var item = AStructure.With(("data.yaml", "- {item: person.note, name: {zh: 备注, en: Note}, type: text, sharing: owner-only, personal: sensitive, purposes: [repairs], owner: works-office}\n")).Structure!;
        var today = item.On(new DateOnly(2026, 5, 11));
        var repairs = item.Purposes.Of("repairs")[0];

        Assert.Null(LookingAtValues.WhyNot("person.note", repairs, today.Unit("works-office")!, today));
        Assert.Equal(LookRefusals.OwnerOnly, LookingAtValues.WhyNot("person.note", repairs, today.Unit("liuhe")!, today));
    }

    [Fact]
    public void A_firm_acts_under_no_purpose_that_does_not_name_its_kind()
    {
        var firm = Today.Units.First(static unit => unit.UnitKind == UnitKind.Firm);

        Assert.Equal(LookRefusals.NotForThisKindOfUnit, LookingAtValues.WhyNot(LookingAtValues.Words, Cuiwei.Purposes.Of("relief")[0], firm, Today));
        Assert.Null(LookingAtValues.WhyNot(LookingAtValues.Words, Cuiwei.Purposes.Of("complaint")[0], firm, Today));
    }

    [Fact]
    public void A_purpose_whose_article_has_ended_opens_nothing()
    {
        var structure = AStructure.With(("purposes.yaml", "- {purpose: repairs, name: {zh: 报修, en: Repairs}, actors: [government, community], consent: none, basis: [liuhe-services/9]}\n"), ("law.yaml",
            "- {law: liuhe-services, name: {zh: 办法, en: Rules}, rank: township-document, to: 2026-04-30, articles: [{article: 9, gist: {zh: 数据, en: Data}}]}\n")).Structure!;
        var today = structure.On(new DateOnly(2026, 5, 11));

        Assert.Equal(LookRefusals.BasisIsOver, LookingAtValues.WhyNot("person.phone", structure.Purposes.Of("repairs")[0], today.Unit("liuhe")!, today));
    }

    [Fact]
    public void What_may_not_be_shown_is_named_and_does_not_hide_the_rest()
    {
        var relief = Cuiwei.Items.All.First(static one => one.Sharing == Sharing.ByPurpose && one.Purposes.Any(static of => of.Id == "relief") && one.Purposes.All(static of => of.Id != "licensing"));

        var (ruling, why) = Look("market", "licensing", null, Now, relief.Id, LookingAtValues.Words);

        Assert.Null(why);
        Assert.Equal([LookingAtValues.Words], Assert.Single(ruling!.Seen).Items);
        Assert.Equal((relief.Id, LookRefusals.NotForThisPurpose), Assert.Single(ruling.Withheld));
        Assert.Equal(["licensing-law/30"], ruling.Basis);
        Assert.Equal(LookRefusals.NotForThisPurpose, Look("market", "licensing", null, Now, relief.Id).Why);
    }

    [Fact]
    public void A_request_that_names_nothing_or_too_much_or_has_no_purpose_is_refused()
    {
        Assert.Equal(LookRefusals.NothingAskedFor, Look("market", "licensing", null, Now).Why);
        Assert.Equal(LookRefusals.TooMuchAtOnce, Look("market", "licensing", null, Now, [.. Enumerable.Range(0, 501).Select(static one => $"person.x{one}")]).Why);
        Assert.Equal(LookRefusals.NoPurpose, Look("market", "gossip", null, Now, LookingAtValues.Words).Why);
        Assert.Equal(LookRefusals.NoSuchItem, Look("market", "licensing", null, Now, "person.shoe-size").Why);
    }

    [Fact]
    public void A_purpose_that_needs_consent_opens_what_somebody_agreed_to_or_gave_for_it_and_nothing_since_they_took_it_back() =>
        Prop.ForAll(Gen.Choose(0, 2).ToArbitrary(), Gen.Choose(-3, 3).ToArbitrary(), Gen.Choose(0, 3).ToArbitrary(), (said, saidDay, givenDay) =>
        {
            var word = said switch { 0 => null, 1 => new ConsentStanding(true, "a", Now.AddDays(saidDay)), _ => new ConsentStanding(false, "", Now.AddDays(saidDay)) };
            DateTimeOffset? given = givenDay == 3 ? null : Now.AddDays(givenDay - 1);
            // From the definition: yes where they said yes; where they said no, only what they gave after that; where they said nothing, only what they gave.
            var may = said == 1 || (said == 2 ? given > word!.At : given is not null);
            return Look("civil-affairs", "relief", word, given, LookingAtValues.Words).Ruling is not null == may;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Consent_is_given_to_the_agreement_in_force_once_and_taken_back_once_and_only_where_the_structure_asks_for_it()
    {
        var (wang, relief, licensing) = (new ActorId("r-wang"), Cuiwei.Purposes.Of("relief")[0], Cuiwei.Purposes.Of("licensing")[0]);
        var agreement = ConsentAgreement.Of(Cuiwei, "relief", Today.Day)!.Digest;

        Assert.Equal<Outcome>(LookRefusals.ConsentNotAsked, GivingConsent.Decide(new GiveConsent("licensing", agreement), wang, licensing, agreement, null, Now));
        Assert.Equal<Outcome>(LookRefusals.AgreementChanged, GivingConsent.Decide(new GiveConsent("relief", "old"), wang, relief, agreement, null, Now));
        var given = Assert.IsType<ConsentGiven>(Assert.IsType<Outcome.Accepted>(GivingConsent.Decide(new GiveConsent("relief", agreement), wang, relief, agreement, null, Now)).Events[0]);
        Assert.Equal<Outcome>(LookRefusals.ConsentGivenAlready, GivingConsent.Decide(new GiveConsent("relief", agreement), wang, relief, agreement, GivingConsent.After(given), Now));
        var taken = Assert.IsType<ConsentWithdrawn>(Assert.IsType<Outcome.Accepted>(GivingConsent.Decide(new WithdrawConsent("relief"), wang, relief, GivingConsent.After(given), Now)).Events[0]);
        Assert.Equal<Outcome>(LookRefusals.ConsentWithdrawnAlready, GivingConsent.Decide(new WithdrawConsent("relief"), wang, relief, GivingConsent.After(taken), Now));
    }

    [Fact]
    public void An_agreement_is_a_new_revision_where_what_may_be_read_for_it_changes_and_the_same_where_nothing_does()
    {
        var before = ConsentAgreement.Of(Cuiwei, "relief", Today.Day)!;

        Assert.Equal(before.Digest, ConsentAgreement.Of(AStructure.Read("cuiwei").Structure!, "relief", Today.Day)!.Digest);
        Assert.NotEqual(before.Digest, ConsentAgreement.Of(Cuiwei, "care", Today.Day)!.Digest);
        Assert.Null(ConsentAgreement.Of(Cuiwei, "gossip", Today.Day));
    }
}
