using Trellis.Information.Retention;
using Trellis.Ledger;
using Trellis.Runtime.Database;
using Trellis.Runtime.Information;
using Trellis.Runtime.Process;

namespace Trellis.Runtime.Ledger;

/// <summary>What an erasure destroyed.</summary>
/// <param name="Drafts">Drafts that had not been filed. They are no part of the record, and its entry does not count them.</param>
/// <param name="Emptied">
/// Whether nothing of the rows is left in the store's own files. False where somebody who was reading kept old pages of a file alive, which are overwritten later,
/// and always on a server: old versions of rows, its log, its archives and its replicas are not ours to empty or to look into.
/// </param>
/// <param name="OnServer">Whether the store is on a server.</param>
public sealed record Erased(Receipt Receipt, int Keys, long Values, int Attachments, int Drafts, bool Emptied, bool OnServer);

/// <content>Destroys personal values: their keys, their rows, their attachments. The record keeps that it was done, by whom, on what basis.</content>
public sealed partial class RecordWriter
{
    /// <summary>Each event names at most so many keys and attachments; larger erasures make several.</summary>
    private const int MostNamed = 500;

    /// <summary>Stands in the entry of an erasure that nobody ordered: its time had come.</summary>
    internal const string KeptLongEnough = "kept-long-enough";

    private static readonly TimeSpan PatienceWithReaders = TimeSpan.FromSeconds(5);

    /// <summary>Erases what is held of a person, for one purpose or for all.</summary>
    /// <param name="purpose">Null for all purposes.</param>
    /// <param name="by">The post that orders it; the system where its time to be kept is over.</param>
    /// <param name="basis">The article of law on which it is done, an id.</param>
    /// <returns>What was destroyed, or the refusal where there is nothing.</returns>
    public async Task<(Erased? Done, Refusal? Why)> EraseAsync(string person, string? purpose, EntryActor by, string basis, CancellationToken cancellationToken)
    {
        var (keys, values, attachments) = (0, 0L, (IReadOnlyList<string>)[]);
        var drafts = 0;
        var ordered = false;
        Settled settled;
        try
        {
            settled = await PerformAloneAsync(
                (turn, session, more) =>
                {
                    var found = RowsOf(session, person, purpose).SelectMany(one => PersonalRows.KeysOfOne(session, one)).Where(key => purpose is null || key.Purpose == purpose).ToList();
                    var begun = purpose is null ? DraftRows.KeysOf(session, person) : []; // they are of no purpose yet
                    if (found.Count == 0 && begun.Count == 0) return Decision.Refuse(RecordRefusals.Nothing(person, purpose));
                    foreach (var key in found) System.Security.Cryptography.CryptographicOperations.ZeroMemory(_keys.Unwrap(key)); // is it this person's at all?
                    var order = new ErasureOrder(turn.At, (by as EntryActor.Officer)?.Post ?? "", (by as EntryActor.Officer)?.Unit ?? "", basis, [.. found.Select(static key => Convert.ToHexStringLower(key.Id)), .. begun]);
                    _keys.KeepErasure(order); // from here on it will be done, whatever happens to us
                    ordered = true;
                    var (events, counted, files) = CarryOut(order, found, [], session, more);
                    (keys, values, attachments, drafts) = (found.Count, counted, files, begun.Count);
                    return Decision.Accept(events);
                }, cancellationToken);
        }
        catch (MachineFault fault) when (ordered)
        {
            throw new MachineFault(
                new Text($"{fault.Says.Zh}删除命令已写在密钥旁边，下次打开记录时会完成。", $"{fault.Message} The erasure stands ordered beside the keys, and will be finished when the record is opened the next time."),
                fault.Advises, fault) { Stands = RecordRefusals.Ordered };
        }

        // The files go when their erasure is stored, not before: one that was only tried destroys nothing.
        foreach (var id in attachments) AttachmentFiles.Delete(_place.Attachments, id);
        return settled switch
        {
            Settled.Done(var receipt) => (new Erased(receipt, keys, values, attachments.Count, drafts, await DestroyDeletedAsync() && _place.Store is SqliteStore, _place.Store is not SqliteStore), null),
            Settled.NotDone(var why, _) => (null, why),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>
    /// Has a step decided by which what is held of somebody is erased, and erases it in the same transaction: neither stands in the record without the other. Where something holds a part of
    /// it, the entry says by what, and the rest goes.
    /// </summary>
    /// <param name="needs">What the rooms must have at hand for the step.</param>
    /// <param name="erases">What the step that was just decided erases; null where it was refused, or erases nothing.</param>
    /// <param name="sort">Sorts what is held into what goes and what stays.</param>
    internal async Task<Settled> PerformErasingAsync(object needs, Func<Turn, Decision> decide, Func<ErasingStep?> erases, Func<Session, ErasingStep, (List<KeyRow> Go, List<HeldBack> Stay)> sort, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> attachments = [];
        var ordered = false;
        Settled settled;
        try
        {
            settled = await PerformAloneAsync(
                needs,
                (turn, session, more) =>
                {
                    var decision = decide(turn);
                    if (decision is not Decision.Accepted { Events.Count: > 0 } accepted || erases() is not { } step) return decision;
                    var (go, stay) = sort(session, step);
                    var begun = DraftRows.KeysOf(session, step.Person.Text);
                    foreach (var key in go) System.Security.Cryptography.CryptographicOperations.ZeroMemory(_keys.Unwrap(key)); // is it this person's at all?
                    var order = new ErasureOrder(turn.At, step.By.Post, step.By.Unit.Text, step.Basis, [.. go.Select(static key => Convert.ToHexStringLower(key.Id)), .. begun], step.Matter.Text);
                    if (order.Keys.Count > 0)
                    {
                        _keys.KeepErasure(order); // from here on it will be done, whatever happens to us
                        ordered = true;
                    }

                    var (events, _, files) = CarryOut(order, go, stay, session, more);
                    attachments = files;
                    return new Decision.Accepted([.. accepted.Events, .. events]);
                }, cancellationToken);
        }
        catch (MachineFault fault) when (ordered)
        {
            throw new MachineFault(fault.Says, fault.Advises, fault) { Stands = RecordRefusals.Ordered };
        }

        foreach (var id in attachments) AttachmentFiles.Delete(_place.Attachments, id);
        if (ordered) await DestroyDeletedAsync();
        return settled;
    }

    /// <summary>Under which names somebody's values stand: what they gave in matters under their id, what a register holds under its row, and where nothing less is asked also under the rows that are linked to it.</summary>
    internal static IEnumerable<string> RowsOf(Session session, string person, string? purpose)
    {
        var row = RowId.Parse(person) ?? new RowId("person", person);
        yield return person;
        if (row.ToString() != person) yield return row.ToString();
        if (purpose is not null) yield break;
        foreach (var linked in RegisterQuestions.LinkedTo(session, row)) yield return linked.ToString();
    }

    /// <summary>Finishes erasures that were ordered when the program or the machine stopped.</summary>
    internal async Task FinishErasuresAsync()
    {
        var pending = _keys.Erasures();
        if (pending.Count == 0) return;
        var known = new HashSet<string>(StringComparer.Ordinal);
        using (var session = _place.Store.OpenToRead())
        {
            foreach (var order in pending)
                foreach (var id in order.Keys)
                    if (PersonalRows.KeyWithId(session, Convert.FromHexString(id)) is not null) known.Add(id);
            foreach (var draft in DraftRows.Among(session, pending.SelectMany(static order => order.Keys).ToHashSet(StringComparer.Ordinal))) known.Add(DraftRows.KeyOf(draft));
        }

        foreach (var order in pending)
        {
            if (!order.Keys.Any(known.Contains)) continue;
            await PerformAloneAsync(
                (_, session, more) =>
                {
                    var found = order.Keys.Select(id => PersonalRows.KeyWithId(session, Convert.FromHexString(id))).OfType<KeyRow>().ToList();
                    return found.Count == 0 && DraftRows.Among(session, order.Keys).Count == 0 ? Decision.Accept() : Decision.Accept(CarryOut(order, found, [], session, more).Events);
                }, CancellationToken.None);
        }

        // Files whose erasure is stored, and which the machine had no time to delete.
        using (var session = _place.Store.OpenToRead())
            foreach (var row in ReadModels.Attachments(session).Where(static row => row.Erased is not null)) AttachmentFiles.Delete(_place.Attachments, row.Id);
        if (known.Count > 0) await DestroyDeletedAsync();
    }

    private (Draft[] Events, long Values, IReadOnlyList<string> Attachments) CarryOut(ErasureOrder order, List<KeyRow> found, List<HeldBack> held, Session session, Writes more)
    {
        var values = 0L;
        var attachments = new List<string>();
        foreach (var key in found)
        {
            values += PersonalRows.ValuesUnder(session, key.Number);
            attachments.AddRange(PersonalRows.Attachments(session, key.Number));
            PersonalRows.DeleteUnder(more, key.Number);
        }

        new SearchIndex(_keys).EraseUnder(session, more, found, _place.Store);
        foreach (var draft in DraftRows.Among(session, order.Keys)) DraftRows.Delete(more, draft);
        return ([.. EventsOf(order, found, held, attachments, values, _settings.Structure)], values, attachments);
    }

    /// <summary>The events of an erasure: who, on what basis, which keys, how many values. They name no person. Those of a matter name it, and say for what that was held which is gone, and what stays.</summary>
    internal static IEnumerable<Draft> EventsOf(ErasureOrder order, IReadOnlyList<KeyRow> destroyed, IReadOnlyList<HeldBack> held, IReadOnlyList<string> attachments, long values, string structure, params string[] notes)
    {
        string[] keys = [.. destroyed.Select(static key => Convert.ToHexStringLower(key.Id))];
        IEnumerable<KeyValuePair<string, EntryValue>> inMatter = order.Matter.Length == 0 ? [] :
        [
            new("held", new EntryValue.List([.. held.Select(RequestedErasures.Told)])),
            new("matter", EntryValue.Of(order.Matter)),
            new("purposes", EntryValue.Of(destroyed.Select(static key => key.Purpose).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))),
        ];
        for (var at = 0; at == 0 || at < keys.Length || at < attachments.Count; at += MostNamed)
        {
            yield return new Draft
            {
                Event = order.Matter.Length == 0 ? ReadModels.ValuesErased : ReadModels.ValuesErasedInMatter,
                By = order.By,
                Structure = structure,
                Mandate = [order.Basis],
                Notes = order.By is EntryActor.Officer ? notes : [KeptLongEnough, .. notes],
                Fields = new EntryValue.Group(
                [
                    new("attachments", EntryValue.Of(attachments.Skip(at).Take(MostNamed))),
                    new("basis", EntryValue.Of(order.Basis)),
                    new("keys", EntryValue.Of(keys.Skip(at).Take(MostNamed))),
                    new("values", EntryValue.Of(at == 0 ? values : 0)),
                    .. inMatter,
                ]),
            };
        }
    }

    /// <summary>Overwrites what is left of deleted rows in the store's own files. Those who read may be in the way for a moment.</summary>
    private async Task<bool> DestroyDeletedAsync()
    {
        var begun = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            var told = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            Later(reach =>
            {
                try
                {
                    told.SetResult(reach().DestroyDeleted());
                }
                catch
                {
                    told.TrySetResult(false);
                    throw;
                }
            });
            if (await Task.WhenAny(told.Task, _ended.Task) != told.Task) return false;
            if (await told.Task) return true;
            if (System.Diagnostics.Stopwatch.GetElapsedTime(begun) > PatienceWithReaders) return false;
            await Task.Delay(50);
        }
    }
}
