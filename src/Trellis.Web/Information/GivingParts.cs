using Trellis.Information.Forms;
using Trellis.Process;
using Trellis.Structure;

namespace Trellis.Web.Information;

/// <content>A part of a form that its post gives to another one, or takes back.</content>
public sealed partial class FormPage
{
    /// <summary>The post that the structure names for the part that is shown.</summary>
    private PostAt? Named => Seen?.Line is not { } line ? null : Section.Length == 0 ? line.Owed.By : line.Owed.Sections.FirstOrDefault(one => one.Id == Section)?.By;

    /// <summary>Whether the reader may give the part to another post, or take it back: theirs by the structure.</summary>
    public bool MayGive => Seen is { Line: { IsSuspended: false } line } && Reader is Actor.Officer officer && Named == officer.Seat && (GivenTo is not null || Receivers.Count > 0);

    /// <summary>To whom it was given; null where nobody gave it.</summary>
    public PostAt? GivenTo => Parts.FirstOrDefault(part => part.Section == Section).By is { Post.Length: > 0 } by && by != Named ? by : null;

    /// <summary>Posts in which somebody sits, of the unit and of those below it, each with its name.</summary>
    public IReadOnlyList<(string Post, string Name)> Receivers => field ??=
    [
        .. Site.Forms!.PostsBelow(Unit).Where(post => post != Named && post != GivenTo).Select(post => (post.ToString(), NameOf(post))).OrderBy(static one => one.Item2, StringComparer.Ordinal),
    ];

    /// <param name="to">A post as post@unit; empty to take the part back.</param>
    private DelegateSection Giving(string to) => new(Seen!.Form.Id, Unit, Section, to.Length == 0 ? null : PostAt.Parse(to) ?? new PostAt(to, Unit));
}
