using Trellis.Authority;
using Trellis.Structure;
using Trellis.Structure.Quantities;

namespace Trellis.Standards.Authzen;

/// <summary>What is answered to one question.</summary>
/// <param name="Authorization">The answer of the powers with its chain or missing link; null where none was asked.</param>
/// <param name="Why">Null for a yes.</param>
public sealed record AuthzenDecision(Authorization? Authorization, Refusal? Why)
{
    public bool Permitted => Why is null;
}

/// <summary>The names under which the outside world knows powers, registers and items of a structure: <c>known-as: {authzen: ...}</c>, and our own ids.</summary>
public sealed class AuthzenNames
{
    private const string Scheme = "authzen";

    private readonly Dictionary<string, string> _powers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _outward = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _registers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _registersOutward = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Register, string Name), string> _items = [];

    public AuthzenNames(GovernanceStructure structure)
    {
        Structure = structure;
        foreach (var power in structure.Powers.All)
        {
            foreach (var (scheme, name) in power.KnownAs)
            {
                if (scheme != Scheme) continue;
                _powers.TryAdd(name, power.Id);
                _outward.TryAdd(power.Id, name);
            }
        }

        foreach (var register in structure.Registers.All)
        {
            foreach (var (scheme, name) in register.KnownAs)
            {
                if (scheme != Scheme) continue;
                _registers.TryAdd(name, register.Id);
                _registersOutward.TryAdd(register.Id, name);
            }
        }

        foreach (var item in structure.Items.All)
            foreach (var (scheme, name) in item.KnownAs)
                if (scheme == Scheme) _items.TryAdd((item.RegisterId, name), item.Id);
    }

    public GovernanceStructure Structure { get; }

    public string? Power(string action) => _powers.GetValueOrDefault(action) ?? (Structure.Powers.Has(action) ? action : null);

    public string Action(string power) => _outward.GetValueOrDefault(power, power);

    public string? Register(string type) => _registers.GetValueOrDefault(type) ?? (Structure.Registers.Has(type) ? type : null);

    public string Type(string register) => _registersOutward.GetValueOrDefault(register, register);

    /// <summary>The item that a property of a record means; null where it means none.</summary>
    public string? Item(string register, string property) =>
        _items.GetValueOrDefault((register, property))
        ?? (Structure.Items.Has($"{register}.{property}") ? $"{register}.{property}" : Structure.Items.Of(property) is [{ } item, ..] && item.RegisterId == register ? property : null);
}

/// <summary>
/// Answers questions of AuthZEN by the powers of a structure as they stand on a day. A subject is a person (<c>user</c>, by the id under which they are
/// seated) or a post (<c>post</c>, as post@unit). A resource is a record of a register, a matter (<c>matter</c>) or a place (<c>unit</c>).
/// </summary>
public sealed class AuthzenAnswers
{
    private const string User = "user";
    private const string Post = "post";
    private const string Place = "unit";
    private const string Case = "matter";

    private readonly AuthzenNames _names;
    private readonly Mandates _mandates;
    private readonly Standing _standing;
    private readonly DateOnly _day;
    private readonly Lazy<ILookup<string, PostAt>> _seats;

    public AuthzenAnswers(AuthzenNames names, Mandates mandates, Standing standing, DateOnly day)
    {
        (_names, _mandates, _standing, _day) = (names, mandates, standing, day);
        _seats = new(() => standing.SeatsOn(day).ToLookup(static one => one.Actor, static one => new PostAt(one.Post, new UnitId(one.Unit)), StringComparer.Ordinal));
    }

    private HoldersOnDay Holders => _mandates.On(_day, _standing);

    /// <summary>The answer with its words. A person who holds two seats has the powers of both.</summary>
    public AuthzenDecision Decide(AuthzenQuestion question)
    {
        if (Ask(question, out var asked, out _) is { } no) return new AuthzenDecision(null, no);
        var decided = _mandates.Decide(asked, _standing);
        return new AuthzenDecision(decided, (decided as Authorization.Denied)?.Why);
    }

    /// <summary>The answer alone.</summary>
    public bool May(AuthzenQuestion question) => Ask(question, out _, out var answer) is null && answer.Permitted;

    /// <summary>Every subject of a type that may, by id.</summary>
    public IReadOnlyList<string> Subjects(AuthzenEntity subject, AuthzenAction action, AuthzenEntity resource)
    {
        if (_names.Power(action.Name) is not { } power) return [];
        // Only who has the power in some way can be permitted; each of them is asked as anybody would be.
        var holders = Holders.Of(power).Select(static mandate => new PostAt(mandate.Post, new UnitId(mandate.Unit.Id))).Distinct();
        IEnumerable<string> candidates = [];
        if (subject.Type == Post) candidates = holders.Select(static post => post.ToString());
        else if (subject.Type == User)
        {
            var posts = holders.ToHashSet();
            candidates = _seats.Value.Where(seats => seats.Any(posts.Contains)).Select(static seats => seats.Key);
        }

        return [.. candidates.Where(id => May(new AuthzenQuestion(subject with { Id = id }, action, resource, null))).Order(StringComparer.Ordinal)];
    }

    /// <summary>Every action that a subject may do to a resource, by name.</summary>
    public IReadOnlyList<string> Actions(AuthzenEntity subject, AuthzenEntity resource)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var power in Holders.Powers.Select(static power => power.Id).Distinct(StringComparer.Ordinal))
            if (May(new AuthzenQuestion(subject, new AuthzenAction(_names.Action(power), []), resource, null))) found.Add(_names.Action(power));
        return [.. found];
    }

    /// <summary>
    /// Every resource of a type that we know and a subject may do something to, by id: places, and records that the seats file names
    /// (a person's address is that of a member). Other records lie in their registers, and matters in the desk.
    /// </summary>
    public IReadOnlyList<string> Resources(AuthzenEntity subject, AuthzenAction action, AuthzenEntity resource) =>
        [.. Known(resource.Type).Where(id => May(new AuthzenQuestion(subject, action, resource with { Id = id }, null))).Order(StringComparer.Ordinal)];

    /// <summary>The ids of all resources of a type that are known here.</summary>
    public IEnumerable<string> Known(string type)
    {
        if (type == Place) return Holders.View.Units.Select(static unit => unit.Id);
        if (_names.Register(type) is not { } register || _names.Structure.Registers.On(register, _day) is not { Key: [{ Id: { } key }] }) return [];
        var same = _names.Structure.Items.On(key, _day)?.SameAs.Select(static one => one.Id).Where(static id => id?.StartsWith("actor.", StringComparison.Ordinal) == true).ToList();
        if (same is not { Count: > 0 }) return [];
        return _names.Structure.Seats.Where(seat => seat.HoldsOn(_day)).SelectMany(static seat => seat.Facts).Where(fact => same.Contains(fact.Item, StringComparer.Ordinal)).Select(static fact => fact.Value).Where(static value => value.Length > 0).Distinct(StringComparer.Ordinal);
    }

    /// <returns>The no that needs no power; else null, with the question of the seat that came nearest, and its answer.</returns>
    private Refusal? Ask(AuthzenQuestion question, out Question asked, out Answer answer)
    {
        (asked, answer) = (default, default);
        if (_names.Power(question.Action.Name) is not { } id || (_names.Structure.Powers.On(id, _day) ?? (_names.Structure.Powers.Of(id) is [var first, ..] ? first : null)) is not { } power) return AuthzenRefusals.Action(question.Action.Name);
        var register = _names.Register(question.Resource.Type);
        if (power.Over?.Id is { } over && register != over) return AuthzenRefusals.Resource(_names.Action(id), _names.Type(over));
        Quantity? amount = null;
        if (question.Action.Property("amount") is { } written)
        {
            if (!Quantity.TryParse(written, out var sum, out _)) return AuthzenRefusals.Amount(written);
            amount = sum;
        }

        var (subject, resource) = (question.Subject, question.Resource);
        var posts = PostsOf(subject);
        if (posts.Count == 0) return AuthzenRefusals.Subject(subject.Type, subject.Id ?? "");
        var place = resource.Type == Place ? resource.Id : Property(resource, "place");
        var facts = FactsOf(resource, register);
        var best = -1;
        foreach (var post in posts)
        {
            var one = new Question
            {
                Post = post.Post,
                Unit = post.Unit.Text,
                Power = id,
                Day = _day,
                Outcome = question.Action.Property("outcome"),
                Matter = resource.Type == Case ? Property(resource, "type") : null,
                Step = resource.Type == Case ? Property(resource, "step") : null,
                Place = place,
                Amount = amount,
                Actor = subject.Type == User ? subject.Id : null,
                Facts = ReadingFacts.Of(_names.Structure, _day, [.. facts, .. ActorFacts(subject, post)]),
            };
            var told = _mandates.Ask(one, _standing);
            var near = told.Permitted ? int.MaxValue : (int)told.Obstacle;
            if (near <= best) continue;
            (asked, answer, best) = (one, told, near);
            if (told.Permitted) break;
        }

        return null;
    }

    private List<PostAt> PostsOf(AuthzenEntity subject) => subject switch
    {
        { Type: User, Id: { } id } => [.. _seats.Value[id]],
        { Type: Post, Id: { } id } => PostAt.Parse(id) is { Post.Length: > 0 } post ? [post] : [],
        _ => [],
    };

    private static string? Property(AuthzenEntity resource, string name)
    {
        foreach (var (key, value) in resource.Properties)
            if (key == name) return value;
        return null;
    }

    /// <summary>What the caller knows of the resource. Facts about who acts, units and law are not the caller's to give here.</summary>
    private List<KeyValuePair<string, string>> FactsOf(AuthzenEntity resource, string? register)
    {
        var facts = new List<KeyValuePair<string, string>>();
        foreach (var (name, value) in resource.Properties)
        {
            if (register is not null && _names.Item(register, name) is { } item) Add(item, value);
            else if (resource.Type == Case && name.IndexOf('.', StringComparison.Ordinal) is var dot and > 0 && name[..dot] is not ("actor" or "unit" or "standard" or "day") && name is not ("matter.type" or "matter.place")) Add(name, value);
        }

        if (register is not null && resource.Id is { } id && _names.Structure.Registers.On(register, _day) is { Key: [{ Id: { } key }] }) Add(key, id);
        return facts;

        void Add(string item, string value)
        {
            if (!facts.Exists(one => one.Key == item)) facts.Add(KeyValuePair.Create(item, value));
        }
    }

    /// <summary>What the caller knows of who acts. What is declared beside the seat is not overruled.</summary>
    private IEnumerable<KeyValuePair<string, string>> ActorFacts(AuthzenEntity subject, PostAt post)
    {
        foreach (var (name, value) in subject.Properties)
        {
            if (_names.Item("actor", name) is not { } item) continue;
            if (subject.Id is { } id && subject.Type == User && _standing.FactOf(id, post.Post, post.Unit.Text, item["actor.".Length..]) is not null) continue;
            yield return KeyValuePair.Create(item, value);
        }
    }
}
