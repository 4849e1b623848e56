using System.Collections.Concurrent;
using Trellis.Ledger;
using Trellis.Runtime.Ledger;
using Xunit;

namespace Trellis.Scenarios.Ledger;

/// <summary>One writer takes all acts, in one order, and answers each when it is stored.</summary>
public sealed class WritingInOrder
{
    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task What_many_callers_were_told_stands_in_the_record_once_and_where_they_were_told(string kind)
    {
        await using var record = ARecord.On(kind);
        var told = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        await using (var writer = await record.CreateAsync())
        {
            await Task.WhenAll(Enumerable.Range(0, 40).Select(async caller =>
            {
                for (var act = 0; act < 30; act++)
                {
                    var name = $"m-{caller}-{act}";
                    ValueToSeal[] personal = act % 3 == 0 ? [ARecord.AValue($"Resident {caller}", $"p-{caller}")] : [];
                    var settled = Assert.IsType<Settled.Done>(await writer.AppendAsync(ARecord.ADraft(name, personal), ARecord.Patience));
                    told[name] = settled.Receipt.First;
                }
            }));
            Assert.Equal(1200, writer.Size);
        }

        var head = record.HoldsTogether();
        Assert.Equal(1200, head.Size);
        var entries = record.Entries();
        foreach (var (name, position) in told) Assert.Equal(name, ((EntryValue.Word)entries[(int)position].Fields["matter"]!).Text);
        Assert.Equal(1200, told.Values.Distinct().Count());
        for (var caller = 0; caller < 40; caller++)
            for (var act = 1; act < 30; act++)
                Assert.True(told[$"m-{caller}-{act}"] > told[$"m-{caller}-{act - 1}"], "What a caller did later stands earlier.");
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task Whatever_callers_do_at_once_each_is_told_what_became_of_it(string kind)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            await using var record = ARecord.On(kind);
            var random = new Random(seed);
            var settings = new RecordSettings { Batch = random.Next(1, 40), Waiting = random.Next(1, 60), CheckpointEvery = TimeSpan.FromMilliseconds(random.Next(1, 200)) };
            var told = new ConcurrentDictionary<string, (long First, int Count)>(StringComparer.Ordinal);
            var refused = new ConcurrentBag<string>();
            await using (var writer = await record.CreateAsync(settings))
            {
                await Task.WhenAll(Enumerable.Range(0, 12).Select(async caller =>
                {
                    var own = new Random((seed * 100) + caller);
                    for (var act = 0; act < 25; act++)
                    {
                        var name = $"m-{caller}-{act}";
                        var events = Enumerable.Range(0, own.Next(1, 4)).Select(part => ARecord.ADraft(name, own.Next(3) == 0 ? [ARecord.AValue(name, $"p-{own.Next(5)}", $"u-{own.Next(3)}")] : [])).ToArray();
                        switch (own.Next(5))
                        {
                            case 0:
                                refused.Add(name);
                                Assert.IsType<Settled.NotDone>(await writer.PerformAsync(static _ => Decision.Refuse(new Refusal("test.no", new Text("不", "No."))), ARecord.Patience));
                                break;
                            case 1:
                                refused.Add(name);
                                await Assert.ThrowsAsync<InvalidOperationException>(() => writer.PerformAsync(_ => own.Next() >= 0 ? throw new InvalidOperationException(name) : Decision.Accept(), ARecord.Patience));
                                break;
                            default:
                                var receipt = Assert.IsType<Settled.Done>(await writer.PerformAsync(_ => Decision.Accept(events), ARecord.Patience)).Receipt;
                                told[name] = (receipt.First, receipt.Count);
                                break;
                        }
                    }
                }));
            }

            record.HoldsTogether();
            var names = record.Entries().ConvertAll(static entry => ((EntryValue.Word)entry.Fields["matter"]!).Text);
            foreach (var (name, at) in told) Assert.Equal(Enumerable.Range((int)at.First, at.Count), Enumerable.Range(0, names.Count).Where(position => names[position] == name));
            Assert.Equal(told.Values.Sum(static at => at.Count), names.Count);
            Assert.DoesNotContain(names, name => refused.Contains(name));
        }
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task The_record_goes_on_where_it_was_left_whatever_its_size(string kind)
    {
        await using var record = ARecord.On(kind);
        var (all, tree) = (0, new GrowingTree());
        foreach (var more in (int[])[1, 254, 1, 1, 255, 256, 300])
        {
            await using var writer = all == 0 ? await record.CreateAsync() : await record.OpenAsync();
            var answers = Enumerable.Range(all, more).Select(at => writer.AppendAsync(ARecord.ADraft($"m-{at}"), ARecord.Patience)).ToList();
            await Task.WhenAll(answers);
            all += more;
            Assert.Equal(all, writer.Size);
        }

        var head = record.HoldsTogether();
        foreach (var entry in record.Entries()) tree.Append(Tree.Leaf(entry.Encode()));
        Assert.Equal(tree.Head, head);
        await using var again = await record.OpenAsync();
        Assert.Equal(head, again.Head);
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_refused_act_leaves_nothing_behind_but_what_the_rules_record(string kind)
    {
        await using var record = ARecord.On(kind);
        var why = new Refusal("test.no", new Text("不", "No."));
        await using (var writer = await record.CreateAsync())
        {
            var refused = Assert.IsType<Settled.NotDone>(await writer.PerformAsync(_ => Decision.Refuse(why), ARecord.Patience));
            Assert.Equal(why, refused.Why);
            Assert.Null(refused.Recorded);
            Assert.Equal(0, writer.Size);

            var recorded = Assert.IsType<Settled.NotDone>(await writer.PerformAsync(_ => Decision.Refuse(why, ARecord.ADraft("refusal")), ARecord.Patience));
            Assert.Equal(0, recorded.Recorded!.First);
            Assert.Equal(1, writer.Size);
        }

        record.HoldsTogether();
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task An_act_that_fails_fails_alone(string kind)
    {
        await using var record = ARecord.On(kind);
        await using (var writer = await record.CreateAsync())
        {
            // All wait in one queue while the first holds it up, and so come into few batches.
            using var hold = new ManualResetEventSlim();
            var first = writer.PerformAsync(
                _ =>
                {
                    hold.Wait(ARecord.Patience);
                    return Decision.Accept(ARecord.ADraft("first"));
                }, ARecord.Patience);
            var good = new List<Task<Settled>>();
            var bad = new List<Task<Settled>>();
            for (var at = 0; at < 50; at++)
            {
                good.Add(writer.AppendAsync(ARecord.ADraft($"m-{at}", ARecord.AValue("Wang", $"p-{at}")), ARecord.Patience));
                if (at % 10 == 0) bad.Add(writer.PerformAsync(static _ => throw new InvalidOperationException("A bug."), ARecord.Patience));
                if (at % 10 == 1) bad.Add(writer.PerformAsync(static _ => Decision.Accept(ARecord.ADraft() with { Event = "No Event" }), ARecord.Patience));
                if (at % 10 == 2) bad.Add(writer.PerformAsync(static turn => Decision.Accept(ARecord.ADraft("half"), ARecord.ADraft() with { Mandate = [.. Enumerable.Repeat(new string('x', 200), 400)] }), ARecord.Patience));
                // A row that breaks a rule of its table: two attachments of one name.
                if (at % 10 == 3) bad.Add(writer.PerformAsync(static turn => Decision.Accept(Attached("a-1"), Attached("a-1")), ARecord.Patience));
            }

            hold.Set();
            await first;
            foreach (var one in good) Assert.IsType<Settled.Done>(await one);
            foreach (var one in bad) Assert.NotNull(await Record.ExceptionAsync(() => one));
            Assert.Equal(51, writer.Size);
        }

        Assert.Equal(51, record.HoldsTogether().Size);
        Assert.DoesNotContain(record.Entries(), static entry => entry.Fields["matter"] is EntryValue.Word { Text: "half" });

        static Draft Attached(string id) => ARecord.ADraft() with { Event = ReadModels.AttachmentAdded, Fields = new EntryValue.Group([new("attachment", EntryValue.Of(id))]) };
    }

    [Theory, MemberData(nameof(OnBothStores.Kinds), MemberType = typeof(OnBothStores))]
    public async Task A_clock_that_is_set_back_never_makes_an_entry_earlier_than_the_one_before(string kind)
    {
        await using var record = ARecord.On(kind);
        var begun = record.Clock.Now;
        await using (var writer = await record.CreateAsync())
        {
            await writer.AppendAsync(ARecord.ADraft("first"), ARecord.Patience);
            record.Clock.Move(TimeSpan.FromHours(-3));
            var receipt = Assert.IsType<Settled.Done>(await writer.AppendAsync(ARecord.ADraft("back"), ARecord.Patience)).Receipt;
            Assert.Equal(begun, receipt.At);
            record.Clock.Move(TimeSpan.FromHours(5));
            await writer.AppendAsync(ARecord.ADraft("forward"), ARecord.Patience);
        }

        record.Clock.Move(TimeSpan.FromDays(-400));
        await using (var writer = await record.OpenAsync()) await writer.AppendAsync(ARecord.ADraft("after-a-restart"), ARecord.Patience);

        record.HoldsTogether();
        var entries = record.Entries();
        Assert.Equal([begun, begun, begun.AddHours(2), begun.AddHours(2)], entries.Select(static entry => entry.At));
        Assert.Equal(["", "clock-set-back", "", "clock-set-back"], entries.Select(static entry => string.Join(',', entry.Notes)));
    }
}
