using FsCheck;
using FsCheck.Fluent;
using Trellis.Cli;
using Trellis.Information;
using Trellis.Ledger;
using Trellis.Ledger.Auditing;
using Trellis.Runtime.Ledger;
using Xunit;

namespace Trellis.Tests.Auditing;

/// <summary>The judges of an audit by themselves: times, keys, personal values, tables, words.</summary>
public sealed class JudgingByPieces
{
    private static readonly DateTimeOffset Morning = new(2026, 5, 1, 8, 0, 0, TimeSpan.Zero);

    private static long Minute(int minutes) => Morning.AddMinutes(minutes).ToUnixTimeMilliseconds();

    private static SeenAt Seen(long size, int minutes) => new(size, Morning.AddMinutes(minutes), "upper");

    private static IReadOnlyList<Doubt> Judge(long[] times, params SeenAt[] seen)
    {
        var doubts = new Doubts();
        var audit = new TimeAudit(doubts);
        foreach (var one in seen) audit.Expect(one);
        audit.Append(0, times);
        return doubts.Kept;
    }

    [Fact]
    public void Times_may_stand_still_but_never_run_back()
    {
        Assert.Empty(Judge([Minute(0), Minute(0), Minute(1)]));
        Assert.Equal([new Doubt(DoubtKind.TimeRunsBack) { Entry = 2 }], Judge([Minute(0), Minute(2), Minute(1), Minute(2)]));
    }

    [Fact]
    public void What_follows_a_time_that_ran_back_is_measured_by_the_latest() =>
        Assert.Equal([1, 2], Judge([Minute(9), Minute(1), Minute(2), Minute(9)]).Select(static doubt => (int)doubt.Entry!.Value));

    [Fact]
    public void An_entry_may_not_be_dated_after_a_witness_signed_it_nor_before_it_saw_the_record_without_it()
    {
        long[] times = [Minute(0), Minute(60), Minute(120)];

        Assert.Empty(Judge(times, Seen(2, 60), Seen(3, 121)));
        Assert.Empty(Judge(times, Seen(2, 52)));  // clocks differ by a few minutes
        Assert.Empty(Judge(times, Seen(2, 128))); // and answers take a while
        Assert.Equal(DoubtKind.DatedAfterWitness, Assert.Single(Judge(times, Seen(2, 40))).Kind);
        var late = Assert.Single(Judge(times, Seen(2, 150)));
        Assert.Equal((DoubtKind.DatedBeforeWitness, 2L), (late.Kind, late.Entry!.Value));
    }

    [Fact]
    public void Several_witnesses_of_one_size_are_each_compared() =>
        Assert.Equal(2, Judge([Minute(0), Minute(60), Minute(120)], Seen(2, 40), Seen(2, 150)).Count);

    [Fact]
    public void A_key_is_one_for_the_later_generations_of_its_record_and_for_no_other_name()
    {
        var trusted = new TrustedKeys([APublishedRecord.Signer.Verifier], null);

        Assert.NotNull(trusted.KeyFor("county.example/record"));
        Assert.NotNull(trusted.KeyFor("county.example/record/2"));
        Assert.NotNull(trusted.KeyFor("county.example/record/17"));
        foreach (var other in (string[])["county.example", "county.example/record/1", "county.example/record/02", "county.example/record/x", "county.example/record/2/2", "county.example/records"])
            Assert.Null(trusted.KeyFor(other));
    }

    [Fact]
    public void Generations_count_from_two() =>
        Assert.Equal(("a/r/2", "a/r/3", "a/r"), (Generations.After("a/r"), Generations.After("a/r/2"), Generations.First("a/r/3")));

    [Fact]
    public void Personal_values_are_matched_with_their_commitments()
    {
        static KeptEntry Entry(long position, params string[] fields) => new(position, new Entry
        {
            At = Morning, By = EntryActor.System, Event = "a/1", Structure = "s", Personal = [.. fields.Select(static field => new PersonalField(field, Commitment.Of(new byte[32], field, "x"u8)))],
        });
        static StoredValue Value(long position, string field, bool? opens = true) => new(position, field, _ => opens);

        var whole = PersonalAudit.Of([Entry(3, "name", "phone"), Entry(5, "name")], [Value(3, "phone"), Value(3, "name", null), Value(5, "name")]);
        Assert.Equal((2L, 1L, 0L), (whole.Opened, whole.Unopened, whole.Missing));
        Assert.Empty(whole.Doubts);

        var missing = PersonalAudit.Of([Entry(3, "name", "phone"), Entry(5, "name")], [Value(3, "phone")]);
        Assert.Equal((2L, "3, 5"), (missing.Missing, string.Join(", ", missing.FirstMissing)));

        var wrong = PersonalAudit.Of([Entry(3, "name")], [Value(2, "name"), Value(3, "name", false), Value(3, "other"), Value(9, "name")]);
        Assert.Equal(
            [(DoubtKind.ValueWithoutCommitment, 2L), (DoubtKind.ValueWithoutCommitment, 3L), (DoubtKind.ValueDiffers, 3L), (DoubtKind.ValueWithoutCommitment, 9L)],
            wrong.Doubts.Select(static doubt => (doubt.Kind, doubt.Entry!.Value)));
    }

    [Fact]
    public void Folding_anew_gives_the_tables_that_the_program_keeps() =>
        Prop.ForAll(Gen.Choose(0, 5).ListOf(40).ToArbitrary(), Gen.Choose(0, 40).ToArbitrary(), static (kinds, since) =>
        {
            var entries = kinds.Select(static (kind, at) => Happened(kind, at)).ToList();
            var (attachments, erasures) = ReadModels.Replay(entries);

            return Fold(entries, 0, attachments, erasures).Count == 0 && Fold(entries, since, attachments, erasures).Count == 0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_table_that_was_changed_is_found()
    {
        var entries = Enumerable.Range(0, 12).Select(static at => Happened(at % 3, at)).ToList();
        var (attachments, erasures) = ReadModels.Replay(entries);
        Assert.True(attachments.Count > 2 && erasures.Count > 2);

        Assert.Equal(DoubtKind.RowMissing, Assert.Single(Fold(entries, 0, attachments.Skip(1), erasures)).Kind);
        Assert.Equal(DoubtKind.RowMissing, Assert.Single(Fold(entries, 0, attachments, erasures.Skip(1))).Kind);
        Assert.Equal(DoubtKind.RowWithoutEntry, Assert.Single(Fold(entries, 0, attachments.Append(new AttachmentRow("x", 0, null)), erasures)).Kind);
        Assert.Equal(DoubtKind.RowDiffers, Assert.Single(Fold(entries, 0, attachments, [erasures[0] with { Basis = "other" }, .. erasures.Skip(1)])).Kind);
        Assert.Equal(DoubtKind.RowDiffers, Assert.Single(Fold(entries, 0, [attachments[0] with { Erased = 11 }, .. attachments.Skip(1)], erasures)).Kind);
    }

    [Fact]
    public void An_event_without_the_fields_of_its_version_is_a_doubt_and_no_fault_of_ours()
    {
        foreach (var name in (string[])[ReadModels.AttachmentAdded, ReadModels.ValuesErased])
        {
            var doubts = new Doubts();
            new FoldingErasures(doubts).Fold(7, new Entry { At = Morning, By = EntryActor.System, Event = name, Structure = "s" });
            Assert.Equal(DoubtKind.EventUnfit, Assert.Single(doubts.Kept).Kind);
        }
    }

    [Fact]
    public void Everything_that_an_audit_says_is_said_in_both_languages_and_differently()
    {
        var said = new List<Text>();
        foreach (var kind in Enum.GetValues<DoubtKind>())
        {
            var (what, remedy) = VerifyWords.Of(new Doubt(kind) { Entry = 3, LastEntry = 9, Size = 10, Count = 2, Place = "place", Detail = "detail" });
            said.Add(what);
            Assert.NotEqual("", remedy.Zh + remedy.En);
            Assert.True(VerifyWords.Of(new Doubt(kind)).What.En.Length > 10);
        }

        said.AddRange(Enum.GetValues<ProvenKind>().Select(static kind => VerifyWords.Of(new Proven(kind))));
        said.AddRange(Enum.GetValues<UnprovenKind>().Select(static kind => VerifyWords.Of(new Unproven(kind))));
        Assert.Equal(said.Count, said.Select(static text => text.En).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(said.Count, said.Select(static text => text.Zh).Distinct(StringComparer.Ordinal).Count());
        Assert.All(said, static text => Assert.Contains(text.Zh, static letter => letter > 0x4E00));
        Assert.All(said, static text => Assert.DoesNotContain(text.En, static letter => letter > 0x4E00));
    }

    private static Entry Happened(int kind, int at) => new()
    {
        At = Morning.AddSeconds(at), By = new EntryActor.Officer("clerk", "town"), Structure = "s",
        Event = kind switch { 0 or 3 => ReadModels.AttachmentAdded, 1 or 4 => ReadModels.ValuesErased, _ => "matter-noted/1" },
        Fields = kind switch
        {
            0 or 3 => new EntryValue.Group([new("attachment", EntryValue.Of($"a-{at}"))]),
            1 or 4 => new EntryValue.Group([new("basis", EntryValue.Of("law/1")), new("keys", EntryValue.Of([$"{at:x32}"])), new("values", EntryValue.Of(at)), new("attachments", EntryValue.Of(kind == 1 ? [$"a-{at - 1}"] : Array.Empty<string>()))]),
            _ => EntryValue.Group.None,
        },
    };

    private static IReadOnlyList<Doubt> Fold(List<Entry> entries, long since, IEnumerable<AttachmentRow> attachments, IEnumerable<ErasureRow> erasures)
    {
        var doubts = new Doubts();
        var folding = new FoldingErasures(doubts);
        for (var at = (int)since; at < entries.Count; at++) folding.Fold(at, entries[at]);
        folding.Compare(attachments.Select(static row => new FoldedAttachment(row.Id, row.Position, row.Erased)), since);
        folding.Compare(erasures.Select(static row => new FoldedErasure(row.Position, row.At.ToUnixTimeMilliseconds(), row.By, row.Basis, row.Keys, row.Values, row.Attachments, row.Matter)), since);
        return doubts.Kept;
    }
}
