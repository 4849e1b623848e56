using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Trellis.Ledger;

/// <summary>A record that a policy accepts.</summary>
/// <param name="Key">Its name is the origin of the record.</param>
/// <param name="Url">Where the record is published, if the policy says so.</param>
public sealed record PolicyLog(NoteVerifier Key, string? Url);

/// <summary>A witness that a policy knows.</summary>
/// <param name="Name">Its name within the policy only.</param>
/// <param name="Url">Where it takes requests, if the policy says so.</param>
public sealed record PolicyWitness(string Name, NoteVerifier Key, string? Url);

/// <summary>What a policy says about a checkpoint.</summary>
/// <param name="Fault">Why the checkpoint does not count; null where it does.</param>
/// <param name="Signed">Those of the record's keys that signed.</param>
/// <param name="Cosigned">The witnesses of the policy that co-signed, and when.</param>
public sealed record PolicyAnswer(string? Fault, IReadOnlyList<NoteVerifier> Signed, IReadOnlyList<(PolicyWitness Witness, DateTimeOffset At)> Cosigned)
{
    public bool Counts => Fault is null;
}

/// <summary>
/// Whose signatures make a checkpoint count: a record, witnesses, groups of witnesses, and the one that must be reached (C2SP tlog-policy).
/// It is a short text file that auditors keep themselves; taking it from whoever is to be checked would prove nothing.
/// </summary>
public sealed class WitnessPolicy
{
    /// <summary>Longer files are refused unread.</summary>
    public const int MaxLength = 1_000_000;

    private const string NoQuorum = "none";
    private const int MaxNames = 1000;

    private readonly Dictionary<string, Group> _groups;
    private readonly string _quorum;

    private WitnessPolicy(IReadOnlyList<PolicyLog> logs, IReadOnlyList<PolicyWitness> witnesses, Dictionary<string, Group> groups, string quorum)
    {
        Logs = logs;
        Witnesses = witnesses;
        _groups = groups;
        _quorum = quorum;
    }

    public IReadOnlyList<PolicyLog> Logs { get; }

    public IReadOnlyList<PolicyWitness> Witnesses { get; }

    /// <summary>Whether it asks for any witness at all.</summary>
    public bool AsksForWitnesses => _quorum != NoQuorum;

    /// <summary>The policy that asks for the signature of a record and for no witness.</summary>
    public static WitnessPolicy WithoutWitnesses(NoteVerifier record) => new([new PolicyLog(record, null)], [], [], NoQuorum);

    /// <summary>Judges a checkpoint.</summary>
    /// <param name="record">A key of the record that is known from elsewhere, beside those of the policy.</param>
    public PolicyAnswer Judge(SignedCheckpoint checkpoint, NoteVerifier? record = null)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var origin = checkpoint.Checkpoint.Origin;
        var keys = Logs.Select(static log => log.Key).Where(key => key.Name == origin).ToList();
        if (record is not null && record.Name == origin && !keys.Contains(record)) keys.Add(record);
        if (keys.Count == 0) return No($"No key for the record {KeyText.Shown(origin)} is known. Get its key from whoever is to be trusted with it, and name it in the policy.");

        if (!checkpoint.Note.TryVerify([.. keys, .. Witnesses.Select(static witness => witness.Key)], out var signed, out var fault)) return No(fault);
        var own = signed.Where(one => keys.Contains(one.By)).Select(static one => one.By).ToList();
        var cosigned = new List<(PolicyWitness Witness, DateTimeOffset At)>();
        foreach (var witness in Witnesses)
            if (signed.FirstOrDefault(one => one.By.Equals(witness.Key)) is { CosignedAt: { } at }) cosigned.Add((witness, at));

        if (own.Count == 0) return new PolicyAnswer($"The record {KeyText.Shown(origin)} itself did not sign this checkpoint.", own, cosigned);
        return new PolicyAnswer(IsQuorum(cosigned.Select(static one => one.Witness.Name)) ? null : NotReached(cosigned), own, cosigned);
    }

    /// <summary>Whether these witnesses, by their names in the policy, are enough.</summary>
    public bool IsQuorum(IEnumerable<string> cosigned)
    {
        var names = cosigned.ToHashSet(StringComparer.Ordinal);
        return _quorum == NoQuorum || Has(_quorum, names);
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out WitnessPolicy? policy, [NotNullWhen(false)] out string? fault)
    {
        policy = null;
        if (bytes.Length > MaxLength)
        {
            fault = $"The policy has {bytes.Length} bytes; {MaxLength} is the most.";
            return false;
        }

        var reader = new Reader();
        var number = 0;
        foreach (var range in bytes.Split((byte)'\n'))
        {
            var line = bytes[range];
            number++;
            if (range.End.Value == bytes.Length)
            {
                if (line.IsEmpty) break;
                fault = string.Create(CultureInfo.InvariantCulture, $"Line {number} of the policy does not end in a line feed. Was the file cut off?");
                return false;
            }

            if (reader.Line(line) is not { } wrong) continue;
            fault = string.Create(CultureInfo.InvariantCulture, $"Line {number} of the policy: {wrong}");
            return false;
        }

        policy = reader.Finish();
        fault = policy is null ? "The policy has no line 'quorum'. Write 'quorum none' if no witness is asked for." : null;
        return policy is not null;
    }

    private static PolicyAnswer No(string fault) => new(fault, [], []);

    private string NotReached(List<(PolicyWitness Witness, DateTimeOffset At)> cosigned)
    {
        var who = cosigned.Count == 0 ? "no witness of the policy co-signed" : "co-signed by " + string.Join(", ", cosigned.Select(static one => Shown(one.Witness.Name)));
        var asks = _groups.TryGetValue(_quorum, out var group)
            ? string.Create(CultureInfo.InvariantCulture, $"{Shown(_quorum)} asks for {group.Needed} of {string.Join(", ", group.Members.Select(Shown))}")
            : $"{Shown(_quorum)} is asked for";
        return $"Not enough witnesses: {who}; {asks}.";
    }

    private bool Has(string name, HashSet<string> cosigned) =>
        _groups.TryGetValue(name, out var group) ? group.Members.Count(member => Has(member, cosigned)) >= group.Needed : cosigned.Contains(name);

    /// <summary>Names are bytes to the policy; people see them as UTF-8.</summary>
    private static string Shown(string name) => KeyText.Shown(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(name)));

    private sealed record Group(int Needed, IReadOnlyList<string> Members);

    private sealed class Reader
    {
        private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

        private readonly List<PolicyLog> _logs = [];
        private readonly List<PolicyWitness> _witnesses = [];
        private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
        private readonly HashSet<string> _names = new([NoQuorum], StringComparer.Ordinal);
        private readonly HashSet<string> _used = new(StringComparer.Ordinal);
        private string? _quorum;

        public WitnessPolicy? Finish() => _quorum is { } quorum ? new WitnessPolicy(_logs, _witnesses, _groups, quorum) : null;

        /// <returns>What is wrong with the line; null where nothing is.</returns>
        public string? Line(ReadOnlySpan<byte> line)
        {
            foreach (var letter in line)
                if ((letter < 0x20 && letter != '\t') || letter == 0x7f) return string.Create(CultureInfo.InvariantCulture, $"holds the control character 0x{letter:x2}; besides text only spaces and tabs may stand in a line.");

            // One character for each byte: names are compared byte by byte, whatever script they are in.
            var words = Encoding.Latin1.GetString(line).Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || words[0].StartsWith('#')) return null;
            return words switch
            {
                ["log", var key] => Log(key, null),
                ["log", var key, var url] => Log(key, url),
                ["witness", var name, var key] => Witness(name, key, null),
                ["witness", var name, var key, var url] => Witness(name, key, url),
                ["group", var name, var threshold, .. { Length: > 0 } members] => DefineGroup(name, threshold, members),
                ["quorum", var name] => Quorum(name),
                _ => "is none of: log KEY [URL]; witness NAME KEY [URL]; group NAME all|any|NUMBER NAME...; quorum NAME.",
            };
        }

        private string? Log(string text, string? url)
        {
            if (!TryReadKey(text, out var key, out var fault)) return fault;
            if (_logs.Count == MaxNames) return $"more than {MaxNames} records.";
            if (_logs.Exists(log => log.Key.Key.SequenceEqual(key.Key))) return "the key of this log stands in the policy already.";
            _logs.Add(new PolicyLog(key, url));
            return null;
        }

        private string? Witness(string name, string text, string? url)
        {
            if (!TryReadKey(text, out var key, out var fault)) return fault;
            if (key.Type != NoteKeyType.Cosignature) return $"the key of the witness {Shown(name)} is not one for cosignatures (type 0x04).";
            if (_names.Count > MaxNames) return $"more than {MaxNames} names.";
            if (_witnesses.Exists(witness => witness.Key.Key.SequenceEqual(key.Key))) return "the key of this witness stands in the policy already; one witness counts once.";
            if (!_names.Add(name)) return $"the name {Shown(name)} is taken already.";
            _witnesses.Add(new PolicyWitness(name, key, url));
            return null;
        }

        private string? DefineGroup(string name, string threshold, string[] members)
        {
            foreach (var member in members)
            {
                if (member == NoQuorum || !_names.Contains(member)) return $"{Shown(member)} is no witness and no group of a line before.";
                if (!_used.Add(member)) return $"{Shown(member)} is a member of a group already; each counts in one way only.";
            }

            var needed = threshold switch
            {
                "all" => members.Length,
                "any" => 1,
                _ => DecimalText.TryRead(Encoding.Latin1.GetBytes(threshold), out var number) && number >= 1 && number <= members.Length ? (int)number : 0,
            };
            if (needed == 0) return string.Create(CultureInfo.InvariantCulture, $"how many of the group must sign is 'all', 'any' or a number from 1 to {members.Length}, not {Shown(threshold)}.");
            if (_names.Count > MaxNames) return $"more than {MaxNames} names.";
            if (!_names.Add(name)) return $"the name {Shown(name)} is taken already.";
            _groups.Add(name, new Group(needed, members));
            return null;
        }

        private string? Quorum(string name)
        {
            if (_quorum is not null) return "there is a line 'quorum' already; a policy has one.";
            if (!_names.Contains(name)) return $"{Shown(name)} is no witness and no group of a line before.";
            _quorum = name;
            return null;
        }

        private static bool TryReadKey(string text, [NotNullWhen(true)] out NoteVerifier? key, [NotNullWhen(false)] out string? fault)
        {
            key = null;
            try
            {
                return NoteVerifier.TryRead(Utf8.GetString(Encoding.Latin1.GetBytes(text)), out key, out fault);
            }
            catch (DecoderFallbackException)
            {
                fault = "the name of the key is not UTF-8.";
                return false;
            }
        }
    }
}
