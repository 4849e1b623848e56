using System.Globalization;
using System.Text;
using Trellis.Authority;
using Trellis.Process.Adoption;
using Trellis.Process.Matters;
using Trellis.Structure.Expressions;

namespace Trellis.Process;

/// <summary>
/// An act as one text that two acts share only if they ask for the same. By it a repeated request is told from another one under the same key.
/// What Runtime mints for a filing (id, number, version) or works out for a version (plan, findings, tried moves) is no part of it. The text holds what people wrote, so only its hash under a key may be kept.
/// </summary>
public static class ActPrints
{
    public static string Of(IAct act)
    {
        var print = new Print();
        print.Word(act.Word);
        Fields(act, print);
        return print.ToString();
    }

    private static void Fields(IAct act, Print print)
    {
        if (DecidingActs.MatterOf(act) is { } matter) print.Word(matter.Text);
        switch (act)
        {
            case FileMatter one:
                print.Word(one.Type).Word(one.Place?.Text).Word(one.Requester.Text).Number((int)one.Channel).Given(one.Given).Text(one.Said);
                foreach (var role in one.Roles) print.Word(role.Role).Word(role.Row.ToString());
                break;
            case FileForAnother one:
                Fields(one.Filing, print);
                print.Word(one.Helper.Text).Number((int?)one.Consent);
                break;
            case SaveDraft one:
                print.Word(one.Type).Word(one.Writer.Text).Given(one.Given).Text(one.Said);
                break;
            case AddInformation one:
                print.Given(one.Given).Text(one.Said);
                break;
            case AddPicture one:
                print.Word(one.Digest).Number((int)one.Kind);
                break;
            case ReceiveMatter one:
                print.Word(one.Key);
                break;
            case PerformStep one:
                print.Word(one.Key).Result(one.Result).Given(one.Given).Text(one.Reason);
                break;
            case FindPerformerAgain one:
                print.Word(one.Key);
                break;
            case HandOverMatter one:
                print.Word(one.Key).Word(one.To.Text).Word(one.Post).Text(one.Reason);
                break;
            case ReturnMatter one:
                print.Word(one.Key).Word(one.CitedDuty.Text).Word(one.RightHolder.Text).Text(one.Reason);
                break;
            case RefuseTask one:
                print.Word(one.Key).Text(one.Reason);
                break;
            case ReferUp one:
                print.Word(one.Key).Text(one.Reason).Word(one.Job);
                break;
            case AskUnit one:
                print.Word(one.Key).Word(one.Of.ToString()).Number((int)one.For).Word(one.Item).Text(one.Said);
                break;
            case AnswerUnit one:
                print.Word(one.Key).Number(one.IsOurs ? 1 : 0).Given(one.Given).Text(one.Said);
                break;
            case PauseMatter one:
                print.Word(one.Reason).Word(one.On.ToString()).Text(one.Said);
                break;
            case ResumeMatter one:
                print.Word(one.Job);
                break;
            case RemindUnit one:
                print.Word(one.Key).Word(one.To?.ToString()).Word(one.Job);
                break;
            case EscalateMatter one:
                print.Word(one.Key).Word(one.To?.ToString()).Word(one.Job).Text(one.Reason).Number(one.TellsRequester ? 1 : 0);
                break;
            case BlowWhistle one:
                print.Word(one.Key).Words(one.Posts).Text(one.Reason);
                break;
            case AttendWhistle one:
                print.Number(one.Number).Word(one.Unit.Text);
                break;
            case ReportAtWhistle one:
                print.Number(one.Number).Word(one.Unit.Text).Number(one.Acted ? 1 : 0).Text(one.What);
                break;
            case MissCall one:
                print.Number(one.Number).Word(one.Unit.Text).Word(one.Job);
                break;
            case JudgeWhistle one:
                print.Number(one.Number).Number((int)one.Verdict).Text(one.Reason);
                break;
            case ConfirmMatter one:
                print.Word(one.Key);
                break;
            case DisputeMatter one:
                print.Word(one.Key).Text(one.Reason);
                break;
            case RecordReach one:
                print.Word(one.Key).Number((int)one.Channel).Number((int)one.Proof);
                break;
            case CloseForSilence one:
                print.Word(one.Key);
                break;
            case CloseMatter one:
                print.Number((int)one.Kind).Text(one.Reason).Word(one.ReferredTo?.Text);
                break;
            case WithdrawMatter one:
                print.Text(one.Reason);
                break;
            case ReopenMatter one:
                print.Text(one.Reason);
                break;
            case RecordAnswers one:
                print.Word(one.Key).Number(one.Answers).Number(one.Objections);
                break;
            case EndConsultation one:
                print.Word(one.Key);
                break;
            case DeclareConflict one:
                print.Text(one.Reason);
                break;
            case RateMatter one:
                print.Number(one.Stars).Text(one.Said);
                break;
            case ProposeStructure one:
                print.Word(one.Version).Word(Moment(one.ObjectUntil)).Word(Day(one.InForce));
                break;
            case ObjectToStructure one:
                print.Word(one.Version).Word(one.Duty.Text).Text(one.Reason);
                break;
            case AnswerObjection one:
                print.Word(one.Version).Number(one.Number).Number(one.Followed ? 1 : 0).Text(one.Answer);
                break;
            case AdoptStructure one:
                print.Word(one.Version).Word(one.Power);
                foreach (var error in one.Overrides) print.Word(error.Code).Word(error.Address).Word(error.By.ToString()).Word(Day(error.Until)).Text(error.Reason);
                break;
            case PlanMove one:
                print.Word(one.Version);
                break;
            case MoveMatter one:
                print.Word(one.Version);
                break;
            case TakeSeat one:
                print.Word(one.Person.Text).Word(one.Seat.ToString()).Word(Day(one.From)).Word(one.To is { } last ? Day(last) : null).Word(one.ActingFor?.Text);
                break;
            case LeaveSeat one:
                print.Word(one.Person.Text).Word(one.Seat.ToString()).Word(Day(one.From));
                break;
            case LendPower one:
                print.Word(one.Delegation).Word(one.Of).Word(one.Receiver.ToString()).Limits(one.Limits).Number(one.ActsForGiver ? 1 : 0).Number(one.PassOn).Word(Day(one.From)).Word(one.To is { } until ? Day(until) : null).Words(one.Basis).Text(one.Reason);
                break;
            case WithdrawPower one:
                print.Word(one.Delegation).Word(one.Unit?.Text).Word(Day(one.From)).Text(one.Reason);
                break;
            case DeclareEmergency one:
                print.Word(one.Emergency).Word(one.To is { } end ? Day(end) : null).Text(one.Reason);
                break;
            case EndEmergency one:
                print.Word(one.Emergency).Text(one.Reason);
                break;
            case ReviewEmergency one:
                print.Word(one.Emergency).Word(one.Unit.Text).Word(Day(one.Declared)).Text(one.Findings);
                break;
            case LookAtMatter or PublishMatter or UnpublishMatter:
                break;
            default:
                throw new InvalidOperationException($"{act.Word} has no print, so a key would take any two of them for one.");
        }
    }

    private static string Day(DateOnly day) => day.ToString("O", CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset moment) => moment.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture);

    /// <summary>Each part with its length, so that no two lists of parts come to one text.</summary>
    private sealed class Print
    {
        private readonly StringBuilder _text = new();

        public Print Word(string? word)
        {
            if (word is null) _text.Append('-');
            else _text.Append(word.Length).Append(':').Append(word);
            return this;
        }

        public Print Words(IEnumerable<string> words)
        {
            foreach (var word in words) Word(word);
            return Word(null);
        }

        public Print Number(int? number) => Word(number?.ToString(CultureInfo.InvariantCulture));

        public Print Text(PersonalText? text) => Word(text?.Written);

        public Print Given(IEnumerable<GivenItem> given)
        {
            foreach (var one in given) Word(one.Fact).Word(one.ToWritten());
            return Word(null);
        }

        public Print Limits(LentLimits limits)
        {
            foreach (var one in limits.Ceilings) Number((int)one.Span).Number(one.IsNumber ? 1 : 0).Word(one.Most.ToString());
            Word(null);
            return List(limits.Outcomes).List(limits.Matters).Word(limits.Area?.Text);
        }

        /// <summary>No list is another than an empty one.</summary>
        private Print List(FixedList<string>? words) => words is null ? Word(null) : Number(words.Count).Words(words);

        public Print Result(StepResult result) => result switch
        {
            StepResult.Checked one => Word("checked").Number(one.Passed ? 1 : 0),
            StepResult.Consulted one => Word("consulted").Number(one.Answers).Number(one.Objections),
            StepResult.Resolved one => Word("resolved").Number(one.Entitled).Number(one.Present).Number(one.InFavour),
            StepResult.Agreed one => Word("agreed").Number(one.Yes ? 1 : 0),
            StepResult.Decided one => Word("decided").Word(one.Outcome).Word(one.Amount?.ToString()),
            StepResult.Received => Word("received"),
            StepResult.Performed => Word("performed"),
            StepResult.Delivered => Word("delivered"),
            StepResult.Notified => Word("notified"),
            StepResult.Confirmed => Word("confirmed"),
            StepResult.Disputed => Word("disputed"),
            _ => throw new InvalidOperationException("An unknown result of a step."),
        };

        public override string ToString() => _text.ToString();
    }
}
