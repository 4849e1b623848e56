using Trellis.Information;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Runtime;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>Whatever offices and residents do to registers, in whatever order: the tables hold nothing that the entries do not say, and nothing acknowledged is lost.</summary>
public sealed class WhateverIsSaid
{
    private static readonly PersonalText Why = new("because");

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Replaying_the_record_gives_the_same_registers_after_random_acts_erasures_and_restarts(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var dice = new Random(42);
        var rows = new List<RowId>();
        var (done, refused) = (0, 0);
        for (var round = 0; round < 40; round++)
        {
            desk.Clock.Move(TimeSpan.FromHours(dice.Next(60)));
            var offices = new[] { await desk.Police(), await desk.Officer(new PostAt("relief-officer", new UnitId("civil-affairs"))), await desk.Officer(new PostAt("village-clerk", new UnitId("heping"))) };
            var tries = new List<Task<ActAnswer>>();
            for (var number = 0; number < 10; number++) tries.Add(desk.TryRegister(dice.Next(12) == 0 ? ADesk.Resident : offices[dice.Next(3)], Any(desk, rows, dice), dice.Next(4) == 0 ? $"k-{dice.Next(1000)}" : null));
            foreach (var answer in await Task.WhenAll(tries))
            {
                if (answer is not ActAnswer.Done { Receipt: { Count: > 0 } receipt }) refused++;
                else
                {
                    done++;
                    if (desk.Registers.SubjectAt(receipt.First) is { } row && !rows.Contains(row)) rows.Add(row);
                }
            }

            if (round % 13 == 12) await desk.Writer.EraseAsync(rows[dice.Next(rows.Count)].ToString(), null, new EntryActor.Officer("data-officer", "cuiwei"), "personal-law/47", ARecord.Patience);
            if (round == 20) await desk.RestartAsync();
        }

        Assert.True(done > 150 && refused > 50, $"{done} done, {refused} refused");
        Assert.All(rows, row => Assert.NotNull(desk.Registers.Questions.Find(row)));
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_batch_that_cannot_be_stored_is_forgotten_and_a_backup_holds_all_that_was(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var police = await desk.Police();
        var wang = await desk.Enter(police, "person", "phone=13800000001");
        desk.Record.Change(kind == "SQLite"
            ? "create trigger stop before insert on subject_relation when new.target = 'household/stop' begin select raise(abort, 'stop'); end"
            : "create function stop() returns trigger language plpgsql as $$ begin if new.target = 'household/stop' then raise exception 'stop'; end if; return new; end $$; create trigger stop before insert on subject_relation for each row execute function stop()");
        var stopped = desk.TryRegister(police, new RecordValues(wang, [desk.Given("person", "household", "stop")], OnRegisters.AnAct));
        var others = Enumerable.Range(0, 20).Select(number => desk.TryRegister(police, new RecordValues(wang, [desk.Given("person", "phone", $"139{number}")], OnRegisters.AnAct))).ToList();

        await Assert.ThrowsAsync<MachineFault>(() => stopped);
        Assert.All(await Task.WhenAll(others), static answer => Assert.IsType<ActAnswer.Done>(answer));
        desk.Record.Change(kind == "SQLite" ? "drop trigger stop" : "drop trigger stop on subject_relation; drop function stop()");
        Assert.Equal(21, desk.Registers.Questions.Find(wang)!.Claims.Count);
        Assert.Null(desk.Stands(wang, "household"));
        // Whoever was in the batch that failed is decided again, perhaps behind those who came later.
        var last = desk.Stands(wang, "phone");
        Assert.StartsWith("139", last, StringComparison.Ordinal);

        var backup = Path.Combine(desk.Record.Folder, "copy.db");
        BackingUp.Make(desk.Record.Place, backup);
        await desk.CloseAsync();
        if (kind == "SQLite") Restoring.Restore(desk.Record.Place, backup, "s-1", desk.Clock);
        await desk.RestartAsync();
        Assert.Equal(21, desk.Registers.Questions.Find(wang)!.Claims.Count);
        Assert.Equal(last, desk.Stands(wang, "phone"));
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_does_not_fit_is_refused_and_never_repeats_what_was_given(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var typing = new TypingItems(desk.Desk.InForce.Structure, desk.Today());
        foreach (var (item, written, why) in ((string, string, Refusal)[])
        [
            ("birth", "2001-02-30-SECRET", InformationRefusals.ValueUnfit), ("number", "11010519491231002Y", InformationRefusals.CheckDigit), ("number", "110105194912310021", InformationRefusals.CheckDigit),
            ("sex", "SECRET", InformationRefusals.ValueUnfit), ("shoe-size", "44", InformationRefusals.NoSuchItem), ("household", "no key SECRET", InformationRefusals.ValueUnfit), ("name", new string('王', 4001), InformationRefusals.ValueUnfit),
        ])
        {
            typing.Read("person", item, [written], out var refused);
            Assert.Equal(why, refused);
            Assert.DoesNotContain("SECRET", refused!.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("1949", refused.ToString(), StringComparison.Ordinal);
        }

        Assert.Equal("11010519491231002X", typing.Read("person", "number", ["１１０１０５１９４９１２３１００２ｘ"], out _).Text);
        var outsideTheBasicPlane = string.Concat(Enumerable.Repeat("𠮷", 200));
        Assert.Equal(outsideTheBasicPlane, typing.Read("person", "name", [outsideTheBasicPlane], out _).Text);
        var police = await desk.Police();
        var wang = await desk.Enter(police, "person", "name=王芳");
        Refusal? Of(ActAnswer answer) => Disagreeing.Refused(answer);
        Assert.Equal(InformationRefusals.OwnRelation, Of(await desk.TryRegister(police, new RecordValues(wang, [desk.Given("person", "guardian", wang.Key)], OnRegisters.AnAct))));
        Assert.Equal(InformationRefusals.DaysReversed, Of(await desk.TryRegister(police, new RecordValues(wang, [desk.Given("person", "phone", "1", desk.Today(), desk.Today().AddDays(-1))], OnRegisters.AnAct))));
        Assert.Equal(InformationRefusals.ItemTwice, Of(await desk.TryRegister(police, new RecordValues(wang, [desk.Given("person", "phone", "1"), desk.Given("person", "phone", "2")], OnRegisters.AnAct))));
        Assert.Equal(InformationRefusals.NothingGiven, Of(await desk.TryRegister(police, new RecordValues(wang, [], OnRegisters.AnAct))));
        Assert.Equal(InformationRefusals.NoSuchSubject, Of(await desk.TryRegister(police, new RecordValues(new RowId("person", "s-nobody"), [desk.Given("person", "phone", "1")], OnRegisters.AnAct))));
        Assert.Equal(InformationRefusals.EnteredAlready, Of(await desk.TryRegister(police, new EnterSubject(wang, [], OnRegisters.AnAct))));
        Assert.Equal(InformationRefusals.NotYoursToCorrect, Of(await desk.TryRegister(ADesk.Resident, new CorrectValue(wang, [desk.Given("person", "phone", "1")], OnRegisters.AnAct, Why))));
        var ownGuardian = await desk.Enter(police, "person", $"guardian={wang.Key}");
        await desk.Record(police, wang, $"guardian={ownGuardian.Key}"); // a circle of two is told, and followed once around
        Assert.Single(desk.Registers.Questions.Related(wang, "person.guardian", new AsOf(desk.Today())));
        await desk.AssertTheSameWhenFoldedAnew();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_person_lies_where_their_home_lies_as_of_a_day(string kind)
    {
        await using var desk = await ADesk.On(kind);
        var (police, land) = (await desk.Police(), await desk.Officer(new PostAt("", new UnitId("natural-resources"))));
        var (old, next) = (await desk.Enter(land, "place", "unit=heping"), await desk.Enter(land, "place", "unit=xikou"));
        var wang = await desk.Enter(police, "person", $"home={old.Key}");
        await desk.Record(police, wang, $"home={next.Key}", from: desk.Today().AddDays(3));

        Assert.Equal(new UnitId("heping"), desk.Registers.Questions.Grounds([wang], new AsOf(desk.Today()))[wang]);
        Assert.Equal(new UnitId("xikou"), desk.Registers.Questions.Grounds([wang], new AsOf(desk.Today().AddDays(3)))[wang]);
        await desk.Register(police, new EndSubject(wang, desk.Today(), "left"));
        Assert.Equal(InformationRefusals.Ended, Disagreeing.Refused(await desk.TryRegister(police, new RecordValues(wang, [desk.Given("person", "phone", "1", desk.Today().AddDays(1))], OnRegisters.AnAct))));
        var last = desk.Desk.InForce.LastDay(desk.Desk.InForce.Structure.Registers.On("person", desk.Today())!.Keep!.For, desk.Today())!.Value;
        Assert.Empty(desk.Registers.Questions.KeptLongEnough("person", desk.Desk.InForce.Structure.Registers.Of("person")[0].Keep!, last, 10));
        Assert.Equal(wang, Assert.Single(desk.Registers.Questions.KeptLongEnough("person", desk.Desk.InForce.Structure.Registers.Of("person")[0].Keep!, last.AddDays(1), 10)));
        await desk.AssertTheSameWhenFoldedAnew();
    }

    private static IAct Any(ADesk desk, List<RowId> rows, Random dice)
    {
        var row = rows.Count > 0 ? rows[dice.Next(rows.Count)] : new RowId("person", "s-nobody");
        var other = rows.Count > 0 ? rows[dice.Next(rows.Count)] : row;
        FixedList<ItemGiven> items = dice.Next(4) switch
        {
            0 => [desk.Given("person", "phone", $"138{dice.Next(3)}", dice.Next(2) == 0 ? null : desk.Today().AddDays(dice.Next(9) - 6))],
            1 => [desk.Given("person", "name", $"人{dice.Next(4)}"), desk.Given("person", "household", $"h{dice.Next(4)}")],
            2 => [desk.Given("person", "phone", null), desk.Given("person", "sex", dice.Next(2) == 0 ? "male" : "female")],
            _ => [desk.Given("person", "phone", $"138{dice.Next(3)}", DateOnly.MinValue)],
        };
        var source = new SourceGiven((ValueSource)dice.Next(3), dice.Next(2) == 0 ? null : "list-1");
        return dice.Next(12) switch
        {
            0 or 1 => new EnterSubject(new RowId("person", dice.Next(6) == 0 ? row.Key : ""), items, source),
            2 or 3 or 4 => new RecordValues(row, items, source),
            5 or 6 => new CorrectValue(row, items, source, Why),
            7 or 8 => new SettleValue(row, "phone", desk.Registers.Questions.Find(row)?.Claims is { Count: > 0 } claims ? claims[dice.Next(claims.Count)].Position : 1, Why, ["cuiwei-data-rules/6"]),
            9 => new LinkSubjects(row, other, [dice.Next(2) == 0 ? "care" : "statistics"], ["same-number"], null),
            10 => new UndoLink(row, other, Why),
            _ => dice.Next(4) == 0 ? new EndSubject(row, desk.Today(), "left") : new RecordValues(row, items, source),
        };
    }
}
