using System.Text;

namespace Trellis.Structure.Files;

/// <summary>How a value is written.</summary>
public enum NodeKind : byte
{
    Map,
    List,
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,

    /// <summary>A cell of a table: a list in it is divided by spaces.</summary>
    Cell,
}

/// <summary>
/// The values of one file in the order in which they stand, without an object for each: a province has ten million.
/// A map's children are key, value, key, value; a child's subtree ends where <see cref="NodeRow.End"/> says.
/// </summary>
public sealed class NodeTable(SourceFile file)
{
    private NodeRow[] _rows = new NodeRow[64];

    public SourceFile File { get; } = file;

    public int Count { get; private set; }

    internal ref NodeRow this[int index] => ref _rows[index];

    internal int Add(NodeKind kind, int start, int length)
    {
        if (Count == _rows.Length) Array.Resize(ref _rows, Count * 2);
        _rows[Count] = new NodeRow { Kind = kind, Start = start, Length = length, End = Count + 1 };
        return Count++;
    }

    internal void CutBackTo(int count) => Count = count;

    internal void Trim()
    {
        if (_rows.Length > Count + Count / 8) Array.Resize(ref _rows, Math.Max(1, Count));
    }
}

internal struct NodeRow
{
    public NodeKind Kind;
    public int Start;
    public int Length;

    /// <summary>The index behind the last descendant.</summary>
    public int End;

    /// <summary>Pairs of a map, elements of a list.</summary>
    public int Count;
}

/// <summary>One value in a file: a map, a list or a scalar. Every scalar is text; what it means is settled by its key.</summary>
public readonly struct Node : IEquatable<Node>
{
    private readonly NodeTable? _table;
    private readonly int _index;

    internal Node(NodeTable table, int index) => (_table, _index) = (table, index);

    private ref NodeRow Row => ref _table![_index];

    public bool Exists => _table is not null;

    public NodeKind Kind => Row.Kind;

    public bool IsMap => Exists && Kind == NodeKind.Map;

    public bool IsList => Exists && Kind == NodeKind.List;

    public bool IsScalar => Exists && Kind is not (NodeKind.Map or NodeKind.List);

    public SourceFile File => _table!.File;

    public int Start => Row.Start;

    public int Length => Row.Length;

    /// <summary>Pairs of a map, elements of a list, 0 for a scalar.</summary>
    public int Count => Row.Count;

    public Mark Mark => Exists ? new Mark(File, Start, Length) : Mark.None;

    /// <summary>The written bytes; for plain scalars and cells these are the value.</summary>
    public ReadOnlySpan<byte> Bytes => File.Bytes.AsSpan(Start, Length);

    public bool IsVerbatim => Exists && Kind is NodeKind.Plain or NodeKind.Cell;

    /// <summary>The bytes of the value, decoded where it is quoted or in block style.</summary>
    public ReadOnlySpan<byte> Value => IsVerbatim ? Bytes : Encoding.UTF8.GetBytes(Text);

    public bool Is(ReadOnlySpan<byte> text) => IsVerbatim ? Bytes.SequenceEqual(text) : IsScalar && Value.SequenceEqual(text);

    /// <summary>The value as text.</summary>
    public string Text => Kind switch
    {
        NodeKind.Plain or NodeKind.Cell => Encoding.UTF8.GetString(Bytes),
        NodeKind.SingleQuoted => Encoding.UTF8.GetString(Bytes[1..^1]).Replace("''", "'", StringComparison.Ordinal),
        NodeKind.DoubleQuoted => Unescaped(),
        NodeKind.Literal or NodeKind.Folded => Unfolded(),
        NodeKind.Map or NodeKind.List => "",
        _ => throw new InvalidOperationException("An unknown kind of node."),
    };

    public static bool operator ==(Node one, Node other) => one.Equals(other);

    public static bool operator !=(Node one, Node other) => !one.Equals(other);

    public bool Equals(Node other) => ReferenceEquals(_table, other._table) && _index == other._index;

    public override bool Equals(object? obj) => obj is Node node && Equals(node);

    public override int GetHashCode() => _index;

    /// <summary>The value of a key, or a node that does not exist.</summary>
    public Node this[ReadOnlySpan<byte> key]
    {
        get
        {
            if (!IsMap) return default;
            foreach (var (name, value) in Pairs)
                if (name.Is(key)) return value;
            return default;
        }
    }

    public PairWalk Pairs => new(_table, IsMap ? _index + 1 : 0, IsMap ? Row.End : 0);

    public ElementWalk Elements => new(_table, IsList ? _index + 1 : 0, IsList ? Row.End : 0);

    private string Unescaped()
    {
        var inner = Encoding.UTF8.GetString(Bytes[1..^1]);
        if (!inner.Contains('\\', StringComparison.Ordinal)) return inner;
        var text = new StringBuilder(inner.Length);
        for (var at = 0; at < inner.Length; at++)
        {
            if (inner[at] != '\\')
            {
                text.Append(inner[at]);
                continue;
            }

            at++;
            switch (inner[at])
            {
                case 'n': text.Append('\n'); break;
                case 't': text.Append('\t'); break;
                case 'u':
                    text.Append((char)Convert.ToInt32(inner.Substring(at + 1, 4), 16)); // the reader has seen four hexadecimal digits here
                    at += 4;
                    break;
                default: text.Append(inner[at]); break;
            }
        }

        return text.ToString();
    }

    private string Unfolded()
    {
        var lines = Encoding.UTF8.GetString(Bytes).ReplaceLineEndings("\n").Split('\n')[1..];
        var indent = lines.Where(static line => line.Trim().Length > 0).Select(static line => line.Length - line.TrimStart(' ').Length).FirstOrDefault();
        var cut = lines.Select(line => line.Length >= indent ? line[indent..] : "").ToList();
        while (cut.Count > 0 && cut[^1].Trim().Length == 0) cut.RemoveAt(cut.Count - 1);
        if (Kind == NodeKind.Literal) return string.Join('\n', cut);

        var text = new StringBuilder();
        var fresh = true;
        foreach (var line in cut)
        {
            if (line.Trim().Length == 0)
            {
                text.Append('\n');
                fresh = true;
                continue;
            }

            if (!fresh) text.Append(' ');
            text.Append(line.TrimEnd());
            fresh = false;
        }

        return text.ToString();
    }

    /// <summary>Walks the pairs of a map.</summary>
    public struct PairWalk
    {
        private readonly NodeTable? _nodes;
        private readonly int _end;
        private int _next;

        internal PairWalk(NodeTable? nodes, int first, int end) => (_nodes, _next, _end) = (nodes, first, end);

        public (Node Key, Node Value) Current { get; private set; }

        public readonly PairWalk GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_next >= _end) return false;
            Current = (new Node(_nodes!, _next), new Node(_nodes!, _next + 1));
            _next = _nodes![_next + 1].End;
            return true;
        }
    }

    /// <summary>Walks the elements of a list.</summary>
    public struct ElementWalk
    {
        private readonly NodeTable? _nodes;
        private readonly int _end;
        private int _next;

        internal ElementWalk(NodeTable? nodes, int first, int end) => (_nodes, _next, _end) = (nodes, first, end);

        public Node Current { get; private set; }

        public readonly ElementWalk GetEnumerator() => this;

        public bool MoveNext()
        {
            if (_next >= _end) return false;
            Current = new Node(_nodes!, _next);
            _next = _nodes![_next].End;
            return true;
        }
    }
}
