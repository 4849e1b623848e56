using Trellis.Authority;
using Trellis.Information.Forms;
using Trellis.Information.Looks;
using Trellis.Information.Registers;
using Trellis.Ledger;
using Trellis.Process.Matters;
using Trellis.Runtime.Assessment;
using Trellis.Runtime.Information;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Scenarios.Ledger;
using Trellis.Scenarios.Process;
using Trellis.Structure.Expressions;
using Xunit;

namespace Trellis.Scenarios.Information;

/// <summary>Random acts on matters, registers, forms, looks and consents under way together, with erasures and restarts between: tables and entries agree, figures follow, and nothing is shown without its look.</summary>
public sealed class EverythingAtOnce
{
    private static readonly PersonalText Because = new("因为 because");
    private static readonly string[] Townships = ["xikou", "chengguan", "shiping"];

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Replaying_the_record_gives_the_same_tables_after_random_acts_of_every_kind(string kind)
    {
        await using var desk = await ADesk.On(kind);
        desk.Clock.Move(TimeSpan.FromDays(26)); // into June, when the forms of May are owed
        var (forms, looks) = (await FormsDesk.OpenAsync(desk.Writer, desk.Desk), await LooksDesk.OpenAsync(desk.Desk));
        var following = new FiguresDesk(desk.Desk, desk.Record.Place);
        var (rows, shown, kinds) = (new List<RowId>(), new List<(MatterId Matter, long Position)>(), new SortedDictionary<string, int>(StringComparer.Ordinal));
        for (var seed = 60; seed < 66; seed++)
        {
            await RandomActs.RunAsync(desk, seed, acts: 48, between: async (dice, matters) =>
            {
                var together = new List<Task>();
                for (var number = 0; number < 4; number++) together.Add(OnRowsAsync(dice.Next(), dice.Next(3)));
                for (var number = 0; number < 4; number++) together.Add(LookAsync(dice.Next(), matters[dice.Next(matters.Count)]));
                for (var number = 0; number < 3; number++) together.Add(OnFormsAsync(dice.Next()));
                together.Add(ConsentAsync(dice.Next()));
                await Task.WhenAll(together);
            });
            var now = following.Now(new FiguresAsked(), desk.Clock.Now);
            Assert.Equal(Lines(following.At(new FiguresAsked(), now.Entries)!), Lines(now));
            if (seed == 62) await desk.Writer.EraseAsync(rows[0].ToString(), null, new EntryActor.Officer("data-officer", "cuiwei"), "personal-law/47", ARecord.Patience);
            if (seed == 63)
            {
                await forms.DisposeAsync();
                await desk.RestartAsync();
                (forms, looks, following) = (await FormsDesk.OpenAsync(desk.Writer, desk.Desk), await LooksDesk.OpenAsync(desk.Desk), new FiguresDesk(desk.Desk, desk.Record.Place));
            }
        }

        Assert.True(kinds.Count >= 6 && shown.Count > 20, $"{string.Join(", ", kinds)}; {shown.Count} shown");
        await forms.DisposeAsync();
        await desk.AssertTheSameWhenFoldedAnew();
        var entries = desk.Record.Entries();
        foreach (var (matter, position) in shown) Assert.Equal((ValuesSeen.Name, $"matter/{matter}"), (entries[(int)position].Event, ((EntryValue.Word)entries[(int)position].Fields["reason"]!).Text));

        async Task OnRowsAsync(int seed, int which)
        {
            var dice = new Random(seed);
            var by = which == 0 ? await desk.Officer(new PostAt("village-clerk", new UnitId("heping"))) : await desk.Police();
            RowId? known;
            lock (rows) known = rows.Count > 0 && dice.Next(3) > 0 ? rows[dice.Next(rows.Count)] : null;
            FixedList<ItemGiven> given = [desk.Given("person", "phone", $"139{dice.Next(100_000_000):00000000}")];
            IAct act = known is not { } row ? new EnterSubject(new RowId("person", ""), given, OnRegisters.AnAct) : dice.Next(2) == 0 ? new RecordValues(row, given, OnRegisters.AnAct) : new CorrectValue(row, given, OnRegisters.AnAct, Because);
            if (Count(act, await desk.TryRegister(by, act, dice.Next(3) == 0 ? $"k-{dice.Next(1000)}" : null)) is { } done && act is EnterSubject && desk.Registers.SubjectAt(done.First) is { } entered)
                lock (rows) rows.Add(entered);
        }

        async Task LookAsync(int seed, MatterId id)
        {
            var dice = new Random(seed);
            var matter = desk.Desk.Questions.Find(Actor.System, id)!.Value.Matter;
            var officer = (Actor.Officer)await desk.Officer(new PostAt("", dice.Next(4) == 0 ? new UnitId("market-regulation") : matter.HeldBy));
            if (await looks.LookIntoAsync(officer, id, ARecord.Patience) is not LookAnswer.Committed(var look)) return;
            await Task.Yield();
            Assert.NotNull(desk.Desk.Questions.Contents(looks, look));
            lock (shown) shown.Add((id, look.Receipt.First));
        }

        async Task OnFormsAsync(int seed)
        {
            var dice = new Random(seed);
            var unit = new UnitId(Townships[dice.Next(Townships.Length)]);
            var content = new FormContent([Counted("unit.firms-inspected", 30), Counted("unit.dangers-found", dice.Next(9)), Counted("unit.dangers-removed", 2)], [], Minutes: 12);
            IAct act = dice.Next(3) switch
            {
                0 => new SubmitForm("safety-monthly", unit, "2026-05", "", content),
                1 => new CorrectForm("safety-monthly", unit, "2026-05", "", content, Because),
                _ => new ReturnForm("safety-monthly", unit, "2026-05", "", Because),
            };
            var by = await desk.Officer(act is ReturnForm ? new PostAt("", new UnitId("emergency-management")) : new PostAt("safety-officer", unit));
            Count(act, await forms.DoAsync(new ActOrder { By = by, Act = act }, ARecord.Patience));
        }

        async Task ConsentAsync(int seed)
        {
            var dice = new Random(seed);
            IAct act = dice.Next(2) == 0 ? new WithdrawConsent("relief") : new GiveConsent("relief", looks.Agreement("relief")!.Digest);
            if ((await looks.SayAsync(new Actor.Resident(ADesk.Wang), act, ARecord.Patience)).Done is not null)
                lock (kinds) kinds[act.Word] = kinds.GetValueOrDefault(act.Word) + 1;
        }

        Receipt? Count(IAct act, ActAnswer answer)
        {
            if (answer is not ActAnswer.Done { Receipt: { Count: > 0 } receipt }) return null;
            lock (kinds) kinds[act.Word] = kinds.GetValueOrDefault(act.Word) + 1;
            return receipt;
        }
    }

    private static GivenItem Counted(string item, int number) => new(item, Value.Of((decimal)number));

    private static List<string> Lines(FiguresAnswered answer) =>
        [.. answer.Figures.Where(static one => one.Cases + one.LeftOut > 0).Select(static one => $"{one.Indicator.Id} {one.Level} {one.Unit.Id} {one.Period}: {one.Number} of {one.Cases}, {one.LeftOut}, {one.IsWithheld}")];
}
