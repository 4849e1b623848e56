using Trellis.Information.Retention;
using Trellis.Ledger;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;

namespace Trellis.Runtime.Information;

/// <summary>Erases what has been kept long enough, once a day, by itself: values given in matters when their last matter is closed and its period is over, and rows of registers that ended so long ago.</summary>
public sealed class RetentionDesk(MattersDesk matters)
{
    private const int AtOnce = 200;

    private static readonly Statement Candidates = new("""
        select distinct k.person, k.purpose from personal_key k join matter m on m.filed_for = k.person
        where m.state = 2 and m.closed <= @before and (k.person > @person or (k.person = @same and k.purpose > @purpose)) order by k.person, k.purpose limit @most
        """);

    private static readonly Statement MattersFor = new("select id from matter where filed_for = @person order by id");

    internal static IReadOnlyList<Statement> Statements { get; } = [Candidates, MattersFor];

    /// <summary>Erases everything that is due today.</summary>
    /// <returns>How many keys were destroyed.</returns>
    /// <exception cref="MachineFault">The store is away; what is due stays due.</exception>
    public async Task<int> EraseDueAsync(CancellationToken cancellationToken)
    {
        var running = matters.InForce;
        var today = running.DayOf(matters.Now);
        var destroyed = 0;
        (string Person, string Purpose) after = ("", "");
        while (true)
        {
            var page = matters.Questions.Ask(session => Page(session, after));
            foreach (var one in page)
            {
                cancellationToken.ThrowIfCancellationRequested();
                after = one;
                if (RulingOf(one.Person, one.Purpose) is RetentionRuling.Erase erase) destroyed += await EraseAsync(one.Person, one.Purpose, erase.Basis, cancellationToken);
            }

            if (page.Count < AtOnce) break;
        }

        foreach (var register in running.Structure.Registers.All.Where(one => one.Keep is not null && one.HoldsOn(today)))
        {
            var questions = new RegisterQuestions(matters, matters.Keys);
            foreach (var row in questions.KeptLongEnough(register.Id, today, RegisterQuestions.MostRows))
            {
                cancellationToken.ThrowIfCancellationRequested();
                // Somebody who has a matter running is still dealt with.
                if (row.Register == "person" && Holding(new ActorId(row.Key)).Any(static one => one.Closed is null)) continue;
                destroyed += await EraseAsync(row.ToString(), DecidingOnRegisters.PurposeOf(register.Id), register.Basis.Count > 0 ? register.Basis[0].ToString() : register.Address, cancellationToken);
            }
        }

        return destroyed;
    }

    /// <summary>What becomes of the values of somebody for a purpose today; null where they are held by no matter.</summary>
    public RetentionRuling? RulingOf(string person, string purpose)
    {
        var running = matters.InForce;
        return KeepingValues.Due(purpose, Holding(new ActorId(person)), running.DayOf(matters.Now), (limit, from) => running.LastDay(limit, from)!.Value);
    }

    private async Task<int> EraseAsync(string person, string? purpose, string basis, CancellationToken cancellationToken) =>
        await matters.Writer.EraseAsync(person, purpose, EntryActor.System, basis, cancellationToken) is ({ } done, _) ? done.Keys : 0;

    private List<(string Person, string Purpose)> Page(Session session, (string Person, string Purpose) after)
    {
        using var rows = session.Query(Candidates, matters.Now.ToUnixTimeMilliseconds(), after.Person, after.Person, after.Purpose, AtOnce);
        var found = new List<(string, string)>();
        while (rows.Next()) found.Add((rows.Text(0), rows.Text(1)));
        return found;
    }

    private List<HoldingMatter> Holding(ActorId person)
    {
        var running = matters.InForce;
        var ids = matters.Questions.Ask(session =>
        {
            using var rows = session.Query(MattersFor, person.Text);
            var found = new List<MatterId>();
            while (rows.Next()) found.Add(MatterNumbers.Id(rows.Number(0)));
            return found;
        });
        var holding = new List<HoldingMatter>();
        foreach (var id in ids)
        {
            if (matters.Questions.Find(id) is not var (matter, _)) continue;
            var pinned = matters.Versions.Of(matter.Version);
            var day = pinned.DayOf(matter.Filed);
            // How long is kept is for the rules of today to say, as far as they still know the type.
            var today = running.DayOf(matters.Now);
            var type = running.Structure.Matters.On(matter.Type, today);
            holding.Add(new HoldingMatter(
                id, Underneath.PurposeOf(pinned.Structure, matter.Type, day), matter.State == MatterState.Closed && matter.LastClosure is { } closure ? running.DayOf(closure.At) : null,
                type is null ? pinned.Structure.Matters.On(matter.Type, day) is { } old ? KeepingValues.Of(old, pinned.Structure, day) : null : KeepingValues.Of(type, running.Structure, today), type?.Rights.Count > 0));
        }

        return holding;
    }
}
