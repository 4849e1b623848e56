using System.Text;
using Trellis.Diagnosis.EventLogs;

namespace Trellis.Standards.Ocel;

/// <summary>
/// Gathers the events and objects of an object-centric log and makes cases of them: an object of the chosen type is a case,
/// and each event stands in the case of every such object that it is related to.
/// </summary>
/// <remarks>
/// Objects and events may come in any order, so both are held until the end: about 100 bytes an event and 4 a relationship, besides names.
/// An id that comes a second time is passed over (an object's further attributes are kept as its history), a relationship to an object
/// that is not in the log likewise; both are counted, since the remaining log is sound.
/// </remarks>
internal sealed class OcelAssembly
{
    private const int Untyped = -1;

    /// <summary>What an event says itself besides activity and time, or else its case.</summary>
    private static readonly LogRole[] Extras = [LogRole.Resource, LogRole.Group, LogRole.Level, LogRole.Type, LogRole.Outcome, LogRole.Start, LogRole.Deadline, LogRole.StepDeadline];

    private readonly LogReading _reading;
    private readonly SkippedElements _skipped;
    private readonly StampReader _times;
    private readonly MissingValues _missing;
    private readonly bool _activityIsType;
    private readonly bool _timeIsTime;
    private readonly ColumnKeys _eventKeys;
    private readonly ColumnKeys _objectKeys;

    private readonly NameTable _values = new();
    private readonly NameTable _types = new();
    private readonly NameTable _objects = new();
    private readonly NameTable _eventIds = new();
    private readonly List<int> _typeOf = [];
    private readonly List<ObjectValue> _objectValues = [];
    private readonly List<OcelEvent> _events = [];
    private readonly List<Extra> _extras = [];
    private readonly List<int> _links = [];

    // The event or object that is being read.
    private readonly Words _id = new();
    private readonly Words _type = new();
    private readonly Words _time = new();
    private readonly RoleSlots _said = new(LogColumns.Roles.Count);
    private readonly List<int> _newLinks = [];
    private readonly List<ObjectValue> _newValues = [];
    private readonly RowBlock _block;

    public OcelAssembly(LogReading reading, SkippedElements skipped)
    {
        if (reading.Columns.Mapped(LogRole.Case) is not null)
        {
            throw new UnusableInput(
                "In an object-centric log an object is the case, not a column.", "Name the type of object instead of mapping a column: --case-type TYPE.",
                reading.Source);
        }

        (_reading, _skipped, _times) = (reading, skipped, new StampReader(reading.Dates));
        _missing = new MissingValues(reading.MissingValues);
        _activityIsType = reading.Columns.Mapped(LogRole.Activity) is null or "type";
        _timeIsTime = reading.Columns.Mapped(LogRole.Time) is null or "time";
        _eventKeys = new ColumnKeys(name => new ColumnKey(name, name, UsesOf(name, ofEvent: true)));
        _objectKeys = new ColumnKeys(name => new ColumnKey(name, "case:" + name, UsesOf("case:" + name, ofEvent: false)));
        _block = new RowBlock(new RowNames(), 1024);
    }

    /// <summary>A value that an object has from a moment on; from the beginning, where none is said.</summary>
    private readonly record struct ObjectValue(int Object, ColumnKey Key, long From, int Value, long Line);

    private readonly record struct OcelEvent(int Activity, Stamp Time, int LinksEnd, long Line);

    private readonly record struct Extra(int Value, int Rank, ColumnKey? Key)
    {
        public static readonly Extra None = new(EventLog.Missing, int.MaxValue, null);
    }

    public void BeginObject()
    {
        _id.Clear();
        _type.Clear();
        _newValues.Clear();
    }

    public void BeginEvent()
    {
        _id.Clear();
        _type.Clear();
        _time.Clear();
        _said.Clear();
        _newLinks.Clear();
    }

    public void Id(ReadOnlySpan<byte> id) => _id.Set(id);

    public void Type(ReadOnlySpan<byte> type) => _type.Set(type);

    public void Time(ReadOnlySpan<byte> time) => _time.Set(time);

    public void EventAttribute(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var key = Find(_eventKeys, name);
        if (key.Uses.Length > 0) _said.Offer(key, value);
    }

    /// <param name="time">From when on the value holds; empty when it is the first.</param>
    public void ObjectAttribute(ReadOnlySpan<byte> name, ReadOnlySpan<byte> time, ReadOnlySpan<byte> value, long line)
    {
        var key = Find(_objectKeys, name);
        if (key.Uses.Length == 0 || value.IsEmpty) return;
        var from = _times.TryRead(time, out var stamp) ? Instant(stamp) : long.MinValue;
        _newValues.Add(new ObjectValue(0, key, from, _values.Number(value), line));
    }

    public void Relationship(ReadOnlySpan<byte> objectId) => _newLinks.Add(NumberOf(objectId));

    public void EndObject()
    {
        if (_id.Text.IsEmpty || _type.Text.IsEmpty)
        {
            _skipped.Count(_id.Text.IsEmpty ? "object without an id" : "object without a type");
            return;
        }

        var number = NumberOf(_id.Text);
        if (_typeOf[number] != Untyped) _skipped.Count("object with the id of an earlier one");
        else _typeOf[number] = _types.Number(_type.Text);
        foreach (var value in _newValues) _objectValues.Add(value with { Object = number });
    }

    public void EndEvent(long line)
    {
        if (!_id.Text.IsEmpty)
        {
            var known = _eventIds.Count;
            if (_eventIds.Number(_id.Text) < known)
            {
                _skipped.Count("event with the id of an earlier one");
                return;
            }
        }

        var time = _timeIsTime ? _time.Text : _said[LogRole.Time];
        if (!_times.TryRead(time, out var stamp))
        {
            Refuse(line, time.IsEmpty ? "has no time" : BadRows.TimeFault(_timeIsTime ? "time" : _said.KeyOf(LogRole.Time)!.Column, time, _reading.Dates));
            return;
        }

        var activity = _activityIsType ? _type.Text : _said[LogRole.Activity];
        if (activity.IsEmpty)
        {
            Refuse(line, "has no activity");
            return;
        }

        foreach (var role in (ReadOnlySpan<LogRole>)[LogRole.Start, LogRole.Deadline, LogRole.StepDeadline])
        {
            var text = _said[role];
            if (text.IsEmpty || IsMissing(text) || _times.TryRead(text, out _)) continue;
            Refuse(line, BadRows.TimeFault(_said.KeyOf(role)!.Column, text, _reading.Dates));
            return;
        }

        foreach (var role in Extras)
            _extras.Add(_said[role].IsEmpty ? Extra.None : new Extra(_values.Number(_said[role]), _said.RankOf(role), _said.KeyOf(role)));
        if (_said.KeyOf(LogRole.Activity) is { } activityKey) activityKey.UsedFor |= 1 << (int)LogRole.Activity;
        if (_said.KeyOf(LogRole.Time) is { } timeKey) timeKey.UsedFor |= 1 << (int)LogRole.Time;
        _links.AddRange(_newLinks);
        _events.Add(new OcelEvent(_values.Number(activity), stamp, _links.Count, line));
    }

    /// <param name="lines">How many lines the file has; one or none says nothing about places.</param>
    public EventLog Finish(string format, long lines)
    {
        _block.Lines = lines > 1 ? lines : 0;
        RefuseUnknownColumns();
        var caseType = ChooseCaseType();
        var cases = new CaseValues(this, caseType);
        AddRows(caseType, cases);

        var notes = BadRows.Settle([_block], _reading, "events") with
        {
            Columns = ColumnsUsed(caseType),
            EmptyCases = _typeOf.Count(type => type == caseType && type != Untyped) - _block.Names.Cases.Count,
            SkippedElements = _skipped.ByName,
        };
        return LogAssembly.Assemble([_block], _reading, format, notes);
    }

    private (int Slot, int Rank)[] UsesOf(string column, bool ofEvent)
    {
        List<(int Slot, int Rank)> uses = [];
        foreach (var role in LogColumns.Roles)
        {
            if (role == LogRole.Case || (role == LogRole.Activity && (_activityIsType || !ofEvent)) || (role == LogRole.Time && (_timeIsTime || !ofEvent))) continue;
            if (_reading.Columns.Rank(role, column) is { } rank) uses.Add(((int)role, rank));
        }

        return [.. uses];
    }

    private static ColumnKey Find(ColumnKeys keys, ReadOnlySpan<byte> name)
    {
        var most = Encoding.UTF8.GetMaxCharCount(name.Length);
        Span<char> letters = most <= 256 ? stackalloc char[most] : new char[most];
        return keys.Find(letters[..Encoding.UTF8.GetChars(name, letters)]);
    }

    private int NumberOf(ReadOnlySpan<byte> objectId)
    {
        var number = _objects.Number(objectId);
        if (number == _typeOf.Count) _typeOf.Add(Untyped);
        return number;
    }

    private void Refuse(long line, string why)
    {
        var who = _id.Text.IsEmpty ? "an event without an id" : $"event \"{Excerpt.Of(_id.Text, 40)}\"";
        _block.Refuse(line, why.StartsWith("has ", StringComparison.Ordinal) ? $"{who} {why}" : $"{who}: {why}");
    }

    private bool IsMissing(ReadOnlySpan<byte> text) => _missing.Holds(text);

    /// <summary>Ticks in universal time, to compare moments with each other.</summary>
    private long Instant(in Stamp stamp)
    {
        var offset = stamp.OffsetMinutes != Stamp.NoZone ? stamp.OffsetMinutes * TimeSpan.TicksPerMinute
            : _reading.Zone is { } zone ? zone.GetUtcOffset(new DateTime(stamp.Wall, DateTimeKind.Unspecified)).Ticks : 0;
        return stamp.Wall - offset;
    }

    /// <summary>The number of the type that is the case, <see cref="Untyped"/> when the log has neither objects nor events.</summary>
    private int ChooseCaseType()
    {
        var objects = new int[_types.Count];
        foreach (var type in _typeOf)
            if (type != Untyped) objects[type]++;
        if (_reading.CaseType is { } asked && _types.Find(Encoding.UTF8.GetBytes(asked)) is var known and >= 0) return known;
        if (_types.Count == 0)
        {
            if (_events.Count == 0 && _reading.CaseType is null) return Untyped;
            throw new UnusableInput(
                "The log has no objects, so nothing can be the case.", "Export it with its objects, or save it with one kind of case as XES or CSV.", _reading.Source);
        }

        List<(string Name, int Objects)> types = [];
        for (var type = 0; type < objects.Length; type++) types.Add((_types[type], objects[type]));
        types.Sort(static (a, b) => a.Objects != b.Objects ? b.Objects.CompareTo(a.Objects) : string.CompareOrdinal(a.Name, b.Name));
        var listed = string.Join(", ", types.Take(30).Select(static type => $"{Excerpt.Of(type.Name, 60)} ({type.Objects:N0} {(type.Objects == 1 ? "object" : "objects")})"));
        if (types.Count > 30) listed += $", and {types.Count - 30:N0} more";
        if (_reading.CaseType is { } unknown)
        {
            var near = NearNames.Nearest(unknown, types.ConvertAll(static type => type.Name)) is { } name ? $"Did you mean \"{Excerpt.Of(name, 60)}\"? " : "";
            throw new UnusableInput($"No object is of the type \"{Excerpt.Of(unknown, 60)}\".", $"{near}The log has: {listed}.", _reading.Source);
        }

        if (types.Count == 1) return 0;
        throw new UnusableInput(
            $"The log has {types.Count:N0} types of objects, and one of them must be the case.",
            $"Say which, for example: --case-type {Argument(types[0].Name)}. The log has: {listed}.", _reading.Source);

        static string Argument(string name) => name.Contains(' ', StringComparison.Ordinal) ? $"\"{Excerpt.Of(name, 60)}\"" : Excerpt.Of(name, 60);
    }

    private void AddRows(int caseType, CaseValues cases)
    {
        var names = _block.Names;
        var seenAt = new int[_typeOf.Count];
        var from = 0;
        var chosen = new Extra[Extras.Length];
        for (var number = 0; number < _events.Count; number++)
        {
            var happened = _events[number];
            var any = false;
            for (; from < happened.LinksEnd; from++)
            {
                var of = _links[from];
                if (_typeOf[of] == Untyped) _skipped.Count("relationship to an object that is not in the log");
                // Two relationships to one object differ in what the object was to the event; it is in the case once all the same.
                if (_typeOf[of] == Untyped || _typeOf[of] != caseType || seenAt[of] == number + 1) continue;
                seenAt[of] = number + 1;
                any = true;
                for (var extra = 0; extra < Extras.Length; extra++)
                {
                    var own = _extras[(number * Extras.Length) + extra];
                    var ofCase = cases.Of(of, Extras[extra], Instant(happened.Time));
                    chosen[extra] = ofCase.Rank < own.Rank ? ofCase : own;
                    if (chosen[extra].Key is { } key) key.UsedFor |= 1 << (int)Extras[extra];
                }

                _block.Add(
                    names.Cases.Number(_objects.Utf8(of)), names.Activities.Number(_values.Utf8(happened.Activity)),
                    Number(chosen[0], names.Resources), Number(chosen[1], names.Groups), Number(chosen[2], names.Levels), Number(chosen[3], names.Types), Number(chosen[4], names.Outcomes),
                    happened.Time, Read(chosen[5]), Read(chosen[6]), Read(chosen[7]), happened.Line);
            }

            if (!any) _skipped.Count("event without an object of the case type");
        }

        int Number(in Extra extra, NameTable table) => extra.Value < 0 ? EventLog.Missing : table.Number(_values.Utf8(extra.Value));

        Stamp Read(in Extra extra) => extra.Value >= 0 && _times.TryRead(_values.Utf8(extra.Value), out var stamp) ? stamp : Stamp.None;
    }

    private void RefuseUnknownColumns()
    {
        if (_events.Count == 0) return;
        List<string> columns = ["type", "time"];
        foreach (var key in _eventKeys.Met) columns.Add(key.Column);
        foreach (var key in _objectKeys.Met) columns.Add(key.Column);
        _reading.Columns.RefuseUnknown(columns, _reading.Source);
    }

    private Dictionary<string, string> ColumnsUsed(int caseType)
    {
        var used = new Dictionary<string, string>(StringComparer.Ordinal);
        if (caseType != Untyped) used.Add(LogColumns.Word(LogRole.Case), _types[caseType]);
        if (_activityIsType) used.Add(LogColumns.Word(LogRole.Activity), "type");
        if (_timeIsTime) used.Add(LogColumns.Word(LogRole.Time), "time");
        ColumnKeys.AddUsed(used, _objectKeys.Met.Concat(_eventKeys.Met), _reading.Columns);
        return used;
    }

    /// <summary>What the case objects say for the roles: of each object's best column for a role all values, in the order of time.</summary>
    private sealed class CaseValues
    {
        private readonly OcelAssembly _log;
        private readonly List<(int Object, int Role, int Rank, long From, int At)> _sorted = [];
        private readonly Dictionary<(int Object, int Role), (int Start, int End)> _runs = [];

        public CaseValues(OcelAssembly log, int caseType)
        {
            _log = log;
            for (var at = 0; at < log._objectValues.Count; at++)
            {
                var value = log._objectValues[at];
                if (log._typeOf[value.Object] != caseType || !IsUsable(value)) continue;
                foreach (var (slot, rank) in value.Key.Uses) _sorted.Add((value.Object, slot, rank, value.From, at));
            }

            _sorted.Sort();
            for (var at = 0; at < _sorted.Count; at++)
            {
                var (of, role, rank, _, _) = _sorted[at];
                if (!_runs.TryGetValue((of, role), out var run)) _runs.Add((of, role), (at, at + 1));
                else if (_sorted[run.Start].Rank == rank) _runs[(of, role)] = (run.Start, at + 1);
            }
        }

        /// <summary>The latest value at or before the moment, else the first; of equally old ones the later in the file.</summary>
        public Extra Of(int caseObject, LogRole role, long moment)
        {
            if (_runs.Count == 0 || !_runs.TryGetValue((caseObject, (int)role), out var run)) return Extra.None;
            var (low, high) = run;
            while (low < high)
            {
                var middle = low + ((high - low) / 2);
                if (_sorted[middle].From <= moment) low = middle + 1;
                else high = middle;
            }

            var (_, _, rank, _, at) = _sorted[Math.Max(run.Start, low - 1)];
            return new Extra(_log._objectValues[at].Value, rank, _log._objectValues[at].Key);
        }

        private bool IsUsable(in ObjectValue value)
        {
            foreach (var (slot, _) in value.Key.Uses)
            {
                if ((LogRole)slot is not (LogRole.Start or LogRole.Deadline or LogRole.StepDeadline)) continue;
                var text = _log._values.Utf8(value.Value);
                if (_log.IsMissing(text)) return false;
                if (_log._times.TryRead(text, out _)) continue;
                if (_log._reading.SkipBadRows) _log._block.UnreadableExtras++;
                else _log._block.Refuse(value.Line, $"object \"{Excerpt.Of(_log._objects.Utf8(value.Object), 40)}\": {BadRows.TimeFault(value.Key.Column, text, _log._reading.Dates)}");
                return false;
            }

            return true;
        }
    }
}

/// <summary>A text that is kept while the reader moves on.</summary>
internal sealed class Words
{
    private byte[] _bytes = new byte[64];
    private int _length;

    public ReadOnlySpan<byte> Text => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public void Set(ReadOnlySpan<byte> text)
    {
        if (_bytes.Length < text.Length) _bytes = new byte[text.Length * 2L];
        text.CopyTo(_bytes);
        _length = text.Length;
    }

    public void Set(ReadOnlySpan<char> text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_bytes.Length < most) _bytes = new byte[most];
        _length = Encoding.UTF8.GetBytes(text, _bytes);
    }
}
