using Trellis.Structure;
using Trellis.Structure.Findings;

namespace Trellis.Diagnosis.Checks;

/// <summary>Who sits where on the first day: TR1020 more people than the post has seats, TR1021 a post whose first holder only comes later.</summary>
internal static class SeatChecks
{
    public static void Check(CheckContext context)
    {
        foreach (var rows in context.Structure.Seats.Where(static seat => seat.Post is { Post: not null, At: not null }).GroupBy(static seat => (seat.Post.Post, At: seat.Post.At!)))
        {
            if (context.Day.Unit(rows.Key.At) is not { } unit || context.Day.PostAt(rows.Key.Post, unit) is not { } post) continue;
            var name = Saying.Of(context, new PostName(rows.Key.Post, rows.Key.At, default));
            var now = rows.Where(seat => seat.HoldsOn(context.Date)).ToList();
            CheckNumber(context, post, name, now);
            CheckBeginning(context, post, name, [.. rows], now);
        }
    }

    private static void CheckNumber(CheckContext context, Post post, Text name, List<Seat> now)
    {
        // Whoever acts for another sits in that one's place.
        var people = new Dictionary<string, Seat>(StringComparer.Ordinal);
        foreach (var seat in now)
        {
            if (seat.ActingFor is not null) continue;
            if (people.TryGetValue(seat.Id, out var first))
            {
                context.Add(FindingCodes.MorePeopleThanSeats, seat.At, seat,
                    new($"{seat.Id} 在{name.Zh}的任职写了两次。", $"{seat.Id} is written twice in the post {name.En}."),
                    new("删去其中一行；换人的，改 actor。", "Delete one of the two rows; where another person is meant, change actor."),
                    related: [new RelatedPlace(first.At, new("第一行在这里。", "The first row stands here."))]);
                continue;
            }

            people.Add(seat.Id, seat);
        }

        if (people.Count <= post.Seats) return;
        var last = people.Values.Last();
        context.Add(FindingCodes.MorePeopleThanSeats, last.At, last,
            new($"{name.Zh}只有 {post.Seats} 个席位，却同时有 {people.Count} 人任职。", $"The post {name.En} has {(post.Seats == 1 ? "1 seat" : $"{post.Seats} seats")}, and {people.Count} people sit in it at once."),
            new("给先任的人写上 to，或在 posts.tsv 增加 seats；代理他人的写 acting-for。", "Give whoever leaves a last day (to), or the post more seats in posts.tsv; whoever acts for another says so in acting-for."),
            related: [new RelatedPlace(post.At, new("岗位在这里。", "The post stands here."))]);
    }

    private static void CheckBeginning(CheckContext context, Post post, Text name, List<Seat> all, List<Seat> now)
    {
        // Somebody sat there before, and who followed is in the record: a structure gives the beginning only.
        if (now.Count > 0 || all.Exists(seat => seat.From <= context.Date)) return;
        var first = all.MinBy(static seat => seat.From)!;
        context.Add(FindingCodes.PostNobodySitsIn, first.At, first,
            new($"{name.Zh}要到 {first.From:yyyy-MM-dd} 才有人任职，在此之前没有人。", $"Nobody sits in the post {name.En} before {first.From:yyyy-MM-dd}."),
            new("日期写错的，改正 from；岗位确实以后才设的，在 posts.tsv 给岗位写同一天的 from。", "Correct from if the day is wrong; where the post itself begins later, give it that day (from) in posts.tsv."),
            related: [new RelatedPlace(post.At, new("岗位在这里。", "The post stands here."))]);
    }
}
