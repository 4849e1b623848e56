using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Trellis.Ledger;

/// <summary>Who acted, by ids only.</summary>
public abstract record EntryActor
{
    private EntryActor()
    {
    }

    /// <summary>An officer, by the post and its unit: officials' acts stay attributable, whoever sits in the post.</summary>
    public sealed record Officer : EntryActor
    {
        public Officer(string post, string unit)
        {
            Post = Words.Demand(post, "the post");
            Unit = Words.Demand(unit, "the unit");
        }

        public string Post { get; }

        public string Unit { get; }
    }

    /// <summary>Somebody in a role, such as <c>requester</c> or <c>system</c>. Who it is stands in a personal field, if anywhere.</summary>
    public sealed record InRole(string Role) : EntryActor
    {
        public string Role { get; } = Words.Demand(Role, "the role of who acted");
    }

    public static EntryActor Requester { get; } = new InRole("requester");

    public static EntryActor System { get; } = new InRole("system");
}

/// <summary>
/// One leaf of the record: what happened, who did it, under which mandate, when, under which structure, and commitments to personal values.
/// Its bytes are canonical JSON (RFC 8785) over strings, whole numbers, booleans, lists and groups, so every entry has one spelling only.
/// No name of a person and no free text can stand in it, by construction.
/// </summary>
public sealed class Entry
{
    /// <summary>The most bytes of one entry: an entry bundle writes the length in 16 bits.</summary>
    public const int MaxLength = 65_535;

    private readonly DateTimeOffset _at;
    private readonly string _event = "";
    private readonly string _structure = "";
    private readonly IReadOnlyList<string> _mandate = [];
    private readonly IReadOnlyList<string> _notes = [];
    private readonly IReadOnlyList<PersonalField> _personal = [];

    /// <summary>When: UTC, whole milliseconds. <see cref="Moment"/> makes one.</summary>
    public required DateTimeOffset At
    {
        get => _at;
        init
        {
            if (value != Moment(value) || value.Offset != TimeSpan.Zero) throw new ArgumentException("The time of an entry is UTC in whole milliseconds; Entry.Moment makes one.", nameof(value));
            _at = value;
        }
    }

    public required EntryActor By { get; init; }

    /// <summary>What happened, by its versioned wire name such as <c>matter-returned/1</c>.</summary>
    public required string Event
    {
        get => _event;
        init
        {
            if (!Words.IsEventName(value)) throw new ArgumentException($"An event has a versioned wire name such as matter-returned/1; '{value}' is none.", nameof(value));
            _event = value;
        }
    }

    public EntryValue.Group Fields { get; init; } = EntryValue.Group.None;

    /// <summary>Ids from the delegation down to the article; empty where an act needs no mandate.</summary>
    public IReadOnlyList<string> Mandate
    {
        get => _mandate;
        init => _mandate = Demanded(value, "an id of the mandate");
    }

    /// <summary>What the reader should know about how the entry came about, such as <c>clock-set-back</c>; usually none.</summary>
    public IReadOnlyList<string> Notes
    {
        get => _notes;
        init => _notes = Demanded(value, "a note");
    }

    /// <summary>In the order of the names, whatever order they were given in.</summary>
    public IReadOnlyList<PersonalField> Personal
    {
        get => _personal;
        init
        {
            if (value.Count == 0) return;
            var personal = value.ToArray();
            foreach (var one in personal) Words.Demand(one.Name, "the name of a personal field");
            Array.Sort(personal, static (one, other) => string.CompareOrdinal(one.Name, other.Name));
            for (var at = 1; at < personal.Length; at++)
                if (personal[at].Name == personal[at - 1].Name) throw new ArgumentException($"The personal field {personal[at].Name} stands twice in one entry.", nameof(value));
            _personal = personal;
        }
    }

    /// <summary>The version of the structure that was in force.</summary>
    public required string Structure
    {
        get => _structure;
        init => _structure = Words.Demand(value, "the version of the structure");
    }

    private static string[] Demanded(IReadOnlyList<string> words, string role)
    {
        if (words.Count == 0) return [];
        var demanded = new string[words.Count];
        for (var at = 0; at < demanded.Length; at++) demanded[at] = Words.Demand(words[at], role);
        return demanded;
    }

    /// <summary>The same time in UTC, cut to whole milliseconds.</summary>
    public static DateTimeOffset Moment(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMillisecond));
    }

    /// <summary>Writes the canonical bytes.</summary>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="EntryTooLong">The entry has more than 65,535 bytes.</exception>
    public int WriteTo(IBufferWriter<byte> to)
    {
        ArgumentNullException.ThrowIfNull(to);
        var length = Measure();
        CanonicalEntry.Write(this, to.GetSpan(length)[..length]);
        to.Advance(length);
        return length;
    }

    /// <summary>The canonical bytes.</summary>
    /// <exception cref="EntryTooLong">The entry has more than 65,535 bytes.</exception>
    public byte[] Encode()
    {
        var length = Measure();
        var bytes = new byte[length];
        CanonicalEntry.Write(this, bytes);
        return bytes;
    }

    private int Measure()
    {
        var length = CanonicalEntry.Measure(this);
        return length <= MaxLength ? (int)length : throw new EntryTooLong(length);
    }

    /// <summary>Reads canonical bytes. Whatever would not be written again byte for byte is refused, and the fault says where.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out Entry? entry, [NotNullWhen(false)] out string? fault) =>
        CanonicalEntry.TryRead(bytes, out entry, out fault);
}

/// <summary>An entry that does not fit into an entry bundle. Whoever makes events keeps them far below; this is a bug, not a refusal.</summary>
public sealed class EntryTooLong(long length)
    : Exception($"An entry has at most {Entry.MaxLength} bytes, this one {length}. Keep long lists beside the record and commit to them.")
{
    public long Length { get; } = length;
}
