using Trellis.Information.Retention;
using Trellis.Ledger;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;
using Trellis.Structure;
using LedgerEntry = Trellis.Ledger.Entry;

namespace Trellis.Runtime.Information;

/// <summary>A step by which what is held of whoever filed its matter is erased.</summary>
/// <param name="Basis">The article on which it is done.</param>
internal sealed record ErasingStep(ActorId Person, MatterId Matter, PostAt By, string Basis);

/// <summary>What an erasure that was decided in a matter would do now.</summary>
/// <param name="Purposes">For what that is held which goes.</param>
/// <param name="Held">What stays, and why.</param>
public sealed record ErasurePlan(IReadOnlyList<string> Purposes, IReadOnlyList<HeldBack> Held);

/// <summary>What was erased in a matter, as its entry tells.</summary>
/// <param name="Position">The entry.</param>
/// <param name="By">Post and unit.</param>
public sealed record ErasureDone(long Position, DateTimeOffset At, string By, string Basis, long Keys, long Values, long Attachments, IReadOnlyList<string> Purposes, IReadOnlyList<HeldBack> Held);

/// <summary>What the right to have something erased comes to: what a decision covers, what holds the rest, and what was done.</summary>
public sealed class RequestedErasures(MattersDesk matters)
{
    /// <summary>By what somebody signs in is theirs to end, and they need it to see what became of their request.</summary>
    private const string SigningIn = ReadingGround.SigningIn.Purpose;

    /// <summary>Whether an article is that of the right to erasure in a structure: on it nothing is erased but in a matter in which that was decided.</summary>
    public static bool IsOfTheRight(GovernanceStructure structure, DateOnly day, string basis)
    {
        ArgumentNullException.ThrowIfNull(structure);
        return structure.Matters.All.Where(type => type.HoldsOn(day)).SelectMany(static type => type.Steps).Any(step => step.ErasesRequester && step.Basis.Any(article => article.ToString() == basis));
    }

    /// <summary>What would go and what would stay if it was carried out now.</summary>
    public ErasurePlan Plan(Matter matter)
    {
        ArgumentNullException.ThrowIfNull(matter);
        return matters.Questions.Ask(session =>
        {
            var (go, stay) = Sort(session, matter.FiledFor, matter.Id);
            return new ErasurePlan([.. go.Select(static key => key.Purpose).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)], stay);
        });
    }

    /// <summary>What was erased in a matter, the earliest first. Whether somebody may see the matter is asked before.</summary>
    public IReadOnlyList<ErasureDone> DoneIn(MatterId matter) => matters.Questions.Ask(session =>
    {
        var done = new List<ErasureDone>();
        foreach (var row in ReadModels.Erasures(session, matter.Text))
        {
            if (LedgerRows.Entry(session, row.Position) is not { } bytes || !LedgerEntry.TryRead(bytes, out var entry, out _)) continue;
            done.Add(new ErasureDone(row.Position, row.At, row.By, row.Basis, row.Keys, row.Values, row.Attachments, Words(entry.Fields, "purposes"), HeldIn(entry.Fields)));
        }

        return done;
    });

    /// <summary>Carries out what was decided in a matter: its step is done by it.</summary>
    /// <param name="about">The number of the matter, or its id.</param>
    /// <param name="person">Whose values are meant; null leaves it to the matter.</param>
    /// <exception cref="MachineFault">It could not be stored.</exception>
    public async Task<(ErasureDone? Done, Refusal? Why)> CarryOutAsync(Actor.Officer by, string about, string? person, CancellationToken cancellationToken)
    {
        var id = MatterNumbers.Of(new MatterId(about)) is not null ? new MatterId(about) : matters.Questions.OfNumber(by, about);
        if (id is not { } known || matters.Questions.Find(by, known) is not var (matter, _)) return (null, ProcessRefusals.NoSuchMatter);
        if (person is not null && person != matter.FiledFor.Text) return (null, RecordRefusals.OfAnother(matter.Number));
        if (StepOf(matter) is not { } point) return (null, RecordRefusals.NotToCarryOut(matter.Number));
        return await matters.DoAsync(new ActOrder { By = by, Act = new PerformStep(matter.Id, point, new StepResult.Performed(), []) }, cancellationToken) switch
        {
            ActAnswer.Done => (DoneIn(matter.Id)[^1], null),
            ActAnswer.Refused { Why: var why } => (null, why),
            _ => (null, ProcessRefusals.NoSuchMatter),
        };
    }

    /// <summary>The open point at which an erasure waits in a matter; null where none does: it is not decided yet, was refused, or is done.</summary>
    public string? StepOf(Matter matter)
    {
        ArgumentNullException.ThrowIfNull(matter);
        var pinned = matters.Versions.Of(matter.Version);
        if (pinned.Structure.Matters.On(matter.Type, pinned.DayOf(matter.Filed)) is not { } type) return null;
        foreach (var open in matter.Open)
            if (type.Steps.Any(step => step.Id == open.Step && step.ErasesRequester)) return open.Key;
        return null;
    }

    /// <summary>Sorts what is held of somebody into what goes and what stays.</summary>
    internal (List<KeyRow> Go, List<HeldBack> Stay) Sort(Session session, ActorId person, MatterId request)
    {
        var retention = new RetentionDesk(matters);
        var running = matters.InForce;
        var today = running.DayOf(matters.Now);
        var holding = retention.Holding(person);
        var (go, stay) = (new List<KeyRow>(), new Dictionary<string, HeldBack>(StringComparer.Ordinal));
        foreach (var key in RecordWriter.RowsOf(session, person.Text, null).ToList().SelectMany(row => PersonalRows.KeysOfOne(session, row)))
        {
            if (key.Purpose == SigningIn) continue;
            if (WhatHolds(key.Purpose) is { } held) stay.TryAdd(key.Purpose, held);
            else go.Add(key);
        }

        return (go, [.. stay.Values.OrderBy(static one => one.Purpose, StringComparer.Ordinal)]);

        HeldBack? WhatHolds(string purpose)
        {
            if (!purpose.StartsWith(DecidingOnRegisters.PurposeOf(""), StringComparison.Ordinal)) return ErasingOnRequest.WhatHolds(purpose, request, holding, today, retention.LastDay);
            // A register that stands on law keeps its rows as long as that law says, whatever somebody wishes.
            var name = purpose[DecidingOnRegisters.PurposeOf("").Length..];
            var basis = (name.Contains('.', StringComparison.Ordinal) ? running.Structure.Items.On(name, today)?.Basis : null) is { Count: > 0 } own ? own : running.Structure.Registers.On(name.Split('.')[0], today)?.Basis ?? [];
            return basis is [var article, ..] ? new HeldBack(purpose, null, null, article.ToString())
                : ErasingOnRequest.Running(request, holding) is { } by ? new HeldBack(purpose, by, null, null) : null;
        }
    }

    internal static EntryValue Told(HeldBack held)
    {
        var fields = new List<KeyValuePair<string, EntryValue>> { new("purpose", EntryValue.Of(held.Purpose)) };
        if (held.By is { } by) fields.Add(new("held-by", EntryValue.Of(by.Text)));
        if (held.Until is { } until) fields.Add(new("until", EntryValue.Of(until.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))));
        if (held.Basis is { } basis) fields.Add(new("basis", EntryValue.Of(basis)));
        return new EntryValue.Group(fields);
    }

    private static List<HeldBack> HeldIn(EntryValue.Group fields) => fields["held"] is not EntryValue.List list ? [] :
    [
        .. list.Values.OfType<EntryValue.Group>().Select(static one => new HeldBack(
            Word(one, "purpose") ?? "", Word(one, "held-by") is { } by ? new MatterId(by) : null,
            DateOnly.TryParseExact(Word(one, "until"), "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out var until) ? until : null, Word(one, "basis"))),
    ];

    private static string? Word(EntryValue.Group fields, string name) => (fields[name] as EntryValue.Word)?.Text;

    private static List<string> Words(EntryValue.Group fields, string name) => fields[name] is EntryValue.List list ? [.. list.Values.OfType<EntryValue.Word>().Select(static word => word.Text)] : [];
}
