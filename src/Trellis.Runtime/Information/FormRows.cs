using Trellis.Information.Forms;
using Trellis.Runtime.Database;
using Trellis.Structure;

namespace Trellis.Runtime.Information;

/// <summary>One event of a form as it is stored.</summary>
internal sealed record FormRow(
    long Position, string Kind, string Form, string Unit, string Occasion, string Section, int Number, DateTimeOffset At, string By, string More, string Person, int Rows, int Typed, int Filled, int Changed, int Minutes, long Due)
{
    public const string Submitted = "submitted";
    public const string Corrected = "corrected";
    public const string Returned = "returned";
    public const string Delegated = "delegated";
    public const string Suspended = "suspended";
    public const string Renewed = "renewed";
    public const string AskedTwice = "asked-twice";

    /// <summary>The event again, as far as folds need it.</summary>
    public IEvent Event => Kind switch
    {
        Submitted => new FormSubmitted(Handed),
        Corrected => new FormCorrected(Handed, null),
        Returned => new FormReturned(Form, new UnitId(Unit), Occasion, Section, Number, PostOf(By), null, At),
        Delegated => new SectionDelegated(Form, new UnitId(Unit), Section, PostOf(By), More.Length == 0 ? null : PostOf(More), At),
        Suspended => new FormSuspended(Form, [], At),
        Renewed => new FormRenewed(Form, PostOf(By), null, At),
        _ => More.LastIndexOf('=') is var at && at > 0 ? new AskedTwiceReported(Form, new UnitId(Unit), More[..at], null, PostOf(By), new MatterId(More[(at + 1)..]), null, At) : throw Unfit(),
    };

    private HandedForm Handed => new(
        Form, new UnitId(Unit), Occasion, Section, Number, PostOf(By), new ActorId(Person), [], [], [], Rows, Typed, Filled, Changed, Minutes == 0 ? null : Minutes, Due == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(Due), At);

    private static PostAt PostOf(string word) => PostAt.Parse(word) ?? throw Unfit();

    private static StoreFault Unfit() => new(StoreTrouble.Damaged, "the row of a form is not what this program writes; trellis rebuild folds all of them anew from the record.");
}

/// <summary>Rows of forms and judgements.</summary>
internal static class FormRows
{
    private const string Columns = "position, kind, form, unit, occasion, section, number, at, by_whom, more, person, rows, typed, filled, changed, minutes, due";

    private static readonly Statement Put = new($"insert into form_event ({Columns}) values (@position, @kind, @form, @unit, @occasion, @section, @number, @at, @by_whom, @more, @person, @rows, @typed, @filled, @changed, @minutes, @due)", independent: true);

    private static readonly Statement PutFact = new("insert into form_fact (position, item, value) values (@position, @item, @value)", independent: true);

    private static readonly Statement PutOverdue = new("insert into form_overdue (form, occasion, unit, position) values (@form, @occasion, @unit, @position) on conflict do nothing", independent: true);

    private static readonly Statement PutJudgement = new("insert into figure_judgement (position, indicator, unit, period, entries, number, at, by_whom) values (@position, @indicator, @unit, @period, @entries, @number, @at, @by_whom)", independent: true);

    private static readonly Statement OfOccasion = new($"select {Columns} from form_event where form = @form and unit = @unit and occasion = @occasion order by position");

    private static readonly Statement OfForm = new($"select {Columns} from form_event where form = @form and unit = '' order by position");

    private static readonly Statement OfUnit = new($"select {Columns} from form_event where form = @form and unit = @unit and occasion = '' order by position");

    private static readonly Statement Since = new($"select {Columns} from form_event where position >= @first and position < @past order by position");

    private static readonly Statement FactsSince = new("select f.position, f.item, f.value from form_fact f where f.position >= @first and f.position < @past order by f.position, f.item");

    private static readonly Statement HandedInOf = new("select count(*), coalesce(max(at), 0) from form_event where form = @form and kind = 'submitted' and section = ''");

    private static readonly Statement OverdueOf = new("select unit from form_overdue where form = @form and occasion = @occasion");

    private static readonly Statement JudgementsOf = new("select position, entries, number, at, by_whom from figure_judgement where indicator = @indicator and unit = @unit and period = @period order by position");

    private static readonly Statement JudgementsIn = new("select position, entries, number, at, by_whom, unit from figure_judgement where indicator = @indicator and period = @period order by position");

    private static readonly Statement ClosedMatters = new("select id, type, place, closed from matter where state = 2 and type = @type and closed >= @first and closed < @past and place <> '' order by id");

    private static readonly Statement UsesBetween = new("select chain from power_use where day >= @first and day <= @last");

    private static readonly Statement FiledBetween = new("select count(*) from matter where type = @type and filed >= @first and filed < @past");

    internal static IReadOnlyList<Statement> Statements { get; } = [Put, PutFact, PutOverdue, PutJudgement, OfOccasion, OfForm, OfUnit, HandedInOf, Since, FactsSince, OverdueOf, JudgementsOf, JudgementsIn, ClosedMatters, UsesBetween, FiledBetween];

    /// <summary>What an event changes in the tables.</summary>
    public static void Fold(Writes writes, long position, IEvent happened)
    {
        switch (happened)
        {
            case FormSubmitted one:
                Hand(writes, position, FormRow.Submitted, one.Handed);
                break;
            case FormCorrected one:
                Hand(writes, position, FormRow.Corrected, one.Handed);
                break;
            case FormReturned one:
                Add(writes, position, FormRow.Returned, one.Form, one.Unit.Text, one.Occasion, one.Section, one.Number, one.Happened, one.By.ToString());
                break;
            case SectionDelegated one:
                Add(writes, position, FormRow.Delegated, one.Form, one.Unit.Text, "", one.Section, 0, one.Happened, one.By.ToString(), one.To?.ToString() ?? "");
                break;
            case FormSuspended one:
                Add(writes, position, FormRow.Suspended, one.Form, "", "", "", 0, one.Happened, "");
                break;
            case FormRenewed one:
                Add(writes, position, FormRow.Renewed, one.Form, "", "", "", 0, one.Happened, one.By.ToString());
                break;
            case AskedTwiceReported one:
                Add(writes, position, FormRow.AskedTwice, one.Form, one.Unit.Text, "", "", 0, one.Happened, one.By.ToString(), $"{one.Item}={one.Matter.Text}");
                break;
            case FormsOverdue one:
                foreach (var unit in one.Units) writes.Add(PutOverdue, one.Form, one.Occasion, unit.Text, position);
                break;
            case FigureJudged one:
                writes.Add(PutJudgement, position, one.Indicator, one.Unit.Text, one.Period, one.Entries, one.Number, one.Happened.ToUnixTimeMilliseconds(), one.By.ToString());
                break;
        }
    }

    /// <summary>What happened to one form at one unit for one occasion.</summary>
    public static List<FormRow> Occasion(Session session, string form, string unit, string occasion) => Read(session.Query(OfOccasion, form, unit, occasion));

    /// <summary>Suspensions and renewals of a form.</summary>
    public static List<FormRow> Form(Session session, string form) => Read(session.Query(OfForm, form));

    /// <summary>What a unit has settled about a form for all occasions: to whom sections were given, what was reported.</summary>
    public static List<FormRow> Unit(Session session, string form, string unit) => Read(session.Query(OfUnit, form, unit));

    /// <summary>How often a form was handed in by its fillers, and when last; null where it never was.</summary>
    public static (long Times, DateTimeOffset? Last) HandedIn(Session session, string form)
    {
        using var rows = session.Query(HandedInOf, form);
        return rows.Next() && rows.Number(0) is > 0 and var times ? (times, DateTimeOffset.FromUnixTimeMilliseconds(rows.Number(1))) : (0, null);
    }

    /// <summary>All events of forms at these positions.</summary>
    public static List<FormRow> Between(Session session, long first, long past) => Read(session.Query(Since, first, past));

    public static ILookup<long, (string Item, string Value)> Facts(Session session, long first, long past)
    {
        using var rows = session.Query(FactsSince, first, past);
        var facts = new List<(long Position, string Item, string Value)>();
        while (rows.Next()) facts.Add((rows.Number(0), rows.Text(1), rows.Text(2)));
        return facts.ToLookup(static one => one.Position, static one => (one.Item, one.Value));
    }

    /// <summary>Units that were told of as late already.</summary>
    public static HashSet<string> Overdue(Session session, string form, string occasion)
    {
        using var rows = session.Query(OverdueOf, form, occasion);
        var units = new HashSet<string>(StringComparer.Ordinal);
        while (rows.Next()) units.Add(rows.Text(0));
        return units;
    }

    public static List<StoredJudgement> Judgements(Session session, string indicator, string unit, string period)
    {
        using var rows = session.Query(JudgementsOf, indicator, unit, period);
        var found = new List<StoredJudgement>();
        while (rows.Next()) found.Add(OneJudgement(rows));
        return found;
    }

    /// <summary>What was said of the figures of a period, whichever unit was counted.</summary>
    public static List<(string Unit, StoredJudgement Judgement)> JudgementsOfPeriod(Session session, string indicator, string period)
    {
        using var rows = session.Query(JudgementsIn, indicator, period);
        var found = new List<(string, StoredJudgement)>();
        while (rows.Next()) found.Add((rows.Text(5), OneJudgement(rows)));
        return found;
    }

    private static StoredJudgement OneJudgement(Rows row) => new(row.Number(0), row.Number(1), row.Text(2), DateTimeOffset.FromUnixTimeMilliseconds(row.Number(3)), row.Text(4));

    /// <summary>Matters with a place that were closed in a span, of the types after which a form is owed.</summary>
    public static List<OwingForms.ClosedMatter> Closed(Session session, GovernanceStructure structure, DateTimeOffset first, DateTimeOffset past)
    {
        var found = new List<OwingForms.ClosedMatter>();
        foreach (var type in structure.Forms.All.Select(static form => form.After?.Id).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            using var rows = session.Query(ClosedMatters, type, first.ToUnixTimeMilliseconds(), past.ToUnixTimeMilliseconds());
            while (rows.Next()) found.Add(new OwingForms.ClosedMatter(Process.MatterNumbers.Id(rows.Number(0)), rows.Text(1), new UnitId(rows.Text(2)), DateTimeOffset.FromUnixTimeMilliseconds(rows.Number(3))));
        }

        // Later matters have larger ids, which are written so that they stand in their order.
        found.Sort(static (one, other) => string.CompareOrdinal(one.Id.Text, other.Id.Text));
        return found;
    }

    /// <summary>The powers that were used on the days of a span.</summary>
    public static HashSet<string> PowersUsed(Session session, DateOnly first, DateOnly last)
    {
        using var rows = session.Query(UsesBetween, first.DayNumber, last.DayNumber);
        var powers = new HashSet<string>(StringComparer.Ordinal);
        while (rows.Next())
            foreach (var link in rows.Text(0).Split(' '))
                if (link.StartsWith("power/", StringComparison.Ordinal)) powers.Add(link["power/".Length..link.IndexOf('@', StringComparison.Ordinal)]);
        return powers;
    }

    /// <summary>How often a power was used on the days of a span.</summary>
    public static int TimesUsed(Session session, string power, DateOnly first, DateOnly last)
    {
        using var rows = session.Query(UsesBetween, first.DayNumber, last.DayNumber);
        var times = 0;
        while (rows.Next())
            if ($" {rows.Text(0)}".Contains($" power/{power}@", StringComparison.Ordinal)) times++;
        return times;
    }

    public static int TimesFiled(Session session, string type, DateTimeOffset first, DateTimeOffset past) => (int)(session.Number(FiledBetween, type, first.ToUnixTimeMilliseconds(), past.ToUnixTimeMilliseconds()) ?? 0);

    public static bool AnyFiled(Session session, string type, DateTimeOffset first, DateTimeOffset past) => TimesFiled(session, type, first, past) > 0;

    private static void Hand(Writes writes, long position, string kind, HandedForm one)
    {
        Add(writes, position, kind, one.Form, one.Unit.Text, one.Occasion, one.Section, one.Number, one.Happened, one.By.ToString(), "", one.Person.Text, one.Rows, one.Typed, one.Filled, one.Changed, one.Minutes ?? 0, one.Due?.ToUnixTimeMilliseconds() ?? 0);
        foreach (var fact in one.Facts)
            if (fact.IndexOf('=', StringComparison.Ordinal) is var at and > 0) writes.Add(PutFact, position, fact[..at], fact[(at + 1)..]);
    }

    private static void Add(Writes writes, long position, string kind, string form, string unit, string occasion, string section, int number, DateTimeOffset at, string by, string more = "", string person = "", int rows = 0, int typed = 0, int filled = 0, int changed = 0, int minutes = 0, long due = 0) =>
        writes.Add(Put, position, kind, form, unit, occasion, section, number, at.ToUnixTimeMilliseconds(), by, more, person, rows, typed, filled, changed, minutes, due);

    private static List<FormRow> Read(Rows rows)
    {
        using (rows)
        {
            var found = new List<FormRow>();
            while (rows.Next())
                found.Add(new FormRow(
                    rows.Number(0), rows.Text(1), rows.Text(2), rows.Text(3), rows.Text(4), rows.Text(5), (int)rows.Number(6), DateTimeOffset.FromUnixTimeMilliseconds(rows.Number(7)), rows.Text(8), rows.Text(9), rows.Text(10),
                    (int)rows.Number(11), (int)rows.Number(12), (int)rows.Number(13), (int)rows.Number(14), (int)rows.Number(15), rows.Number(16)));
            return found;
        }
    }
}

/// <summary>What a level said of a figure.</summary>
/// <param name="Entries">From so many entries the number was counted that it speaks of.</param>
internal sealed record StoredJudgement(long Position, long Entries, string Number, DateTimeOffset At, string By);
