using Trellis.Ledger;
using Trellis.Structure;
using Trellis.Tests.Structure;
using Trellis.Web.Ledger;
using Xunit;
using Entry = Trellis.Ledger.Entry;

namespace Trellis.Tests.Web;

/// <summary>What anybody is told of an entry, and how they find one.</summary>
public sealed class TellingAnybody
{
    private static readonly StructureOnDay Today = AStructure.Read("cuiwei").Structure.On(new DateOnly(2026, 5, 11));

    [Theory]
    [InlineData("matter-filed/1")]
    [InlineData("step-performed/1")]
    [InlineData("matter-seen/1")]
    [InlineData("values-seen/1")]
    [InlineData("facts-read/1")]
    [InlineData("inquiry-asked/1")]
    [InlineData("whistle-blown/1")]
    [InlineData("matter-closed/1")]
    [InlineData("act-refused/1")]
    [InlineData("token-issued/1")]
    [InlineData("values-erased/1")]
    [InlineData("of-a-later-program/9")]
    public void All_work_that_concerns_people_has_one_word_so_that_no_look_and_no_matter_stands_out(string happened)
    {
        var told = TellingEntries.Of(7, AnEntry(happened, "zhuyuan"), Today);

        Assert.Equal(TellingEntries.Of(7, AnEntry("step-opened/1", "zhuyuan"), Today), told);
        Assert.False(told.IsAboutRules);
    }

    [Fact]
    public void Of_a_village_the_township_is_told() => Assert.Equal("xikou", TellingEntries.Of(7, AnEntry("step-performed/1", "zhuyuan"), Today).Unit!.Id);

    [Theory]
    [InlineData("requester")]
    [InlineData("system")]
    public void Of_a_resident_and_of_the_machine_no_unit_is_told(string role) => Assert.Null(TellingEntries.Of(7, AnEntry("matter-filed/1", new EntryActor.InRole(role)), Today).Unit);

    [Theory]
    [InlineData("structure-proposed/1")]
    [InlineData("structure-objected/1")]
    [InlineData("structure-adopted/1")]
    [InlineData("emergency-declared/2")]
    public void What_concerns_rules_is_told_in_full(string happened)
    {
        var told = TellingEntries.Of(7, AnEntry(happened, "zhuyuan"), Today);

        Assert.True(told.IsAboutRules);
        Assert.Equal("zhuyuan", told.Unit!.Id);
    }

    [Theory]
    [InlineData("17", 17)]
    [InlineData("  0 ", 0)]
    [InlineData("1,234", 1234)]
    [InlineData("entry 17", 17)]
    [InlineData("第 17 条", 17)]
    [InlineData("http://127.0.0.1:8080/receipt/17", 17)]
    [InlineData("/record/17", 17)]
    [InlineData("receipt-17.tlog-proof", 17)]
    [InlineData("c2sp.org/tlog-proof@v1\nindex 17\nAAAA\n", 17)]
    public void An_entry_is_found_however_its_number_is_written(string written, long at) => Assert.Equal(new SoughtEntry.Position(at), SoughtEntry.Read(written));

    [Theory]
    [InlineData("2026-0000123")]
    public void The_number_of_a_matter_is_told_from_that_of_an_entry(string written) => Assert.Equal(new SoughtEntry.MatterNumber(written), SoughtEntry.Read(written));

    [Theory]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    public void A_digest_is_the_same_in_either_spelling(string written) => Assert.Equal(new SoughtEntry.Digest(Nothing), SoughtEntry.Read(written));

    [Theory]
    [InlineData("cuiwei.example/record\n17\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— cuiwei.example/record AAAA\n")]
    [InlineData("cuiwei.example/record 17 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=  — cuiwei.example/record AAAA")]
    public void A_checkpoint_that_was_saved_is_read_also_from_one_line(string written) => Assert.Equal(new SoughtEntry.Saved("cuiwei.example/record", 17, Nothing), SoughtEntry.Read(written));

    [Theory]
    [InlineData("")]
    [InlineData("lamp")]
    [InlineData("-1")]
    [InlineData("1,2")]
    [InlineData("99999999999999999999")]
    [InlineData("receipt/")]
    [InlineData("<script>17")]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85")]
    [InlineData("cuiwei.example/record 99999999999999999999 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")]
    [InlineData("１７")]
    public void What_cannot_be_read_is_not_guessed_at(string written) => Assert.IsType<SoughtEntry.Unreadable>(SoughtEntry.Read(written));

    [Fact]
    public void What_is_longer_than_any_receipt_is_not_read() => Assert.IsType<SoughtEntry.Unreadable>(SoughtEntry.Read(new string(' ', 2000) + new string('7', SoughtEntry.LongestWritten + 1)));

    /// <summary>The digest of nothing.</summary>
    private static TreeHash Nothing { get; } = new(Convert.FromHexString("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));

    private static Entry AnEntry(string happened, string unit) => AnEntry(happened, new EntryActor.Officer("clerk", unit));

    private static Entry AnEntry(string happened, EntryActor by) => new() { At = new DateTimeOffset(2026, 5, 11, 4, 0, 0, TimeSpan.Zero), By = by, Event = happened, Structure = "v1" };
}
