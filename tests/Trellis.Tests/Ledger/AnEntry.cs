using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
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

    [Fact]
    public void Writing_reading_and_writing_again_gives_the_same_bytes() =>
        Prop.ForAll(Entries().ToArbitrary(), static entry =>
        {
            var bytes = entry.Encode();
            return Entry.TryRead(bytes, out var again, out _)
                && again.Encode().SequenceEqual(bytes)
                && (again.At, again.By, again.Event, again.Structure) == (entry.At, entry.By, entry.Event, entry.Structure)
                && again.Mandate.SequenceEqual(entry.Mandate) && again.Notes.SequenceEqual(entry.Notes) && again.Personal.SequenceEqual(entry.Personal);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Its_bytes_are_those_that_a_general_JSON_writer_gives_with_its_keys_in_order() =>
        Prop.ForAll(Entries().ToArbitrary(), static entry =>
        {
            using var parsed = JsonDocument.Parse(entry.Encode());
            return Canonical(parsed.RootElement) == Encoding.UTF8.GetString(entry.Encode());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Into_a_buffer_it_writes_the_same_bytes()
    {
        var to = new ArrayBufferWriter<byte>();
        Assert.Equal(Returned.Encode().Length, Returned.WriteTo(to));
        Everything.WriteTo(to);

        Assert.Equal([.. Returned.Encode(), .. Everything.Encode()], to.WrittenSpan.ToArray());
    }

    [Fact]
    public void What_was_read_can_be_asked_for_its_fields()
    {
        Assert.True(Entry.TryRead(Returned.Encode(), out var entry, out _));

        Assert.Equal("water", Assert.IsType<EntryValue.Word>(entry.Fields["from"]).Text);
        Assert.Equal(3, Assert.IsType<EntryValue.Number>(entry.Fields["working-days"]).Value);
        Assert.False(Assert.IsType<EntryValue.YesNo>(entry.Fields["late"]).Value);
        Assert.Null(entry.Fields["nothing"]);
        Assert.Equal(["from", "late", "matter", "to", "working-days"], entry.Fields.Select(static one => one.Key));
        Assert.Equal(new EntryActor.Officer("intake", "cuiwei/qinghe/window"), entry.By);
        Assert.Equal(["phone", "reason"], entry.Personal.Select(static one => one.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("张三")]
    [InlineData("a\"b")]
    [InlineData("a\\b")]
    [InlineData("line\n")]
    [InlineData("a,b")]
    [InlineData("O'Neil")]
    public void No_name_and_no_sentence_can_be_put_into_it(string text)
    {
        Assert.Throws<ArgumentException>(() => EntryValue.Of(text));
        Assert.Throws<ArgumentException>(() => new EntryValue.Group([new(text, EntryValue.Of(1))]));
        Assert.Throws<ArgumentException>(() => new EntryActor.Officer(text, "u"));
        Assert.Throws<ArgumentException>(() => new EntryActor.Officer("p", text));
        Assert.Throws<ArgumentException>(() => new EntryActor.InRole(text));
        Assert.Throws<ArgumentException>(() => new Entry { At = Morning, By = EntryActor.System, Event = text, Structure = "s" });
        Assert.Throws<ArgumentException>(() => new Entry { At = Morning, By = EntryActor.System, Event = "e/1", Structure = text });
        Assert.Throws<ArgumentException>(() => new Entry { At = Morning, By = EntryActor.System, Event = "e/1", Structure = "s", Mandate = [text] });
        Assert.Throws<ArgumentException>(() => new Entry { At = Morning, By = EntryActor.System, Event = "e/1", Structure = "s", Notes = [text] });
        Assert.Throws<ArgumentException>(() => new Entry { At = Morning, By = EntryActor.System, Event = "e/1", Structure = "s", Personal = [new PersonalField(text, default)] });
    }

    [Fact]
    public void A_name_twice_a_number_too_large_or_a_time_too_fine_is_a_mistake_of_the_program()
    {
        Assert.Throws<ArgumentException>(static () => new EntryValue.Group([new("a", EntryValue.Of(1)), new("a", EntryValue.Of(2))]));
        Assert.Throws<ArgumentOutOfRangeException>(static () => EntryValue.Of(EntryValue.MaxNumber + 1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => EntryValue.Of(-EntryValue.MaxNumber - 1));
        Assert.Throws<ArgumentException>(static () => new Entry { At = Morning.AddTicks(1), By = EntryActor.System, Event = "e/1", Structure = "s" });
        Assert.Throws<ArgumentException>(static () => new Entry { At = Morning.ToOffset(TimeSpan.FromHours(8)), By = EntryActor.System, Event = "e/1", Structure = "s" });
        Assert.Throws<ArgumentException>(static () => new Entry { At = Morning, By = EntryActor.System, Event = "e/1", Structure = "s", Personal = [new PersonalField("a", default), new PersonalField("a", default)] });
        Assert.Equal(Morning, Entry.Moment(Morning.AddTicks(9999).ToOffset(TimeSpan.FromHours(8))));
        Assert.Equal(TimeSpan.Zero, Entry.Moment(Morning.ToOffset(TimeSpan.FromHours(8))).Offset);
    }

    [Fact]
    public void One_that_is_too_long_for_a_bundle_is_not_written_and_not_read()
    {
        // 203 bytes for each word with its quotes and comma, and 140 for what is around them.
        static Entry OfWords(int words, int last) => new() { At = Morning, By = EntryActor.System, Event = "e/1", Structure = "s", Mandate = [.. Enumerable.Repeat(new string('a', 200), words), new string('a', last)] };
        var around = OfWords(0, 1).Encode().Length - 1;
        var (words, last) = ((Entry.MaxLength - around) / 203, (Entry.MaxLength - around) % 203);
        var longest = OfWords(words, last).Encode();

        Assert.Equal(Entry.MaxLength, longest.Length);
        Assert.True(Entry.TryRead(longest, out _, out _));
        Assert.Equal(Entry.MaxLength + 1, Assert.Throws<EntryTooLong>(() => OfWords(words, last + 1).Encode()).Length);
        Assert.Throws<EntryTooLong>(() => OfWords(words, last + 1).WriteTo(new ArrayBufferWriter<byte>()));
        Assert.False(Entry.TryRead(new byte[Entry.MaxLength + 1], out _, out var fault));
        Assert.Contains("65535 is the most", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Values_that_stand_in_each_other_too_deep_are_not_written()
    {
        static Entry Deep(int depth)
        {
            EntryValue value = EntryValue.Of(1);
            for (var at = 1; at < depth; at++) value = new EntryValue.List([value]);
            return new Entry { At = Morning, By = EntryActor.System, Event = "e/1", Structure = "s", Fields = new EntryValue.Group([new("a", value)]) };
        }

        Assert.True(Entry.TryRead(Deep(EntryValue.MaxDepth).Encode(), out _, out var fault), fault);
        Assert.Throws<ArgumentException>(static () => Deep(EntryValue.MaxDepth + 1).Encode());
    }

    [Fact]
    public void A_commitment_holds_for_its_value_its_field_and_its_salt_only()
    {
        var commitment = Commitment.Of(Salt, "phone", "555 0100"u8);
        var otherSalt = Salt.ToArray();
        otherSalt[31] ^= 1;

        Assert.True(commitment.Holds(Salt, "phone", "555 0100"u8));
        Assert.False(commitment.Holds(Salt, "phone", "555 0101"u8));
        Assert.False(commitment.Holds(Salt, "phon", "e555 0100"u8));
        Assert.False(commitment.Holds(Salt, "fax", "555 0100"u8));
        Assert.False(commitment.Holds(otherSalt, "phone", "555 0100"u8));
        Assert.False(commitment.Holds([], "phone", "555 0100"u8));
        Assert.Throws<ArgumentException>(static () => Commitment.Of(Salt.AsSpan(1), "phone", []));
        Assert.Equal(commitment, new Commitment(commitment.Bytes));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(997)]
    [InlineData(998)]
    [InlineData(1_000_000)]
    public void A_commitment_is_an_HMAC_over_the_version_the_field_and_the_value(int length)
    {
        var value = new byte[length];
        value.AsSpan().Fill(7);

        Assert.Equal(HMACSHA256.HashData(Salt, (byte[])[.. "trellis-commitment/1\nnote\n"u8, .. value]), Commitment.Of(Salt, "note", value).Bytes.ToArray());
    }

    private static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', value.EnumerateObject().OrderBy(static one => one.Name, StringComparer.Ordinal).Select(static one => $"\"{one.Name}\":{Canonical(one.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(Canonical)) + "]",
        JsonValueKind.String => $"\"{value.GetString()}\"",
        JsonValueKind.Number => value.GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw new InvalidOperationException("There is nothing else in an entry."),
    };

    private static Gen<string> Word() =>
        Gen.Elements("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._/:@#+=-".ToCharArray()).NonEmptyListOf().Select(static letters => new string([.. letters.Take(200)]));

    private static Gen<EntryValue> Value(int depth) =>
        Gen.OneOf(
        [
            Word().Select(EntryValue.Of),
            Gen.Choose(int.MinValue, int.MaxValue).Select(static number => EntryValue.Of(number * 4_194_303L)),
            ArbMap.Default.GeneratorFor<bool>().Select(EntryValue.Of),
            .. depth == 0 ? (Gen<EntryValue>[])[] : [Value(depth - 1).ListOf().Select(static values => (EntryValue)new EntryValue.List([.. values])), Group(depth - 1).Select(static group => (EntryValue)group)],
        ]);

    private static Gen<EntryValue.Group> Group(int depth) =>
        (from name in Word() from value in Value(depth) select KeyValuePair.Create(name, value)).ListOf().Select(static fields => new EntryValue.Group(fields.DistinctBy(static one => one.Key)));

    private static Gen<Entry> Entries() =>
        from milliseconds in Gen.Choose(0, int.MaxValue)
        from officer in ArbMap.Default.GeneratorFor<bool>()
        from one in Word()
        from two in Word()
        from version in Gen.Choose(1, 999_999_999)
        from fields in Group(2)
        from mandate in Word().ListOf()
        from notes in Word().ListOf()
        from personal in (from name in Word() from value in ArbMap.Default.GeneratorFor<byte[]>() select new PersonalField(name, Commitment.Of(Salt, name, value))).ListOf()
        select new Entry
        {
            At = DateTimeOffset.UnixEpoch.AddMilliseconds(milliseconds * 100_000.0),
            By = officer ? new EntryActor.Officer(one, two) : new EntryActor.InRole(one),
            Event = $"thing-done/{version}",
            Fields = fields,
            Mandate = [.. mandate],
            Notes = [.. notes],
            Personal = [.. personal.DistinctBy(static field => field.Name)],
            Structure = two,
        };
}
