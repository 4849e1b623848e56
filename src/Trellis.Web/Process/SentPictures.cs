using Microsoft.AspNetCore.Http;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Process.Pictures;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Web.Shared;

namespace Trellis.Web.Process;

/// <summary>Pictures that came with a form.</summary>
internal static class SentPictures
{
    public const string Field = "pictures";

    /// <summary>With one form. More are added afterwards.</summary>
    public const int Most = 4;

    /// <summary>Reads them, and looks at each before anything is entered.</summary>
    public static async Task<IReadOnlyList<byte[]>> ReadAsync(SitePage page, IFormCollection form, List<string> faults, CancellationToken cancellationToken)
    {
        var pictures = new List<byte[]>();
        // A browser sends a nameless file of no bytes where none was picked.
        var files = form.Files.Where(static file => file.Name == Field && file.Length > 0).ToList();
        if (files.Count > Most) faults.Add(page.Say($"一次最多 {Most} 张图片，其余的以后再补充。", $"At most {Most} pictures at once; add the others afterwards."));
        foreach (var file in files.Take(Most))
        {
            using var bytes = new MemoryStream((int)Math.Min(file.Length, CleaningPictures.Most + 1));
            await file.CopyToAsync(bytes, cancellationToken);
            var content = bytes.ToArray();
            if (CleaningPictures.Clean(content).Why is { } why) faults.Add(page.Say($"{Excerpt.Of(file.FileName, 60)}：{why.Says.Zh}", $"{Excerpt.Of(file.FileName, 60)}: {why.Says.En}"));
            else pictures.Add(content);
        }

        return pictures;
    }

    /// <summary>Adds them to a matter, and lets them answer what its type asks for as a document. Sent again with the same key, each is the same picture.</summary>
    /// <returns>Why some were not added; nothing where all were.</returns>
    public static async Task<Refusal?> AddAsync(MattersDesk desk, Actor by, MatterId matter, IReadOnlyList<byte[]> pictures, string key, CancellationToken cancellationToken)
    {
        Refusal? why = null;
        for (var at = 0; at < pictures.Count; at++)
            if (await desk.AddPictureAsync(by, matter, pictures[at], $"{key}-picture-{at}", null, null, cancellationToken) is ActAnswer.Refused refused) why ??= refused.Why;
        if (pictures.Count > 0 && by is Actor.Resident resident) await AnswerAsync(desk, resident, matter, key, cancellationToken);
        return why;
    }

    /// <summary>Whether a fact that a matter type asks for can be shown in a picture: a document of the matter itself.</summary>
    public static bool CanShow(GovernanceStructure structure, string fact, DateOnly day) => fact.StartsWith("matter.", StringComparison.Ordinal) && structure.Items.On(fact, day) is { Type: "document" };

    /// <summary>Whoever has sent photographs of the spot is not asked for photographs of the spot: the last picture stands for what is asked and was not given.</summary>
    private static async Task AnswerAsync(MattersDesk desk, Actor.Resident by, MatterId matter, string key, CancellationToken cancellationToken)
    {
        if (desk.Questions.Find(by, matter) is not var (found, _) || desk.Questions.Contents(by, matter) is not { } contents) return;
        var (structure, day) = (desk.Versions.Of(found.Version).Structure, desk.InForce.DayOf(found.Filed));
        var given = contents.Where(static one => one.IsFact).Select(static one => one.Part).ToHashSet(StringComparer.Ordinal);
        if (structure.Matters.On(found.Type, day)?.Asks.Select(static asked => asked.Id).FirstOrDefault(asked => CanShow(structure, asked, day) && !given.Contains(asked)) is not { } asks) return;
        if (desk.Questions.Pictures(by, matter)?.LastOrDefault(static one => !one.Erased) is not { } picture) return;
        // Where it is refused, the picture is there all the same, and the matter lacks nothing that it had.
        await desk.DoAsync(new ActOrder { By = by, Act = new AddInformation(matter, [new GivenItem(asks, Value.Document(picture.Id))]), Key = $"{key}-shows" }, cancellationToken);
    }
}
