using Trellis.Information;
using Trellis.Information.Importing;
using Trellis.Information.Matching;
using Trellis.Information.Registers;
using Trellis.Information.Searching;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Standards.Csv;
using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Runtime.Information;

/// <summary>A row of a table as it was read, before anybody looked whether the register has it.</summary>
/// <param name="Key">What the row is known by: digits of its number, or its key; null where it has none.</param>
/// <param name="Keys">Digests by which it is compared.</param>
/// <param name="Words">Digests of everything by which it is found.</param>
internal sealed record WaitingRow(long Line, ReadRow Read, FixedList<ItemGiven> Items, string? Key, long[] Keys, long[] Words)
{
    /// <summary>Rows that it names by their numbers.</summary>
    public IReadOnlyList<NamedRows> Named { get; init; } = [];

    /// <summary>Relations to those of them that are there.</summary>
    public FixedList<ItemGiven> Related { get; init; } = [];
}

/// <summary>What is to be done with a row.</summary>
/// <param name="Acts">None where nothing is; two where some values are for us to record, and others for their owner to settle.</param>
/// <param name="IsNew">Whether the act enters the row.</param>
/// <param name="Disagrees">Whether it contradicts what another unit recorded.</param>
internal sealed record PlannedRow(long Line, RowId Subject, FixedList<IAct> Acts, bool IsNew, bool Disagrees, IReadOnlyList<ProposalRow> Proposals)
{
    /// <summary>By which a new row is found.</summary>
    public long[] Words { get; init; } = [];

    /// <summary>Whether it only adds what a row names, which was counted when it was entered.</summary>
    public bool IsLater { get; init; }
}

/// <summary>Reads a table batch by batch and plans what each row becomes. Nothing is written here. Used by one thread.</summary>
internal sealed class ImportingRows : IDisposable
{
    /// <summary>Rows that are looked up and entered together.</summary>
    private const int AtOnce = RegistersDesk.MostAtOnce;

    private readonly ImportOrder _order;
    private readonly GovernanceStructure _structure;
    private readonly RecordKeys _keys;
    private readonly SearchIndex _index;
    private readonly CsvTable _table;
    private readonly ReadingRows _reading;
    private readonly TypingItems _typing;
    private readonly UnitId? _unit;
    private readonly Sight _sight;
    private readonly Dictionary<string, Voice> _voices = new(StringComparer.Ordinal);

    /// <summary>The item whose value is the key of the row; null where keys are minted, because the number is somebody's.</summary>
    private readonly string? _keyItem;
    private readonly IReadOnlyList<string> _keyItems;
    private readonly Dictionary<string, long> _seen = new(StringComparer.Ordinal);
    private readonly bool _isDryRun;
    private long? _done;
    private readonly RelatingRows _relating;
    private readonly bool _names;

    /// <summary>Columns along which rows may lead in a circle, and the rows that such a column names something of.</summary>
    private readonly IReadOnlyList<FollowedColumn> _following;
    private readonly Dictionary<RowId, long> _related = [];

    /// <summary>Rows that name others which were not there yet, by their lines.</summary>
    private readonly SortedDictionary<long, LaterRow> _later = [];

    /// <summary>So many batches may be on their way into the record while another is planned.</summary>
    public const int Ahead = 2;

    /// <summary>The batches before: each may be stored by now, or not yet.</summary>
    private readonly Queue<Before> _before = [];

    /// <summary>Of a dry run: words of rows that would have been entered by now.</summary>
    private readonly Dictionary<long, List<RowId>> _would = [];
    private readonly Dictionary<RowId, Traits> _wouldBe = [];

    /// <summary>What the tables of a dry run say of relations; null where rows are entered.</summary>
    private readonly TriedRelations? _tried;

    public ImportingRows(ImportOrder order, GovernanceStructure structure, DateOnly day, RecordKeys keys, SearchIndex index, TriedRelations? tried = null, Func<string, bool>? holdsPowerOver = null)
    {
        (_order, _structure, _keys, _index, _isDryRun, _tried) = (order, structure, keys, index, tried is not null, tried);
        _unit = order.By.Unit;
        _sight = new Sight { Structure = structure, Today = structure.On(day), Day = day, Now = default, By = order.By, HoldsPowerOver = holdsPowerOver ?? (static _ => false), Collected = CollectedItems.Of(structure.On(day)) };
        _table = CsvTable.Open(order.Table, order.Source, order.Mapping.Delimiter);
        var (reading, faults) = ReadingRows.Begin(order.Mapping, structure, _table.Header, day);
        if (reading is null)
        {
            throw new UnusableInput(
                new Text(string.Concat(faults.Select(static one => one.Zh)), string.Join(' ', faults.Select(static one => one.En))), new Text("改正映射文件，或换对应的表。", "Correct the mapping, or take the table that it was written for."), order.Source);
        }

        _reading = reading;
        _typing = new TypingItems(structure, day);
        _relating = new RelatingRows(keys, index, structure, day);
        _following = FollowingCircles.Of(order.Mapping, structure, day);
        foreach (var column in _following) tried?.Follow(order.Mapping.Register, column.Back is null ? order.Mapping.Register : structure.Items.On($"{order.Mapping.Register}.{column.Item}", day)!.Type, column);
        _names = order.Mapping.Columns.Any(static column => column.By is not null);
        var register = structure.Registers.On(order.Mapping.Register, day)!;
        _keyItems = [.. register.Key.Select(key => key.Id[(register.Id.Length + 1)..])];
        _keyItem = _keyItems is [var only] && structure.Items.On($"{register.Id}.{only}", day) is { Personal: Personal.None } ? only : null;
        if (_keyItem is not null && !order.Mapping.Columns.Any(column => column.Item == _keyItem))
            throw new UnusableInput(new Text($"没有任何一列是 {register.Id}.{_keyItem}，而行靠它识别。", $"No column is {register.Id}.{_keyItem}, by which rows are known."), new Text("在映射文件的 columns 里写明它是哪一列。", "Say under columns of the mapping which one it is."), order.Source);
        Report = new ImportReport { Id = ImportsDesk.IdOf(order), IsDryRun = _isDryRun };
    }

    public ImportReport Report { get; }

    public void Dispose() => _table.Dispose();

    /// <summary>The next rows that can be used; empty at the end. Others are told in the report.</summary>
    public List<WaitingRow> ReadBatch()
    {
        var batch = new List<WaitingRow>(AtOnce);
        while (batch.Count < AtOnce && _table.Next() is { } row)
        {
            Report.Rows++;
            if (row.Fault is { } fault) Refuse(row.Line, null, fault);
            else if (Take(row) is { } taken) batch.Add(taken);
        }

        return batch;
    }

    /// <summary>Looks for rows in the register, with one question a table, and plans what each becomes.</summary>
    /// <param name="mint">Makes an id for a row that is new.</param>
    public IReadOnlyList<PlannedRow> Plan(Session session, IReadOnlyList<WaitingRow> batch, Func<string, RowId> mint)
    {
        _done ??= SearchRows.LineOf(session, Report.Id);
        // Rows that were entered before may name others that are there only now.
        List<WaitingRow> rows = [.. batch.Where(row => row.Line > _done || row.Named.Count > 0)];
        Report.Before += batch.Count(row => row.Line <= _done);
        if (_names) rows = Relate(session, rows);
        var register = _order.Mapping.Register;
        var words = new Dictionary<long, List<int>>();
        if (_keyItem is null)
        {
            for (var at = 0; at < rows.Count; at++)
            {
                foreach (var word in rows[at].Keys)
                {
                    if (!words.TryGetValue(word, out var bearing)) words[word] = bearing = new List<int>(1);
                    bearing.Add(at);
                }
            }
        }

        var candidates = new HashSet<RowId>[rows.Count];
        for (var at = 0; at < rows.Count; at++) candidates[at] = [];
        var times = new Dictionary<long, List<RowId>>();
        SearchRows.Find(session, [.. words.Keys], ProposingMatches.WidestKey, (word, subject) =>
        {
            var found = times.GetValueOrDefault(word) ?? (times[word] = []);
            found.Add(subject);
        });
        foreach (var (word, found) in times)
        {
            if (found.Count > ProposingMatches.WidestKey) continue;
            foreach (var at in words[word]) candidates[at].UnionWith(found);
        }

        for (var at = 0; at < rows.Count; at++)
            if (_keyItem is not null) candidates[at].Add(new RowId(register, rows[at].Key!));
        var known = RegistersState.Read(session, _keys, candidates.SelectMany(static one => one).ToHashSet()).ToDictionary(static one => one.Subject.Id);
        var traits = new Dictionary<RowId, Traits>();
        var planned = new List<PlannedRow>(rows.Count);
        // Rows of this batch are not in the register yet, so they are compared with each other here.
        var here = new Dictionary<long, List<int>>();
        for (var at = 0; at < rows.Count; at++)
        {
            var before = rows[at].Line <= _done;
            var plan = Plan(rows[at], candidates[at], known, traits, mint);
            if (before)
            {
                if (plan.IsNew)
                {
                    Report.Unresolved++;
                    Report.Refuse(rows[at].Line, null, RelatingRows.Unknown);
                }

                plan = plan.IsNew ? new PlannedRow(plan.Line, default, [], false, false, []) : plan with { IsLater = true };
            }

            if (_following.Count > 0 && plan.Subject.Key is not null && rows[at].Read.Values.Any(value => _following.Any(one => one.Column == value.Column))) _related.TryAdd(plan.Subject, rows[at].Line);
            if (rows[at].Named.Count > 0 && plan.Subject.Key is not null) _later[rows[at].Line] = new LaterRow(rows[at].Line, plan.Subject, rows[at].Named);
            if (_keyItem is null && !before) plan = WithOwn(plan, at, rows, planned, here);
            planned.Add(plan);
            if (_isDryRun) Settle(plan, null);
            if (_tried is { IsEmpty: false }) Try(rows[at], plan);
        }

        _before.Enqueue(new Before(rows, planned, here));
        if (_before.Count > Ahead) _before.Dequeue();
        return planned;
    }

    /// <summary>Of a dry run: what a row would say of relations.</summary>
    private void Try(WaitingRow row, PlannedRow plan)
    {
        if (plan.Subject.Key is null) return;
        if (_keyItem is null && row.Key is { } number) _tried!.Bear(plan.Subject, number);
        foreach (var act in plan.Acts)
            foreach (var given in act switch { EnterSubject one => one.Items, RecordValues one => one.Items, CorrectValue one => one.Items, _ => [] }) _tried!.Say(plan.Subject, given, VoiceOn(given.Item) == Voice.Owns);
        foreach (var named in row.Named) _tried!.SayLater(plan.Subject, named, VoiceOn(named.Column.Item) == Voice.Owns);
    }

    /// <summary>Counts what became of a row.</summary>
    public void Settle(PlannedRow row, Refusal? why)
    {
        if (why is not null)
        {
            _later.Remove(row.Line);
            Refuse(row.Line, null, why.Whole);
            return;
        }

        if (row.IsLater)
        {
            if (!row.Acts.IsEmpty) Report.Related++;
            return;
        }

        Report.Proposed += row.Proposals.Count;
        if (row.Acts.IsEmpty) return; // counted as the same when it was planned
        if (row.IsNew) Report.New++;
        else if (row.Disagrees) Report.Disagreeing++;
        else Report.Changed++;
    }

    private PlannedRow Plan(WaitingRow row, HashSet<RowId> candidates, Dictionary<RowId, KeptSubject> known, Dictionary<RowId, Traits> traits, Func<string, RowId> mint)
    {
        var register = _order.Mapping.Register;
        var source = SourceOf(row.Line);
        if (_keyItem is not null)
        {
            var id = new RowId(register, row.Key!);
            return known.TryGetValue(id, out var there) ? Onto(row, there, source) : new PlannedRow(row.Line, id, [new EnterSubject(id, Whole(row), source)], IsNew: true, false, []) { Words = row.Words };
        }

        var proposals = new List<ProposalRow>();
        KeptSubject? same = null;
        foreach (var candidate in candidates)
        {
            if (!known.TryGetValue(candidate, out var kept)) continue;
            if (!traits.TryGetValue(candidate, out var of)) traits[candidate] = of = _index.TraitsOf(kept, _structure);
            if (IsOneByNumber(row.Read.Traits, of)) return Onto(row, kept, source);
            var (score, reasons) = ComparingTraits.Compare(row.Read.Traits, of);
            if (score < ComparingTraits.Proposed) continue;
            if (SaysNothingNew(row, kept)) same = kept;
            proposals.Add(SearchIndex.RowOf(default, candidate, score, reasons));
        }

        // A row without a number, every value of which one row holds already, says nothing: a list that comes every month holds it every month.
        if (same is not null) return Onto(row, same, source);

        var fresh = mint(register);
        return new PlannedRow(row.Line, fresh, [new EnterSubject(fresh, Whole(row), source)], IsNew: true, false, [.. proposals.Select(one => one with { One = fresh })]) { Words = row.Words };
    }

    /// <summary>Compares a row with those before it in its batch, and in a dry run with all before it.</summary>
    private PlannedRow WithOwn(PlannedRow plan, int at, List<WaitingRow> rows, List<PlannedRow> planned, Dictionary<long, List<int>> here)
    {
        if (!plan.IsNew) return plan;
        var own = rows[at].Keys;
        var compared = plan.Proposals.Select(static one => one.Other).ToHashSet();
        var proposals = new List<ProposalRow>(plan.Proposals);
        foreach (var word in own)
        {
            foreach (var before in here.GetValueOrDefault(word) ?? [])
                if (compared.Add(planned[before].Subject)) Compare(planned[before].Subject, rows[before].Read.Traits);
            foreach (var last in _before)
                foreach (var before in last.Here.GetValueOrDefault(word) ?? [])
                    if (compared.Add(last.Planned[before].Subject)) Compare(last.Planned[before].Subject, last.Rows[before].Read.Traits);
            if (_isDryRun && _would.TryGetValue(word, out var would) && would.Count <= ProposingMatches.WidestKey)
                foreach (var before in would)
                    if (compared.Add(before)) Compare(before, _wouldBe[before]);
        }

        foreach (var word in own)
        {
            if (!here.TryGetValue(word, out var bearing)) here[word] = bearing = [];
            bearing.Add(at);
            if (!_isDryRun) continue;
            if (!_would.TryGetValue(word, out var would)) _would[word] = would = [];
            would.Add(plan.Subject);
        }

        if (_isDryRun) _wouldBe[plan.Subject] = rows[at].Read.Traits;
        return proposals.Count == plan.Proposals.Count ? plan : plan with { Proposals = proposals };

        void Compare(RowId other, Traits traits)
        {
            var (score, reasons) = ComparingTraits.Compare(rows[at].Read.Traits, traits);
            if (score >= ComparingTraits.Proposed) proposals.Add(SearchIndex.RowOf(plan.Subject, other, score, reasons));
        }
    }

    /// <summary>What a row adds to one that is there.</summary>
    private PlannedRow Onto(WaitingRow row, KeptSubject kept, SourceGiven source)
    {
        // What became by and by of the values of a row that was entered before is not for the same table to undo; only what it names is added.
        var isBefore = row.Line <= _done;
        var news = (isBefore ? row.Related : Whole(row)).RemoveAll(given => Holds(kept, given));
        if (news.IsEmpty)
        {
            if (!isBefore) Report.Same++;
            return new PlannedRow(row.Line, kept.Subject.Id, [], false, false, []);
        }

        // What is not ours to record goes to its owner as a correction, and stands beside what is held until it is settled.
        var id = kept.Subject.Id;
        var disagrees = news.Exists(given => kept.Subject.Claims.Exists(claim => claim.Item == given.Item && claim.Position >= kept.Subject.Begun && claim.Voice != (VoiceOn(given.Item) == Voice.Owns ? "owner" : $"@{_unit}")));
        return new PlannedRow(row.Line, id, ActsOn(id, news, source), IsNew: false, disagrees, []);
    }

    private SourceGiven SourceOf(long line) => new(ValueSource.Import, $"{Report.Id}#{line}");

    private FixedList<IAct> ActsOn(RowId id, FixedList<ItemGiven> news, SourceGiven source)
    {
        var (ours, theirs) = (news.RemoveAll(given => VoiceOn(given.Item) < Voice.Collects), news.RemoveAll(given => VoiceOn(given.Item) >= Voice.Collects));
        FixedList<IAct> acts = [];
        if (!ours.IsEmpty) acts = acts.Add(new RecordValues(id, ours, source));
        if (!theirs.IsEmpty) acts = acts.Add(new CorrectValue(id, theirs, source, new PersonalText(Report.Id)));
        return acts;
    }

    private static FixedList<ItemGiven> Whole(WaitingRow row) => row.Related.IsEmpty ? row.Items : [.. row.Items, .. row.Related];

    /// <summary>Adds what rows name to them where it is there, and leaves the rest for later.</summary>
    private List<WaitingRow> Relate(Session session, List<WaitingRow> rows)
    {
        var found = _relating.Find(session, rows.SelectMany(static row => row.Named));
        for (var at = 0; at < rows.Count; at++)
        {
            var (related, left) = (new List<ItemGiven>(), new List<NamedRows>());
            foreach (var named in rows[at].Named)
            {
                var isOwn = named.Column.By!.Register == _order.Mapping.Register && named.Numbers.Contains(rows[at].Key, StringComparer.Ordinal);
                if (!isOwn && _relating.Relate(named, default, _order.Mapping.Register, found, out _) is { } relation) related.Add(relation);
                else left.Add(named);
            }

            rows[at] = rows[at] with { Related = [.. related], Named = left };
        }

        return rows;
    }

    /// <summary>Plans what rows name that was not there when they were entered, when all rows of the import are.</summary>
    /// <returns>Empty when there are no more. What is still not found is told in the report.</returns>
    public IReadOnlyList<PlannedRow> PlanLater(Session session)
    {
        LaterRow[] rows = [.. _later.Values.Take(AtOnce)];
        foreach (var row in rows) _later.Remove(row.Line);
        var found = _relating.Find(session, rows.SelectMany(static row => row.Named));
        var known = RegistersState.Read(session, _keys, [.. rows.Select(static row => row.Subject).Distinct()]).ToDictionary(static one => one.Subject.Id);
        var planned = new List<PlannedRow>(rows.Length);
        foreach (var row in rows)
        {
            // Nothing to relate where the row itself did not come in.
            if (!known.TryGetValue(row.Subject, out var kept)) continue;
            var (related, isTold) = (new List<ItemGiven>(), false);
            foreach (var named in row.Named)
            {
                if (_relating.Relate(named, row.Subject, _order.Mapping.Register, found, out var why) is { } relation)
                {
                    related.Add(relation);
                    continue;
                }

                isTold = true;
                Report.Refuse(row.Line, named.Column.Column, why ?? RelatingRows.NobodyIn(named.Column.By!.Register));
            }

            if (isTold) Report.Unresolved++;
            var news = ((FixedList<ItemGiven>)[.. related]).RemoveAll(given => Holds(kept, given));
            planned.Add(new PlannedRow(row.Line, row.Subject, ActsOn(row.Subject, news, SourceOf(row.Line)), IsNew: false, false, []) { IsLater = true });
        }

        return planned;
    }

    /// <summary>Whether some rows name others that were not there when they were entered.</summary>
    public bool HasLater => _later.Count > 0;

    /// <summary>Of a dry run: tells what rows name that is neither there nor in the tables that are tried together.</summary>
    public void TellLater(IReadOnlySet<(string Register, string Number)> tried)
    {
        foreach (var row in _later.Values)
        {
            var missing = row.Named.Where(named => !named.Numbers.All(number => tried.Contains((named.Column.By!.Register, number)))).ToList();
            foreach (var named in missing) Report.Refuse(row.Line, named.Column.Column, RelatingRows.NobodyIn(named.Column.By!.Register));
            if (missing.Count > 0) Report.Unresolved++;
        }
    }

    /// <summary>Tells the rows whose relations lead in a circle. They are taken as they are: who is right, their owner knows.</summary>
    public void TellCircles(Session session)
    {
        if (_following.Count == 0) return;
        foreach (var (line, column, others) in FollowingCircles.Find(session, _following, _related, new AsOf(_sight.Day), _tried))
        {
            Report.Circular++;
            Report.Refuse(line, column, FollowingCircles.Told(others));
        }
    }

    /// <summary>The numbers of the rows that were read and can be used.</summary>
    public IEnumerable<(string Register, string Number)> Numbers => _keyItem is not null ? [] : _seen.Keys.Select(number => (_order.Mapping.Register, number));

    /// <summary>As what the asker speaks about an item.</summary>
    private Voice VoiceOn(string item)
    {
        if (_voices.TryGetValue(item, out var known)) return known;
        return _voices[item] = Voices.Of(_structure.Registers.On(_order.Mapping.Register, _sight.Day)!, _sight.Item(_order.Mapping.Register, item), default, _sight);
    }

    private static bool SaysNothingNew(WaitingRow row, KeptSubject kept) => row.Items.TrueForAll(given => Holds(kept, given));

    /// <summary>Whether the last that was said of an item is what is given.</summary>
    private static bool Holds(KeptSubject kept, ItemGiven given)
    {
        var claim = kept.Subject.Claims.FindLast(claim => claim.Item == given.Item && claim.Position >= kept.Subject.Begun);
        if (claim is null) return false;
        if (claim.Kind == ClaimKind.Rows) return given.Rows is { } rows && rows.SequenceEqual(claim.Rows);
        return claim.Kind == ClaimKind.Sealed && kept.Stored.TryGetValue((claim.Position, claim.Item), out var written) && written == given.Written;
    }

    private static bool IsOneByNumber(Traits one, Traits other) => one.NumberHolds && other.NumberHolds && one.Number == other.Number;

    private WaitingRow? Take(CsvRow row)
    {
        var read = _reading.Read(row.Cells);
        var items = new List<ItemGiven>(read.Values.Count);
        var faults = read.Faults.ToList();
        List<NamedRows>? named = null;
        foreach (var value in read.Values)
        {
            if (value.Column.By is not null)
            {
                (named ??= []).Add(new NamedRows(value.Column, [.. value.Written], read.ValidFrom));
                continue;
            }

            var typed = _typing.Read(_order.Mapping.Register, value.Column.Item, value.Written, out var why);
            if (why is not null) faults.Add(new RowFault(value.Column.Column, why.Whole));
            else items.Add(new ItemGiven(value.Column.Item, typed, read.ValidFrom));
        }

        var key = _keyItem is { } item ? read.Values.FirstOrDefault(one => one.Column.Item == item)?.Written[0] : read.Traits.NumberHolds ? read.Traits.Number : null;
        if (_keyItem is not null && key is null && faults.Count == 0)
            faults.Add(new RowFault(_order.Mapping.Columns.First(column => column.Item == _keyItem).Column, new Text("行靠这一格识别，不能空着。", "The row is known by this cell, which cannot be empty.")));
        if (key is not null && faults.Count == 0)
        {
            if (!_seen.TryAdd(key, row.Line)) faults.Add(new RowFault(null, new Text($"与第 {_seen[key]:N0} 行的编号相同。请在原表里留下对的一行。", $"It has the key of line {_seen[key]:N0}. Leave the right one of the two in the table.")));
        }

        if (faults.Count == 0)
        {
            var keys = _keyItem is null ? _index.DigestsOf(_order.Mapping.Register, MatchKeys.Of(read.Traits)) : [];
            return new WaitingRow(row.Line, read, [.. items], key, keys, [.. keys.Union(_index.DigestsOf(_order.Mapping.Register, SearchWords.Of(read.Traits)))]) { Named = named ?? (IReadOnlyList<NamedRows>)[] };
        }

        Report.Refused++;
        foreach (var fault in faults) Report.Refuse(row.Line, fault.Column, fault.Says);
        return null;
    }

    private sealed record Before(List<WaitingRow> Rows, List<PlannedRow> Planned, Dictionary<long, List<int>> Here);

    private void Refuse(long line, string? column, Text says)
    {
        Report.Refused++;
        Report.Refuse(line, column, says);
    }
}
