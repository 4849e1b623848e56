using Trellis.Information.Names;
using Xunit;

namespace Trellis.Tests.Information;

/// <summary>Addresses in the ways in which people write them.</summary>
public sealed class ReadingAddresses
{
    [Theory]
    [InlineData("翠微县城关街道和平社区锦绣园3号楼2单元501室", "和平社区锦绣园3栋2单元501")]
    [InlineData("和平社区锦绣园小区3栋2单元501", "和平居委会锦绣园3-2-501")]
    [InlineData("和平社区锦绣园三号楼二单元501室", "和平社区 锦绣园 3幢2-501")]
    [InlineData("某省某市翠微县溪口镇汀溪村三组12号", "溪口镇汀溪村第3村民小组12号")]
    [InlineData("汀溪村十二组5号", "汀溪村村委会12组5号")]
    [InlineData("汀溪村2社5号", "汀溪村二社5号")]
    [InlineData("城关街道东街社区书院巷８号", "东街社区书院巷8号")]
    public void Two_spellings_of_one_home_are_one(string one, string other) => Assert.Equal(SameAddress.Home, NormalAddress.Read(one)!.CommonWith(NormalAddress.Read(other)!));

    [Theory]
    [InlineData("和平社区锦绣园3号楼2单元501室", "和平社区锦绣园3号楼2单元502室", SameAddress.Building)]
    [InlineData("和平社区锦绣园3号楼2单元501室", "和平社区锦绣园5号楼2单元501室", SameAddress.Village)]
    [InlineData("汀溪村3组12号", "汀溪村4组12号", SameAddress.Village)]
    [InlineData("汀溪村3组12号", "上溪村3组12号", SameAddress.Elsewhere)]
    [InlineData("溪口镇新村3组12号", "石坪镇新村3组12号", SameAddress.Village)] // one name, two villages; the towns differ, and no house is one
    public void Near_ones_are_not_one(string one, string other, SameAddress common) => Assert.Equal(common, NormalAddress.Read(one)!.CommonWith(NormalAddress.Read(other)!));

    [Fact]
    public void Numerals_in_names_stay_what_they_are()
    {
        Assert.Equal("五一社区", NormalAddress.Read("翠微县北门街道五一社区书院巷3号")!.Village);
        Assert.Equal("三里村", NormalAddress.Read("三里村2组3号")!.Village);
    }

    [Theory]
    [InlineData("")]
    [InlineData("，")]
    [InlineData("()")]
    public void What_says_nothing_is_no_address(string written) => Assert.Null(NormalAddress.Read(written));

    [Fact]
    public void An_address_without_a_house_finds_nobody() => Assert.Empty(NormalAddress.Read("汀溪村")!.Keys);
}
