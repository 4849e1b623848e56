using System.Collections.Immutable;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Structure.Quantities;

namespace Trellis.Runtime.Process;

/// <summary>
/// The state of a matter as bytes of its row: a version, where its entries stand, then its fold. Each word is written once and named by its number after that; moments are
/// milliseconds from the filing. A row is folded from the record, so a new form needs no more than a rebuild: the number in front says which it is.
/// </summary>
internal static class MatterBytes
{
    private const byte Form = 2;

    /// <summary>Each thread writes one matter after the other, and its words and room serve the next.</summary>
    [ThreadStatic]
    private static RowWriter? _writer;

    public static byte[] Write(Matter matter, MatterTrack track)
    {
        var w = _writer ??= new RowWriter();
        w.Begin(matter.Filed);
        w.Byte(Form);
        var at = 0L;
        w.Number(track.Runs.Length);
        foreach (var (first, count) in track.Runs)
        {
            w.Number(first - at);
            w.Number(count);
            at = first + count;
        }

        at = 0;
        w.Number(track.Given.Length);
        foreach (var given in track.Given)
        {
            w.Number(given - at);
            at = given;
        }

        w.Number(matter.Filed.ToUnixTimeMilliseconds());
        w.Word(matter.Id.Text);
        w.Word(matter.Number);
        w.Word(matter.Type);
        w.Hash(matter.Version);
        w.Time(matter.Moved);
        w.Word(matter.Place?.Text);
        w.Each(matter.Roles, static (w, one) =>
        {
            w.Word(one.Role);
            w.Word(one.Row.Register);
            w.Word(one.Row.Key);
        });
        w.Word(matter.FiledFor.Text);
        w.Word(matter.FiledBy?.Text);
        w.Number((int)matter.Channel);
        w.Number(matter.Promise is { } promise ? ((long)promise.Amount << 4) + (int)promise.Unit + 1 : 0);
        w.Time(matter.FirstAnswerDue);
        w.Each(matter.Holdings, static (w, one) =>
        {
            w.Word(one.Unit.Text);
            w.Time(one.From);
            w.Time(one.Given);
            w.Word(one.Giver?.Text);
        });
        w.Post(matter.FirstContact);
        w.Time(matter.FirstAnswered);
        w.Each(matter.Open, static (w, one) =>
        {
            w.Word(one.Key);
            w.Word(one.Step);
            w.Number((int)one.Kind);
            w.Performer(one.Performer);
            w.Time(one.Since);
            w.Time(one.Given);
            w.Time(one.Due);
            w.Time(one.DueFrom);
            w.Each(one.Awaits, static (w, word) => w.Word(word));
            w.Number(one.Asked is null ? 0 : 1);
            if (one.Asked is { } asked)
            {
                w.Word(asked.Bearer.Unit?.Text);
                w.Word(asked.By.Text);
                w.Number((int)asked.For);
                w.Time(asked.At);
            }

            w.Number(one.Answers);
            w.Number(one.Objections);
            w.Word(one.Own.Unit?.Text);
            w.Number((int)one.OwnFor);
            w.Post(one.Giver);
            w.Word(one.Wait.On.Unit?.Text);
            w.Number((int)one.Wait.For);
            w.Time(one.Wait.From);
        });
        w.Each(matter.Done, static (w, one) =>
        {
            w.Word(one.Key);
            w.Word(one.Step);
            w.Word(one.Outcome);
            w.Word(one.Result);
            w.Optional(one.Count);
            w.Optional(one.Answers);
            w.Word(one.By?.Text);
            w.Time(one.At);
        });
        w.Each(matter.Turns, static (w, one) =>
        {
            w.Word(one.Key);
            w.Signed(one.Way);
            w.Time(one.At);
            w.Each(one.Rows, static (w, row) =>
            {
                w.Word(row.Register);
                w.Word(row.Key);
            });
        });
        w.Each(matter.Parts, static (w, one) =>
        {
            w.Word(one.Key);
            w.Word(one.Type);
            w.Word(one.Number);
            w.Word(one.Result);
            w.Time(one.Begun);
            w.Time(one.Ended);
        });
        w.Word(matter.Result);
        w.Time(matter.CutShort);
        w.Word(matter.ReferredTo);
        w.Each(matter.Pauses, static (w, one) =>
        {
            w.Word(one.Reason);
            w.Number(one.StopsPromise ? 1 : 0);
            w.Word(one.On.Unit?.Text);
            w.Time(one.From);
            w.Time(one.Until);
            w.Time(one.Limit);
        });
        w.Each(matter.Whistles, static (w, one) =>
        {
            w.Number(one.Number);
            w.Post(one.By);
            w.Word(one.Lane);
            w.Time(one.At);
            w.Each(one.Calls, static (w, call) =>
            {
                w.Post(call.Called);
                w.Time(call.Due);
                w.Time(call.Came);
                w.Time(call.Missed);
                w.YesNo(call.Acted);
                w.Time(call.Reported);
            });
            w.Optional((int?)one.Verdict);
            w.Time(one.Ended);
        });
        w.Each(matter.Closures, static (w, one) =>
        {
            w.Number((int)one.Kind);
            w.YesNo(one.Confirmed);
            w.Word(one.By.Text);
            w.Time(one.At);
            w.Word(one.ReferredTo);
            w.Time(one.Reopened);
        });
        w.Number(matter.Round);
        w.Each(matter.Earlier, static (w, one) =>
        {
            w.Word(one.Step);
            w.Word(one.Actor.Text);
            w.Word(one.Unit?.Text);
        });
        w.Each(matter.Waits, static (w, one) =>
        {
            w.Word(one.Lane);
            w.Number(one.Round);
            w.Word(one.On.Unit?.Text);
            w.Number((int)one.For);
            w.Time(one.From);
            w.Time(one.To);
        });
        w.Each(matter.Reached, static (w, one) =>
        {
            w.Word(one.Lane);
            w.Number((int)one.Channel);
            w.Number((int)one.Proof);
            w.Time(one.At);
        });
        w.Number(matter.Fired.Count);
        foreach (var job in matter.Fired) w.Word(job);
        w.Number(matter.Returns);
        w.Number(matter.HandOvers);
        w.Number(matter.Referrals);
        w.Number(matter.Disputed ? 1 : 0);
        w.Each(matter.Ratings, static (w, one) => w.Number(one));
        w.Each(matter.Conflicts, static (w, one) => w.Word(one.Text));
        // Few are public: the rows of all others are as they were before anybody could make one so.
        if (matter.Published is { } published) w.Time(published);
        return w.Done();
    }

    public static bool IsOfAnOlderForm(byte[] row) => row is [> 0 and < Form, ..];

    public static (Matter Matter, MatterTrack Track) Read(byte[] row) => Told(new RowReader().Begin(row), Read);

    /// <summary>
    /// What figures read of a matter: what it was filed as, its first answer, pauses and closures, and how often it was passed on; and where values were given in it. Everything else is
    /// passed over without making anything of it, and is not there in what comes out.
    /// </summary>
    public static (Matter Course, ImmutableArray<long> Given) ReadCourse(RowReader reader, byte[] row) => Told(reader.Begin(row), ReadCourse);

    private static T Told<T>(RowReader row, Func<RowReader, T> read)
    {
        try
        {
            return read(row);
        }
        catch (Exception fault) when (fault is IndexOutOfRangeException or OverflowException or ArgumentException or InvalidDataException)
        {
            throw new StoreFault(StoreTrouble.Damaged, "the row of a matter is not what this program writes; trellis rebuild folds all of them anew from the record.", fault);
        }
    }

    private static (Matter Matter, MatterTrack Track) Read(RowReader r)
    {
        if (r.Byte() != Form) throw new InvalidDataException();
        var at = 0L;
        var runs = r.Array(() =>
        {
            var run = (First: at + r.Number(), Count: (int)r.Number());
            at = run.First + run.Count;
            return run;
        });
        var given = ReadGiven(r);
        r.From = DateTimeOffset.FromUnixTimeMilliseconds(r.Number());
        var filing = new Filing
        {
            Filed = r.From,
            Id = new MatterId(r.Word()),
            Number = r.Word(),
            Type = r.Word(),
            Version = r.Hash(),
            Moved = r.TimeOrNull(),
            Place = r.Unit(),
            Roles = r.List(() => new BoundRole(r.Word(), new RowId(r.Word(), r.Word()))),
            FiledFor = new ActorId(r.Word()),
            FiledBy = r.WordOrNull() is { } helper ? new ActorId(helper) : null,
            Channel = (Channel)r.Number(),
            Promise = ReadPromise(r),
            FirstAnswerDue = r.TimeOrNull(),
        };
        var matter = new Matter(filing)
        {
            Holdings = r.List(() => new Holding(r.Unit()!.Value, r.Time(), r.Time(), r.Unit())),
            FirstContact = r.Post(),
            FirstAnswered = r.TimeOrNull(),
            Open = r.List(() => new OpenPoint
            {
                Key = r.Word(),
                Step = r.Word(),
                Kind = (PointKind)r.Number(),
                Performer = r.Performer(),
                Since = r.Time(),
                Given = r.Time(),
                Due = r.TimeOrNull(),
                DueFrom = r.Time(),
                Awaits = r.List(r.Word),
                Asked = r.Number() == 0 ? null : new AskedUnit(new Bearer(r.Unit()), r.Unit()!.Value, (WaitReason)r.Number(), r.Time()),
                Answers = (int)r.Number(),
                Objections = (int)r.Number(),
                Own = new Bearer(r.Unit()),
                OwnFor = (WaitReason)r.Number(),
                Giver = r.Post(),
                Wait = new Wait(new Bearer(r.Unit()), (WaitReason)r.Number(), r.Time()),
            }),
            Done = r.List(() => new DoneStep(r.Word(), r.Word(), r.Word(), r.WordOrNull(), r.Optional(), r.Optional(), r.Unit(), r.Time())),
            Turns = r.List(() => new TurnTaken(r.Word(), r.Signed(), r.Time(), r.List(() => new RowId(r.Word(), r.Word())))),
            Parts = r.List(() => new RunPart(r.Word(), r.Word(), r.Word(), r.WordOrNull(), r.Time(), r.TimeOrNull())),
            Result = r.WordOrNull(),
            CutShort = r.TimeOrNull(),
            ReferredTo = r.WordOrNull(),
            Pauses = ReadPauses(r),
            Whistles = r.List(() => new WhistleBlow(
                (int)r.Number(), r.Post()!.Value, r.WordOrNull(), r.Time(),
                r.List(() => new WhistleCallState(r.Post()!.Value, r.TimeOrNull(), r.TimeOrNull(), r.TimeOrNull(), r.YesNo(), r.TimeOrNull())),
                (WhistleVerdict?)r.Optional(), r.TimeOrNull())),
            Closures = ReadClosures(r),
            Round = (int)r.Number(),
            Earlier = r.List(() => new EarlierPerformer(r.Word(), new ActorId(r.Word()), r.Unit())),
            Waits = r.List(() => new WaitBooked(r.Word(), (int)r.Number(), new Bearer(r.Unit()), (WaitReason)r.Number(), r.Time(), r.Time())),
            Reached = r.List(() => new Reach(r.Word(), (Channel)r.Number(), (ReachProof)r.Number(), r.Time())),
            Fired = [.. r.Words()],
            Returns = (int)r.Number(),
            HandOvers = (int)r.Number(),
            Referrals = (int)r.Number(),
            Disputed = r.Number() == 1,
            Ratings = r.List(() => (int)r.Number()),
            Conflicts = r.List(() => new ActorId(r.Word())),
            Published = r.IsAtEnd ? null : r.Time(),
        };
        r.End();
        return (matter, new MatterTrack(runs, given));
    }

    private static TimeLimit? ReadPromise(RowReader r) => r.Number() is > 0 and var promise ? new TimeLimit((int)((promise - 1) >> 4), (TimeUnit)((promise - 1) & 15)) : null;

    private static FixedList<Pause> ReadPauses(RowReader r) => r.List(() => new Pause(r.Word(), r.Number() == 1, new Bearer(r.Unit()), r.Time(), r.TimeOrNull(), r.TimeOrNull()));

    private static FixedList<Closure> ReadClosures(RowReader r) => r.List(() => new Closure((ClosureKind)r.Number(), r.YesNo(), r.Unit()!.Value, r.Time(), r.WordOrNull(), r.TimeOrNull()));

    private static ImmutableArray<long> ReadGiven(RowReader r)
    {
        var at = 0L;
        return r.Array(() => at += r.Number());
    }

    /// <summary>The same form as above, part by part.</summary>
    private static (Matter Course, ImmutableArray<long> Given) ReadCourse(RowReader r)
    {
        if (r.Byte() != Form) throw new InvalidDataException();
        r.PassEach(static r => r.PassNumbers(2)); // runs
        var given = ReadGiven(r);
        r.From = DateTimeOffset.FromUnixTimeMilliseconds(r.Number());
        var (filed, id, number, type) = (r.From, new MatterId(r.Word()), r.Word(), r.Word());
        r.PassHash();
        var (moved, place) = (r.TimeOrNull(), r.Unit());
        r.PassEach(static r => r.PassWords(3)); // roles
        var filing = new Filing
        {
            Filed = filed,
            Id = id,
            Number = number,
            Type = type,
            Version = "",
            Moved = moved,
            Place = place,
            FiledFor = new ActorId(r.Word()),
            FiledBy = r.WordOrNull() is { } helper ? new ActorId(helper) : null,
            Channel = (Channel)r.Number(),
            Promise = ReadPromise(r),
            FirstAnswerDue = r.TimeOrNull(),
        };
        r.PassEach(static r => // holdings
        {
            r.PassWord();
            r.PassNumbers(2);
            r.PassWord();
        });
        r.PassPost();
        var firstAnswered = r.TimeOrNull();
        r.PassEach(static r => // open points
        {
            r.PassWords(2);
            r.PassNumber();
            r.PassPerformer();
            r.PassNumbers(4);
            r.PassWords();
            if (r.Number() != 0)
            {
                r.PassWords(2);
                r.PassNumbers(2);
            }

            r.PassNumbers(2);
            r.PassWord();
            r.PassNumber();
            r.PassPost();
            r.PassWord();
            r.PassNumbers(2);
        });
        r.PassEach(static r => // steps done
        {
            r.PassWords(4);
            r.PassNumbers(2);
            r.PassWord();
            r.PassNumber();
        });
        r.PassEach(static r => // turns
        {
            r.PassWord();
            r.PassNumbers(2);
            r.PassEach(static r => r.PassWords(2));
        });
        r.PassEach(static r => // parts
        {
            r.PassWords(4);
            r.PassNumbers(2);
        });
        r.PassWord();
        r.PassNumber();
        r.PassWord();
        var pauses = ReadPauses(r);
        r.PassEach(static r => // whistles
        {
            r.PassNumber();
            r.PassPost();
            r.PassWord();
            r.PassNumber();
            r.PassEach(static r =>
            {
                r.PassPost();
                r.PassNumbers(5);
            });
            r.PassNumbers(2);
        });
        var closures = ReadClosures(r);
        r.PassNumber();
        r.PassEach(static r => r.PassWords(3)); // earlier performers
        r.PassEach(static r => // waits
        {
            r.PassWord();
            r.PassNumber();
            r.PassWord();
            r.PassNumbers(3);
        });
        r.PassEach(static r => // ways in which somebody was reached
        {
            r.PassWord();
            r.PassNumbers(3);
        });
        r.PassWords(); // jobs that were done
        var (returns, handOvers) = ((int)r.Number(), (int)r.Number());
        r.PassNumber();
        var course = new Matter(filing) { Holdings = [], FirstAnswered = firstAnswered, Pauses = pauses, Closures = closures, Returns = returns, HandOvers = handOvers, Disputed = r.Number() == 1 };
        r.PassEach(static r => r.PassNumber()); // ratings
        r.PassWords(); // conflicts
        if (!r.IsAtEnd) r.PassNumber(); // since when it is public
        r.End();
        return (course, given);
    }
}
