using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Trellis.Ledger;
using Trellis.Tests.Architecture;
using Xunit;

namespace Trellis.Tests.Ledger;

/// <summary>An entry has one spelling, and no room for a name or a sentence.</summary>
public sealed class AnEntry
{
    private static readonly DateTimeOffset Morning = new(2026, 5, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>32 bytes 0, 1, 2, ... so that the golden files can be made again by hand.</summary>
    private static readonly byte[] Salt = [.. Enumerable.Range(0, 32).Select(static number => (byte)number)];

    private static Entry Small => new() { At = Morning, By = EntryActor.System, Event = "record-opened/1", Structure = "none" };

    private static Entry Returned => new()
    {
        At = Morning.AddMilliseconds(123),
        By = new EntryActor.Officer("intake", "cuiwei/qinghe/window"),
        Event = "matter-returned/1",
        Fields = new EntryValue.Group(new Dictionary<string, EntryValue>
        {
            ["matter"] = EntryValue.Of("01J9ZQ"),
            ["from"] = EntryValue.Of("water"),
            ["to"] = EntryValue.Of("roads"),
            ["working-days"] = EntryValue.Of(3),
            ["late"] = EntryValue.Of(false),
        }),
        Mandate = ["delegation/d12", "power/p3", "act/water-law#art-61"],
        Personal = [new PersonalField("reason", Commitment.Of(Salt, "reason", "这不是我们的管辖范围"u8)), new PersonalField("phone", Commitment.Of(Salt, "phone", "555 0100"u8))],
        Structure = "sha256:3f1c",
    };

    private static Entry Everything => new()
    {
        At = new DateTimeOffset(1, 1, 1, 0, 0, 0, TimeSpan.Zero),
        By = EntryActor.Requester,
        Event = "everything-tried/12",
        Fields = new EntryValue.Group(new Dictionary<string, EntryValue>
        {
            ["a"] = EntryValue.Of(EntryValue.MaxNumber),
            ["B"] = EntryValue.Of(-EntryValue.MaxNumber),
            ["aa"] = EntryValue.Of(0),
            ["list"] = new EntryValue.List([EntryValue.Of(true), EntryValue.Of("._/:@#+=-"), new EntryValue.List([]), EntryValue.Group.None]),
            ["group"] = new EntryValue.Group(new Dictionary<string, EntryValue> { ["inner"] = EntryValue.Of(["x", "y"]) }),
            ["1"] = EntryValue.Of(new string('w', 200)),
        }),
        Notes = ["clock-set-back"],
        Structure = "v",
    };

    public static TheoryData<string> Golden => new("record-opened", "matter-returned", "everything");

    [Theory]
    [MemberData(nameof(Golden))]
    public void Its_bytes_and_hash_are_those_of_the_golden_file(string name)
    {
        var entry = name switch { "record-opened" => Small, "matter-returned" => Returned, _ => Everything };
        var lines = Checkout.File($"tests/data/entries/{name}.txt").Text.Split('\n');

        Assert.Equal(lines[0], Encoding.UTF8.GetString(entry.Encode()));
        Assert.Equal(lines[1], Tree.Leaf(entry.Encode()).ToString());
    }
}
