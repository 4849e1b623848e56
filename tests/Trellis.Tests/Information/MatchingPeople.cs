using FsCheck;
using FsCheck.Fluent;
using Trellis.Information.Matching;
using Trellis.Information.Names;
using Xunit;

namespace Trellis.Tests.Information;

/// <summary>Which pairs of rows are put before a person, and which are not.</summary>
public sealed class MatchingPeople
{
    private static readonly Traits Wang = new()
    {
        Name = PersonalName.Read("王晓雯"),
        Birth = new DateOnly(1980, 5, 17),
        Sex = "female",
        Telephone = "11112345678",
        Address = NormalAddress.Read("和平社区锦绣园3号楼2单元501室"),
    };

    [Fact]
    public void Somebody_who_moved_and_changed_the_telephone_is_found() => Proposed(Wang with { Telephone = "11187654321", Address = NormalAddress.Read("汀溪村3组12号") });

    [Fact]
    public void Somebody_whose_name_was_written_by_ear_is_found() => Proposed(Wang with { Name = PersonalName.Read("王小文") });

    [Fact]
    public void Somebody_under_her_maiden_name_at_the_same_telephone_is_found() => Proposed(Wang with { Name = PersonalName.Read("李晓雯") });

    [Fact]
    public void Somebody_under_a_pet_name_at_the_same_home_is_found() => Proposed(Wang with { Name = PersonalName.Read("王雯雯") });

    [Fact]
    public void Day_and_month_swapped_is_a_slip_and_no_other_person()
    {
        var one = Wang with { Birth = new DateOnly(1980, 5, 7) };
        Assert.True(ComparingTraits.Compare(one, one with { Birth = new DateOnly(1980, 7, 5), Telephone = null }).Score >= ComparingTraits.Proposed);
    }

    [Fact]
    public void A_daughter_in_the_same_home_with_the_same_telephone_is_somebody_else() => NotProposed(Wang with { Name = PersonalName.Read("王雨"), Birth = new DateOnly(2005, 3, 1) });

    [Fact]
    public void Twins_with_numbers_of_their_own_are_two() =>
        Assert.True(ComparingTraits.Compare(
            Wang with { Number = "990101198005170021", NumberHolds = true }, Wang with { Name = PersonalName.Read("王晓霞"), Number = "990101198005170048", NumberHolds = true }).Score < ComparingTraits.Proposed);

    [Fact]
    public void A_namesake_elsewhere_born_on_another_day_is_somebody_else() => NotProposed(new Traits { Name = Wang.Name, Birth = new DateOnly(1962, 11, 2), Sex = "female", Address = NormalAddress.Read("上溪村1组2号") });

    [Fact]
    public void Reasons_tell_traits_and_never_values()
    {
        var (_, reasons) = ComparingTraits.Compare(Wang, Wang);
        Assert.Equal(["name", "birth", "sex", "telephone", "address"], reasons.Select(static one => one.Trait));
        Assert.DoesNotContain("王", string.Concat(reasons), StringComparison.Ordinal);
        Assert.DoesNotContain("王", Wang.ToString(), StringComparison.Ordinal);
    }

    /// <summary>By the definition: every pair that shares a key, compared once, beside the way that sorts keys.</summary>
    [Fact]
    public void Pairs_are_those_that_share_a_key_each_once()
    {
        string[] names = ["王芳", "王方", "李雷", "李磊", "韩梅梅"];
        Prop.ForAll(
            Gen.ArrayOf(Gen.Choose(0, 4).SelectMany(static name => Gen.Choose(1, 3).SelectMany(day => Gen.Choose(1, 3).Select(phone => (Name: name, Day: day, Phone: phone)))), 12).ToArbitrary(),
            drawn =>
            {
                var rows = drawn.Select(one => new Traits { Name = PersonalName.Read(names[one.Name]), Birth = new DateOnly(1990, 1, one.Day), Telephone = $"1111111111{one.Phone}" }).ToList();
                var expected = new HashSet<(int, int)>();
                for (var one = 0; one < rows.Count; one++)
                    for (var other = one + 1; other < rows.Count; other++)
                        if (MatchKeys.Of(rows[one]).Intersect(MatchKeys.Of(rows[other])).Any() && ComparingTraits.Compare(rows[one], rows[other]).Score >= 12) expected.Add((one, other));
                var found = ProposingMatches.Among(rows, least: 12);
                return found.Count == expected.Count && found.All(one => expected.Contains((one.One, one.Other)));
            }).QuickCheckThrowOnFailure();
    }

    /// <summary>The long way: whether one edit of any kind gives the other.</summary>
    [Fact]
    public void One_mistake_is_one_letter_more_less_other_or_swapped() => Prop.ForAll(
        Gen.ArrayOf(Gen.Elements('a', 'b', 'c')).ToArbitrary(), Gen.ArrayOf(Gen.Elements('a', 'b', 'c')).ToArbitrary(),
        static (one, other) => Nearness.IsOneMistake<char>(one, other) == (!one.SequenceEqual(other) && Edited(new string(one)).Contains(new string(other)))).QuickCheckThrowOnFailure();

    private static HashSet<string> Edited(string text)
    {
        var all = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at <= text.Length; at++)
        {
            foreach (var letter in "abc")
            {
                all.Add(text.Insert(at, letter.ToString()));
                if (at < text.Length) all.Add(text[..at] + letter + text[(at + 1)..]);
            }

            if (at < text.Length) all.Add(text.Remove(at, 1));
            if (at + 1 < text.Length) all.Add(text[..at] + text[at + 1] + text[at] + text[(at + 2)..]);
        }

        return all;
    }

    private static void Proposed(Traits other) => Assert.True(ComparingTraits.Compare(Wang, other).Score >= ComparingTraits.Proposed, $"{ComparingTraits.Compare(Wang, other).Score}");

    private static void NotProposed(Traits other) => Assert.True(ComparingTraits.Compare(Wang, other).Score < ComparingTraits.Proposed, $"{ComparingTraits.Compare(Wang, other).Score}");
}
