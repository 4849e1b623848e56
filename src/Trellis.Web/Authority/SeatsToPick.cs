using Trellis.Authority;
using Trellis.Runtime.Process;
using Trellis.Runtime.Structure;

namespace Trellis.Web.Authority;

/// <summary>Everybody who sits in a post that there is today, in the order of persons; kept until somebody sits elsewhere, or it is another day or structure. For any number of threads.</summary>
internal sealed class SeatsToPick
{
    private volatile Known? _last;

    public IReadOnlyList<(ActorId Person, PostAt Seat)> On(MattersDesk desk, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(desk);
        var (running, standing) = (desk.InForce, desk.Standing);
        if (_last is { } last && ReferenceEquals(last.Running, running) && ReferenceEquals(last.Standing, standing) && last.Day == day) return last.Seats;
        IReadOnlyList<(ActorId Person, PostAt Seat)> seats =
        [
            .. standing.SeatsOn(day).Select(static one => (Person: new ActorId(one.Actor), Seat: new PostAt(one.Post, new UnitId(one.Unit)))).Where(one => running.HasPost(one.Seat, day)),
        ];
        _last = new Known(running, standing, day, seats);
        return seats;
    }

    private sealed record Known(RunningStructure Running, Standing Standing, DateOnly Day, IReadOnlyList<(ActorId Person, PostAt Seat)> Seats);
}
