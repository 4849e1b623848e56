using System.Text;
using Trellis.Information.Exchange;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;

namespace Trellis.Runtime.Information;

/// <summary>A look as it is told to whom it concerns.</summary>
/// <param name="Purpose">Null for the course of a matter, which holds no values.</param>
/// <param name="Reason">Null where it is a matter of somebody else.</param>
/// <param name="Number">Of the matter, to be read out; null without one.</param>
/// <param name="Items">None for the course of a matter.</param>
/// <param name="Release">When it was told at the earliest, for a look under an inquiry; null otherwise.</param>
public sealed record ToldLook(long Position, DateTimeOffset At, PostAt By, RowId? Subject, string? Purpose, LookReason? Reason, string? Number, IReadOnlyList<string> Items, DateTimeOffset? Release)
{
    /// <summary>The neighbour whose post it is, for what was given to its record; null for posts of our own.</summary>
    public string? Neighbour { get; init; }
}

/// <summary>A value that is held of somebody, and where it comes from.</summary>
/// <param name="Field">A fact, or the part of an event that was written.</param>
/// <param name="IsFact">Whether it is the value of a fact.</param>
/// <param name="Purpose">For what it was collected.</param>
/// <param name="Matter">The matter in which it was given; null without one.</param>
/// <param name="Written">Null in a list of what is held, and where it was erased in the meantime.</param>
public sealed record HeldLine(long Position, DateTimeOffset At, string Event, string By, string Field, bool IsFact, string Purpose, MatterId? Matter, string? Written)
{
    /// <summary>Whence a value of a register came: act, form, import or exchange, and its id where there is one; null for what is no such value.</summary>
    public (string Source, string? Basis)? Whence { get; init; }

    /// <summary>The row in which it stands, where that is not the person's own alone: it is told that it is held, and what it says is not opened here. Null for all others.</summary>
    public RowId? Row { get; init; }
}

/// <summary>How many inquiries there were for a purpose.</summary>
/// <param name="Running">Allowed, and not told yet.</param>
/// <param name="Told">Their time is over, and the people were told.</param>
public sealed record InquiryCount(string Purpose, int Year, int Asked, int Refused, int Running, int Told);

/// <summary>What can be asked about looks, consent and inquiries. Answers are of what is stored, read beside the writer.</summary>
public sealed class LookQuestions
{
    /// <summary>The most rows of one page.</summary>
    public const int MostRows = 200;

    private readonly MattersDesk _matters;

    internal LookQuestions(MattersDesk matters) => _matters = matters;

    /// <summary>Who was shown what of somebody, and who followed their matters, the newest first.</summary>
    /// <param name="before">The position of the last look of the page before; null for the first page.</param>
    public Page<ToldLook> At(Actor.Resident reader, long? before, int most)
    {
        most = Math.Clamp(most, 1, MostRows);
        var told = new List<ToldLook>();
        var next = before ?? long.MaxValue;
        var rowsOf = Ask(session => OwnRows.Of(session, RowOf(reader)));
        while (true)
        {
            var (rows, last) = Older(reader, rowsOf, next, most + 1);
            foreach (var row in rows)
            {
                next = row.Position;
                if (Tell(reader, rowsOf, row) is { } one) told.Add(one);
                if (told.Count > most) return new Page<ToldLook>(told[..most], Cursor(told[most - 1].Position));
            }

            if (last) return new Page<ToldLook>(told, null);
        }
    }

    /// <summary>One look, where it is told to who asks.</summary>
    public ToldLook? Find(Actor.Resident reader, long position)
    {
        var found = Ask(session => LookRows.Find(session, position) is { } row ? new Seen(row.Position, row, null)
            : HeldRows.Looks(session, reader.Person, position + 1, 1) is [{ } day] && day.Position == position ? new Seen(position, null, day)
            : ExchangeRows.Given(session, RowOf(reader), position + 1, 1) is [var given] && given == position ? new Seen(position, null, null) : null);
        return found is not null ? Tell(reader, Ask(session => OwnRows.Of(session, RowOf(reader))), found) : null;
    }

    /// <summary>Which officers of other units followed open matters in which a unit has a part, the newest first: whoever works sees who looks at their work.</summary>
    public Page<ToldLook> OfWork(Actor.Officer reader, long? before, int most)
    {
        most = Math.Clamp(most, 1, MostRows);
        var rows = Ask(session => HeldRows.Of(session, reader.Seat.Unit, before ?? long.MaxValue, most + 1));
        var told = rows.Take(most).Select(row => new ToldLook(row.Position, TimeAt(row.Position), SeatAt(row.Position) ?? new PostAt("", row.Unit), null, null, LookReason.Of(MatterNumbers.Id(row.Matter)), _matters.Questions.Find(MatterNumbers.Id(row.Matter))?.Matter.Number, [], null)).ToList();
        return new Page<ToldLook>(told, rows.Count > most ? Cursor(told[^1].Position) : null);
    }

    /// <summary>What an officer looked at themselves, the newest first.</summary>
    public Page<LookRow> By(Actor.Officer reader, long? before, int most)
    {
        most = Math.Clamp(most, 1, MostRows);
        var rows = Ask(session => LookRows.By(session, reader.Person, before ?? long.MaxValue, most + 1));
        return rows.Count <= most ? new Page<LookRow>(rows, null) : new Page<LookRow>(rows[..most], Cursor(rows[most - 1].Position));
    }

    /// <summary>Who was shown what people wrote and gave in a matter, for whoever may see the matter; null where there is none that they may.</summary>
    public IReadOnlyList<LookRow>? In(Actor reader, MatterId matter) =>
        _matters.Questions.Find(reader, matter) is null ? null : Ask(session => LookRows.For(session, LookReason.Of(matter), long.MaxValue, MostRows)).AsReadOnly();

    /// <summary>
    /// What is held of somebody, value by value, in the order of the record. Beside what is theirs alone stands what other rows hold that are theirs, that they share or that name them; what those say is not opened here,
    /// since it may be somebody else's too.
    /// </summary>
    /// <param name="after">The position of the last value of the page before, all of whose fields were told.</param>
    public Page<HeldLine> Held(ActorId person, long? after, int most, bool withValues = false)
    {
        most = Math.Clamp(most, 1, MostRows);
        return Ask(session =>
        {
            // One entry has few values, and all of them come together.
            var rows = HeldRows.Values(session, person, after ?? -1, most + MostOfAnEntry);
            var whole = rows.Count < most + MostOfAnEntry ? rows : rows.TakeWhile(row => row.Position != rows[^1].Position).ToList();
            var reading = withValues ? new PersonalReading(session, _matters.Keys, _matters.Writer.Place.Attachments, new ReadingGround.Own(person)) : null;
            var lines = new List<HeldLine>();
            var upTo = whole.Count < rows.Count ? whole[^1].Position : long.MaxValue;
            var own = new RowId("person", person.Text);
            foreach (var one in OwnRows.Of(session, own).Beside(session, _matters.InForce.DayOf(_matters.Now)).Where(one => one.Claim.Position > (after ?? -1) && one.Claim.Position <= upTo))
            {
                var entry = EntryIn(session, one.Claim.Position);
                lines.Add(new HeldLine(one.Claim.Position, entry.At, entry.Event, MatterQuestions.By(entry), RegisterEvents.Prefix + one.Item, false, $"register/{one.Subject.Register}.{one.Item}", null, withValues && one.Subject == own ? string.Join(' ', one.Claim.Rows.Select(static row => row.ToString())) : null)
                {
                    Whence = entry.Fields["source"] is EntryValue.Word { Text: var by } ? (by, (entry.Fields["basis"] as EntryValue.Word)?.Text) : null,
                    Row = one.Subject == own ? null : one.Subject,
                });
            }

            foreach (var (position, field, purpose, _) in whole)
            {
                // Why somebody was looked at in secret is told with the looks, not before.
                if (purpose == LooksDesk.InquiryPurpose) continue;
                var entry = EntryIn(session, position);
                if (entry.Event == ReadModels.AttachmentAdded)
                {
                    // The picture is the value; its digest and its key are ours. It is fetched by itself, under its id.
                    if (field == RecordWriter.DigestField && entry.Fields["matter"] is EntryValue.Word { Text: var of } && entry.Fields["attachment"] is EntryValue.Word { Text: var picture })
                        lines.Add(new HeldLine(position, entry.At, entry.Event, MatterQuestions.By(entry), "picture", false, purpose, new MatterId(of), withValues ? picture : null));
                    continue;
                }

                var isFact = field.StartsWith(FactRows.Prefix, StringComparison.Ordinal);
                lines.Add(new HeldLine(
                    position, entry.At, entry.Event, MatterQuestions.By(entry), isFact ? field[FactRows.Prefix.Length..] : field, isFact, purpose,
                    entry.Fields["matter"] is EntryValue.Word { Text: var matter } ? new MatterId(matter) : null, reading?.Value(position, field) is { } opened ? Encoding.UTF8.GetString(opened.Value.Span) : null)
                {
                    Whence = entry.Fields["source"] is EntryValue.Word { Text: var source } ? (source, (entry.Fields["basis"] as EntryValue.Word)?.Text) : null,
                });
            }

            return new Page<HeldLine>([.. lines.OrderBy(static line => line.Position)], whole.Count < rows.Count ? Cursor(whole[^1].Position) : null);
        });
    }

    private static Entry EntryIn(Session session, long position) =>
        LedgerRows.Entry(session, position) is { } bytes && Entry.TryRead(bytes, out var entry, out _) ? entry : throw new StoreFault(StoreTrouble.Damaged, $"entry {position} is damaged.");

    private const int MostOfAnEntry = 2000;

    /// <summary>What somebody said about purposes, the oldest first.</summary>
    public IReadOnlyList<ConsentRow> Consents(ActorId person) => Ask(session => LookRows.Consents(session, person));

    /// <summary>The post that entered somebody's word at a counter; null where they said it themselves.</summary>
    public PostAt? TakenBy(ConsentRow said)
    {
        ArgumentNullException.ThrowIfNull(said);
        return EntryAt(said.Position) is { Event: ConsentTaken.Name } entry && LookEvents.Read(entry.Event, entry.Fields) is ConsentTaken taken ? taken.Seat : null;
    }

    /// <summary>How many inquiries there were, by purpose and year. This is everybody's.</summary>
    public IReadOnlyList<InquiryCount> CountInquiries()
    {
        var now = _matters.Now;
        var running = _matters.InForce;
        return
        [
            .. AllInquiries().GroupBy(one => (one.Purpose, running.DayOf(one.Asked).Year)).OrderBy(static group => group.Key.Year).ThenBy(static group => group.Key.Purpose, StringComparer.Ordinal).Select(group => new InquiryCount(
                group.Key.Purpose, group.Key.Year, group.Count(), group.Count(static one => one is { AnsweredBy: not null, Until: null }), group.Count(one => one.Runs(now)), group.Count(one => one.Until is { } until && until <= now))),
        ];
    }

    /// <summary>Inquiries that wait for a post to be answered, and those that its unit asked for, the oldest first.</summary>
    public IReadOnlyList<Inquiry> InquiriesOf(Actor.Officer reader)
    {
        var running = _matters.InForce;
        var day = running.DayOf(_matters.Now);
        return [.. AllInquiries().Where(one => one.Seat.Unit == reader.Seat.Unit
            || (running.Structure.Purposes.On(one.Purpose, day)?.Covert is { } covert && OpeningInquiries.IsNamed(covert.AllowedBy, reader.Seat)))];
    }

    private List<Inquiry> AllInquiries()
    {
        var all = new List<Inquiry>();
        while (true)
        {
            var page = Ask(session => LookRows.Inquiries(session, all.Count > 0 ? all[^1].Number : -1, MostRows));
            all.AddRange(page);
            if (page.Count < MostRows) return all;
        }
    }

    public static string Cursor(long position) => position.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private T Ask<T>(Func<Session, T> question) => _matters.Questions.Ask(question);

    /// <summary>Looks at somebody and at their matters before a position, the newest first, and whether these are all.</summary>
    private (List<Seen> Rows, bool Last) Older(Actor.Resident reader, OwnRows rowsOf, long before, int most) => Ask(session =>
    {
        // In a matter of theirs more rows were looked at than their own: those of the household, of the home, of whoever else has a role in it.
        var rows = rowsOf.Selves.Concat(rowsOf.Shared).SelectMany(row => LookRows.At(session, row, before, most)).Concat(LookRows.InMattersOf(session, reader.Person, before, most)).DistinctBy(static row => row.Position).Select(static row => new Seen(row.Position, row, null))
            .Concat(HeldRows.Looks(session, reader.Person, before, most).Select(static row => new Seen(row.Position, null, row)))
            .Concat(ExchangeRows.Given(session, RowOf(reader), before, most).Select(static position => new Seen(position, null, null))).OrderByDescending(static one => one.Position).ToList();
        // What lies behind the page of either may be newer than what was found of the other.
        return rows.Count < most ? (rows, true) : (rows[..most], false);
    });

    private ToldLook? Tell(Actor.Resident reader, OwnRows rowsOf, Seen seen)
    {
        if (seen.Course is { } day)
        {
            var id = MatterNumbers.Id(day.Matter);
            return new ToldLook(day.Position, TimeAt(day.Position), SeatAt(day.Position) ?? new PostAt("", day.Unit), null, null, LookReason.Of(id), _matters.Questions.Find(id)?.Matter.Number, [], null);
        }

        if (seen.Values is not { } row) return Given(seen.Position);
        var matter = row.Reason.Matter is { } about ? _matters.Questions.Find(about)?.Matter : null;
        var isTheirs = matter is not null && SeeingMatters.MayRead(reader, matter);
        return TellingLooks.Of(rowsOf.IsSelf(row.Subject), rowsOf.Shares(row.Subject, _matters.InForce.DayOf(row.At)), row.Reason.Matter is not null, isTheirs, row.Release, _matters.Now) switch
        {
            LookTelling.Whole => new ToldLook(row.Position, row.At, row.Seat, row.Subject, row.Purpose, row.Reason, matter?.Number, row.Items, row.Release),
            LookTelling.WithoutReason => new ToldLook(row.Position, row.At, row.Seat, row.Subject, row.Purpose, null, null, row.Items, row.Release),
            _ => null,
        };
    }

    /// <summary>What was given to a neighbour is told as a look of its post: it saw what we hold.</summary>
    private ToldLook? Given(long position) => EntryAt(position) is var entry && ExchangeWire.Read(entry.Event, entry.Fields) is ExchangeEvent.EvidenceGiven given
        ? new ToldLook(position, entry.At, PostAt.Parse(given.Post) ?? new PostAt(given.Post, new UnitId(given.Neighbour)), given.Row, given.Purpose, null, null, given.Items, null) { Neighbour = given.Neighbour }
        : null;

    private static RowId RowOf(Actor.Resident reader) => new("person", reader.Person.Text);

    private DateTimeOffset TimeAt(long position) => EntryAt(position).At;

    private PostAt? SeatAt(long position) => EntryAt(position).By is EntryActor.Officer officer ? new PostAt(officer.Post, new UnitId(officer.Unit)) : null;

    private Entry EntryAt(long position) =>
        Ask(session => LedgerRows.Entry(session, position)) is { } bytes && Entry.TryRead(bytes, out var entry, out _) ? entry : throw new StoreFault(StoreTrouble.Damaged, $"entry {position} is damaged.").Tell(_matters.Writer.Place.Store.Called);

    /// <summary>A look at values, or at the course of a matter; neither for what was given to a neighbour.</summary>
    private sealed record Seen(long Position, LookRow? Values, DayLook? Course);
}
