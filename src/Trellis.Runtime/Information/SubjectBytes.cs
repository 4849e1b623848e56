using Trellis.Information.Registers;
using Trellis.Runtime.Database;
using Trellis.Runtime.Process;

namespace Trellis.Runtime.Information;

/// <summary>The state of a subject, and a link, as bytes of their rows. Folded from the record, so a new form needs no more than a rebuild: the number in front says which it is.</summary>
internal static class SubjectBytes
{
    private const byte Form = 1;

    /// <summary>With what was said of why it is kept; other rows are written as before, so that those of older programs stay what they are.</summary>
    private const byte FormWithKept = 2;

    [ThreadStatic]
    private static RowWriter? _writer;

    public static byte[] Write(Subject subject)
    {
        var w = _writer ??= new RowWriter();
        w.Begin(First(subject));
        w.Byte(subject.Kept.IsEmpty ? Form : FormWithKept);
        w.Number(First(subject).ToUnixTimeMilliseconds());
        w.Number(subject.Begun);
        w.Number(subject.Revision);
        w.Number(subject.Ending is null ? 0 : 1);
        if (subject.Ending is { } ending)
        {
            w.Number(ending.Day.DayNumber);
            w.Word(ending.After);
            Put(w, ending.Provenance);
        }

        w.Number(subject.Claims.Count);
        Provenance? last = null;
        foreach (var claim in subject.Claims)
        {
            // Claims of one entry stand beside each other and come from one source.
            var again = ReferenceEquals(claim.Provenance, last);
            w.Number(again ? 0 : 1);
            if (!again)
            {
                Put(w, claim.Provenance);
                last = claim.Provenance;
            }

            w.Word(claim.Item);
            w.Number(((int)claim.Kind << 3) | (claim.ByOwner ? 4 : 0) | (claim.From > DateOnly.MinValue ? 2 : 0) | (claim.To < DateOnly.MaxValue ? 1 : 0));
            if (claim.From > DateOnly.MinValue) w.Number(claim.From.DayNumber);
            if (claim.To < DateOnly.MaxValue) w.Number(claim.To.DayNumber);
            w.Each(claim.Rows, static (w, row) =>
            {
                w.Word(row.Register);
                w.Word(row.Key);
            });
            w.Signed(claim.Same - claim.Position);
        }

        w.Each(subject.Settlings, static (w, one) =>
        {
            w.Word(one.Item);
            w.Number(one.Stands);
            w.Each(one.Aside, static (w, position) => w.Number(position));
            Put(w, one.Provenance);
        });
        if (!subject.Kept.IsEmpty)
        {
            w.Each(subject.Kept, static (w, one) =>
            {
                w.Word(one.Purpose);
                w.Word(one.Matter.Text);
                w.Number(one.Until.DayNumber);
                w.Number(one.Position);
            });
        }

        return w.Done();
    }

    public static Subject Read(RowId id, byte[] row) => Told(() =>
    {
        var r = Begin(row, out var form);
        var (begun, revision) = (r.Number(), r.Number());
        var ending = r.Number() == 0 ? null : new Ending(DateOnly.FromDayNumber((int)r.Number()), r.Word(), ReadProvenance(r));
        Provenance? last = null;
        var claims = r.List(() =>
        {
            if (r.Number() == 1) last = ReadProvenance(r);
            var source = last ?? throw new InvalidDataException();
            var item = r.Word();
            var flags = (int)r.Number();
            var from = (flags & 2) != 0 ? DateOnly.FromDayNumber((int)r.Number()) : DateOnly.MinValue;
            var to = (flags & 1) != 0 ? DateOnly.FromDayNumber((int)r.Number()) : DateOnly.MaxValue;
            var rows = r.List(() => new RowId(r.Word(), r.Word()));
            return new Claim(item, from, to, (ClaimKind)(flags >> 3), rows, source, (flags & 4) != 0, source.Position + r.Signed64());
        });
        var settlings = r.List(() => new Settling(r.Word(), r.Number(), r.List(r.Number), ReadProvenance(r)));
        var kept = form == FormWithKept ? r.List(() => new KeptLonger(r.Word(), new MatterId(r.Word()), DateOnly.FromDayNumber((int)r.Number()), r.Number())) : [];
        r.End();
        return new Subject(id, begun, revision, claims, settlings, ending) { Kept = kept };
    });

    public static byte[] Write(SubjectLink link)
    {
        var w = _writer ??= new RowWriter();
        w.Begin(link.Linked.At);
        w.Byte(Form);
        w.Number(link.Linked.At.ToUnixTimeMilliseconds());
        foreach (var row in (RowId[])[link.One, link.Other])
        {
            w.Word(row.Register);
            w.Word(row.Key);
        }

        w.Each(link.Purposes, static (w, word) => w.Word(word));
        w.Each(link.Reasons, static (w, word) => w.Word(word));
        w.Each(link.Same, static (w, same) =>
        {
            w.Word(same.Item);
            w.Number(same.One);
            w.Number(same.Other);
        });
        Put(w, link.Linked);
        w.Number(link.Undone is null ? 0 : 1);
        if (link.Undone is { } undone) Put(w, undone);
        return w.Done();
    }

    public static SubjectLink ReadLink(byte[] row) => Told(() =>
    {
        var r = Begin(row, out _);
        var (one, other) = (new RowId(r.Word(), r.Word()), new RowId(r.Word(), r.Word()));
        var (purposes, reasons) = (r.List(r.Word), r.List(r.Word));
        var same = r.List(() => new SameClaims(r.Word(), r.Number(), r.Number()));
        var linked = ReadProvenance(r);
        var undone = r.Number() == 0 ? null : ReadProvenance(r);
        r.End();
        return new SubjectLink(one, other, purposes, reasons, same, linked, undone);
    });

    private static RowReader Begin(byte[] row, out byte form)
    {
        var r = new RowReader().Begin(row);
        form = r.Byte();
        if (form is not (Form or FormWithKept)) throw new InvalidDataException();
        r.From = DateTimeOffset.FromUnixTimeMilliseconds(r.Number());
        return r;
    }

    private static void Put(RowWriter w, Provenance one)
    {
        w.Number((int)one.Source);
        w.Word(one.By?.Text);
        w.Word(one.Person?.Text);
        w.Word(one.Basis);
        w.Time(one.At);
        w.Number(one.Position);
    }

    private static Provenance ReadProvenance(RowReader r) =>
        new((ValueSource)r.Number(), r.WordOrNull() is { } unit ? new UnitId(unit) : null, r.WordOrNull() is { } person ? new ActorId(person) : null, r.WordOrNull(), r.Time(), r.Number());

    private static DateTimeOffset First(Subject subject) => subject.Claims.IsEmpty ? DateTimeOffset.UnixEpoch : subject.Claims[0].Provenance.At;

    private static T Told<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is IndexOutOfRangeException or OverflowException or ArgumentException or InvalidDataException)
        {
            throw new StoreFault(StoreTrouble.Damaged, "the row of a subject of a register is not what this program writes; trellis rebuild folds all of them anew from the record.", fault);
        }
    }
}
