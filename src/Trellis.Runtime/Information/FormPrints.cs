using Trellis.Information.Forms;
using Trellis.Process.Matters;
using Trellis.Structure.Expressions;

namespace Trellis.Runtime.Information;

/// <summary>What a request about forms says, as one text: one that is sent again with its key must say the same.</summary>
internal static class FormPrints
{
    public static string Of(IAct act) => act switch
    {
        SubmitForm one => $"{one.Word}|{one.Form}|{one.Unit}|{one.Occasion}|{one.Section}|{Of(one.Content)}",
        CorrectForm one => $"{one.Word}|{one.Form}|{one.Unit}|{one.Occasion}|{one.Section}|{Of(one.Content)}|{Of(one.Reason.Written ?? "")}",
        ReturnForm one => $"{one.Word}|{one.Form}|{one.Unit}|{one.Occasion}|{one.Section}|{Of(one.Reason.Written ?? "")}",
        DelegateSection one => $"{one.Word}|{one.Form}|{one.Unit}|{one.Section}|{one.To}",
        RenewForm one => $"{one.Word}|{one.Form}|{Of(one.Reason.Written ?? "")}",
        JudgeFigure one => $"{one.Word}|{one.Indicator}|{one.Unit}|{one.Period}|{Of(one.Said.Written ?? "")}",
        _ => throw new ArgumentException($"{act.Word} is no act on forms.", nameof(act)),
    };

    private static string Of(FormContent content) =>
        string.Join('|', content.Given.Select(static one => Of($"{one.Fact}={ReadingGiven.Write(one.Value)}")).Append(string.Join(',', content.Unknown)).Concat(content.Entries.Select(static row => Of($"{row.Subject}:{string.Concat(row.Items.Select(static item => Of($"{item.Item}={item.Written}")))}{string.Concat(row.Confirmed.Select(static item => Of($"{item.Item}#{item.Position}")))}"))).Append($"{content.Rows},{content.Filled},{content.Changed},{content.Typed},{content.Minutes}"));

    /// <summary>With its length before it, so that no two lists of texts look alike.</summary>
    private static string Of(string text) => $"{text.Length}:{text}";
}
