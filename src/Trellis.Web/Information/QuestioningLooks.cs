using System.Globalization;
using Trellis.Process;
using Trellis.Process.Matters;
using Trellis.Runtime.Process;
using Trellis.Structure;
using Trellis.Structure.Expressions;

namespace Trellis.Web.Information;

/// <summary>Somebody who was looked at asks why: it opens a matter to whoever answers for looks.</summary>
internal static class QuestioningLooks
{
    /// <summary>The right that a matter type says it serves.</summary>
    private const string Right = "question";

    /// <summary>The item in which the matter has the position of the look.</summary>
    private const string QuestionedLook = "matter.questioned-look";

    /// <summary>The matter type that serves it; null where the structure has none.</summary>
    public static MatterType? TypeOf(GovernanceStructure structure, DateOnly day) => structure.Matters.All.FirstOrDefault(type => type.Rights.Contains(Right, StringComparer.Ordinal) && type.HoldsOn(day));

    public static ActOrder Order(MatterType type, Actor.Resident by, long position, UnitId? place, string? said) => new()
    {
        By = by,
        Act = MattersDesk.Filing(
            type.Id, place, type.About.Select(role => new BoundRole(role.Name, new RowId(role.Register.Id, by.Person.Text))), by.Person, Channel.Web,
            type.Asks.Any(static one => one.Id == QuestionedLook) ? [new GivenItem(QuestionedLook, Value.Of((decimal)position))] : [], said is { Length: > 0 } ? new PersonalText(said) : null),
        // The same look is questioned once, however often the button is pressed.
        Key = string.Create(CultureInfo.InvariantCulture, $"question-{position}"),
    };
}
