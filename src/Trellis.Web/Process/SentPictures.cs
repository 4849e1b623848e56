using Microsoft.AspNetCore.Http;
using Trellis.Process.Pictures;
using Trellis.Runtime.Process;
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

    /// <summary>Adds them to a matter. Sent again with the same key, each is the same picture.</summary>
    /// <returns>Why some were not added; nothing where all were.</returns>
    public static async Task<Refusal?> AddAsync(MattersDesk desk, Actor by, MatterId matter, IReadOnlyList<byte[]> pictures, string key, CancellationToken cancellationToken)
    {
        Refusal? why = null;
        for (var at = 0; at < pictures.Count; at++)
            if (await desk.AddPictureAsync(by, matter, pictures[at], $"{key}-picture-{at}", null, null, cancellationToken) is ActAnswer.Refused refused) why ??= refused.Why;
        return why;
    }
}
