using System.Globalization;
using System.Text;
using Trellis.Bench.Generators;
using Trellis.Ledger;
using Trellis.Runtime.Ledger;

namespace Trellis.Bench.Ledger;

/// <summary>Events of the usual kinds and lengths: 300 to 420 bytes, as an act of an office makes them.</summary>
internal static class Drafts
{
    private static readonly string[] Kinds = ["matter-filed/1", "matter-handed-over/1", "step-begun/1", "step-done/1", "matter-decided/1", "matter-returned/1"];

    public static Draft[] Make(int count)
    {
        var numbers = new SeededNumbers(5);
        var drafts = new Draft[count];
        for (var at = 0; at < count; at++)
        {
            var matter = string.Create(CultureInfo.InvariantCulture, $"2026-{numbers.Below(900_000) + 100_000}");
            var fields = new List<KeyValuePair<string, EntryValue>>
            {
                new("matter", EntryValue.Of(matter)), new("type", EntryValue.Of("small-restaurant")), new("step", EntryValue.Of($"check-{numbers.Below(9)}")),
                new("unit", EntryValue.Of($"town-{numbers.Below(40)}")), new("band", EntryValue.Of(numbers.Below(5))), new("urgent", EntryValue.Of(numbers.Chance(0.1))),
            };
            drafts[at] = new Draft
            {
                Event = Kinds[numbers.Below(Kinds.Length)],
                By = new EntryActor.Officer($"hygiene-checker-{numbers.Below(20)}", $"town-{numbers.Below(40)}"),
                Structure = "3f9a1c77d2e8b0465a1df0c2b7e94a6613c2d55e90ab7f12",
                Fields = new EntryValue.Group(fields),
                Mandate = [$"delegation/d-{numbers.Below(500)}", $"power/p-{numbers.Below(200)}", $"food-safety-law/{1 + numbers.Below(80)}"],
            };
        }

        return drafts;
    }

    /// <summary>The bytes that such events have in the record.</summary>
    public static byte[][] Bytes(Draft[] drafts) =>
        [.. drafts.Select(static draft => new Entry { At = new DateTimeOffset(2026, 5, 4, 8, 0, 0, TimeSpan.Zero), By = draft.By, Event = draft.Event, Fields = draft.Fields, Mandate = draft.Mandate, Structure = draft.Structure }.Encode())];

    /// <summary>The same with personal values of a hundred residents.</summary>
    public static Draft WithPersonal(Draft draft, int at) => draft with
    {
        Personal = [new ValueToSeal("applicant", $"resident-{at % 100}", "licensing", Encoding.UTF8.GetBytes($"Resident {at}"))],
    };
}
