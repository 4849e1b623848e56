using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Structure;

namespace Trellis.Web;

/// <summary>Some of those who filed lately let anybody follow how it goes, so that a newcomer to the demo finds public matters and not an empty list. By the act that residents have, under its rules.</summary>
internal static class DemoPublicMatters
{
    private const int Many = 24;
    private const int OfAType = 3;
    private const int Asked = 200;

    public static async Task MakeAsync(MattersDesk desk, CancellationToken cancellationToken)
    {
        var made = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (person, _) in desk.Questions.LatestRequesters(Asked))
        {
            if (made.Values.Sum() >= Many) return;
            // Every third of them shows one that is over.
            var filter = new MatterFilter { Closed = made.Values.Sum() % 3 == 2 };
            var reader = new Actor.Resident(person);
            foreach (var line in desk.Questions.List(reader, filter, MatterOrder.Newest, cursor: null, most: 3)?.Rows ?? [])
            {
                var before = made.GetValueOrDefault(line.Type);
                if (before >= OfAType || !MayBePublic(desk, reader, line)) continue;
                if (await desk.DoAsync(new ActOrder { By = reader, Act = new PublishMatter(line.Id) }, cancellationToken) is not ActAnswer.Done) continue;
                made[line.Type] = before + 1;
                break;
            }
        }
    }

    private static bool MayBePublic(MattersDesk desk, Actor reader, MatterLine line)
    {
        var (structure, day) = (desk.InForce.Structure, desk.InForce.DayOf(desk.Now));
        return structure.Matters.On(line.Type, day) is { } type && desk.Questions.Find(reader, line.Id) is { Matter: var matter } && PublishingMatters.MayBePublic(matter, type, structure, day);
    }
}
