using Trellis.Information.Registers;
using Trellis.Runtime.Auditing;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Trellis.Structure.Expressions;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>Acts on registers, short enough to be read in a test.</summary>
internal static class OnRegisters
{
    public static readonly SourceGiven AnAct = new(ValueSource.Act);

    public static Task<Actor> Police(this ADesk desk) => desk.Officer(new PostAt("", new UnitId("police")));

    public static ItemGiven Given(this ADesk desk, string register, string item, string? written, DateOnly? from = null, DateOnly? to = null)
    {
        var value = new TypingItems(desk.Desk.InForce.Structure, desk.Today()).Read(register, item, written is null ? [] : written.Split('|'), out var why);
        return why is null ? new ItemGiven(item, value, from, to) : throw new InvalidOperationException(why.ToString());
    }

    public static DateOnly Today(this ADesk desk) => desk.Desk.InForce.DayOf(desk.Clock.Now);

    public static Task<ActAnswer> TryRegister(this ADesk desk, Actor by, IAct act, string? key = null) => desk.Registers.DoAsync(new ActOrder { By = by, Act = act, Key = key }, ARecord.Patience);

    public static async Task<ActAnswer.Done> Register(this ADesk desk, Actor by, IAct act, string? key = null) => await desk.TryRegister(by, act, key) switch
    {
        ActAnswer.Done done => done,
        ActAnswer.Refused refused => throw new InvalidOperationException($"{act.Word} is refused: {refused.Why}"),
        var other => throw new InvalidOperationException($"{act.Word}: {other}"),
    };

    /// <summary>A subject with items: "name=王芳".</summary>
    public static async Task<RowId> Enter(this ADesk desk, Actor by, string register, params string[] items)
    {
        var done = await desk.Register(by, new EnterSubject(new RowId(register, ""), [.. items.Select(item => Parted(desk, register, item))], AnAct));
        return desk.Registers.SubjectAt(done.Receipt.First)!.Value;
    }

    public static Task<ActAnswer.Done> Record(this ADesk desk, Actor by, RowId subject, string item, DateOnly? from = null, DateOnly? to = null) =>
        desk.Register(by, new RecordValues(subject, [Parted(desk, subject.Register, item, from, to)], AnAct));

    public static Task<ActAnswer.Done> Correct(this ADesk desk, Actor by, RowId subject, string item, DateOnly? from = null) =>
        desk.Register(by, new CorrectValue(subject, [Parted(desk, subject.Register, item, from)], AnAct, new PersonalText("because")));

    /// <summary>What stands for an item, as it is kept; null where nothing does or it was erased.</summary>
    public static string? Stands(this ADesk desk, RowId subject, string item, DateOnly? day = null, DateTimeOffset? known = null, string? purpose = null)
    {
        var held = desk.Registers.Questions.Values([subject], [item], new AsOf(day ?? desk.Today(), known), purpose).FirstOrDefault(static one => one.Stands);
        return held is null ? null : desk.Registers.Questions.ForTheEngine([held])[held] is { IsKnown: true } value ? value.Text ?? value.ToString() : null;
    }

    public static IReadOnlyList<HeldValue> Held(this ADesk desk, RowId subject, string item, string? purpose = null) => desk.Registers.Questions.Values([subject], [item], new AsOf(desk.Today()), purpose);

    public static ItemGiven Parted(ADesk desk, string register, string item, DateOnly? from = null, DateOnly? to = null)
    {
        var at = item.IndexOf('=', StringComparison.Ordinal);
        return at < 0 ? desk.Given(register, item, null, from, to) : desk.Given(register, item[..at], item[(at + 1)..], from, to);
    }

    /// <summary>Ends the desk; then the tables are what the entries give, and verify finds nothing.</summary>
    public static async Task AssertTheSameWhenFoldedAnew(this ADesk desk)
    {
        await desk.CloseAsync();
        Assert.Empty(RebuildingTables.Run(desk.Record.Place).Changed);
        using var record = new DatabaseRecord(desk.Record.Place.Store, RecordKeys.Open(desk.Record.Place.Keys));
        Assert.Empty(Auditor.Run(record, new AuditRequest()).Doubts);
    }
}
