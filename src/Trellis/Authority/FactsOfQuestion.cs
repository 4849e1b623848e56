using System.Globalization;
using Trellis.Structure;
using Trellis.Structure.Expressions;
using Trellis.Structure.Quantities;

namespace Trellis.Authority;

/// <summary>
/// What a condition may read when a question is asked: the facts that came with it, the day, the unit at which the condition stands,
/// standards of the day, the matter's type and place, and facts declared beside the seat of the actor where the question has none.
/// </summary>
internal sealed class FactsOfQuestion(GovernanceStructure structure, in Question question, UnitOnDay unit, Standing standing) : IFacts
{
    private static readonly Entity Standards = new("standard", "");
    private static readonly Entity Matter = new("matter", "");
    private static readonly Entity Actor = new("actor", "");

    private readonly Question _question = question;

    /// <summary>Whether something was read that is not the same for every question to this mandate.</summary>
    public bool ReadTheCase { get; private set; }

    public Value Root(string name)
    {
        if (name == "unit") return Value.Of(new Entity("unit", unit.Id));
        ReadTheCase = true;
        return name switch
        {
            "day" => Value.Of(_question.Day),
            "standard" => Value.Of(Standards),
            "matter" => Value.Of(Matter),
            "actor" => Value.Of(Actor),
            _ => _question.Facts?.Root(name) ?? Value.Missing,
        };
    }

    public Value Item(Entity record, string item)
    {
        if (record.Register == "unit") return UnitFact(structure, unit, item);
        ReadTheCase = true;
        if (_question.Facts?.Item(record, item) is { IsKnown: true } known) return known;
        return record.Register switch
        {
            "standard" => structure.Standards.On(item, _question.Day)?.Value is { } value ? Value.Of(value) : Value.Missing,
            "matter" when item == "type" && _question.Matter is { } type => Value.Of(type),
            "matter" when item == "place" && _question.Place is { } place => Value.Place(place),
            "actor" when _question.Actor is { } actor && standing.FactOf(actor, _question.Post, _question.Unit, item) is { } fact => Typed(structure, $"actor.{item}", fact, _question.Day),
            _ => Value.Missing,
        };
    }

    /// <summary>No calendar is laid on a power; a condition that counts working days is not known.</summary>
    public int? WorkingDays(DateOnly from, DateOnly to) => null;

    private static Value UnitFact(GovernanceStructure structure, UnitOnDay unit, string item) =>
        unit.Unit.Fact($"unit.{item}") is { Length: > 0 } written ? Typed(structure, $"unit.{item}", written, unit.Unit.From) : Value.Missing;

    /// <summary>A value written as text, of the type that its item declares; where none is declared, a number or quantity if it looks like one.</summary>
    internal static Value Typed(GovernanceStructure structure, string item, string written, DateOnly day)
    {
        var declared = structure.Items.On(item, day) ?? (structure.Items.Of(item) is [var any, ..] ? any : null);
        switch (declared?.Type)
        {
            case "number":
                return Number(written) is { } number ? Value.Of(number) : Value.Missing;
            case "yes-no":
                return written switch { "yes" => Value.Yes, "no" => Value.No, _ => Value.Missing };
            case "day":
                return DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? Value.Of(date) : Value.Missing;
            case "money" or "area" or "length" or "weight" or "sound" or "share" or "points" or "pieces" or "people" or "cases":
                return Quantity.TryParse(written, out var amount, out _) ? Value.Of(amount) : Value.Missing;
            case "place":
                return Value.Place(written);
            case null:
                if (Number(written) is { } plain) return Value.Of(plain);
                if (Quantity.TryParse(written, out var quantity, out _)) return Value.Of(quantity);
                if (written is "yes" or "no") return Value.Of(written == "yes");
                return DateOnly.TryParseExact(written, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var found) ? Value.Of(found) : Value.Of(written);
            default:
                return Value.Of(written);
        }
    }

    private static decimal? Number(string written) =>
        decimal.TryParse(written, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) <= Quantity.Most ? number : null;
}
