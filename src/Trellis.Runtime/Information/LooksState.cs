using System.Globalization;
using Trellis.Information.Looks;
using Trellis.Runtime.Database;
using Trellis.Runtime.Ledger;
using Trellis.Runtime.Process;

namespace Trellis.Runtime.Information;

/// <summary>What looks are decided on besides the rules and the matter at hand: what people said last about a purpose, and inquiries. The writer's preparing thread alone uses it.</summary>
/// <param name="batch">The most acts of one batch.</param>
/// <param name="consentsOf">Whose word about which purpose a look needs. Asked when the matter at hand is there: the room of matters gets ready first.</param>
internal sealed class LooksState(int batch, Func<PendingLook, IReadOnlyList<(string Person, string Purpose)>> consentsOf) : IDecidedState
{
    // Several for each act, since one look may be at many people. What a batch under way needs is never forgotten before it is stored.
    private const int MostOfOne = LookingAtValues.MostSubjects;

    private readonly RecentlyUsed<(string Person, string Purpose), ConsentStanding?> _consents = new(Math.Max(16 * MostOfOne, 2 * MattersState.Remembered(batch)));
    private readonly RecentlyUsed<long, Inquiry?> _inquiries = new(MattersState.Remembered(batch));

    /// <summary>What batches under way changed: while they are not stored, the store does not know of it.</summary>
    private readonly Queue<(List<KeyValuePair<(string Person, string Purpose), ConsentStanding?>> Consents, List<KeyValuePair<long, Inquiry?>> Inquiries)> _underWay = [];

    private readonly List<(long Position, IEvent Happened)> _new = [];
    private readonly Dictionary<(string Person, string Purpose), ConsentStanding?> _consentsBefore = [];
    private readonly Dictionary<long, Inquiry?> _inquiriesBefore = [];

    /// <summary>Null where nothing was said.</summary>
    public ConsentStanding? Consent(string person, string purpose) =>
        _consents.TryGet((person, purpose), out var standing) ? standing : throw new InvalidOperationException("What somebody said about a purpose was not loaded.");

    /// <summary>What was said last about a purpose in this batch or in one that is not stored yet.</summary>
    public bool IsUnderWay(string person, string purpose, out ConsentStanding? standing)
    {
        standing = null;
        if (_consentsBefore.ContainsKey((person, purpose)))
        {
            standing = Consent(person, purpose);
            return true;
        }

        foreach (var (said, _) in _underWay.Reverse())
        {
            var at = said.FindIndex(one => one.Key == (person, purpose));
            if (at < 0) continue;
            standing = said[at].Value;
            return true;
        }

        return false;
    }

    public Inquiry? Inquiry(long number) => _inquiries.TryGet(number, out var inquiry) ? inquiry : null;

    public void Add(long position, IEvent happened)
    {
        _new.Add((position, happened));
        switch (happened)
        {
            case ConsentGiven one:
                Set((one.Person.Text, one.Purpose), GivingConsent.After(one));
                break;
            case ConsentTaken one:
                Set((one.Person.Text, one.Purpose), GivingConsent.After(one));
                break;
            case ConsentWithdrawn one:
                Set((one.Person.Text, one.Purpose), GivingConsent.After(one));
                break;
            case InquiryAsked one:
                Set(one.Number, OpeningInquiries.Apply(null, one));
                break;
            case InquiryAnswered one:
                Set(one.Number, OpeningInquiries.Apply(Inquiry(one.Number), one));
                break;
        }
    }

    public void Load(IReadOnlyList<object> needs, Func<Session> read)
    {
        // Inquiries first: they say for which purpose it is, and so whose word is needed.
        HashSet<long>? inquiries = null;
        foreach (var need in needs)
            if (need is PendingLook { Inquiry: { } number } && !_inquiries.TryGet(number, out _)) (inquiries ??= []).Add(number);
        if (inquiries is not null)
        {
            foreach (var one in inquiries) _inquiries.Set(one, null);
            LookRows.LoadInquiries(read(), [.. inquiries], one => _inquiries.Set(one.Number, one));
            foreach (var (_, changed) in _underWay)
                foreach (var (number, inquiry) in changed) _inquiries.Set(number, inquiry);
        }

        HashSet<(string, string)>? consents = null;
        foreach (var need in needs)
        {
            if (need is not PendingLook look) continue;
            foreach (var one in consentsOf(look))
                if (!_consents.TryGet(one, out _)) (consents ??= []).Add(one);
        }

        if (consents is null) return;
        foreach (var one in consents) _consents.Set(one, null);
        LookRows.LoadConsents(read(), [.. consents], one => _consents.Set((one.Person.Text, one.Purpose), one.Standing));
        foreach (var (said, _) in _underWay)
            foreach (var (key, standing) in said) _consents.Set(key, standing);
    }

    public void Begin()
    {
        foreach (var (key, before) in _consentsBefore) _consents.Set(key, before);
        foreach (var (key, before) in _inquiriesBefore) _inquiries.Set(key, before);
        Clear();
    }

    public void Fold(Writes writes)
    {
        LookRows.Fold(writes, _new);
        _underWay.Enqueue((
            [.. _consentsBefore.Keys.Select(key => KeyValuePair.Create(key, (ConsentStanding?)Consent(key.Person, key.Purpose)))],
            [.. _inquiriesBefore.Keys.Select(number => KeyValuePair.Create(number, Inquiry(number)))]));
        if (_underWay.Count > MattersState.Stored) _underWay.Dequeue();
        Clear();
    }

    public void Forget(long stored)
    {
        Clear();
        _underWay.Clear();
        _consents.Clear();
        _inquiries.Clear();
    }

    private void Set((string Person, string Purpose) key, ConsentStanding standing)
    {
        _consentsBefore.TryAdd(key, Consent(key.Person, key.Purpose));
        _consents.Set(key, standing);
    }

    private void Set(long number, Inquiry? inquiry)
    {
        _inquiriesBefore.TryAdd(number, Inquiry(number));
        _inquiries.Set(number, inquiry);
    }

    private void Clear()
    {
        _new.Clear();
        _consentsBefore.Clear();
        _inquiriesBefore.Clear();
    }
}

/// <summary>A look, a word about consent or an inquiry on its way through the writer.</summary>
/// <param name="Matter">The matter that must be at hand; null for none.</param>
/// <param name="Inquiry">The inquiry that must be.</param>
internal sealed record PendingLook(Actor By, IAct Act, long? Matter, long? Inquiry)
{
    /// <summary>What was decided last before it was settled.</summary>
    public LookRuling? Ruling { get; set; }

    /// <summary>Set where there is no such matter, or none that the asker may know of.</summary>
    public bool Unknown { get; set; }

    public static long? NumberOf(LookReason reason) => reason.Kind == "inquiry" && long.TryParse(reason.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
