using System.Text;
using Trellis.Standards.Paper;
using Trellis.Structure;
using Trellis.Tests.Structure;
using Xunit;

namespace Trellis.Tests.Standards.Paper;

/// <summary>What stands on a printed form: everything that is asked and everything that is done, and nothing that could become markup.</summary>
public sealed class PrintedForms
{
    private static readonly DateOnly Day = new(2026, 11, 20);

    private static readonly GovernanceStructure Cuiwei = AStructure.Read("cuiwei").Structure;

    [Fact]
    public void Everything_asked_and_every_step_stands_on_the_form_of_every_matter_type_in_both_languages()
    {
        foreach (var id in Cuiwei.Matters.Ids)
        {
            if (Cuiwei.Matters.On(id, Day) is not { } matter) continue;
            foreach (var language in (Language[])[Language.Chinese, Language.English])
            {
                var form = Print(Cuiwei, matter, null, language);
                Assert.Contains(Escaped(matter.Name.In(language)), form, StringComparison.Ordinal);
                Assert.Equal(matter.Asks.Count, Count(form, "<div class=\"asked\">"));
                foreach (var step in matter.Steps) Assert.Contains($"<span class=\"hint\">{step.Id}</span>", form, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_part_is_printed_without_its_receiving_delivering_and_confirming()
    {
        var bundle = Cuiwei.Matters.On("small-restaurant", Day)!;
        var part = Cuiwei.Matters.On("business-licence", Day)!;

        var form = Print(Cuiwei, bundle, null, Language.English);

        Assert.Contains(part.Name.En, form, StringComparison.Ordinal);
        Assert.Equal(1, Count(form, "Receive</strong>"));
        Assert.Equal(1, Count(form, "Confirm</strong>"));
    }

    [Fact]
    public void A_name_never_becomes_markup()
    {
        var written = Encoding.UTF8.GetString(AStructure.FilesOf("hello-village").Single(static file => file.Path == "matters/small-repair.yaml").Bytes);
        var odd = AStructure.With(("matters/small-repair.yaml", written.Replace("Report of a broken lamp or path", "<script>alert(1)</script>", StringComparison.Ordinal))).Structure;

        var form = Print(odd, odd.Matters.On("small-repair", Day)!, null, Language.English);

        Assert.DoesNotContain("<script", form, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", form, StringComparison.Ordinal);
    }

    [Fact]
    public void The_form_says_from_which_version_it_was_printed() =>
        Assert.Contains("Structure version abc123, printed on 2026-11-20", Print(Cuiwei, Cuiwei.Matters.On("construction-noise", Day)!, null, Language.English), StringComparison.Ordinal);

    private static string Print(GovernanceStructure structure, MatterType matter, UnitOnDay? place, Language language)
    {
        using var page = new MemoryStream();
        new PaperForm(structure, matter, place, Day, "abc123", language).Write(page);
        return Encoding.UTF8.GetString(page.ToArray());
    }

    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);

    private static int Count(string text, string part)
    {
        var count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + 1, StringComparison.Ordinal)) count++;
        return count;
    }
}
