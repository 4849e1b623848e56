using Trellis.Information.Exchange;
using Trellis.Information.Registers;
using Trellis.Information.Retention;
using Trellis.Ledger;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Structure.Quantities;

namespace Trellis.Runtime.Information;

/// <summary>Erases what has been kept long enough, once a day, by itself: values given in matters when their last matter is closed and its period is over, rows of registers that ended so long ago, and single items of rows that have a time to keep of their own.</summary>
public sealed class RetentionDesk(MattersDesk matters)
{
    /// <summary>Enters why a row is kept although its time is over; null where no registers are open, and nothing is entered.</summary>
    public RegistersDesk? Registers { get; init; }

    /// <summary>Enters why what somebody gave in a matter is kept although its time is over; null where nothing is entered.</summary>
    public LooksDesk? Looks { get; init; }

    private const int AtOnce = 200;

    private static readonly Statement Candidates = new("""
        select distinct k.person, k.purpose from personal_key k join matter m on m.filed_for = k.person
        where m.state = 2 and m.closed <= @before and (k.person > @person or (k.person = @same and k.purpose > @purpose)) order by k.person, k.purpose limit @most
        """);

    private static readonly Statement MattersFor = new("select id from matter where filed_for = @person order by id");

    private static readonly Statement NotClosed = new("select id, folded from matter where state <> 2 and id > @after order by id limit @most");

    /// <summary>Rows whose newest value under a purpose is older than a position.</summary>
    private static readonly Statement LongRecorded = new("""
        select k.person from personal_key k join personal_value v on v.key = k.number where k.purpose = @purpose and k.person > @person
        group by k.person having max(v.position) < @before order by k.person limit @most
        """);

    /// <summary>What is due when an item was recorded so long ago, whatever becomes of its row.</summary>
    private const string WhenRecorded = "recorded";

    internal static IReadOnlyList<Statement> Statements { get; } = [Candidates, MattersFor, NotClosed, LongRecorded];

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
                var holding = HoldingFor(new ActorId(one.Person), one.Purpose);
                if (KeepingValues.Due(one.Purpose, holding, today, LastDay) is RetentionRuling.Erase erase) destroyed += await EraseAsync(one.Person, one.Purpose, erase.Basis, cancellationToken);
                else if (KeepingValues.HeldLonger(one.Purpose, holding, today, LastDay) is var (by, until)) await SayKeptAsync(new ActorId(one.Person), one.Purpose, by, until, today, cancellationToken);
            }

            if (page.Count < AtOnce) break;
        }

        Dictionary<RowId, (MatterId Matter, string Type)>? named = null;
        foreach (var (row, purpose, basis) in RowsDue(running.Structure, today))
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Somebody who has a matter running is still dealt with, and so is whatever a running matter is about.
            var holder = row.Register == "person" && Holding(new ActorId(row.Key)).Find(static one => one.Closed is null) is { } own ? (own.Matter, own.Type)
                : (named ??= NamedByOpenMatters()).TryGetValue(row, out var other) ? other : ((MatterId Matter, string Type)?)null;
            if (holder is var (by, type))
            {
                await SayKeptAsync(row, purpose, by, type, today, cancellationToken);
                continue;
            }

            destroyed += await EraseAsync(row.ToString(), purpose, basis, cancellationToken);
        }

        return destroyed;
    }

    /// <summary>Said once of each matter that holds a row, and again when the day is over on which it was to be looked at; not every night.</summary>
    private async Task SayKeptAsync(RowId row, string purpose, MatterId by, string type, DateOnly today, CancellationToken cancellationToken)
    {
        if (Registers is not { } registers || registers.Questions.Find(row) is not { } subject || KeepingSubjects.IsSaid(subject, purpose, by, today)) return;
        await registers.DoAsync(new ActOrder { By = Actor.System, Act = new KeepSubject(row, purpose, by, KeepingValues.LookedAtAgain(today)) { Type = type, Duty = DutyOf(type, today) } }, cancellationToken);
    }

    /// <summary>The same of what somebody gave in a matter.</summary>
    private async Task SayKeptAsync(ActorId person, string purpose, HoldingMatter by, DateOnly? until, DateOnly today, CancellationToken cancellationToken)
    {
        if (Looks is not { } looks || matters.Questions.Ask(session => LookRows.KeptUntil(session, person, purpose, by.Matter)) >= today) return;
        await looks.KeepAsync(new KeepValues(person, purpose, by.Matter, by.Type, by.Duty, until ?? KeepingValues.LookedAtAgain(today)), cancellationToken);
    }

    /// <summary>The duty under which matters of a type are done; what no version knows has none.</summary>
    private string DutyOf(string type, DateOnly day) => (matters.InForce.Structure.Matters.On(type, day) ?? (matters.InForce.Structure.Matters.Of(type) is [.., var last] ? last : null))?.Duty.Id ?? "";

    /// <summary>Rows that ended so long ago, whole; and of the others single items whose own time is over.</summary>
    private List<(RowId Row, string Purpose, string Basis)> RowsDue(GovernanceStructure structure, DateOnly today)
    {
        var questions = new RegisterQuestions(matters, matters.Keys);
        var due = new List<(RowId, string, string)>();
        foreach (var register in structure.Registers.All.Where(one => one.HoldsOn(today)))
        {
            var purpose = DecidingOnRegisters.PurposeOf(register.Id);
            if (register.Keep is { } keep) Add(questions.KeptLongEnough(register.Id, keep, today, RegisterQuestions.MostRows), purpose, register.Basis, register.Address);
            foreach (var item in structure.Items.All.Where(item => item.RegisterId == register.Id && item.HoldsOn(today)))
                if (item.OwnKeep is { } own)
                    Add(own.After == WhenRecorded ? RecordedBefore(register.Id, $"{purpose}.{item.Field}", own.For, today) : questions.KeptLongEnough(register.Id, own, today, RegisterQuestions.MostRows), $"{purpose}.{item.Field}", item.Basis, item.Address);
        }

        return due;

        void Add(IEnumerable<RowId> rows, string purpose, IReadOnlyList<Citation> basis, string address) => due.AddRange(rows.Select(row => (row, purpose, basis is [var article, ..] ? article.ToString() : address)));
    }

    private List<RowId> RecordedBefore(string register, string purpose, TimeLimit keep, DateOnly today)
    {
        var running = matters.InForce;
        var last = KeepingValues.LastDayThatIsOver(keep, today, day => running.LastDay(keep, day)!.Value);
        return matters.Questions.Ask(session =>
        {
            var before = LedgerRows.PositionAt(session, LedgerRows.Size(session), running.StartOf(last.AddDays(1)));
            var found = new List<RowId>();
            using var rows = session.Query(LongRecorded, purpose, "", before, RegisterQuestions.MostRows);
            while (rows.Next())
                if (RowId.Parse(rows.Text(0)) is { } row && row.Register == register) found.Add(row);
            return found;
        });
    }

    private Dictionary<RowId, (MatterId Matter, string Type)> NamedByOpenMatters() => matters.Questions.Ask(session =>
    {
        var named = new Dictionary<RowId, (MatterId, string)>();
        for (var after = 0L; ;)
        {
            var found = 0;
            using (var rows = session.Query(NotClosed, after, AtOnce))
                for (; rows.Next(); found++)
                {
                    after = rows.Number(0);
                    var open = MatterBytes.Read(rows.Bytes(1)).Matter;
                    foreach (var role in open.Roles) named.TryAdd(role.Row, (open.Id, open.Type));
                }

            if (found < AtOnce) return named;
        }
    });

    /// <summary>What becomes of the values of somebody for a purpose today; null where they are held by no matter.</summary>
    public RetentionRuling? RulingOf(string person, string purpose)
    {
        return KeepingValues.Due(purpose, HoldingFor(new ActorId(person), purpose), matters.InForce.DayOf(matters.Now), LastDay);
    }

    internal DateOnly LastDay(TimeLimit limit, DateOnly from) => matters.InForce.LastDay(limit, from)!.Value;

    private async Task<int> EraseAsync(string person, string? purpose, string basis, CancellationToken cancellationToken) =>
        await matters.Writer.EraseAsync(person, purpose, EntryActor.System, basis, cancellationToken) is ({ } done, _) ? done.Keys : 0;

    private List<(string Person, string Purpose)> Page(Session session, (string Person, string Purpose) after)
    {
        using var rows = session.Query(Candidates, matters.Now.ToUnixTimeMilliseconds(), after.Person, after.Person, after.Purpose, AtOnce);
        var found = new List<(string, string)>();
        while (rows.Next()) found.Add((rows.Text(0), rows.Text(1)));
        return found;
    }

    /// <summary>The matters by which values of somebody for a purpose are kept; what a neighbour answered is kept as long as what was given in the matter for which it was asked.</summary>
    private List<HoldingMatter> HoldingFor(ActorId person, string purpose)
    {
        var holding = Holding(person);
        if (Dealing.OfPurpose(purpose) is not { } dealing || matters.Questions.Ask(session => ExchangeRows.Find(session, dealing)) is not { IsOurs: true, IsMatter: false, Matter: var asked }) return holding;
        return [.. holding.Select(one => one.Matter.Text == asked ? one with { Purpose = purpose } : one)];
    }

    /// <summary>Every matter that was filed for somebody, with how long what was given in it is kept.</summary>
    internal List<HoldingMatter> Holding(ActorId person)
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
                type is null ? pinned.Structure.Matters.On(matter.Type, day) is { } old ? KeepingValues.Of(old, pinned.Structure, day) : null : KeepingValues.Of(type, running.Structure, today), type?.Rights.Count > 0)
            {
                Type = matter.Type, Duty = (type ?? pinned.Structure.Matters.On(matter.Type, day))?.Duty.Id ?? "",
                KeptByLaw = type is null ? pinned.Structure.Matters.On(matter.Type, day) is { } was ? KeepingValues.ByLaw(was, pinned.Structure, day) : null : KeepingValues.ByLaw(type, running.Structure, today),
            });
        }

        return holding;
    }
}
