using System.Text;
using Trellis.Authority;
using Trellis.Process;
using Trellis.Web;
using Trellis.Web.Process;
using Xunit;

namespace Trellis.Tests.Web;

/// <summary>Every act has an address, or is said to have none; and forms are read strictly.</summary>
public sealed class AddressesOfActs
{
    [Fact]
    public void No_act_is_forgotten_and_none_is_made_up() =>
        Assert.Equal(ProcessActs.All.Select(static one => one.Word).Concat([TakeSeat.Name, LeaveSeat.Name, LendPower.Name, WithdrawPower.Name, DeclareEmergency.Name, EndEmergency.Name, ReviewEmergency.Name]).Order(StringComparer.Ordinal), ActAddresses.All.Select(static one => one.Word).Order(StringComparer.Ordinal));

    [Fact]
    public void Only_what_time_alone_does_and_looking_have_no_address() =>
        Assert.Equal(["close-for-silence", "end-consultation", "look-at-matter", "miss-call"], ActAddresses.All.Where(static one => one.Place == ActPlace.None).Select(static one => one.Word).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_address_has_its_act_as_its_last_word_or_is_its_own()
    {
        Assert.All(ActAddresses.All.Where(static one => one.Place == ActPlace.Matter), static one => Assert.Equal($"/api/v1/matters/{{matter}}/acts/{one.Word}", one.Pattern));
        Assert.Equal(ActAddresses.All.Count(static one => one.Place != ActPlace.None), ActAddresses.All.Where(static one => one.Place != ActPlace.None).Select(static one => one.Pattern).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("""{"Key":"look"}""", "did you mean key?")]
    [InlineData("""{"key":"look","kee":"x"}""", "did you mean key?")]
    [InlineData("""{"key":"look","result":{"kind":"checked","passd":true}}""", "result.passd; did you mean passed?")]
    [InlineData("""{"key":"look","result":{"kind":"checked"}}""", "result is not such a value")]
    [InlineData("""{"key":"look","result":{"kind":"guessed"}}""", "result is not such a value")]
    [InlineData("""{"key":"look","result":{"kind":"checked","passed":"yes"}}""", "result.passed is not such a value")]
    [InlineData("""{"key":7,"result":{"kind":"performed"}}""", "key is not such a value")]
    [InlineData("""{"key":null,"result":{"kind":"performed"}}""", "key is not such a value")]
    [InlineData("""{"result":{"kind":"performed"}}""", "key is missing")]
    [InlineData("""{"key":"look","key":"look","result":{"kind":"performed"}}""", "has a name twice")]
    [InlineData("""["key"]""", "not such an object")]
    [InlineData("null", "JSON object")]
    [InlineData("{\"key\":\"\\ud800\",\"result\":{\"kind\":\"performed\"}}", "no text")]
    [InlineData("""{"key":"look","result":{"kind":"performed"},"happened":"yesterday"}""", "happened is a moment with its offset")]
    [InlineData("", "no JSON")]
    public void A_form_that_is_another_is_refused_with_what_is_wrong(string body, string said)
    {
        Assert.False(ActAddresses.Find("perform-step")!.TryRead(Encoding.UTF8.GetBytes(body), out _, out var fault));
        Assert.Contains(said, fault!.Value.En, StringComparison.Ordinal);
        Assert.NotEqual(fault.Value.En, fault.Value.Zh);
    }

    [Fact]
    public void Depth_and_bytes_that_are_no_text_are_refused()
    {
        var deep = Encoding.UTF8.GetBytes("{\"key\":\"look\",\"result\":{\"kind\":\"performed\"},\"facts\":{\"a\":" + new string('[', 40) + new string(']', 40) + "}}");
        byte[] bytes = [.. "{\"key\":\""u8, 0xC3, 0x28, .. "\",\"result\":{\"kind\":\"performed\"}}"u8];

        Assert.False(ActAddresses.Find("perform-step")!.TryRead(deep, out _, out _));
        Assert.False(ActAddresses.Find("perform-step")!.TryRead(bytes, out _, out _));
    }

    [Fact]
    public void Words_of_a_choice_are_written_small_with_hyphens_and_never_as_numbers()
    {
        Assert.True(ActAddresses.Find("judge-whistle")!.TryRead("""{"number":1,"verdict":"without-effect"}"""u8.ToArray(), out _, out _));
        Assert.False(ActAddresses.Find("judge-whistle")!.TryRead("""{"number":1,"verdict":1}"""u8.ToArray(), out _, out _));
        Assert.False(ActAddresses.Find("judge-whistle")!.TryRead("""{"number":1,"verdict":"WithoutEffect"}"""u8.ToArray(), out _, out _));
    }

    [Fact]
    public void Every_code_of_http_has_both_languages_and_stands_once()
    {
        Assert.Equal(HttpRefusals.All.Count, HttpRefusals.All.Select(static one => one.Code).Distinct().Count());
        Assert.Equal(typeof(HttpRefusals).GetProperties().Count(static one => one.PropertyType == typeof(Refusal)), HttpRefusals.All.Count);
        Assert.All(HttpRefusals.All, static one => Assert.True(one.Code.StartsWith("http.", StringComparison.Ordinal) && one.Says.Zh.Length > 0 && one.Says.En.EndsWith('.')));
    }
}
