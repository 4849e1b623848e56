using System.Text;
using System.Text.Json;
using Trellis.Information.Exchange;
using Trellis.Ledger;
using Trellis.Standards.Dcat;
using Trellis.Structure;
using Trellis.Structure.Files;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Information;

/// <summary>Whether an owner gives what a neighbour asks for: by its structure, and with what it cites.</summary>
public sealed class DecidingRequestsTests
{
    private static readonly DateTimeOffset T = new(2026, 5, 4, 1, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Day = new(2026, 5, 4);
    private static readonly NoteSigner Home = NoteSigner.Make("home.example/record", NoteKeyType.Ed25519, Enumerable.Repeat((byte)7, 32).ToArray());
    private static readonly GovernanceStructure Village = Structure("preview: none");

    private static MessageBody.Request Asked => new("liuhe", ["person.phone"], "zh-17", "repairs", "liuhe-services/9", "m1", "clerk@liuhe", T, T.AddDays(1), new string('1', 64), null) { Dealing = new string('2', 32) };

    [Fact]
    public void What_is_offered_to_who_asks_for_that_purpose_and_on_that_article_is_given() => Assert.Equal("telephone", Decide(Asked).Under?.Id);

    [Fact]
    public void Of_what_another_unit_owns_the_owner_is_named() => Refuses(Asked with { Unit = "works-office" }, ExchangeRefusals.NotTheOwner, "unit/liuhe");

    [Fact]
    public void Of_what_nobody_here_owns_nobody_is_named() => Refuses(Asked with { Items = ["person.wages"] }, ExchangeRefusals.NotTheOwner);

    [Fact]
    public void What_is_held_and_not_offered_has_no_interface() => Refuses(Asked with { Items = ["person.phone", "person.number"] }, ExchangeRefusals.NoInterface, "unit/liuhe");

    [Fact]
    public void For_another_purpose_it_is_not_given() => Refuses(Asked with { Purpose = "safety" }, ExchangeRefusals.PurposeNotAllowed, "offer/telephone", "purpose/repairs");

    [Fact]
    public void To_whom_it_does_not_name_it_is_not_given()
    {
        var (under, why) = DecidingRequests.Decide(Village, Day, Village.Neighbours.On("far", Day)!, Asked, T);
        Assert.Null(under);
        Assert.Equal((ExchangeRefusals.RecipientNotNamed, "offer/telephone"), (why!.Why, Assert.Single(why.Cites)));
    }

    [Theory, InlineData("liuhe-services/1"), InlineData("liuhe-services"), InlineData("nothing/1")]
    public void On_another_article_it_is_not_given_and_those_that_could_be_cited_are_named(string basis) => Refuses(Asked with { Basis = basis }, ExchangeRefusals.NoBasis, "offer/telephone", "liuhe-services/9");

    [Fact]
    public void A_request_that_has_lapsed_is_not_decided() => Assert.Equal(ExchangeRefusals.Expired, DecidingRequests.Decide(Village, Day, Village.Neighbours.On("home", Day)!, Asked, T.AddDays(2)).Why?.Why);

    [Fact]
    public void The_person_sees_it_first_where_the_offer_says_so()
    {
        Assert.False(DecidingRequests.NeedsPreview(Village.Offers.On("telephone", Day)!, "repairs", Village, Day));
        Assert.True(DecidingRequests.NeedsPreview(Structure("preview: asked").Offers.On("telephone", Day)!, "repairs", Village, Day));
    }

    [Fact]
    public void Terms_show_each_refusal_that_they_deny_and_no_other()
    {
        var terms = StatingTerms.Of(Village, Day, "there.example/record", "v1", T);
        foreach (var code in (string[])["exchange.not-the-owner", "exchange.no-interface", "exchange.purpose-not-allowed", "exchange.recipient-not-named", "exchange.no-basis"])
            Assert.Equal("telephone", StatingTerms.Contradicts(terms, Asked, code, Home.Name));

        Assert.Null(StatingTerms.Contradicts(terms, Asked, "exchange.subject-not-held", Home.Name));
        Assert.Null(StatingTerms.Contradicts(terms, Asked with { Basis = "liuhe-services/1" }, "exchange.no-basis", Home.Name));
        Assert.Null(StatingTerms.Contradicts(terms, Asked, "exchange.recipient-not-named", "else.example/record"));
        Assert.Null(StatingTerms.Contradicts(terms, Asked with { Items = ["person.number"] }, "exchange.no-interface", Home.Name));
        Assert.True(ExchangeTerms.TryRead(terms.Encode(), out var read) && read.Encode().AsSpan().SequenceEqual(terms.Encode()));
    }

    [Fact]
    public void The_catalogue_names_each_offer_with_its_owner_and_the_terms_that_are_enforced()
    {
        using var json = JsonDocument.Parse(WritingCatalogue.Write(Village, Day, "there.example/record", "https://there.example/api/v1/exchange/messages"));
        var dataset = Assert.Single(json.RootElement.GetProperty("dcat:dataset").EnumerateArray().ToList());
        Assert.Equal(("telephone", "urn:trellis:there.example/record:unit/liuhe"), (dataset.GetProperty("dct:identifier").GetString(), dataset.GetProperty("dct:publisher").GetProperty("@id").GetString()));
        Assert.Equal("repairs", dataset.GetProperty("dcat:distribution").GetProperty("odrl:hasPolicy").GetProperty("odrl:permission")[0].GetProperty("odrl:constraint")[0].GetProperty("odrl:rightOperand")[0].GetString());
    }

    [Fact]
    public void A_message_has_one_spelling_and_every_part_of_it_is_looked_at()
    {
        var message = new ExchangeMessage(ExchangeMessage.Form, Home.Name, "there.example/record", T, T.AddMinutes(5), new string('3', 64), Asked);
        var text = Encoding.UTF8.GetString(message.Encode());
        Assert.True(ExchangeMessage.TryRead(message.Encode(), out var read, out var fault), fault);
        Assert.Equal(message.Body.Digest, read.Body.Digest);
        foreach (var wrong in (string[])[
            text.TrimEnd('\n'), text + "\n", " " + text, text.Replace("exchange/1", "exchange/2", StringComparison.Ordinal), text.Replace("\"kind\":\"request\",", "", StringComparison.Ordinal), text.Replace("\"request\"", "\"else\"", StringComparison.Ordinal),
            text.Replace(new string('3', 64), new string('3', 63), StringComparison.Ordinal), text.Replace(new string('3', 64), new string('G', 64), StringComparison.Ordinal), text.Replace("[\"person.phone\"]", "[]", StringComparison.Ordinal), text.Replace("[\"person.phone\"]", "[null]", StringComparison.Ordinal),
            text.Replace("\"zh-17\"", "null", StringComparison.Ordinal), text.Replace("\"zh-17\"", "17", StringComparison.Ordinal), text.Replace("person.phone", "person phone", StringComparison.Ordinal), text.Replace("\"from\"", "\"From\"", StringComparison.Ordinal), "[]\n", "null\n", "\n\n", ""])
            Assert.False(ExchangeMessage.TryRead(Encoding.UTF8.GetBytes(wrong), out _, out _), wrong);
    }

    private static (Offer? Under, CitedRefusal? Why) Decide(MessageBody.Request request) => DecidingRequests.Decide(Village, Day, Village.Neighbours.On("home", Day)!, request, T);

    private static void Refuses(MessageBody.Request request, Refusal refusal, params string[] cites)
    {
        var (under, why) = Decide(request);
        Assert.Null(under);
        Assert.Equal(refusal, why!.Why);
        Assert.Equal(cites, why.Cites);
    }

    private static GovernanceStructure Structure(string preview)
    {
        var folder = Path.Combine(Checkout.Root, "structures", "hello-village");
        List<SourceFile> files = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => new SourceFile(Path.GetRelativePath(folder, file), File.ReadAllBytes(file)))];
        files.Add(new SourceFile("neighbours.yaml", Encoding.UTF8.GetBytes($$"""
            - neighbour: home
              name: {zh: 邻乡, en: The next township}
              origin: {{Home.Name}}
              key: {{Home.Verifier}}
              basis: [liuhe-services/9]
            - neighbour: far
              name: {zh: 远乡, en: A far township}
              origin: {{Home.Name}}
              key: {{Home.Verifier}}
              basis: [liuhe-services/9]
            """)));
        files.Add(new SourceFile("offers.yaml", Encoding.UTF8.GetBytes($$"""
            - offer: telephone
              name: {zh: 联系电话, en: Telephone}
              by: liuhe
              items: [person.phone]
              purposes: [repairs]
              given-to: [neighbour/home]
              {{preview}}
              basis: [liuhe-services/9]
            """)));
        var reading = ReadingStructures.Read(files, 1);
        Assert.DoesNotContain(reading.Findings.Kept, static finding => finding.Severity == Trellis.Structure.Findings.Severity.Error);
        return reading.Structure;
    }
}
