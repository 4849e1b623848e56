using System.Text.RegularExpressions;
using Xunit;

namespace Trellis.Tests.Architecture;

/// <summary>
/// Every place in the program that opens what stands sealed of people, and on what ground. A new one fails here until it stands in this list with its reason; whoever shows a value
/// to an official takes a look that was entered before, and needs no other line.
/// </summary>
public sealed partial class OpeningPersonalValues
{
    private static readonly (string Where, string Opens, string Why)[] Known =
    [
        ("src/Trellis.Runtime/Information/LooksDesk.cs", "CommittedLook.TryMake", "the desk of looks makes one of what the writer has stored"),
        ("src/Trellis.Runtime/Information/BaseOfMatters.cs", "ReadingGround.Looked", "under a look"),
        ("src/Trellis.Runtime/Information/BaseOfMatters.cs", "ReadingGround.Own", "people read what is held of themselves"),
        ("src/Trellis.Runtime/Process/MatterQuestions.cs", "ReadingGround.Looked", "under a look"),
        ("src/Trellis.Runtime/Process/MatterQuestions.cs", "ReadingGround.Filed.By", "whoever filed a matter reads what was given in it"),
        ("src/Trellis.Runtime/Process/PictureQuestions.cs", "ReadingGround.Looked", "under a look"),
        ("src/Trellis.Runtime/Process/PictureQuestions.cs", "ReadingGround.Filed.By", "whoever filed a matter sees the pictures in it"),
        ("src/Trellis.Runtime/Information/RegisterQuestions.cs", "ReadingGround.Looked", "under a look"),
        ("src/Trellis.Runtime/Information/FormQuestions.cs", "ReadingGround.AboutRules", "what a level said of a figure is about the figure and stands with it"),
        ("src/Trellis.Runtime/Assessment/CountingRecords.cs", "FactRows.Load", "indicators count by what was given; figures leave, and no value"),
        ("src/Trellis.Runtime/Assessment/FiguresDesk.cs", "FactRows.Load", "the same, event by event"),
        ("src/Trellis.Runtime/Information/LookQuestions.cs", "ReadingGround.Own", "people read what is held of themselves"),
        ("src/Trellis.Runtime/Information/InquiryReasons.cs", "ReadingGround.Inquired.By", "the second authority of an inquiry reads why it is asked, and nobody else"),
        ("src/Trellis.Runtime/Information/ExchangeDesk.cs", "ReadingGround.Own", "people preview what is sent of them, and read what they wrote"),
        ("src/Trellis.Runtime/Information/ExchangeDesk.cs", "ReadingGround.Exchanged", "evidence is used once, by an entry of its own"),
        ("src/Trellis.Runtime/Information/ExchangeDesk.Taking.cs", "ReadingGround.Exchanged", "what another record sent is compared with what was asked for"),
        ("src/Trellis.Runtime/Information/ExchangeDesk.Sending.cs", "ReadingGround.Exchanged", "what is owed is sent again, sealed for its receiver"),
        ("src/Trellis.Runtime/Diagnosis/OpeningAnswers.cs", "ReadingGround.AboutRules", "what a unit answered to a finding is about the finding and stands with it"),
        ("src/Trellis.Runtime/Process/StructureQuestions.cs", "ReadingGround.AboutRules", "what was said about the rules is everybody's"),
        ("src/Trellis.Runtime/Process/MattersDesk.cs", "ReadingGround.AlreadyTold", "a refusal is told again to whoever was refused"),
        ("src/Trellis.Runtime/Authority/AccountDesk.cs", "ReadingGround.SigningIn", "a password, a passkey or a code is compared; those who look after accounts see sign-in names"),
        ("src/Trellis.Runtime/Auditing/DatabaseRecord.cs", "ReadingGround.Checking", "nothing leaves: whether an attachment still fits its commitment"),
        ("src/Trellis.Runtime/Auditing/Auditor.cs", "PersonalSealing.Open", "nothing leaves: whether a value still fits its commitment"),
        ("src/Trellis.Runtime/Ledger/CheckingRecords.cs", "PersonalSealing.Open", "nothing leaves: the same when a record is copied"),
        ("src/Trellis.Runtime/Ledger/PersonalReading.cs", "PersonalSealing.Open", "asks its ground first"),
        ("src/Trellis.Runtime/Ledger/SealedValues.cs", "PersonalSealing.OpenValue", "the engine's own use, by those below"),
        ("src/Trellis.Runtime/Process/RuleRows.cs", "PersonalSealing.Open", "sums count towards ceilings"),
        ("src/Trellis.Runtime/Process/FactRows.cs", "SealedValues.Load", "conditions of a flow and limits of powers"),
        ("src/Trellis.Runtime/Process/MattersState.cs", "FactRows.Load", "the same"),
        ("src/Trellis.Runtime/Information/RegistersState.cs", "SealedValues.Load", "whether two claims say the same"),
        ("src/Trellis.Runtime/Information/BaseInTurn.cs", "SealedValues.Load", "conditions of matters and limits of powers, each with an entry before what follows from it"),
        ("src/Trellis.Runtime/Information/FactsOfTheBase.cs", "SealedValues.Load", "indicators, and what a person may be entitled to: a number or a yes leaves, and no value"),
        ("src/Trellis.Runtime/Information/RegisterQuestions.cs", "SealedValues.Load", "conditions, prefilling and indexes, by those that ask it"),
        ("src/Trellis.Runtime/Information/RegisterQuestions.cs", "ForTheEngine", "the same"),
        ("src/Trellis.Runtime/Information/FormQuestions.cs", "ForTheEngine", "what a filler confirms is recorded again with the form as its source; it leaves to nobody"),
        ("src/Trellis.Runtime/Information/HeldRegisters.cs", "ForTheEngine", "evidence for another record: the entry of the answer says what of whom goes where, and stands before it goes"),
    ];

    [Fact]
    public void Everything_that_opens_a_personal_value_stands_in_the_list_with_its_reason_and_nothing_else_does()
    {
        var found = Checkout.Files(".cs").Where(static file => file.Path.StartsWith("src/", StringComparison.Ordinal))
            .SelectMany(static file => Opening().Matches(SourceCode.Of(file.Text)).Select(match => (file.Path, Opens: match.Groups["opens"].Value))).Distinct().Order();

        Assert.Equal(Known.Select(static one => (one.Where, one.Opens)).Order(), found);
        Assert.All(Known, static one => Assert.NotEmpty(one.Why));
    }

    [Fact]
    public void Nobody_outside_can_make_a_look_that_was_not_entered() =>
        Assert.Empty(typeof(Trellis.Runtime.Information.CommittedLook).GetConstructors());

    [GeneratedRegex(@"(?<opens>ReadingGround\.(Looked|Own|AboutRules|AlreadyTold|Checking|Exchanged|SigningIn)|ReadingGround\.(Filed|Inquired)\.By|CommittedLook\.TryMake|PersonalSealing\.Open(Value)?|SealedValues\.Load|FactRows\.Load|ForTheEngine)\(", RegexOptions.ExplicitCapture)]
    private static partial Regex Opening();
}
