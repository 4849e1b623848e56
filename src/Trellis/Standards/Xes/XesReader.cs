using System.Text;
using System.Xml;
using Trellis.Diagnosis.EventLogs;
using Trellis.Standards.Ocel;
using Trellis.Standards.Xml;
using NameTable = Trellis.Diagnosis.EventLogs.NameTable;

namespace Trellis.Standards.Xes;

/// <summary>Takes the children of a log one by one and keeps the rows.</summary>
internal sealed class XesReader
{
    private const int RowsPerBlock = 64 * 1024;

    private readonly XmlInput _input;
    private readonly XmlReader _xml;
    private readonly LogReading _reading;
    private readonly SkippedElements _skipped;

    // What the log declares before its traces.
    private readonly List<XesClassifier> _classifiers = [];
    private readonly HashSet<string> _declaredOfEvents = new(StringComparer.Ordinal);

    private readonly RowNames _names = new();
    private readonly StampReader _times;
    private readonly StampReader _starts;
    private readonly StampReader _deadlines;
    private readonly MissingValues _missing;
    private readonly bool _casesAreTraces;
    private readonly List<RowBlock> _blocks = [];
    private RowBlock _block;
    private long _linesBefore;

    private bool _started;
    private List<string> _classifierKeys = [];
    private ColumnKeys _eventKeys = null!;
    private ColumnKeys _traceKeys = null!;
    private RoleSlots _event = null!;
    private RoleSlots _trace = null!;
    private byte[] _activity = new byte[256];
    private char[] _letters = new char[256];

    private int _traces;
    private int _emptyTraces;
    private int _unnamedTraces;
    private int _repeatedNames;
    private long _events;
    private bool _anyActivity;

    public XesReader(XmlInput input, LogReading reading, SkippedElements skipped)
    {
        (_input, _xml, _reading, _skipped) = (input, input.Xml, reading, skipped);
        (_times, _starts, _deadlines) = (new StampReader(reading.Dates), new StampReader(reading.Dates), new StampReader(reading.Dates));
        _missing = new MissingValues(reading.MissingValues);
        _casesAreTraces = reading.Columns.Mapped(LogRole.Case) is not { } asked || asked.StartsWith("case:", StringComparison.Ordinal);
        _block = new RowBlock(_names, 1024);
        _blocks.Add(_block);
    }

    /// <summary>Takes the child of log on which the parser stands, and leaves the parser at its end.</summary>
    public void Take()
    {
        var name = _xml.LocalName;
        if (Is(name, XesWords.Trace)) ReadTrace();
        else if (Is(name, XesWords.Event)) ReadEventOutsideTrace();
        else if (Is(name, XesWords.Global)) ReadGlobal();
        else if (Is(name, XesWords.Classifier)) ReadClassifier();
        else
        {
            if (name is "events" or "objects") throw OldOcel.Refusal(_input.Place);
            if (!Is(name, XesWords.Extension) && !XesWords.IsAttribute(name)) _skipped.Count(name);
            _input.SkipInside();
        }
    }

    public EventLog Finish()
    {
        _input.Finish();
        Start();
        _block.Lines = _input.Line - _linesBefore;
        RefuseWithoutColumns();
        var notes = BadRows.Settle(_blocks, _reading, "events") with
        {
            Columns = ColumnsUsed(),
            EmptyCases = _emptyTraces,
            UnnamedCases = _unnamedTraces,
            RepeatedCaseNames = _repeatedNames,
            SkippedElements = _skipped.ByName,
        };
        return LogAssembly.Assemble(_blocks, _reading, "XES", notes);
    }

    private static bool Is(string name, string word) => ReferenceEquals(name, word);

    /// <summary>Settles what the declarations say, before the first trace.</summary>
    private void Start()
    {
        if (_started) return;
        _started = true;
        if (_reading.Classifier is { } asked)
        {
            if (_reading.Columns.Mapped(LogRole.Activity) is not null)
            {
                throw new UnusableInput(
                    "Both a classifier and a column are named to be the activity.", "Give one of them: --classifier, or activity= in --map.", _reading.Source);
            }

            _classifierKeys = XesClassifier.Choose(asked, _classifiers, _reading.Source).SplitKeys(_declaredOfEvents);
        }

        var slots = LogColumns.Roles.Count + _classifierKeys.Count;
        (_event, _trace) = (new RoleSlots(slots), new RoleSlots(slots));
        _eventKeys = new ColumnKeys(name => new ColumnKey(name, name, UsesOf(name, name, ofEvent: true)));
        _traceKeys = new ColumnKeys(name => new ColumnKey(name, "case:" + name, UsesOf(name, "case:" + name, ofEvent: false)));
    }

    private (int Slot, int Rank)[] UsesOf(string key, string column, bool ofEvent)
    {
        List<(int Slot, int Rank)> uses = [];
        foreach (var role in LogColumns.Roles)
        {
            if (role == LogRole.Case && ofEvent == _casesAreTraces) continue;
            if (role == LogRole.Activity && _classifierKeys.Count > 0) continue;
            if (_reading.Columns.Rank(role, column) is { } rank) uses.Add(((int)role, rank));
        }

        for (var part = 0; ofEvent && part < _classifierKeys.Count; part++)
            if (string.Equals(_classifierKeys[part], key, StringComparison.Ordinal)) uses.Add((LogColumns.Roles.Count + part, 0));
        return [.. uses];
    }

    private void ReadGlobal()
    {
        var ofEvents = string.Equals(_xml.GetAttribute(XesWords.Scope), XesWords.Event, StringComparison.Ordinal);
        if (_xml.IsEmptyElement) return;
        while (_input.NextChild())
        {
            if (ofEvents && _xml.GetAttribute(XesWords.Key) is { } key) _declaredOfEvents.Add(key);
            _input.SkipInside();
        }
    }

    private void ReadClassifier()
    {
        var ofTraces = string.Equals(_xml.GetAttribute(XesWords.Scope), XesWords.Trace, StringComparison.Ordinal);
        if (_xml.GetAttribute(XesWords.Name) is { } name && _xml.GetAttribute(XesWords.Keys) is { } keys)
            _classifiers.Add(new XesClassifier(name, keys, ofTraces));
        _input.SkipInside();
    }

    private void ReadTrace()
    {
        Start();
        _traces++;
        _trace.Clear();
        var firstRow = _block.Count;
        var events = 0;
        if (!_xml.IsEmptyElement)
        {
            while (_input.NextChild())
            {
                var name = _xml.LocalName;
                if (Is(name, XesWords.Event))
                {
                    if (events++ == 0) SettleTraceTimes();
                    ReadEvent();
                }
                else if (!XesWords.IsAttribute(name))
                {
                    _skipped.Count(name);
                    _input.SkipInside();
                }
                else
                {
                    ReadAttribute(_traceKeys, _trace, onlyCase: events > 0);
                    _input.SkipInside();
                }
            }
        }

        if (events == 0) _emptyTraces++;
        else if (_casesAreTraces) NameRows(firstRow);
        if (_block.Count >= RowsPerBlock) BeginBlock();
    }

    /// <summary>A trace is told apart by its name, which may also stand behind its events.</summary>
    private void NameRows(int firstRow)
    {
        var name = _trace[LogRole.Case];
        if (name.IsEmpty)
        {
            _unnamedTraces++;
            name = Encoding.UTF8.GetBytes($"trace {_traces}");
        }
        else _trace.KeyOf(LogRole.Case)!.UsedFor |= 1 << (int)LogRole.Case;

        if (_block.Count == firstRow) return;
        var known = _names.Cases.Count;
        var number = _names.Cases.Number(name);
        if (number < known) _repeatedNames++;
        _block.Cases.AsSpan(firstRow, _block.Count - firstRow).Fill(number);
    }

    private void BeginBlock()
    {
        _block.Lines = _input.Line - _linesBefore;
        _linesBefore = _input.Line;
        _block = new RowBlock(_names, RowsPerBlock + (RowsPerBlock / 8));
        _blocks.Add(_block);
    }

    private void ReadEventOutsideTrace()
    {
        Start();
        if (_casesAreTraces)
        {
            _skipped.Count("event outside a trace");
            _input.SkipInside();
            return;
        }

        _trace.Clear();
        ReadEvent();
        if (_block.Count >= RowsPerBlock) BeginBlock();
    }

    private void ReadEvent()
    {
        var line = _input.Line - _linesBefore;
        _event.Clear();
        if (!_xml.IsEmptyElement)
        {
            while (_input.NextChild())
            {
                var name = _xml.LocalName;
                if (XesWords.IsAttribute(name)) ReadAttribute(_eventKeys, _event, onlyCase: false);
                else _skipped.Count(name);
                if (!_xml.IsEmptyElement) _input.SkipInside();
            }
        }

        AddRow(line);
    }

    /// <summary>Offers key and value of the attribute to the slots. Makes no strings once the key is known.</summary>
    private void ReadAttribute(ColumnKeys keys, RoleSlots slots, bool onlyCase)
    {
        if (!_xml.MoveToFirstAttribute()) return;
        ColumnKey? key = null;
        do
        {
            var name = _xml.LocalName;
            if (Is(name, XesWords.Key))
            {
                key = keys.Find(Letters());
                if (key.Uses.Length == 0) break;
            }
            else if (Is(name, XesWords.Value) && key is not null)
            {
                if (onlyCase && key.Uses is not [((int)LogRole.Case, _)]) _skipped.Count("trace attribute behind the events of its trace");
                else slots.Offer(key, Letters());
                break;
            }
            else if (Is(name, XesWords.Value))
            {
                // Written the other way round: find the key first.
                if (!_xml.MoveToAttribute(XesWords.Key)) break;
                key = keys.Find(Letters());
                if (key.Uses.Length == 0) break;
                _xml.MoveToFirstAttribute();
                while (!Is(_xml.LocalName, XesWords.Value) && _xml.MoveToNextAttribute()) { }
                slots.Offer(key, Letters());
                break;
            }
        }
        while (_xml.MoveToNextAttribute());
        _xml.MoveToElement();
    }

    /// <summary>The value of the XML attribute on which the parser stands; valid until the next call.</summary>
    private ReadOnlySpan<char> Letters()
    {
        var length = 0;
        while (true)
        {
            var read = _xml.ReadValueChunk(_letters, length, _letters.Length - length);
            length += read;
            if (read == 0 || length < _letters.Length) return _letters.AsSpan(0, length);
            Array.Resize(ref _letters, checked(_letters.Length * 2));
        }
    }

    /// <summary>A start or deadline of the trace that cannot be read is one fault, not one for each event.</summary>
    private void SettleTraceTimes()
    {
        foreach (var role in (ReadOnlySpan<LogRole>)[LogRole.Start, LogRole.Deadline, LogRole.StepDeadline])
        {
            var text = _trace[role];
            if (text.IsEmpty || _deadlines.TryRead(text, out _)) continue;
            if (!IsMissing(text))
            {
                if (_reading.SkipBadRows) _block.UnreadableExtras++;
                else _block.Refuse(_input.Line - _linesBefore, BadRows.TimeFault(_trace.KeyOf(role)!.Column, text, _reading.Dates));
            }

            _trace.Forget(role);
        }
    }

    private void AddRow(long line)
    {
        _events++;
        var time = Said(LogRole.Time);
        var activity = _classifierKeys.Count > 0 ? Classified() : Said(LogRole.Activity);
        _anyActivity |= !activity.IsEmpty;
        if (!_times.TryRead(time, out var stamp))
        {
            _block.Refuse(line, time.IsEmpty ? "has no time" : BadRows.TimeFault(Source(LogRole.Time)!.Column, time, _reading.Dates));
            return;
        }

        if (activity.IsEmpty)
        {
            _block.Refuse(line, "has no activity");
            return;
        }

        var caseName = _casesAreTraces ? default : Said(LogRole.Case);
        if (!_casesAreTraces && caseName.IsEmpty)
        {
            _block.Refuse(line, "has no case");
            return;
        }

        if (!TryExtra(LogRole.Start, _starts, line, out var start) || !TryExtra(LogRole.Deadline, _deadlines, line, out var deadline) || !TryExtra(LogRole.StepDeadline, _deadlines, line, out var stepDeadline)) return;
        _block.Add(
            _casesAreTraces ? 0 : _names.Cases.Number(caseName),
            _names.Activities.Number(activity),
            Number(LogRole.Resource, _names.Resources), Number(LogRole.Group, _names.Groups), Number(LogRole.Level, _names.Levels), Number(LogRole.Type, _names.Types), Number(LogRole.Outcome, _names.Outcomes),
            stamp, start, deadline, stepDeadline, line);
        for (var role = _casesAreTraces ? LogRole.Activity : LogRole.Case; role <= LogRole.Outcome; role++)
            if (Source(role) is { } key) key.UsedFor |= 1 << (int)role;
    }

    /// <summary>What the event says for a role, or its trace where that fits better or the event says nothing.</summary>
    private ReadOnlySpan<byte> Said(LogRole role) => _trace.RankOf(role) < _event.RankOf(role) ? _trace[role] : _event[role];

    private ColumnKey? Source(LogRole role) => _trace.RankOf(role) < _event.RankOf(role) ? _trace.KeyOf(role) : _event.KeyOf(role);

    private int Number(LogRole role, NameTable names)
    {
        var text = Said(role);
        return text.IsEmpty ? EventLog.Missing : names.Number(text);
    }

    private bool TryExtra(LogRole role, StampReader reader, long line, out Stamp stamp)
    {
        stamp = Stamp.None;
        var text = Said(role);
        if (text.IsEmpty || reader.TryRead(text, out stamp)) return true;
        stamp = Stamp.None;
        if (IsMissing(text)) return true;
        _block.Refuse(line, BadRows.TimeFault(Source(role)!.Column, text, _reading.Dates));
        return false;
    }

    private bool IsMissing(ReadOnlySpan<byte> text) => _missing.Holds(text);

    /// <summary>The values of the classifier's keys joined with a plus sign, as OpenXES does; a value that is not there leaves its place empty.</summary>
    private ReadOnlySpan<byte> Classified()
    {
        var length = 0;
        var any = false;
        for (var part = 0; part < _classifierKeys.Count; part++)
        {
            var value = _event[LogColumns.Roles.Count + part];
            if (_activity.Length < length + value.Length + 1) Array.Resize(ref _activity, checked((length + value.Length + 1) * 2));
            if (part > 0) _activity[length++] = (byte)'+';
            value.CopyTo(_activity.AsSpan(length));
            length += value.Length;
            any |= !value.IsEmpty;
        }

        return any ? _activity.AsSpan(0, length) : default;
    }

    private Dictionary<string, string> ColumnsUsed()
    {
        var used = new Dictionary<string, string>(StringComparer.Ordinal);
        if (_classifierKeys.Count > 0) used.Add(LogColumns.Word(LogRole.Activity), string.Join(" + ", _classifierKeys));
        ColumnKeys.AddUsed(used, _traceKeys.Met.Concat(_eventKeys.Met), _reading.Columns);
        return used;
    }

    /// <summary>When no event at all has an activity or a time, or a column asked for is nowhere, says so once instead of for every event.</summary>
    private void RefuseWithoutColumns()
    {
        var outside = _skipped.CountOf("event outside a trace");
        if (_events == 0 && outside > 0)
        {
            throw new UnusableInput(
                $"All {outside:N0} events stand outside of traces, so nothing says which belong to one case.",
                "Name the attribute of the events that is the case: --map case=KEY.", _reading.Source);
        }

        if (_events == 0) return;
        List<string> columns = [];
        foreach (var key in _traceKeys.Met) columns.Add(key.Column);
        foreach (var key in _eventKeys.Met) columns.Add(key.Column);
        // Positions name traces where nothing else does, and a classifier stands for its keys.
        if (_reading.Columns.Mapped(LogRole.Case) is null && !columns.Contains("case:concept:name")) columns.Add("case:concept:name");
        if (_anyActivity && _classifierKeys.Count > 0 && !columns.Contains("concept:name")) columns.Add("concept:name");
        _ = _reading.Columns.Recognise(columns, _reading.Source);
        if (_classifierKeys.Count > 0 && !_anyActivity)
        {
            throw new UnusableInput(
                $"No event has any of the classifier's attributes: {Excerpt.Of(string.Join(", ", _classifierKeys), 200)}.",
                "Name another classifier, or the attribute that is the activity: --map activity=KEY.", _reading.Source);
        }
    }
}
