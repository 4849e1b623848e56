using Trellis.Process.Flows;
using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>TR3002 where two steps are to be kept apart, and one person is all there is for both: by the power that a step needs, or in two posts.</summary>
internal sealed partial class ProcessChecks
{
    private void CheckApart(CompiledFlow flow, FlowPart.Step step, IReadOnlyList<int> places)
    {
        foreach (var named in step.ApartFrom)
        {
            if (flow.Find(named.Id)?.Step is not { } other) continue;
            var alone = new List<UnitOnDay>();
            var (sits, did) = (default(PostOfUnit), default(PostOfUnit));
            foreach (var place in places)
            {
                if (OnlySeat(flow, step, place) is not { } here || OnlySeat(flow, other, place) is not { } there || !IsOnePerson(here, there)) continue;
                // One post that both steps name is told with the post.
                if (here == there && step.By is not null && other.By is not null) continue;
                alone.Add(_places.All[place]);
                (sits, did) = (here, there);
            }

            if (alone.Count == 0) continue;
            var (words, post) = (FlowWords.Of(step), PostWords(new PostName(sits.Post, sits.Unit.Id, default)));
            var before = PostWords(new PostName(did.Post, did.Unit.Id, default));
            _context.Add(FindingCodes.StepNobodyCanDo, named.At, flow.Matter,
                sits == did
                    ? new($"{words.Zh}要与「{other.Id}」分开由不同的人办，但能办这两步的都只有{post.Zh}，而那里只有一人。", $"{Capital(words.En)} is to be kept apart from \"{other.Id}\", but only the {post.En} may do either, who is one person there.")
                    : new($"{words.Zh}要与「{other.Id}」分开由不同的人办，但能办的只有{post.Zh}和{before.Zh}，两个岗位是同一个人。", $"{Capital(words.En)} is to be kept apart from \"{other.Id}\", but the only ones who may are the {post.En} and the {before.En}, and one person sits in both."),
                sits == did ? new("把职权也授给另一个岗位，换一个岗位，或增加一人。", "Give another post the power too, name another post, or give this one a second seat.") : new("其中一个岗位换一个人。", "Let somebody else sit in one of the two."), _places.Joined(alone));
        }
    }

    private readonly record struct PostOfUnit(string Post, UnitOnDay Unit);

    /// <summary>The seat of the one person who can do a step at a place; null where there are more, nobody, or it is not known who.</summary>
    private PostOfUnit? OnlySeat(CompiledFlow flow, FlowPart.Step step, int place)
    {
        PostOfUnit? only = null;
        if (PostOf(flow.Matter, step) is { } post)
        {
            if (Near(post, step, place) is not [var unit] || _context.Day.PostAt(post.Post, unit) is null) return null;
            only = new PostOfUnit(post.Post, unit);
        }
        else if (step is { By: null, Power.Id: { } power })
        {
            foreach (var mandate in Usable(flow.Matter, power))
            {
                if (!mandate.Covers(_places.All[place]) || !Sits(mandate.Unit, mandate.Post)) continue;
                var one = new PostOfUnit(mandate.Post, mandate.Unit);
                if (only is { } before && before != one) return null;
                only = one;
            }
        }

        return only is { } seat && _context.Day.PostAt(seat.Post, seat.Unit)?.Seats == 1 ? only : null;
    }

    private bool IsOnePerson(PostOfUnit one, PostOfUnit other)
    {
        if (one == other) return true;
        return PersonIn(one) is { } person && PersonIn(other) == person;
    }

    /// <summary>Who sits there by the files of the structure; null where nobody does, or several.</summary>
    private string? PersonIn(PostOfUnit seat)
    {
        string? person = null;
        foreach (var one in _context.Structure.Seats)
        {
            if (one.Post.Post != seat.Post || one.Post.At != seat.Unit.Id || _context.Date < one.From || one.To < _context.Date) continue;
            if (person is not null && person != one.Id) return null;
            person = one.Id;
        }

        return person;
    }
}
