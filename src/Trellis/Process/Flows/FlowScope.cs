using System.Collections.Immutable;
using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Process.Flows;

/// <summary>Where one is in a flow: in which part of a bundle, in which passes of which loops, and what the names of roles stand for there.</summary>
internal sealed record FlowScope
{
    public required CompiledFlow Flow { get; init; }

    public MatterType Type => Flow.Matter;

    /// <summary>"" or "business-licence/".</summary>
    public string Prefix { get; init; } = "";

    /// <summary>"" or "#2" or "#2.1".</summary>
    public string Passes { get; init; } = "";

    /// <summary>Receive, deliver and confirm belong to the bundle.</summary>
    public bool IsPart => Prefix.Length > 0;

    /// <summary>Roles bound otherwise than by their own names, down to those of the filing.</summary>
    public ImmutableDictionary<string, string> Bound { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Members of lists in the present passes.</summary>
    public ImmutableDictionary<string, RowId> Members { get; init; } = ImmutableDictionary<string, RowId>.Empty;

    public string KeyOf(string id) => $"{Prefix}{id}{Passes}";

    /// <summary>The key of a control word by its place among the blocks.</summary>
    public string KeyAt(string position) => $"{Prefix}={position}{Passes}";

    public FlowScope Pass(int number) => this with { Passes = Passes.Length == 0 ? $"#{number}" : $"{Passes}.{number}" };

    public FlowScope Inside(FlowPart.Part part, string key, CompiledFlow flow)
    {
        var bound = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var role in flow.Matter.About) bound[role.Name] = Bound.GetValueOrDefault(role.Name, role.Name);
        foreach (var (role, to, _) in part.With) bound[role] = Bound.GetValueOrDefault(to, to);
        return new FlowScope { Flow = flow, Prefix = $"{key}/", Bound = bound.ToImmutable(), Members = Members };
    }
}

/// <summary>What conditions of a matter read: its roles and their rows, its steps, its own course, and facts that came with the act.</summary>
internal sealed class FactsOfMatter(Matters.Matter matter, FlowScope scope, Matters.Circumstances circumstances) : IFacts
{
    private static readonly Entity Standards = new("standard", "");
    private readonly Entity _matter = new("matter", matter.Id.Text);

    public Value Root(string name)
    {
        if (scope.Members.TryGetValue(name, out var member)) return Value.Of(new Entity(member.Register, member.Key));
        switch (name)
        {
            case "matter": return Value.Of(_matter);
            case "standard": return Value.Of(Standards);
            case "day": return Value.Of(circumstances.Day);
            case "unit": return matter.Place is { } place ? Value.Of(new Entity("unit", place.Text)) : Value.Missing;
            case "actor": return circumstances.By.PersonOrNone is { } person ? Value.Of(new Entity("actor", person.Text)) : Value.Missing;
            default: break;
        }

        if (scope.Flow.Find(name) is { } point) return Value.Of(new Entity($"{(point.Step is null ? "part" : "step")} {name}", name));
        var role = scope.Bound.GetValueOrDefault(name, name);
        foreach (var bound in matter.Roles)
            if (bound.Role == role) return Value.Of(new Entity(bound.Row.Register, bound.Row.Key));
        return Value.Missing;
    }

    public Value Item(Entity record, string item)
    {
        if (record.Register.StartsWith("step ", StringComparison.Ordinal)) return OfStep(record.Key, item);
        if (record.Register.StartsWith("part ", StringComparison.Ordinal))
            return item == "result" && Latest(record.Key) is { } key && matter.PartAt(key)?.Result is { } result ? Value.Of(result) : Value.Missing;
        foreach (var given in circumstances.Given)
            if (Names(given.Fact, record, item)) return given.Value;
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
        var owner = fact[..dot];
        if (owner == "matter") return record == _matter;
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
