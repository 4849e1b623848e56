using Trellis.Ledger;
using Trellis.Process.Matters;
using Trellis.Process.Wire;

namespace Trellis.Diagnosis.Hearing;

/// <summary>What units were told of findings and what they answered, as fields of the record. What is written here is a contract: a field is never renamed, a form never changed.</summary>
public static class HearingEvents
{
    public static IReadOnlyList<string> Names { get; } = [FindingTold.Name, FindingAnswered.Name];

    public static WireEvent Write(IEvent happened) => happened switch
    {
        FindingTold e => new FieldsWriter().Word("code", e.Code).Word("about", e.About).Words("names", e.Names).Word("rule", e.Rule).Time("happened", e.Happened).Done(e.Wire),
        FindingAnswered e => new FieldsWriter().Position("finding", e.Finding).Word("by", e.By.ToString()).Text("said", e.Said).Text("claims", e.Claims).Time("happened", e.Happened).Done(e.Wire),
        _ => throw new InvalidOperationException($"{happened.Wire} is no event of hearing units."),
    };

    /// <summary>Reads what <see cref="Write"/> wrote; null for a name that is none of these. Personal parts may be missing after an erasure.</summary>
    public static IEvent? Read(string name, EntryValue.Group fields, IReadOnlyList<PersonalPart> personal)
    {
        var r = new FieldsReader(name, fields, personal);
        return name switch
        {
            FindingTold.Name => new FindingTold(r.Word("code"), r.Word("about"), r.Words("names"), r.WordOrNull("rule"), r.Time("happened")),
            FindingAnswered.Name => new FindingAnswered(r.Position("finding"), r.Post("by"), r.Text("said"), r.Text("claims"), r.Time("happened")),
            _ => null,
        };
    }
}
