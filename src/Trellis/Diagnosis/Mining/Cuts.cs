using System.Numerics;

namespace Trellis.Diagnosis.Mining;

internal enum CutKind
{
    Either,
    InTurn,
    Together,
    Again,
}

/// <param name="Groups">Places of activities; in turn for <see cref="CutKind.InTurn"/>, the body first for <see cref="CutKind.Again"/>.</param>
internal sealed record Cut(CutKind Kind, IReadOnlyList<int[]> Groups);

/// <summary>Finds how a part of the work falls into smaller parts, by what follows what.</summary>
/// <remarks>Leemans, Fahland and van der Aalst (2013), "Discovering block-structured process models from event logs: a constructive approach".</remarks>
internal static class Cuts
{
    public static Cut? Find(FollowRelation follows) => follows.Count < 2 ? null : Either(follows) ?? InTurn(follows) ?? Together(follows) ?? Again(follows);

    /// <summary>Nothing ever leads from one group to another.</summary>
    private static Cut? Either(FollowRelation follows)
    {
        var parts = Spread(follows, [.. Enumerable.Repeat(ulong.MaxValue, follows.Words)], (at, near) =>
        {
            Bits.AddAll(near, follows.After[at]);
            Bits.AddAll(near, follows.Before[at]);
        });
        return parts.Count < 2 ? null : new Cut(CutKind.Either, parts);
    }

    /// <summary>From each group something leads on to every later one, and never back.</summary>
    private static Cut? InTurn(FollowRelation follows)
    {
        var (rounds, reach) = StrongParts.Find(follows);
        if (rounds.Count < 2) return null;
        // Of two neither of which leads to the other it cannot be said which comes first: they belong together, and so do whatever is not to be told apart from either.
        var groups = Unordered(rounds, reach);
        // Those that then lead to each other through different members do too.
        for (var at = 1; at < groups.Count; at++)
        {
            for (var before = 0; before < at; before++)
            {
                if (!groups[at].LeadsTo(groups[before]) || !groups[before].LeadsTo(groups[at])) continue;
                groups[before].Take(groups[at]);
                groups.RemoveAt(at);
                at = 0;
                break;
            }
        }

        if (groups.Count < 2) return null;
        groups.Sort(static (one, other) => ReferenceEquals(one, other) ? 0 : one.LeadsTo(other) ? -1 : 1);
        return new Cut(CutKind.InTurn, [.. groups.Select(static group => Bits.All(group.Members).ToArray())]);
    }

    private static List<Group> Unordered(List<ulong[]> rounds, List<ulong[]> reach)
    {
        var groups = new List<Group>();
        var left = Enumerable.Range(0, rounds.Count).ToList();
        while (left.Count > 0)
        {
            var part = new List<int> { left[0] };
            left.RemoveAt(0);
            for (var at = 0; at < part.Count; at++)
            {
                for (var other = left.Count - 1; other >= 0; other--)
                {
                    if (Bits.Meet(reach[part[at]], rounds[left[other]]) || Bits.Meet(reach[left[other]], rounds[part[at]])) continue;
                    part.Add(left[other]);
                    left.RemoveAt(other);
                }
            }

            var group = new Group(rounds[part[0]], reach[part[0]]);
            foreach (var more in part.Skip(1)) group.Take(new Group(rounds[more], reach[more]));
            groups.Add(group);
        }

        return groups;
    }

    /// <summary>Everything in one group is followed by everything in the others and the other way round, and each group can begin and end.</summary>
    private static Cut? Together(FollowRelation follows)
    {
        var parts = Spread(follows, [.. Enumerable.Repeat(ulong.MaxValue, follows.Words)], (at, near) =>
        {
            for (var word = 0; word < near.Length; word++) near[word] |= ~(follows.After[at][word] & follows.Before[at][word]);
        });
        if (parts.Count < 2) return null;
        var whole = parts.Where(CanBeginAndEnd).ToList();
        var lacking = parts.Where(part => !CanBeginAndEnd(part)).SelectMany(static part => part).ToArray();
        if (lacking.Length > 0)
        {
            if (CanBeginAndEnd(lacking)) whole.Add([.. lacking.Order()]);
            else if (whole.Count > 0) whole[0] = [.. whole[0].Concat(lacking).Order()];
        }

        whole.Sort(static (one, other) => one[0].CompareTo(other[0]));
        return whole.Count < 2 ? null : new Cut(CutKind.Together, whole);

        bool CanBeginAndEnd(int[] part) => part.Any(at => Bits.Has(follows.Starts, at)) && part.Any(at => Bits.Has(follows.Ends, at));
    }

    /// <summary>A body with all beginnings and ends, and groups that lead from its ends back to its beginnings and nowhere else.</summary>
    private static Cut? Again(FollowRelation follows)
    {
        var body = (ulong[])follows.Starts.Clone();
        Bits.AddAll(body, follows.Ends);
        var back = Spread(follows, [.. body.Select(static word => ~word)], (at, near) =>
        {
            Bits.AddAll(near, follows.After[at]);
            Bits.AddAll(near, follows.Before[at]);
        });
        for (var changed = true; changed;)
        {
            changed = false;
            for (var at = back.Count - 1; at >= 0; at--)
            {
                if (Array.TrueForAll(back[at], IsBack)) continue;
                foreach (var own in back[at]) Bits.Add(body, own);
                back.RemoveAt(at);
                changed = true;
            }
        }

        return back.Count == 0 ? null : new Cut(CutKind.Again, [[.. Bits.All(body).Where(at => at < follows.Count)], .. back]);

        // From the body it is entered from all ends or from none, and it leads to all beginnings of it or to none.
        bool IsBack(int at) => Fits(follows.Before[at], follows.Ends) && Fits(follows.After[at], follows.Starts);

        bool Fits(ulong[] near, ulong[] only)
        {
            var entered = false;
            for (var word = 0; word < near.Length; word++)
            {
                var here = near[word] & body[word];
                if ((here & ~only[word]) != 0) return false;
                entered |= here != 0;
            }

            return !entered || Bits.Holds(near, only);
        }
    }

    /// <summary>Falls into parts whose members hang together over others that are near them; in the order of the first of each.</summary>
    /// <param name="among">Those that are looked at.</param>
    /// <param name="nearTo">Adds those near to one.</param>
    private static List<int[]> Spread(FollowRelation follows, ulong[] among, Action<int, ulong[]> nearTo)
    {
        if ((follows.Count & 63) != 0) among[^1] &= (1UL << (follows.Count & 63)) - 1;
        var parts = new List<int[]>();
        var near = new ulong[follows.Words];
        var waiting = new Stack<int>();
        for (var first = 0; first < follows.Count; first++)
        {
            if (!Bits.Has(among, first)) continue;
            var part = new List<int>();
            Reach(first);
            while (waiting.TryPop(out var at))
            {
                part.Add(at);
                Array.Clear(near);
                nearTo(at, near);
                for (var word = 0; word < near.Length; word++)
                    for (var left = near[word] & among[word]; left != 0; left &= left - 1) Reach((word << 6) + BitOperations.TrailingZeroCount(left));
            }

            part.Sort();
            parts.Add([.. part]);
        }

        return parts;

        void Reach(int at)
        {
            among[at >> 6] &= ~(1UL << (at & 63));
            waiting.Push(at);
        }
    }

    /// <summary>Members, and what can come after any of them.</summary>
    private sealed class Group(ulong[] members, ulong[] reach)
    {
        public ulong[] Members { get; } = members;

        public bool LeadsTo(Group other) => Bits.Meet(reach, other.Members);

        public void Take(Group other)
        {
            Bits.AddAll(Members, other.Members);
            other.AddReachTo(reach);
        }

        private void AddReachTo(ulong[] onto) => Bits.AddAll(onto, reach);
    }
}
