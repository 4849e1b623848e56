using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;

namespace Trellis.Web.Shared;

/// <summary>
/// What people sent on the way to an act and have not entered: so that a page on which it is looked over has an address that can be gone back to, and a form shows what was typed when somebody comes back
/// to it. Kept in memory alone, for a while, for whoever sent it and nobody else; an address names it by a number that nobody guesses and that says nothing.
/// </summary>
public sealed class SentForms
{
    /// <summary>By which an address names what was sent.</summary>
    public const string Name = "sent";

    /// <summary>Stands in an address for: begin anew, whatever was typed before.</summary>
    public const string Nothing = "nothing";

    private const int MostOfOne = 30; // forms of one person; the oldest go first
    private const long MostOfAll = 64L << 20; // characters
    private const int LongestForm = 512 << 10; // characters

    /// <summary>As long as a day at work.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromHours(12);

    private readonly Lock _one = new();
    private readonly Dictionary<string, SentForm> _all = new(StringComparer.Ordinal);
    private readonly LinkedList<SentForm> _byAge = new();
    private readonly Dictionary<string, List<SentForm>> _byMark = new(StringComparer.Ordinal); // each by age
    private long _size;

    /// <param name="mark">Whose it is.</param>
    /// <param name="address">Of the page that it was sent to, without the name of what was sent.</param>
    /// <returns>Null for more than is kept.</returns>
    public SentForm? Keep(string mark, string address, IReadOnlyDictionary<string, StringValues> fields, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var one = new SentForm(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), mark, address, now) { Fields = fields };
        if (one.Size > LongestForm) return null;
        lock (_one)
        {
            while (_byAge.First is { Value: var old } && now - old.At > KeptFor) Drop(old);
            if (Of(mark) is { Count: >= MostOfOne } theirs) Drop(theirs[0]);
            while (_size + one.Size > MostOfAll && _byAge.First is { Value: var oldest }) Drop(oldest);
            _all.Add(one.Id, one);
            _byAge.AddLast(one);
            if (!_byMark.TryGetValue(mark, out var beside)) _byMark.Add(mark, beside = []);
            beside.Add(one);
            _size += one.Size;
        }

        return one;
    }

    /// <summary>What an address names, where whoever asks sent it to that page.</summary>
    public SentForm? Find(string mark, string address, string id, DateTimeOffset now)
    {
        lock (_one) return _all.GetValueOrDefault(id) is { } found && found.Mark == mark && found.Address == address && now - found.At <= KeptFor ? found : null;
    }

    /// <summary>What they last sent to a page and have not entered.</summary>
    public SentForm? Latest(string mark, string address, DateTimeOffset now)
    {
        lock (_one) return Of(mark).FindLast(one => one.Address == address && one.DoneAt is null && now - one.At <= KeptFor);
    }

    /// <summary>The page that was made of it was filled in otherwise since.</summary>
    public void Change(SentForm one, IReadOnlyDictionary<string, StringValues> fields)
    {
        ArgumentNullException.ThrowIfNull(one);
        lock (_one)
        {
            if (!_all.ContainsKey(one.Id)) return;
            _size -= one.Size;
            one.Fields = fields;
            _size += one.Size;
        }
    }

    /// <summary>It was entered: what they sent to the page on the way there is not shown again, only where it stands now.</summary>
    public void Done(string mark, string address, string to)
    {
        lock (_one)
        {
            foreach (var one in Of(mark).Where(one => one.Address == address && one.DoneAt is null))
            {
                _size -= one.Size;
                (one.Fields, one.DoneAt) = (new Dictionary<string, StringValues>(), to);
                _size += one.Size;
            }
        }
    }

    /// <summary>Of a page, or of everything that somebody sent.</summary>
    public void Forget(string mark, string? address = null)
    {
        lock (_one)
        {
            foreach (var one in Of(mark).FindAll(one => address is null || one.Address == address)) Drop(one);
        }
    }

    private List<SentForm> Of(string mark) => _byMark.GetValueOrDefault(mark) ?? [];

    private void Drop(SentForm one)
    {
        var theirs = Of(one.Mark);
        theirs.Remove(one);
        if (theirs.Count == 0) _byMark.Remove(one.Mark);
        _all.Remove(one.Id);
        _byAge.Remove(one);
        _size -= one.Size;
    }
}

/// <summary>One form as it was sent.</summary>
/// <param name="Mark">Of whoever sent it.</param>
/// <param name="Address">To which page.</param>
public sealed record SentForm(string Id, string Mark, string Address, DateTimeOffset At)
{
    public required IReadOnlyDictionary<string, StringValues> Fields { get; set; }

    /// <summary>Where it stands since it was entered; null before.</summary>
    public string? DoneAt { get; set; }

    /// <summary>Whether the page that was made of it shows what was entered to be looked over, or what was found, rather than fields to be filled in.</summary>
    public bool IsLookedOver { get; set; }

    /// <summary>In characters.</summary>
    public int Size => Id.Length + Address.Length + Fields.Sum(static one => one.Key.Length + one.Value.Sum(static value => value?.Length ?? 0));
}
