using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Trellis.Structure;
using Trellis.Structure.Files;
using Xunit;

namespace Trellis.Tests.Structure;

/// <summary>The version of a structure is that of the model: whatever is only spelling changes nothing, whatever is meant changes it.</summary>
public sealed class WritingBack
{
    public static TheoryData<string> Structures => new("authzen-todo", "hello-village", "cuiwei");

    [Theory]
    [MemberData(nameof(Structures))]
    public void Writing_a_structure_and_reading_it_back_gives_the_same_model_and_version(string name)
    {
        var before = AStructure.Read(name);

        var after = ReadingStructures.Read(WritingStructures.Write(before.Structure));

        Assert.Equal(Listing(before.Structure), Listing(after.Structure));
        Assert.Equal(Prints.VersionOf(before.Structure), Prints.VersionOf(after.Structure));
        Assert.Equal(before.Findings.Count, after.Findings.Count);
    }

    [Theory]
    [MemberData(nameof(Structures))]
    public void What_was_written_is_written_again_letter_for_letter(string name)
    {
        var once = WritingStructures.Write(AStructure.Read(name).Structure);
        var twice = WritingStructures.Write(ReadingStructures.Read(once).Structure);

        Assert.Equal(once.Select(static file => file.Path), twice.Select(static file => file.Path));
        foreach (var (one, other) in once.Zip(twice)) Assert.Equal(Encoding.UTF8.GetString(one.Bytes), Encoding.UTF8.GetString(other.Bytes));
    }

    [Fact]
    public void Comments_line_ends_and_the_split_into_files_do_not_count()
    {
        var plain = AStructure.FilesOf("hello-village");
        var other = new List<SourceFile>();
        foreach (var file in plain)
        {
            var text = Encoding.UTF8.GetString(file.Bytes);
            if (file.Path == "duties.yaml")
            {
                // Two files, in the other order, with a remark.
                var cut = text.IndexOf("- duty: safety-walks", StringComparison.Ordinal);
                other.Add(AStructure.AFile("duties/b.yaml", "# moved\n" + text[..cut]));
                other.Add(AStructure.AFile("duties/a.yaml", text[cut..]));
            }
            else other.Add(new SourceFile(file.Path, Encoding.UTF8.GetBytes("\uFEFF" + text.ReplaceLineEndings("\r\n"))));
        }

        Assert.Equal(Prints.VersionOf(ReadingStructures.Read(plain).Structure), Prints.VersionOf(ReadingStructures.Read(other).Structure));
    }

    [Theory]
    [InlineData("lead: liuhe", "lead: works-office")]
    [InlineData("review-by: 2028-12-31", "review-by: 2028-12-30")]
    [InlineData("Safety walks", "Safety walk")]
    [InlineData("basis: [liuhe-services/4]", "basis: [liuhe-services/5]")]
    public void What_is_meant_counts(string from, string to)
    {
        var duties = Encoding.UTF8.GetString(AStructure.FilesOf("hello-village").Single(static file => file.Path == "duties.yaml").Bytes);
        Assert.Contains(from, duties, StringComparison.Ordinal);

        Assert.NotEqual(
            Prints.VersionOf(AStructure.Read("hello-village").Structure),
            Prints.VersionOf(AStructure.With(("duties.yaml", duties.Replace(from, to, StringComparison.Ordinal))).Structure));
    }

    [Fact]
    public void The_order_of_a_set_does_not_count_and_that_of_asks_does()
    {
        const string One = "- {group: some, name: {zh: 某, en: Some}, units: [shangliu, zhongliu]}\n";
        const string Other = "- {group: some, name: {zh: 某, en: Some}, units: [zhongliu, shangliu]}\n";
        Assert.Equal(Prints.VersionOf(AStructure.With(("groups/a.yaml", One)).Structure), Prints.VersionOf(AStructure.With(("groups/a.yaml", Other)).Structure));

        var matter = Encoding.UTF8.GetString(AStructure.FilesOf("hello-village").Single(static file => file.Path == "matters/small-repair.yaml").Bytes);
        var turned = matter.Replace("[applicant, applicant.phone, facility, matter.damage]", "[applicant.phone, applicant, facility, matter.damage]", StringComparison.Ordinal);
        Assert.NotEqual(matter, turned);
        Assert.NotEqual(Prints.VersionOf(AStructure.Read("hello-village").Structure), Prints.VersionOf(AStructure.With(("matters/small-repair.yaml", turned)).Structure));
    }

    [Fact]
    public void A_silent_default_and_a_spoken_one_are_the_same()
    {
        var duties = Encoding.UTF8.GetString(AStructure.FilesOf("hello-village").Single(static file => file.Path == "duties.yaml").Bytes);

        Assert.Equal(
            Prints.VersionOf(AStructure.Read("hello-village").Structure),
            Prints.VersionOf(AStructure.With(("duties.yaml", duties.Replace("  lead: liuhe\n", "  lead: liuhe\n  varies: fixed\n", StringComparison.Ordinal))).Structure));
    }

    [Fact]
    public void A_change_to_one_entry_leaves_every_other_byte_of_its_file_alone() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), static seed =>
        {
            var random = new Random(seed);
            var files = AStructure.FilesOf("cuiwei");
            var structure = ReadingStructures.Read(files).Structure;
            var entry = structure.Entries[random.Next(structure.Entries.Count)];
            if (entry.Kind is Kind.Level or Kind.UnitType || !entry.Node["name"u8].IsMap) return true;
            var value = new[] { "新名称", "a, b: c # d", "\"quoted\"", "{x}", "plain words", "- dash" }[random.Next(6)];

            var changed = EditingEntries.Set(entry, ["name", "zh"], value);

            var again = ReadingStructures.Read([.. files.Where(file => file.Path != changed.Path), changed]);
            var same = again.Structure.Find(entry.Kind, entry.Id).Single(one => one.From == entry.From && one.At.Line == entry.At.Line && one.At.Path == entry.At.Path);
            var before = entry.Node.File.Bytes.Length;
            return same.Name.Zh == value
                && again.Structure.Entries.Count == structure.Entries.Count
                && changed.Bytes.AsSpan().CommonPrefixLength(entry.Node.File.Bytes) + CommonSuffix(changed.Bytes, entry.Node.File.Bytes) >= before - 100;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    [Fact]
    public void A_new_key_goes_behind_the_last_and_comments_stay()
    {
        var reading = AStructure.With(("skills.yaml", "# skills\n- skill: sound # the meter\n  name: {zh: 声, en: Sound} # short\n\n# the next\n- {skill: fire, name: {zh: 火, en: Fire}}\n"));

        var block = EditingEntries.Set(reading.Structure.Skills.Of("sound")[0], ["review-by"], "2027-01-01");
        var flow = EditingEntries.Set(reading.Structure.Skills.Of("fire")[0], ["review-by"], "2027-01-01");

        Assert.Equal("# skills\n- skill: sound # the meter\n  name: {zh: 声, en: Sound} # short\n  review-by: 2027-01-01\n\n# the next\n- {skill: fire, name: {zh: 火, en: Fire}}\n", Encoding.UTF8.GetString(block.Bytes));
        Assert.EndsWith("- {skill: fire, name: {zh: 火, en: Fire}, review-by: 2027-01-01}\n", Encoding.UTF8.GetString(flow.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_is_taken_away_with_its_value_and_nothing_else()
    {
        var reading = AStructure.With(("skills.yaml", "- skill: sound\n  review-by: 2027-01-01 # soon\n  name: {zh: 声, en: Sound}\n- {skill: fire, review-by: 2027-01-01, name: {zh: 火, en: Fire}}\n"));

        Assert.Equal("- skill: sound\n  name: {zh: 声, en: Sound}\n- {skill: fire, review-by: 2027-01-01, name: {zh: 火, en: Fire}}\n", Encoding.UTF8.GetString(EditingEntries.Remove(reading.Structure.Skills.Of("sound")[0], "review-by").Bytes));
        Assert.EndsWith("- {skill: fire, name: {zh: 火, en: Fire}}\n", Encoding.UTF8.GetString(EditingEntries.Remove(reading.Structure.Skills.Of("fire")[0], "review-by").Bytes), StringComparison.Ordinal);
    }

    private static int CommonSuffix(byte[] one, byte[] other)
    {
        var length = 0;
        while (length < Math.Min(one.Length, other.Length) && one[^(length + 1)] == other[^(length + 1)]) length++;
        return length;
    }

    private static string Listing(GovernanceStructure structure) =>
        string.Join('\n', structure.Entries.Where(static entry => entry.Kind is not (Kind.Level or Kind.UnitType)).Select(static entry => $"{entry.Address} {entry.From:yyyy-MM-dd} {Prints.Canonical(entry)}").Order(StringComparer.Ordinal));
}
