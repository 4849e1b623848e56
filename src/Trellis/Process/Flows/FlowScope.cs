using System.Collections.Concurrent;
using System.Collections.Immutable;
using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Process.Flows;

/// <summary>
/// Where one is in a flow: in which part of a bundle, in which passes of which loops, and what the names of roles stand for there. Every walk comes by the same places, so those that do not
/// depend on the matter are kept by the flow. Safe for several threads.
/// </summary>
internal sealed class FlowScope
{
    /// <summary>Few loops go round oftener, and none may make a flow grow without end.</summary>
    private const int MostPassesKept = 16;

    /// <summary>More steps than that few flows have.</summary>
    private const int MostKeysKept = 32;

    private ConcurrentDictionary<FlowPart.Part, FlowScope>? _parts;
    private ConcurrentDictionary<int, FlowScope>? _passes;

    // What the flow keeps keeps its keys; null in what is made for one walk.
    private (string Id, string Key)[]? _keys;

    private FlowScope(CompiledFlow flow, string prefix, string passes, ImmutableDictionary<string, string> bound, ImmutableDictionary<string, RowId> members) =>
        (Flow, Prefix, Passes, Bound, Members) = (flow, prefix, passes, bound, members);

    /// <summary>The whole of a flow, as it is filed. Asked of the flow.</summary>
    internal FlowScope(CompiledFlow flow)
        : this(flow, "", "", ImmutableDictionary<string, string>.Empty, ImmutableDictionary<string, RowId>.Empty)
    {
    }

    public CompiledFlow Flow { get; }

    public MatterType Type => Flow.Matter;

    /// <summary>"" or "business-licence/".</summary>
    public string Prefix { get; }

    /// <summary>"" or "#2" or "#2.1".</summary>
    public string Passes { get; }

    /// <summary>Receive, deliver and confirm belong to the bundle.</summary>
    public bool IsPart => Prefix.Length > 0;

    /// <summary>Roles bound otherwise than by their own names, down to those of the filing.</summary>
    public ImmutableDictionary<string, string> Bound { get; }

    /// <summary>Members of lists in the present passes.</summary>
    public ImmutableDictionary<string, RowId> Members { get; }

    /// <summary>The key of a step or part by its id, or of a control word by its place among the blocks.</summary>
    public string KeyOf(string id)
    {
        if (Prefix.Length == 0 && Passes.Length == 0) return id;
        var keys = Volatile.Read(ref _keys);
        foreach (var (known, made) in keys.AsSpan())
            if (ReferenceEquals(known, id)) return made;
        var key = string.Concat(Prefix, id, Passes);
        // One that another thread adds at once may be lost, and is made again.
        if (keys is { Length: < MostKeysKept }) Volatile.Write(ref _keys, [.. keys, (id, key)]);
        return key;
    }

    private FlowScope Kept()
    {
        _keys ??= [];
        return this;
    }

    public FlowScope Pass(int number)
    {
        if (number > MostPassesKept) return In(PassesWith(number));
        var kept = _passes ?? Interlocked.CompareExchange(ref _passes, new(), null) ?? _passes;
        return kept.TryGetValue(number, out var known) ? known : kept.GetOrAdd(number, In(PassesWith(number)).Kept());
    }

    public FlowScope In(string passes) => new(Flow, Prefix, passes, Bound, Members);

    /// <summary>Where a name stands for one row of a list.</summary>
    public FlowScope For(string member, RowId row) => new(Flow, Prefix, Passes, Bound, Members.SetItem(member, row));

    /// <param name="part">Written here.</param>
    /// <param name="flow">Of its matter type on the day.</param>
    public FlowScope Inside(FlowPart.Part part, CompiledFlow flow)
    {
        var kept = _parts ?? Interlocked.CompareExchange(ref _parts, new(ReferenceEqualityComparer.Instance), null) ?? _parts;
        if (kept.TryGetValue(part, out var known) && known.Flow == flow) return known;
        var bound = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var role in flow.Matter.About) bound[role.Name] = Bound.GetValueOrDefault(role.Name, role.Name);
        foreach (var (role, to, _) in part.With) bound[role] = Bound.GetValueOrDefault(to, to);
        return kept[part] = new FlowScope(flow, $"{KeyOf(part.Id)}/", "", bound.ToImmutable(), Members).Kept();
    }

    private string PassesWith(int number) => Passes.Length == 0 ? $"#{number}" : $"{Passes}.{number}";
}

/// <summary>What conditions of a matter read: its roles and their rows, its steps, its own course, and facts that came with the act.</summary>
internal sealed class FactsOfMatter(Matters.Matter matter, FlowScope scope, Matters.Circumstances circumstances) : IFacts
{
    private static readonly Entity Standards = new("standard", "");
    // Only a condition that reads the matter itself needs it.
    private Entity TheMatter => field ??= new("matter", matter.Id.Text);

    public Value Root(string name)
    {
        if (!scope.Members.IsEmpty && scope.Members.TryGetValue(name, out var member)) return Value.Of(new Entity(member.Register, member.Key));
        switch (name)
        {
            case "matter": return Value.Of(TheMatter);
            case "standard": return Value.Of(Standards);
            case "day": return Value.Of(circumstances.Day);
            case "unit": return matter.Place is { } place ? Value.Of(new Entity("unit", place.Text)) : Value.Missing;
            case "actor": return circumstances.By.PersonOrNone is { } person ? Value.Of(new Entity("actor", person.Text)) : Value.Missing;
            default: break;
        }

        if (scope.Flow.Find(name) is { } point) return Value.Of(new Entity($"{(point.Step is null ? "part" : "step")} {name}", name));
        var role = scope.Bound.IsEmpty ? name : scope.Bound.GetValueOrDefault(name, name);
        foreach (var bound in matter.Roles)
            if (bound.Role == role) return Value.Of(new Entity(bound.Row.Register, bound.Row.Key));
        return Value.Missing;
    }

    public Value Item(Entity record, string item)
    {
        if (record.Register.StartsWith("step ", StringComparison.Ordinal)) return OfStep(record.Key, item);
        if (record.Register.StartsWith("part ", StringComparison.Ordinal))
            return item == "result" && Latest(record.Key) is { } key && matter.PartAt(key)?.Result is { } result ? Value.Of(result) : Value.Missing;
        var facts = circumstances.Given;
        for (var at = 0; at < facts.Count; at++)
            if (Names(facts[at].Fact, record, item)) return facts[at].Confirmed is null ? facts[at].Value : circumstances.Known(record, item);
        if (record.Register == "standard") return circumstances.Structure.Standards.On(item, circumstances.Day)?.Value is { } value ? Value.Of(value) : Value.Missing;
        if (record.Register == "matter" && BuiltIn(item) is { IsKnown: true } built) return built;
        return circumstances.Known(record, item);
    }

    public int? WorkingDays(DateOnly from, DateOnly to) => circumstances.Times.Calendar(null, circumstances.When).WorkingDays(from, to);

    /// <summary>Whether a name such as "premises.area" stands for this item of this row.</summary>
    private bool Names(string fact, Entity record, string item)
    {
        var dot = fact.LastIndexOf('.');
        if (dot <= 0 || !fact.AsSpan(dot + 1).SequenceEqual(item)) return false;
        var path = fact.AsSpan(0, dot);
        if (path is "matter") return record == TheMatter;
        var owner = path.ToString();
        if (!owner.Contains('.', StringComparison.Ordinal)) return Root(owner).Record == record;
        var parts = owner.Split('.');
        var value = Root(parts[0]);
        for (var at = 1; at < parts.Length && value.Record is { } row; at++) value = Item(row, parts[at]);
        return value.Record == record;
    }

    private Value OfStep(string id, string item)
    {
        if (Latest(id) is not { } key || matter.DoneAt(key) is not { IsSkipped: false } done) return Value.Missing;
        return item switch
        {
            "outcome" => Value.Of(done.Outcome),
            "objections" when done.Count is { } count => Value.Of(count),
            "answers" when done.Answers is { } answers => Value.Of(answers),
            _ => Value.Missing,
        };
    }

    /// <summary>The key of a step or part as seen from here: in the same passes, or in the last pass of a loop that lies behind.</summary>
    private string? Latest(string id)
    {
        for (var passes = scope.Passes; ; passes = passes.LastIndexOf('.') is var dot and > 0 ? passes[..dot] : "")
        {
            var key = $"{scope.Prefix}{id}{passes}";
            if (matter.DoneAt(key) is not null || matter.PartAt(key) is not null) return key;
            if (passes.Length == 0) break;
        }

        // A loop that is behind: the latest of its passes that lies within the present ones.
        var own = $"{scope.Prefix}{id}";
        for (var at = matter.Done.Count - 1; at >= 0; at--)
            if (matter.Done[at].Key is var key && key.StartsWith(own, StringComparison.Ordinal) && key.Length > own.Length && key[own.Length] == '#' && WithinPasses(key[own.Length..])) return key;
        for (var at = matter.Parts.Count - 1; at >= 0; at--)
            if (matter.Parts[at].Key is var key && key.StartsWith(own, StringComparison.Ordinal) && key.Length > own.Length && key[own.Length] == '#' && WithinPasses(key[own.Length..])) return key;
        return null;
    }

    private bool WithinPasses(string passes) => scope.Passes.Length == 0 || passes.StartsWith($"{scope.Passes}.", StringComparison.Ordinal);

    private Value BuiltIn(string item) => item switch
    {
        "type" => Value.Of(matter.Type),
        "place" => matter.Place is { } place ? Value.Place(place.Text) : Value.Missing,
        "filed" => Value.Of(Local(matter.Filed)),
        "first-answered" => matter.FirstAnswered is { } answered ? Value.Of(Local(answered)) : Value.Missing,
        "closed" => matter.LastClosure is { Reopened: null } closure ? Value.Of(Local(closure.At)) : Value.Missing,
        "closure" => matter.LastClosure is { Reopened: null } closure ? Value.Of(Matters.ClosureWords.Of(closure.Kind)) : Value.Missing,
        "disputed" => Value.Of(matter.Disputed),
        "returns" => Value.Of(matter.Returns),
        "hand-overs" => Value.Of(matter.HandOvers),
        _ => Value.Missing,
    };

    private DateTimeOffset Local(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, circumstances.Times.Zone);
}
