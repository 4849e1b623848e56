using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
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
    private static Writer? _writer;

    public static byte[] Write(Matter matter, MatterTrack track)
    {
        var w = _writer ??= new Writer();
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
        return w.Done();
    }

    public static bool IsOfAnOlderForm(byte[] row) => row is [> 0 and < Form, ..];

    public static (Matter Matter, MatterTrack Track) Read(byte[] row)
    {
        try
        {
            return Read(new Reader(row));
        }
        catch (Exception fault) when (fault is IndexOutOfRangeException or OverflowException or ArgumentException or InvalidDataException)
        {
            throw new StoreFault(StoreTrouble.Damaged, "the row of a matter is not what this program writes; trellis rebuild folds all of them anew from the record.", fault);
        }
    }

    private static (Matter Matter, MatterTrack Track) Read(Reader r)
    {
        if (r.Byte() != Form) throw new InvalidDataException();
        var at = 0L;
        var runs = r.Array(() =>
        {
            var run = (First: at + r.Number(), Count: (int)r.Number());
            at = run.First + run.Count;
            return run;
        });
        at = 0;
        var given = r.Array(() => at += r.Number());
        r.Filed = DateTimeOffset.FromUnixTimeMilliseconds(r.Number());
        var filing = new Filing
        {
            Filed = r.Filed,
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
            Promise = r.Number() is > 0 and var promise ? new TimeLimit((int)((promise - 1) >> 4), (TimeUnit)((promise - 1) & 15)) : null,
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
            Pauses = r.List(() => new Pause(r.Word(), r.Number() == 1, new Bearer(r.Unit()), r.Time(), r.TimeOrNull(), r.TimeOrNull())),
            Whistles = r.List(() => new WhistleBlow(
                (int)r.Number(), r.Post()!.Value, r.WordOrNull(), r.Time(),
                r.List(() => new WhistleCallState(r.Post()!.Value, r.TimeOrNull(), r.TimeOrNull(), r.TimeOrNull(), r.YesNo(), r.TimeOrNull())),
                (WhistleVerdict?)r.Optional(), r.TimeOrNull())),
            Closures = r.List(() => new Closure((ClosureKind)r.Number(), r.YesNo(), r.Unit()!.Value, r.Time(), r.WordOrNull(), r.TimeOrNull())),
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
        };
        r.End();
        return (matter, new MatterTrack(runs, given));
    }

    private sealed class Writer
    {
        private readonly Dictionary<string, int> _words = new(64, StringComparer.Ordinal);
        private byte[] _bytes = new byte[4096];
        private long _filed;
        private int _length;

        public void Begin(DateTimeOffset filed)
        {
            _words.Clear();
            (_filed, _length) = (filed.ToUnixTimeMilliseconds(), 0);
        }

        public byte[] Done() => _bytes[.._length];

        public void Byte(byte one)
        {
            if (_length == _bytes.Length) System.Array.Resize(ref _bytes, _length * 2);
            _bytes[_length++] = one;
        }

        /// <summary>Seven bits a byte, the lowest first.</summary>
        public void Number(long number)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(number);
            for (; number > 0x7F; number >>= 7) Byte((byte)((number & 0x7F) | 0x80));
            Byte((byte)number);
        }

        public void Signed(long number) => Number(number < 0 ? ((-number) << 1) - 1 : number << 1);

        public void Optional(int? number) => Number(number is { } known ? (long)known + 1 : 0);

        public void YesNo(bool? yes) => Number(yes is { } known ? known ? 2 : 1 : 0);

        public void Time(DateTimeOffset? moment)
        {
            if (moment is not { } known)
            {
                Number(0);
                return;
            }

            if (known.UtcTicks % TimeSpan.TicksPerMillisecond != 0) throw new InvalidOperationException("Moments of matters are whole milliseconds.");
            var from = known.ToUnixTimeMilliseconds() - _filed;
            Number((from < 0 ? ((-from) << 1) - 1 : from << 1) + 1);
        }

        public void Word(string? word)
        {
            if (word is null)
            {
                Number(0);
                return;
            }

            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_words, word, out var known);
            if (known)
            {
                Number(number);
                return;
            }

            number = _words.Count + 1; // itself counted; the first is 2
            Number(1);
            var length = Encoding.UTF8.GetByteCount(word);
            Number(length);
            while (_length + length > _bytes.Length) System.Array.Resize(ref _bytes, _bytes.Length * 2);
            _length += Encoding.UTF8.GetBytes(word, _bytes.AsSpan(_length));
        }

        /// <summary>A hash of 64 hexadecimal digits in half the space; anything else as it is.</summary>
        public void Hash(string hash)
        {
            var isHash = hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower);
            Number(isHash ? 1 : 0);
            if (!isHash) Word(hash);
            else
                foreach (var one in Convert.FromHexString(hash)) Byte(one);
        }

        public void Post(PostAt? post)
        {
            Word(post?.Unit.Text);
            if (post is { } known) Word(known.Post);
        }

        public void Performer(Performer? performer)
        {
            Number(performer is null ? 0 : performer.Value.Post is null ? 1 : 2);
            if (performer is not { } known) return;
            if (known.Post is { } post) Post(post);
            else Word(known.Role);
        }

        // By number: the lists are short, and going through them as a collection costs more than their content.
        public void Each<T>(FixedList<T> list, Action<Writer, T> write)
        {
            var count = list.Count;
            Number(count);
            for (var at = 0; at < count; at++) write(this, list[at]);
        }
    }

    private sealed class Reader(byte[] bytes)
    {
        private readonly List<string> _words = [];
        private int _at;

        public DateTimeOffset Filed { get; set; }

        public byte Byte() => bytes[_at++];

        public void End()
        {
            if (_at != bytes.Length) throw new InvalidDataException();
        }

        public long Number()
        {
            var number = 0L;
            for (var shift = 0; shift < 63; shift += 7)
            {
                var one = bytes[_at++];
                number |= (long)(one & 0x7F) << shift;
                if (one < 0x80) return number;
            }

            throw new InvalidDataException();
        }

        public int Signed() => (int)Unfold(Number());

        public int? Optional() => Number() is > 0 and var number ? (int)(number - 1) : null;

        public bool? YesNo() => Number() switch { 0 => null, 1 => false, _ => true };

        public DateTimeOffset Time() => TimeOrNull() ?? throw new InvalidDataException();

        public DateTimeOffset? TimeOrNull() => Number() is > 0 and var folded ? Filed.AddMilliseconds(Unfold(folded - 1)) : null;

        public string Word() => WordOrNull() ?? throw new InvalidDataException();

        public string? WordOrNull()
        {
            var number = Number();
            if (number == 0) return null;
            if (number > 1) return _words[(int)number - 2];
            var length = (int)Number();
            var word = Encoding.UTF8.GetString(bytes.AsSpan(_at, length));
            _at += length;
            _words.Add(word);
            return word;
        }

        public string Hash()
        {
            if (Number() == 0) return Word();
            var hash = Convert.ToHexStringLower(bytes.AsSpan(_at, 32));
            _at += 32;
            return hash;
        }

        public UnitId? Unit() => WordOrNull() is { } unit ? new UnitId(unit) : null;

        public PostAt? Post() => WordOrNull() is { } unit ? new PostAt(Word(), new UnitId(unit)) : null;

        public Performer? Performer() => Number() switch { 0 => null, 1 => new Performer(null, WordOrNull()), _ => new Performer(Post(), null) };

        public FixedList<T> List<T>(Func<T> read)
        {
            var count = Count();
            if (count == 0) return [];
            var all = new T[count];
            for (var at = 0; at < count; at++) all[at] = read();
            return [.. all];
        }

        public ImmutableArray<T> Array<T>(Func<T> read)
        {
            var all = ImmutableArray.CreateBuilder<T>(Count());
            for (var left = all.Capacity; left > 0; left--) all.Add(read());
            return all.MoveToImmutable();
        }

        public IEnumerable<string> Words()
        {
            for (var left = Count(); left > 0; left--) yield return Word();
        }

        /// <summary>Each element takes a byte at least, so no number of damaged bytes makes us ask for memory without end.</summary>
        private int Count() => Number() is var count && count <= bytes.Length - _at ? (int)count : throw new InvalidDataException();

        private static long Unfold(long folded) => (folded & 1) == 0 ? folded >> 1 : -((folded + 1) >> 1);
    }
}
